import { stochastic } from './matmul.js'

/** A product of two matrices that is there when it is over. */
type Product = () => Promise<void>

const libraries = {
  'TensorFlow.js, wasm': async (data: Float32Array, size: number): Promise<Product> => {
    const { default: tf } = await import('@tensorflow/tfjs')
    await import('@tensorflow/tfjs-backend-wasm')
    await tf.setBackend('wasm')
    const a = tf.tensor2d(data, [size, size])
    return async () => tf.matMul(a, a).dispose()
  },
  'jax-js, wasm': async (data: Float32Array, size: number): Promise<Product> => {
    const { init, jit, numpy: np } = await import('@jax-js/jax')
    await init()
    const a = np.array(data, { shape: [size, size] })
    const product = jit((x: typeof a, y: typeof a) => np.matmul(x, y))
    return async () => {
      const result = product(a.ref, a.ref)
      await result.blockUntilReady()
      result.dispose()
    }
  },
} as const

export type PeerLibrary = keyof typeof libraries

export const peerLibraries = Object.keys(libraries) as readonly PeerLibrary[]

export interface PeerMatmulArgument {
  readonly library: PeerLibrary
  readonly size: number
}

/** Billions of operations a second of a peer's product of float32 matrices. */
export const peerMatmulProbe = async ({ library, size }: PeerMatmulArgument): Promise<number> => {
  const product = await libraries[library](stochastic(size, 'float32') as Float32Array, size)
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < 6; run++) {
    const start = performance.now()
    await product()
    least = Math.min(least, (performance.now() - start) / 1000)
  }
  return (2 * size ** 3) / 1e9 / least
}
