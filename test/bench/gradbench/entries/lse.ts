import { drawsFrom } from '../../random.js'
import type { Entry, TensorFlow, Workload } from '../entry.js'
import { loops } from '../loops/lse.js'

interface Input {
  readonly x: readonly number[]
}

const inTensorFlow = (tf: TensorFlow) => {
  const primal = (x: ReturnType<typeof tf.tensor>) => {
    const greatest = tf.max(x)
    return tf.add(greatest, tf.log(tf.sum(tf.exp(tf.sub(x, greatest)))))
  }
  const gradient = tf.grad(primal)
  return {
    primal: ({ x }: Input) => {
      const at = tf.tensor1d([...x])
      return () => tf.tidy(() => primal(at).dataSync()[0])
    },
    gradient: ({ x }: Input) => {
      const at = tf.tensor1d([...x])
      return () => tf.tidy(() => gradient(at).dataSync() as Float32Array)
    },
  }
}

const workload = (n: number): Workload => ({
  description: `n = ${n}`,
  input: () => ({ x: Array.from({ length: n }, drawsFrom(n).uniform) }),
})

/** The logarithm of a sum of exponentials. */
export const lse: Entry = {
  name: 'lse',
  functions: ['primal', 'gradient'],
  score: 'sum',
  workloads: [2500, 20_000, 160_000].map(workload),
  defaults: Array.from({ length: 10 }, (_, k) => workload(2500 * 2 ** k)),
  loops: {
    primal: ({ x }: Input) => {
      const numbers = Float64Array.from(x)
      return () => loops.primal(numbers)
    },
    gradient: ({ x }: Input) => {
      const numbers = Float64Array.from(x)
      return () => loops.gradient(numbers)
    },
  },
  tensorFlow: inTensorFlow,
  torch: true,
  elsewhere: { manual: 2.42, codipack: 4.47, adolc: 12.4 },
}
