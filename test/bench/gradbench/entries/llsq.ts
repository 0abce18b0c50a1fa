import { drawsFrom } from '../../random.js'
import type { Entry, TensorFlow, Workload } from '../entry.js'
import { loops } from '../loops/llsq.js'

interface Input {
  readonly x: readonly number[]
  readonly n: number
}

const inTensorFlow = (tf: TensorFlow) => {
  const distance = (n: number) => (x: ReturnType<typeof tf.tensor>) => {
    const t = tf.sub(tf.div(tf.mul(tf.range(0, n), 2), n - 1), 1)
    const powers = tf.pow(tf.expandDims(t, 1), tf.range(0, x.shape[0]))
    const polynomial = tf.squeeze(tf.matMul(powers as ReturnType<typeof tf.tensor2d>, tf.expandDims(x, 1)), [1])
    return tf.mul(0.5, tf.sum(tf.square(tf.sub(tf.sign(t), polynomial)))) as ReturnType<typeof tf.scalar>
  }
  return {
    primal: ({ x, n }: Input) => {
      const at = tf.tensor1d([...x])
      return () => tf.tidy(() => distance(n)(at).dataSync()[0])
    },
    gradient: ({ x, n }: Input) => {
      const at = tf.tensor1d([...x])
      const gradient = tf.grad(distance(n))
      return () => tf.tidy(() => gradient(at).dataSync() as Float32Array)
    },
  }
}

const workload = (n: number): Workload => ({
  description: `n = ${n}`,
  input: () => ({ x: Array.from({ length: 128 }, drawsFrom(n).uniform), n }),
})

/** The least squares of a polynomial of 128 coefficients against a step. */
export const llsq: Entry = {
  name: 'llsq',
  functions: ['primal', 'gradient'],
  score: 'sum',
  workloads: [16, 128, 1024, 4096, 16_392].map(workload),
  defaults: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8196, 16_392].map(workload),
  loops: {
    primal: ({ x, n }: Input) => {
      const coefficients = Float64Array.from(x)
      return () => loops.primal(coefficients, n)
    },
    gradient: ({ x, n }: Input) => {
      const coefficients = Float64Array.from(x)
      return () => loops.gradient(coefficients, n)
    },
  },
  tensorFlow: inTensorFlow,
  torch: false,
  elsewhere: { manual: 6.51, codipack: 26.5, adolc: 48 },
}
