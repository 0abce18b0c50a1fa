import type { Tensor } from 'cotangent'
import { operation } from '../../laws/operations/cases.js'

/**
 * A formula as it is written by hand: a name, a number, or an operation applied to formulas. A small syntax tree, so
 * that faults can be planted in any place of it.
 */
export type Code = string | number | Call

export interface Call {
  readonly op: string
  readonly args: readonly Code[]
  readonly settings?: Settings
}

/** What an operation is told beside its operands. */
export type Settings = Readonly<Record<string, unknown>>

/** Names and what they stand for, later ones written with earlier ones. */
export type Lines = Readonly<Record<string, Code>>

const call =
  (op: string) =>
  (...args: readonly Code[]): Call => ({ op, args })

const reduction =
  (op: string) =>
  (x: Code, axis?: number, keepdims = false): Call =>
    axis === undefined ? { op, args: [x] } : { op, args: [x], settings: { axis, keepdims } }

const along =
  (op: string) =>
  (x: Code, axis?: number): Call => ({ op, args: [x], ...(axis === undefined ? {} : { settings: { axis } }) })

export const add = call('add')
export const sub = call('sub')
export const mul = call('mul')
export const div = call('div')
export const neg = call('neg')
export const square = call('square')
export const exp = call('exp')
export const log = call('log')
export const sqrt = call('sqrt')
export const power = call('power')
export const matmul = call('matmul')
export const outer = call('outer')
export const transpose = call('transpose')
export const inverse = call('inverse')
export const sum = reduction('sum')
export const mean = reduction('mean')
export const softmax = along('softmax')
export const logSoftmax = along('logSoftmax')

/** A function by name, element by element. */
export const map = (of: string, x: Code): Call => ({ op: of, args: [x] })

/** Its slope there. */
export const slope = (of: string, x: Code): Call => ({ op: 'slope', args: [x], settings: { of } })

/** What is in some places along an axis, from one on and before another. */
export const part = (x: Code, from: number, to: number, axis = 0): Call => ({
  op: 'part',
  args: [x],
  settings: { axis, from, to },
})

/** The adjoint of that: put back into that place among zeros, `extent` places in all. */
export const placed = (x: Code, from: number, extent: number, axis = 0): Call => ({
  op: 'placed',
  args: [x],
  settings: { axis, from, extent },
})

export const reshape = (x: Code, ...shape: readonly number[]): Call => ({
  op: 'reshaped',
  args: [x],
  settings: { shape },
})

export const broadcast = (x: Code, ...shape: readonly number[]): Call => ({
  op: 'broadcasted',
  args: [x],
  settings: { shape },
})

/** The rows of a matrix at some indices. */
export const rows = (x: Code, at: Code): Call => ({ op: 'take', args: [x, at], settings: { axis: 0 } })

export const einsum = (subscripts: string, ...args: readonly Code[]): Call => ({
  op: 'einsummed',
  args,
  settings: { subscripts },
})

/** The adjoint of that: rows added up at their indices, `count` in all. */
export const scattered = (x: Code, at: Code, count: number): Call => ({
  op: 'scattered',
  args: [x, at],
  settings: { count },
})

/** A sum of several terms. */
export const total = (...terms: readonly Code[]): Code => terms.reduce((left, right) => add(left, right))

// --- what it means

const {
  add: plus,
  exp: e,
  flip,
  less,
  mul: times,
  ones,
  pad,
  roll,
  sigmoid,
  slice,
  sub: minus,
  tanh,
  where,
} = operation
const { sum: sumOf, zeros } = operation

const slopes: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  sigmoid: (x) => times(sigmoid(x), minus(1, sigmoid(x))),
  tanh: (x) => minus(1, times(tanh(x), tanh(x))),
  softplus: (x) => sigmoid(x),
  silu: (x) => plus(sigmoid(x), times(x, times(sigmoid(x), minus(1, sigmoid(x))))),
  square: (x) => times(2, x),
  exp: (x) => e(x),
  relu: (x) => where(less(0, x), 1, 0),
  sin: (x) => operation.cos(x),
  softsign: (x) => operation.square(operation.reciprocal(plus(1, operation.abs(x)))),
}

