import type { Entry, Workload } from '../entry.js'

/** From 1 on the square of each number, and the derivative there, from which it goes on: what GradBench asks. */
const rounds = [1, 2, 8, 128].flatMap((x): readonly Workload[] => [
  { description: `square(${x})`, input: () => x, functions: ['square'] },
  { description: `double(${x * x})`, input: () => x * x, functions: ['double'] },
])

/** The square of a number, and its derivative: what the protocol is tried with. */
export const hello: Entry = {
  name: 'hello',
  functions: ['square', 'double'],
  score: 'none',
  workloads: [{ description: 'x = 3', input: () => 3 }],
  defaults: rounds,
  loops: { square: (x: number) => () => x * x, double: (x: number) => () => 2 * x },
  tensorFlow: (tf) => {
    const derivative = tf.grad((x) => tf.square(x))
    return {
      square: (x: number) => {
        const at = tf.scalar(x)
        return () => tf.tidy(() => tf.square(at).dataSync()[0])
      },
      double: (x: number) => {
        const at = tf.scalar(x)
        return () => tf.tidy(() => derivative(at).dataSync()[0])
      },
    }
  },
  torch: false,
  elsewhere: {},
}
