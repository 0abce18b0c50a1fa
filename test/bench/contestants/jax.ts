import type { Array as JaxArray } from '@jax-js/jax'
import { inputsOf, type Network, type Problem, placesOf } from '../network.js'
import { type Contestant, type Float, inProcess } from './contestant.js'

type Layer = { weights: JaxArray; bias?: JaxArray }
type Layers = Layer[]

const load = async () => {
  const jax = await import('@jax-js/jax')
  await jax.init()
  jax.defaultDevice('wasm')
  return jax
}
type Jax = Awaited<ReturnType<typeof load>>

const arrayOf = ({ numpy: np }: Jax, data: Float64Array, shape: number[], dtype: Float): JaxArray =>
  np.array(dtype === 'float64' ? data : Float32Array.from(data), { shape, dtype: np[dtype] })

// Arrays are owned: an argument is used up, and `x.ref` keeps it for another use.

const lossesOf = ({
  numpy: np,
  nn,
}: Jax): Readonly<Record<Network['loss'], (z: JaxArray, y: JaxArray) => JaxArray>> => ({
  'half squared error': (z, y) => np.square(nn.sigmoid(z).sub(y)).sum().mul(0.5),
  'sigmoid cross entropy': (z, y) => nn.softplus(z.ref).sub(y.mul(z)).mean(),
  'softmax cross entropy': (z, y) => nn.logSoftmax(z).mul(y).sum(-1).mean().neg(),
})

const lossOf = (jax: Jax, { activation, loss }: Network) => {
  const { numpy: np, nn } = jax
  const activate = activation === 'tanh' ? np.tanh : nn[activation]
  const cost = lossesOf(jax)[loss]
  return (layers: Layers, x: JaxArray, y: JaxArray): JaxArray => {
    const z = layers.reduce((a, { weights, bias }, at) => {
      const product = np.matmul(at === 0 ? a : activate(a), weights)
      return bias === undefined ? product : product.add(bias)
    }, x)
    return cost(z, y)
  }
}

const layersOf = (jax: Jax, { network, initial }: Problem, dtype: Float): Layers =>
  placesOf(network).map(({ inputs, outputs, weights, bias, end }) => ({
    weights: arrayOf(jax, initial.slice(weights, bias), [inputs, outputs], dtype),
    ...(end > bias && { bias: arrayOf(jax, initial.slice(bias, end), [outputs], dtype) }),
  }))

const paramsOf = async (layers: Layers): Promise<Float64Array> => {
  const leaves = layers.flatMap(({ weights, bias }) => (bias === undefined ? [weights] : [weights, bias]))
  const parts = await Promise.all(leaves.map((leaf) => leaf.data()))
  return Float64Array.from(parts.flatMap((part: Iterable<number>) => [...part]))
}

/** jax-js on its WebAssembly device: one compiled step, called over and over. */
export const jax = (dtype: Float): Contestant => ({
  name: 'jax-js, wasm',
  dtype,
  // Its exponentials and logarithms of float64 are off by up to 2e-7.
  tolerance: dtype === 'float64' ? 1e-5 : undefined,
  prepare: async (problem) => {
    const library = await load()
    const { network, examples, batch } = problem
    const { rate, sizes } = network
    const loss = lossOf(library, network)
    const step = library.jit((layers: Layers, x: JaxArray, y: JaxArray): Layers => {
      const slopes = library.grad(loss)(library.tree.ref(layers), x, y)
      return layers.map(({ weights, bias }, at) => ({
        weights: weights.sub(slopes[at].weights.mul(rate)),
        ...(bias && { bias: bias.sub((slopes[at].bias as JaxArray).mul(rate)) }),
      }))
    })
    const part = (data: Float64Array, at: number, width: number) =>
      arrayOf(library, data.slice(at * batch * width, (at + 1) * batch * width), [batch, width], dtype)
    const inputs = inputsOf(examples)
    const batches = Array.from({ length: examples.count / batch }, (_, at) => ({
      x: part(inputs, at, sizes[0]),
      y: part(examples.targets, at, sizes[sizes.length - 1]),
    }))
    const initial = layersOf(library, problem, dtype)
    return inProcess(
      (count) => async () => {
        let layers = library.tree.ref(initial)
        for (let at = 0; at < count; at++) {
          const { x, y } = batches[at % batches.length]
          layers = step(layers, x.ref, y.ref) as Layers
        }
        await library.blockUntilReady(layers)
        return () => paramsOf(layers)
      },
      () => {
        library.tree.dispose(initial)
        library.tree.dispose(batches)
        step.dispose()
      },
    )
  },
})
