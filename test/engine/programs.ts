import { isKnown } from '../../src/compile/known.js'
import { type Graph, interpret, interpretation, isConstant } from '../../src/graph/index.js'
import {
  abs,
  add,
  div,
  equal,
  exp,
  expm1,
  fullLike,
  less,
  lessEqual,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  neg,
  power,
  sign,
  sqrt,
  sub,
  tanh,
  where,
} from '../../src/graph/primitives/arithmetic.js'
import {
  bitwiseAnd,
  bitwiseOr,
  bitwiseXor,
  shiftLeft,
  shiftRight,
  shiftRightLogical,
} from '../../src/graph/primitives/bits.js'
import { matmul } from '../../src/graph/primitives/contraction.js'
import { call } from '../../src/graph/primitives/control/call.js'
import { cond } from '../../src/graph/primitives/control/cond.js'
import { scan } from '../../src/graph/primitives/control/scan.js'
import { whileLoop } from '../../src/graph/primitives/control/while.js'
import { convert, stopGradient } from '../../src/graph/primitives/conversion.js'
import { cumulativeSum } from '../../src/graph/primitives/cumulative.js'
import { floorDiv, remainder } from '../../src/graph/primitives/division.js'
import { argmax, argmin, reduceMax, reduceMin } from '../../src/graph/primitives/extrema.js'
import { scatter, scatterAdd, take } from '../../src/graph/primitives/indexing.js'
import { ceil, floor, round, trunc } from '../../src/graph/primitives/rounding.js'
import { broadcastTo, reshape, sumTo, transpose } from '../../src/graph/primitives/structural.js'
import { concatenate, flip, pad, slice } from '../../src/graph/primitives/windows.js'
import {
  type Constant,
  dtypes,
  equalShapes,
  filled,
  isFloat,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../src/tensor/index.js'
import { constantOf, graphOf, randomElement, uniformNumbers } from './agreement.js'

/** Random choices. */
interface Choice {
  /** A whole number from 0 to below `count`. */
  below(count: number): number
  one<T>(items: readonly T[]): T
  flip(): boolean
  random(): number
}

const choiceOf = (seed: number): Choice => {
  const random = uniformNumbers(seed)
  const below = (count: number): number => Math.floor(random() * count)
  return { below, one: (items) => items[below(items.length)], flip: () => random() < 0.5, random }
}

/** The largest tensors that programs make. */
const sizeLimit = 100

/** One way to go on, from a tensor that has been made and all others; nothing where it does not apply. */
type Step = (x: Tensor, pool: readonly Tensor[], choice: Choice, depth: number) => readonly Tensor[] | undefined

const alike = (x: TensorType, pool: readonly Tensor[]): readonly Tensor[] =>
  pool.filter(({ shape, dtype }) => dtype === x.dtype && equalShapes(shape, x.shape))

const when = (condition: boolean, make: () => Tensor): readonly Tensor[] | undefined =>
  condition ? [make()] : undefined

const unary =
  (f: (x: Tensor) => Tensor): Step =>
  (x) =>
    when(isFloat(x.dtype), () => f(x))
const onNumbers =
  (f: (x: Tensor) => Tensor): Step =>
  (x) =>
    when(x.dtype !== 'bool', () => f(x))

const binary =
  (f: (a: Tensor, b: Tensor) => Tensor, accepts: (x: Tensor) => boolean): Step =>
  (x, pool, choice) =>
    when(accepts(x), () => f(x, choice.one(alike(x, pool))))

const isNumber = ({ dtype }: Tensor): boolean => dtype !== 'bool'
const isInteger = ({ dtype }: Tensor): boolean => dtype === 'int32'
const isFloating = ({ dtype }: Tensor): boolean => isFloat(dtype)

const shuffled = (count: number, { below }: Choice): readonly number[] => {
  const rest = [...Array(count).keys()]
  return [...rest].map(() => rest.splice(below(rest.length), 1)[0])
}

/** A scalar truth that depends on x. */
const predicateOf = (x: Tensor, choice: Choice): Tensor | undefined => {
  if (sizeOf(x.shape) === 0 || x.dtype === 'bool') return undefined
  const peak = reshape(reduceMax(x, [...x.shape.keys()]), [])
  return less(peak, fullLike(peak, choice.below(4) - 1))
}

/** Some of the pool, so that nothing of it is captured. */
const picks = (pool: readonly Tensor[], choice: Choice): readonly Tensor[] =>
  Array.from({ length: 1 + choice.below(3) }, () => choice.one(pool))

/** A program whose outputs have given types: what it makes of them, or else its inputs, which have such. */
const ending = (made: readonly Tensor[], types: readonly TensorType[], choice: Choice): readonly Tensor[] =>
  types.map((type) => choice.one(alike(type, made)))

const steps: Readonly<Record<string, Step>> = {
  abs: onNumbers(abs),
  exp: unary(exp),
  expm1: unary(expm1),
  log: unary(log),
  log1p: unary(log1p),
  neg: onNumbers(neg),
  sign: onNumbers(sign),
  floor: onNumbers(floor),
  ceil: onNumbers(ceil),
  trunc: onNumbers(trunc),
  round: onNumbers(round),
  sqrt: unary(sqrt),
  tanh: unary(tanh),
  stopGradient: (x) => [stopGradient(x)],
  add: binary(add, isNumber),
  sub: binary(sub, isNumber),
  mul: binary(mul, isNumber),
  div: binary(div, isFloating),
  power: binary(power, isFloating),
  maximum: binary(maximum, isNumber),
  minimum: binary(minimum, isNumber),
  floorDiv: binary(floorDiv, isNumber),
  remainder: binary(remainder, isNumber),
  bitwiseAnd: binary(bitwiseAnd, isInteger),
  bitwiseOr: binary(bitwiseOr, isInteger),
  bitwiseXor: binary(bitwiseXor, isInteger),
  shiftLeft: binary(shiftLeft, isInteger),
  shiftRight: binary(shiftRight, isInteger),
  shiftRightLogical: binary(shiftRightLogical, isInteger),
  less: binary(less, () => true),
  lessEqual: binary(lessEqual, () => true),
  equal: binary(equal, () => true),
  where: (x, pool, choice) => {
    const [a, b] = [choice.one(alike(x, pool)), choice.one(alike(x, pool))]
    return [where(less(x, a), x, b)]
  },
  constant: (x, _, choice) => [withConstant(x, choice)],
  convert: (x, _, choice) => [convert(x, choice.one(dtypes))],
  reshape: (x, _, choice) => [reshape(x, choice.flip() ? [sizeOf(x.shape)] : [...x.shape.toReversed(), 1])],
  transpose: (x, _, choice) => [transpose(x, shuffled(x.shape.length, choice))],
  broadcastTo: (x, _, choice) =>
    when(sizeOf(x.shape) * 3 <= sizeLimit, () =>
      broadcastTo(x, [choice.below(3) + 1, ...x.shape.map((extent) => (extent === 1 ? 1 + choice.below(3) : extent))]),
    ),
  sumTo: (x, _, choice) =>
    when(x.dtype !== 'bool', () =>
      sumTo(
        x,
        x.shape.slice(choice.below(x.shape.length + 1)).map((extent) => (choice.flip() ? 1 : extent)),
      ),
    ),
  extrema: (x, _, choice) => {
    const axes = [...x.shape.keys()].filter((axis) => x.shape[axis] > 0 && choice.flip())
    return when(x.dtype !== 'bool', () => (choice.flip() ? reduceMax(x, axes) : reduceMin(x, axes)))
  },
  extremeIndex: (x, _, choice) => {
    const axis = choice.below(x.shape.length)
    return when(x.shape[axis] > 0 && x.dtype !== 'bool', () => (choice.flip() ? argmax(x, axis) : argmin(x, axis)))
  },
  cumulativeSum: (x, _, choice) =>
    when(x.shape.length > 0 && x.dtype !== 'bool', () =>
      cumulativeSum(x, { axis: choice.below(x.shape.length), reverse: choice.flip() }),
    ),
  slice: (x, _, choice) => {
    const step = x.shape.map(() => 1 + choice.below(2))
    const start = x.shape.map((extent) => choice.below(extent + 1))
    const size = x.shape.map((extent, axis) => choice.below(Math.ceil((extent - start[axis]) / step[axis]) + 1))
    return [slice(x, { start, size, step })]
  },
  flip: (x, _, choice) => [
    flip(
      x,
      [...x.shape.keys()].filter(() => choice.flip()),
    ),
  ],
  pad: (x, _, choice) => {
    const widths = (): readonly number[] => x.shape.map(() => choice.below(2))
    return when(sizeOf(x.shape) * 3 <= sizeLimit, () => pad(x, { low: widths(), high: widths(), interior: widths() }))
  },
  concatenate: (x, pool, choice) =>
    when(x.shape.length > 0 && sizeOf(x.shape) * 2 <= sizeLimit, () =>
      concatenate([x, choice.one(alike(x, pool))], choice.below(x.shape.length)),
    ),
  matmul: (x, pool, choice) => {
    const rank = x.shape.length
    const turned = [...Array(Math.max(0, rank - 2)).keys(), rank - 1, rank - 2]
    return when(rank >= 2 && x.dtype !== 'bool' && sizeOf(x.shape) ** 2 <= sizeLimit * 10, () =>
      matmul(x, transpose(choice.one(alike(x, pool)), turned)),
    )
  },
  take: (x, pool, choice) => {
    const indices = pool.filter(({ dtype, shape }) => dtype === 'int32' && sizeOf(shape) * sizeOf(x.shape) <= sizeLimit)
    const axis = choice.below(x.shape.length)
    return when(x.shape.length > 0, () => {
      const fixed = filled('int32', [2], choice.below(x.shape[axis]) - (choice.flip() ? x.shape[axis] : 0))
      return take(x, choice.one([...indices, fixed, fixed, fixed]), { axis, batchAxes: 0 })
    })
  },
  scatterAdd: (x, _, choice) => {
    const axis = choice.below(x.shape.length)
    return when(x.shape.length > 0 && x.dtype !== 'bool', () => {
      const indices = constantOf('int32', [3], () => choice.below(x.shape[axis]))
      const updates = take(x, flip(indices, [0]), { axis, batchAxes: 0 })
      return scatterAdd(x, indices, updates, { axis, batchAxes: 0 })
    })
  },
  scatter: (x, _, choice) => {
    const axis = choice.below(x.shape.length)
    return when(x.shape.length > 0, () => {
      const indices = constantOf('int32', [3], () => choice.below(x.shape[axis]))
      return scatter(x, indices, take(x, flip(indices, [0]), { axis, batchAxes: 0 }), { axis, batchAxes: 0 })
    })
  },
  call: (_, pool, choice, depth) => {
    if (depth === 0) return undefined
    const operands = picks(pool, choice)
    const graph = graphOf((inputs) => grown(inputs, choice, depth - 1, 4).slice(-2), ...operands)
    return call({ name: 'part', graph, execute: interpretation }, operands)
  },
  cond: (x, pool, choice, depth) => {
    const predicate = predicateOf(x, choice)
    if (depth === 0 || predicate === undefined) return undefined
    const operands = picks(pool, choice)
    const branch = (): Graph =>
      graphOf((inputs) => ending(grown(inputs, choice, depth - 1, 4), operands, choice), ...operands)
    return cond({ onTrue: branch(), onFalse: branch() }, [predicate, ...operands])
  },
  scan: (_, pool, choice, depth) => {
    const stacks = pool.filter(({ shape }) => shape.length > 0)
    if (depth === 0 || stacks.length === 0) return undefined
    const [constants, carries] = [picks(pool, choice), picks(pool, choice)]
    const xs = [choice.one(stacks)]
    const [length] = xs[0].shape
    const elements = xs.map(({ dtype, shape }) => ({ dtype, shape: shape.slice(1) }))
    const body = graphOf(
      (inputs) => {
        const made = grown(inputs, choice, depth - 1, 5)
        return [
          ...ending(made, carries, choice),
          ...made.slice(-2).filter(({ shape }) => sizeOf(shape) * length <= sizeLimit),
        ]
      },
      ...constants,
      ...carries,
      ...elements,
    )
    const attributes = { body, length, constants: constants.length, carries: carries.length, reverse: choice.flip() }
    return scan(attributes, [...constants, ...carries, ...xs])
  },
  whileLoop: (_, pool, choice, depth) => {
    if (depth === 0) return undefined
    const [constants, carries] = [picks(pool, choice), picks(pool, choice)]
    const counter = filled('int32', [], 0)
    const limit = choice.below(5)
    const condition = graphOf(([i]) => [less(i, fullLike(i, limit))], counter, ...carries)
    const body = graphOf(
      (inputs) => {
        const i = inputs[constants.length]
        return [add(i, fullLike(i, 1)), ...ending(grown(inputs, choice, depth - 1, 4), carries, choice)]
      },
      ...constants,
      counter,
      ...carries,
    )
    const maxSteps = choice.flip() ? undefined : choice.below(6)
    const attributes = { condition, body, conditionConstants: 0, bodyConstants: constants.length, maxSteps }
    return whileLoop(attributes, [...constants, counter, ...carries])
  },
}

/** x and a constant of its type, added or compared. */
const withConstant = (x: Tensor, choice: Choice): Tensor => {
  const constant = choice.flip()
    ? fullLike(x, randomElement(x.dtype, choice.random))
    : constantOf(x.dtype, x.shape, () => randomElement(x.dtype, choice.random))
  return x.dtype === 'bool' ? equal(x, constant) : add(x, constant)
}

/** Inputs, and what a number of random steps makes of them and of one another. */
const grown = (inputs: readonly Tensor[], choice: Choice, depth: number, length: number): readonly Tensor[] => {
  const pool = [...inputs]
  for (let tries = 0; pool.length < inputs.length + length && tries < 10 * length; tries++) {
    const made = choice.one(Object.values(steps))(choice.one(pool), pool, choice, depth)
    pool.push(...(made ?? []).filter(({ shape }) => sizeOf(shape) <= sizeLimit))
  }
  return pool
}

/** A random program and random operands for it; all that it makes are its outputs, or only the last few. */
export const programOf = (
  seed: number,
  length: number,
): { readonly graph: Graph; readonly operands: readonly Constant[] } => {
  const choice = choiceOf(seed)
  const types = Array.from({ length: 1 + choice.below(3) }, () => ({
    dtype: choice.one(['float64', 'float64', ...dtypes] as const),
    shape: Array.from({ length: choice.below(4) }, () => choice.one([0, 1, 2, 2, 3, 3, 4])),
  }))
  const all = choice.flip()
  const graph = graphOf(
    (inputs) => {
      const made = grown(inputs, choice, 3, length)
      return all ? made : made.slice(-3)
    },
    ...types,
  )
  const operands = types.map(({ dtype, shape }) => constantOf(dtype, shape, () => randomElement(dtype, choice.random)))
  return { graph, operands }
}

/** The same graph with random elements in its own constants, but for those that code may depend on. */
export const withOtherConstants = (graph: Graph): Graph => {
  const random = uniformNumbers(graph.applies.length)
  const another = ({ dtype, shape }: Constant): Constant => constantOf(dtype, shape, () => randomElement(dtype, random))
  const constants = [...graph.applies.flatMap(({ operands }) => operands), ...graph.outputs].filter(isConstant)
  const changed = constants.filter((constant) => !isKnown(constant))
  const substitutes = new Map<Tensor, Tensor>(changed.map((constant) => [constant, another(constant)]))
  return graphOf((inputs) => interpret(graph, inputs, substitutes), ...graph.inputs)
}
