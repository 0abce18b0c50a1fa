import type { Entry } from '../entry.js'

/** The square of a number, and its derivative: what the protocol is tried with. */
export const hello: Entry = {
  name: 'hello',
  functions: ['square', 'double'],
  score: 'none',
  workloads: [{ description: 'x = 3', input: () => 3 }],
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
