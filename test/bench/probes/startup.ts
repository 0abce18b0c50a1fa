const libraries = {
  cotangent: async () => {
    const { grad, item, sigmoid, tensor } = await import('cotangent')
    return () => item(grad((x: ReturnType<typeof tensor<number>>) => sigmoid(x))(tensor(0.5)))
  },
  'cotangent, compiled': async () => {
    const { grad, item, jit, sigmoid, tensor } = await import('cotangent')
    return () => item(jit(grad((x: ReturnType<typeof tensor<number>>) => sigmoid(x)))(tensor(0.5)))
  },
  'jax-js, wasm': async () => {
    const jax = await import('@jax-js/jax')
    await jax.init()
    return () =>
      jax
        .grad((x: Parameters<typeof jax.nn.sigmoid>[0]) => jax.nn.sigmoid(x))(0.5)
        .js()
  },
  'TensorFlow.js, cpu': async () => {
    const { default: tf } = await import('@tensorflow/tfjs')
    await tf.setBackend('cpu')
    return () =>
      tf
        .grad((x) => tf.sigmoid(x))(tf.scalar(0.5))
        .dataSync()[0]
  },
  'TensorFlow.js, wasm': async () => {
    const { default: tf } = await import('@tensorflow/tfjs')
    await import('@tensorflow/tfjs-backend-wasm')
    await tf.setBackend('wasm')
    return () =>
      tf
        .grad((x) => tf.sigmoid(x))(tf.scalar(0.5))
        .dataSync()[0]
  },
} as const

export type Library = keyof typeof libraries

export const startupLibraries = Object.keys(libraries) as readonly Library[]

/** Seconds until a library is there, and then until it has given a first gradient: in a fresh process. */
export const startupProbe = async ({ library }: { readonly library: Library }) => {
  const start = performance.now()
  const gradient = await libraries[library]()
  const loaded = performance.now()
  const slope = gradient()
  const done = performance.now()
  if (Math.abs(Number(slope) - 0.2350037122015945) > 1e-6) throw new Error(`${library} says that the slope is ${slope}`)
  return { load: (loaded - start) / 1000, gradient: (done - loaded) / 1000 }
}