/** The functions that have a slope here. */
export const sloped: readonly string[] = Object.keys(slopes)

type Meaning = (args: readonly Tensor[], settings: Settings) => Tensor

const ranges = ({ shape }: Tensor, axis: number, from: number, to: number): readonly unknown[] =>
  shape.map((_, index) => (index === axis ? [from, to] : null))

/** One slice along an axis, all others zero: what remains of a tensor. */
const masked = (x: Tensor, axis: number, keeps: (place: number) => boolean): Tensor => {
  const extents = x.shape.map((extent, index) => (index === axis ? extent : 1))
  const flags = operation.tensor(Array.from({ length: x.shape[axis] }, (_, place) => Number(keeps(place))))
  return times(x, operation.reshape(flags, extents))
}

const meanings: Readonly<Record<string, Meaning>> = {
  slope: ([x], { of }) => slopes[of as string](x),
  part: ([x], { axis, from, to }) => slice(x, ranges(x, axis as number, from as number, to as number)),
  placed: ([x], { axis, from, extent }) => {
    const after = (extent as number) - (from as number) - x.shape[axis as number]
    return pad(
      x,
      x.shape.map((_, index) => (index === axis ? [from, after] : [0, 0])),
    )
  },
  reshaped: ([x], { shape }) => operation.reshape(x, shape),
  broadcasted: ([x], { shape }) => operation.broadcastTo(x, shape),
  einsummed: (args, { subscripts }) => operation.einsum(subscripts, ...args),
  scattered: ([x, at], { count }) => {
    const nothing = zeros([count, ...x.shape.slice(1)])
    return operation.indexAdd(nothing, at, x, { axis: 0 })
  },
  stacked: (args) => operation.stack(args),
  // Of faults alone.
  onesLike: ([x]) => ones([...x.shape]),
  zerosLike: ([x]) => zeros([...x.shape]),
  rolled: ([x], { axis }) => roll(x, 1, { axis }),
  reversed: ([x], { axis }) => flip(x, { axis }),
  firstSlice: ([x], { axis }) => masked(x, axis as number, (place) => place === 0),
  withoutFirst: ([x], { axis }) => masked(x, axis as number, (place) => place > 0),
  withoutLast: ([x], { axis }) => masked(x, axis as number, (place) => place < x.shape[axis as number] - 1),
  exchangedAxes: ([x], { axes }) => operation.swapAxes(x, ...(axes as readonly [number, number])),
  onlyFirst: ([x], { axis, keepdims }) =>
    sumOf(slice(x, ranges(x, axis as number, 0, 1)), { axis, keepdims: keepdims ?? false }),
}

export type Environment = Readonly<Record<string, Tensor | number>>

/** What a formula comes to; numbers stay numbers, which take the dtype of what they meet. */
export const evaluate = (code: Code, environment: Environment): Tensor | number => {
  if (typeof code === 'number') return code
  if (typeof code === 'string') {
    if (!(code in environment)) throw new Error(`nothing is called ${code}`)
    return environment[code]
  }
  const { op, args, settings } = code
  const values = args.map((each) => evaluate(each, environment))
  const meaning = meanings[op]
  if (meaning !== undefined) return meaning(values as readonly Tensor[], settings ?? {})
  return settings === undefined ? operation[op](...values) : operation[op](...values, settings)
}

/** An environment with what lines come to added to it. */
export const extended = (environment: Environment, lines: Lines): Environment => {
  const known = { ...environment }
  for (const [name, code] of Object.entries(lines)) known[name] = evaluate(code, known)
  return known
}

const showSettings = (settings: Settings | undefined): readonly string[] =>
  Object.entries(settings ?? {}).map(([name, value]) => `${name} ${JSON.stringify(value)}`)

/** A formula as text. */
export const showCode = (code: Code): string =>
  typeof code === 'object'
    ? `${code.op}(${[...code.args.map(showCode), ...showSettings(code.settings)].join(', ')})`
    : `${code}`
