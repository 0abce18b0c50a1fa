import type { Array as JaxArray } from '@jax-js/jax'
import { gradcheckOpaque, type OpaqueFunction } from 'cotangent'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Finding, shown } from './audit.js'

const library = 'jax-js'

const start = async () => {
  const jax = await import('@jax-js/jax')
  await jax.init()
  jax.defaultDevice('wasm')
  return jax
}
type Jax = Awaited<ReturnType<typeof start>>

type ToScalar = (x: JaxArray) => JaxArray

type Float = 'float32' | 'float64'

/** A derivative of jax-js to look at. */
interface Probe {
  readonly what: string
  readonly at: readonly number[]
  readonly shape?: readonly number[]
  readonly right: string
  readonly known: Finding['known']
  /** The function that is looked at, and its derivative as jax-js makes it; `grad` where none is given. */
  readonly f: ToScalar
  readonly derivative?: {
    readonly name: 'gradient' | 'jacobian'
    readonly of: (f: ToScalar) => (x: JaxArray) => unknown
  }
  readonly dtype?: Float
}

const jacobian = (of: (f: ToScalar) => (x: JaxArray) => unknown) => ({ name: 'jacobian', of }) as const

// Arrays are owned: an argument is used up, and `x.ref` keeps it for another use.

/** Whatever is wrong, missing or a matter of convention. */
const faults = ({ numpy: np, nn, grad, jacfwd, jacrev }: Jax): readonly Probe[] => [
  { what: 'prod with a zero', f: (x) => np.prod(x), at: [0, 2, 3], right: '[6, 0, 0]', known: 'nonFinite' },
  { what: 'x^3 at 0', f: (x) => np.power(x, 3), at: [0], shape: [], right: '0', known: 'nonFinite' },
  {
    what: 'jacfwd of (a b, b)',
    f: (x) => {
      const [a, b] = x
      return np.stack([a.mul(b.ref), b])
    },
    derivative: jacobian(jacfwd as never),
    at: [2, 3],
    right: '[3, 2, 0, 1]',
    known: 'wrong',
  },
  {
    what: 'jacrev of a slice, 3 to 2',
    f: (x) => x.slice([0, 2]),
    derivative: jacobian(jacrev as never),
    at: [1, 2, 3],
    right: '[1, 0, 0, 0, 1, 0]',
    known: 'malformed',
  },
  {
    what: 'jacrev of a concatenation, 2 to 3',
    f: (x) => np.concatenate([x.ref, x.slice([0, 1])]),
    derivative: jacobian(jacrev as never),
    at: [1, 2],
    right: '[1, 0, 0, 1, 1, 0]',
    known: 'threw',
  },
  { what: 'relu at 0', f: (x) => nn.relu(x), at: [0], shape: [], right: 'any of [0, 1]', known: 'kink' },
  { what: 'abs at 0', f: (x) => np.abs(x), at: [0], shape: [], right: 'any of [-1, 1]', known: 'kink' },
  {
    what: 'grad with argnums -1',
    f: (x) => np.square(x),
    derivative: { name: 'gradient', of: (f) => grad(f, { argnums: -1 }) as never },
    at: [1],
    shape: [],
    right: '2',
    known: 'malformed',
  },
  {
    what: 'sum of eigenvalues, by eigh',
    f: (x) => np.linalg.eigh(x)[0].sum(),
    at: [2, 1, 1, 3],
    shape: [2, 2],
    right: '[1, 0, 0, 1]',
    known: 'threw',
  },
  {
    what: 'sum of singular values, by svd',
    f: (x) => np.linalg.svd(x)[1].sum(),
    at: [2, 1, 1, 3],
    shape: [2, 2],
    right: '[1, 0, 0, 1]',
    known: 'threw',
  },
]

