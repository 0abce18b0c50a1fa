import type { Tensor, TensorLike } from '@tensorflow/tfjs'
import { gradcheckOpaque, type OpaqueFunction } from 'cotangent'
import { type Finding, shown } from './audit.js'

const library = 'TensorFlow.js'

const load = async () => {
  const { default: tf } = await import('@tensorflow/tfjs')
  if (!(await tf.setBackend('cpu'))) throw new Error('TensorFlow.js has no backend cpu here')
  return tf
}
type TensorFlow = Awaited<ReturnType<typeof load>>

/** A derivative of TensorFlow.js to look at: of a function to a scalar, unless it is said otherwise. */
interface Probe {
  readonly what: string
  readonly f: (x: Tensor) => Tensor
  readonly at: readonly number[]
  readonly shape?: readonly number[]
  readonly right: string
  readonly known: Finding['known']
  /** The function gives several numbers, and its `grad` is taken for a Jacobian. */
  readonly vector?: true
}

/** Whatever is wrong, missing or a matter of convention. */
const faults = (tf: TensorFlow): readonly Probe[] => [
  ...(['tanh', 'sigmoid', 'exp'] as const).map(
    (name): Probe => ({
      what: `second derivative of ${name}`,
      f: tf.grad((x) => tf[name](x)),
      at: [0.5],
      shape: [],
      right: { tanh: '-0.7268', sigmoid: '-0.0576', exp: '1.6487' }[name],
      known: 'threw',
    }),
  ),
  {
    what: "einsum('ij,ij->', x, x)",
    f: (x) => tf.einsum('ij,ij->', x, x),
    at: [1, 2, 3, 4],
    shape: [2, 2],
    right: '[2, 4, 6, 8]',
    known: 'threw',
  },
  {
    what: 'sum of gatherND',
    f: (x) => tf.gatherND(x, tf.tensor2d([[0], [1]], [2, 1], 'int32')).sum(),
    at: [1, 2, 3],
    right: '[1, 1, 0]',
    known: 'threw',
  },
  {
    what: 'sum of stridedSlice',
    f: (x) => tf.stridedSlice(x, [0], [3], [2]).sum(),
    at: [1, 2, 3],
    right: '[1, 0, 1]',
    known: 'threw',
  },
  {
    what: 'sum of topk',
    f: (x) => tf.topk(x, 2).values.sum(),
    at: [1, 2, 3],
    right: '[0, 1, 1]',
    known: 'threw',
  },
  {
    what: 'sum of cumprod',
    f: (x) => tf.cumprod(x).sum(),
    at: [1, 2, 3],
    right: '[9, 4, 2]',
    known: 'threw',
  },
  {
    what: 'sum of where(x > 0, x, 2 x)',
    f: (x) => tf.where(x.greater(0), x, x.mul(2)).sum(),
    at: [1, -2, 3],
    right: '[1, 2, 1]',
    known: 'threw',
  },
  { what: 'abs at 0', f: (x) => tf.abs(x), at: [0], shape: [], right: 'any of [-1, 1]', known: 'kink' },
  { what: 'max of a tie', f: (x) => tf.max(x), at: [2, 2, 1], right: 'shared: [0.5, 0.5, 0]', known: 'wrong' },
  { what: 'norm at 0', f: (x) => tf.norm(x), at: [0, 0], right: 'any of length <= 1', known: 'nonFinite' },
  {
    what: 'grad of a vector-valued square',
    f: (x) => tf.square(x),
    at: [1, 2],
    right: '[2, 0, 0, 4]',
    known: 'malformed',
    vector: true,
  },
]

/** What it has right. */
const sound = (tf: TensorFlow): readonly Probe[] => {
  const x = [0.3, -0.7, 1.2, 2.5]
  const square = { at: [2, 0.5, -1, 3], shape: [2, 2] }
  const known = { right: 'the same', known: 'right' } as const
  return [
    { what: 'sum of tanh', f: (x) => tf.tanh(x).sum(), at: x, ...known },
    { what: 'sum of sigmoid', f: (x) => tf.sigmoid(x).sum(), at: x, ...known },
    { what: 'sum of exp', f: (x) => tf.exp(x).sum(), at: x, ...known },
    { what: 'sum of sin', f: (x) => tf.sin(x).sum(), at: x, ...known },
    { what: 'second derivative of sin', f: tf.grad((x) => tf.sin(x)), at: [0.5], shape: [], ...known },
    { what: 'logSumExp', f: (x) => tf.logSumExp(x), at: x, ...known },
    {
      what: 'softmax, weighted',
      f: (x) =>
        tf
          .softmax(x)
          .mul(tf.tensor1d([1, 2, 3, 4]))
          .sum(),
      at: x,
      ...known,
    },
    { what: 'mean of relu', f: (x) => tf.relu(x).mean(), at: x, ...known },
    { what: 'norm', f: (x) => tf.norm(x), at: x, ...known },
    { what: 'sum of x x', f: (x) => tf.matMul(x as never, x as never).sum(), ...square, ...known },
    { what: 'prod with a zero', f: (x) => tf.prod(x), at: [0, 2, 3], ...known },
    { what: 'x^3 at 0', f: (x) => tf.pow(x, 3), at: [0], shape: [], ...known },
    {
      what: 'cumsum, weighted',
      f: (x) =>
        tf
          .cumsum(x)
          .mul(tf.tensor1d([1, 2, 3, 4]))
          .sum(),
      at: x,
      ...known,
    },
    { what: 'relu at 0', f: (x) => tf.relu(x).sum(), at: [0, 1], right: 'any of [0, 1]', known: 'kink' },
  ]
}

const tensorOf = (tf: TensorFlow, x: TensorLike, shape: readonly number[]): Tensor =>
  tf.tensor(x, [...shape], 'float32')

/** A function of TensorFlow.js and its `grad`, on flat numbers. */
const opaque = (tf: TensorFlow, { f, vector }: Probe, shape: readonly number[]): OpaqueFunction => {
  const numbers = (of: (x: Tensor) => Tensor) => (x: Float64Array) =>
    tf.tidy(() => of(tensorOf(tf, Float32Array.from(x), shape)).dataSync())
  const [value, slopes] = [numbers(f), numbers(tf.grad(f))]
  return vector === true ? { value, jacobian: slopes } : { value: (x) => value(x)[0], gradient: slopes }
}

/** Derivatives of TensorFlow.js, on its plain backend, which computes in float32. */
export const auditTensorFlow = async (): Promise<readonly Finding[]> => {
  const tf = await load()
  return [...faults(tf), ...sound(tf)].map((probe) => {
    const { what, at, right, known, shape = [at.length] } = probe
    const f = opaque(tf, probe, shape)
    return {
      library,
      what,
      theirs: shown(f, at),
      right,
      known,
      result: gradcheckOpaque(f, at, { arithmetic: 'float32', shape }),
    }
  })
}