/** What it has right. */
const sound = ({ numpy: np, nn, grad, jacfwd }: Jax): readonly Probe[] => {
  const at = [0.3, -0.7, 1.2, 2.5]
  const square = { at: [2, 0.5, -1, 3], shape: [2, 2] }
  const known = { right: 'the same', known: 'right' } as const
  const weights = () => np.array([1, 2, 3, 4])
  return [
    { what: 'sum of tanh', f: (x) => np.tanh(x).sum(), at, ...known },
    { what: 'sum of exp', f: (x) => np.exp(x).sum(), at, ...known },
    { what: 'sum of sin', f: (x) => np.sin(x).sum(), at, ...known },
    {
      what: 'second derivative of tanh',
      f: grad((x: JaxArray) => np.tanh(x)) as ToScalar,
      at: [0.5],
      shape: [],
      ...known,
    },
    { what: 'logsumexp', f: (x) => nn.logsumexp(x), at, ...known },
    { what: 'softmax, weighted', f: (x) => nn.softmax(x).mul(weights()).sum(), at, ...known },
    { what: 'mean of relu', f: (x) => nn.relu(x).mean(), at, ...known },
    { what: 'sum of x x', f: (x) => np.matmul(x.ref, x).sum(), ...square, ...known },
    { what: 'determinant', f: (x) => np.linalg.det(x), ...square, ...known },
    { what: 'cumsum, weighted', f: (x) => np.cumsum(x).mul(weights()).sum(), at, ...known },
    { what: 'sort, weighted', f: (x) => np.sort(x).mul(weights()).sum(), at, ...known },
    {
      what: 'sum of where(x > 0, x, 2 x)',
      f: (x) => np.where(np.greater(x.ref, 0), x.ref, x.mul(2)).sum(),
      at,
      ...known,
    },
    { what: 'jacfwd of square', f: (x) => np.square(x), derivative: jacobian(jacfwd as never), at, ...known },
    { what: 'sum of squares, in float64', f: (x) => np.square(x).sum(), at, dtype: 'float64', ...known },
    { what: 'sum of tanh, in float64', f: (x) => np.tanh(x).sum(), at, dtype: 'float64', ...known },
    { what: 'max of a tie', f: (x) => np.max(x), at: [2, 2, 1], ...known },
  ]
}

/** A function of jax-js and a derivative, on flat numbers. */
const opaque = (
  { numpy: np, grad }: Jax,
  { f, derivative = { name: 'gradient', of: grad as never }, dtype = 'float32' }: Probe,
  shape: readonly number[],
): OpaqueFunction => {
  const numbers = (of: (x: JaxArray) => unknown) => (x: Float64Array) => {
    const data = dtype === 'float64' ? x : Float32Array.from(x)
    const result = of(np.array(data, { shape: [...shape], dtype: np[dtype] }))
    // `undefined` is among the faults.
    return result === undefined ? undefined : [(result as JaxArray).js()].flat(Number.POSITIVE_INFINITY)
  }
  const value = numbers(f) as (x: Float64Array) => ArrayLike<number>
  const slopes = numbers(derivative.of(f)) as typeof value
  return derivative.name === 'jacobian' ? { value, jacobian: slopes } : { value: (x) => value(x)[0], gradient: slopes }
}

/** Before Node 24, which has a Float16Array, jax-js makes no arrays of several numbers in float64. */
const takesFloat64 = 'Float16Array' in globalThis

/** Derivatives of jax-js on its WebAssembly device; what is wrong, where it does not start. */
export const auditJax = async (): Promise<Either<string, readonly Finding[]>> => {
  // Node got a navigator in version 21, without which jax-js does not start.
  if (globalThis.navigator === undefined) return left('jax-js does not start on this Node, which has no navigator')
  const jax = await start()
  return right(
    [...faults(jax), ...sound(jax)]
      .filter(({ dtype }) => dtype !== 'float64' || takesFloat64)
      .map((probe) => {
        const { what, at, right, known, shape = [at.length], dtype = 'float32' } = probe
        const f = opaque(jax, probe, shape)
        return {
          library,
          what,
          theirs: shown(f, at),
          right,
          known,
          result: gradcheckOpaque(f, at, { arithmetic: dtype, shape }),
        }
      }),
  )
}
