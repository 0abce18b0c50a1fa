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
} from '../../../src/graph/primitives/arithmetic.js'
import {
  bitwiseAnd,
  bitwiseOr,
  bitwiseXor,
  shiftLeft,
  shiftRight,
  shiftRightLogical,
} from '../../../src/graph/primitives/bits.js'
import { matmul } from '../../../src/graph/primitives/contraction.js'
import { convert, stopGradient } from '../../../src/graph/primitives/conversion.js'
import { cumulativeSum } from '../../../src/graph/primitives/cumulative.js'
import { floorDiv, remainder } from '../../../src/graph/primitives/division.js'
import { argmax, argmin, reduceMax, reduceMin } from '../../../src/graph/primitives/extrema.js'
import { scatter, scatterAdd, take } from '../../../src/graph/primitives/indexing.js'
import { ceil, floor, round, trunc } from '../../../src/graph/primitives/rounding.js'
import { broadcastTo, reshape, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import { concatenate, flip, pad, slice } from '../../../src/graph/primitives/windows.js'
import { dtypes, filled, isFloat, sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { constantOf, randomElement } from '../agreement.js'
import { type Choice, mayHave } from './choice.js'
import { alike, type Step } from './step.js'

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

/** All but control flow. */
export const straightSteps: Readonly<Record<string, Step>> = {
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
    when(mayHave(choice, sizeOf(x.shape) * 3), () =>
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
    return when(mayHave(choice, sizeOf(x.shape) * 3), () =>
      pad(x, { low: widths(), high: widths(), interior: widths() }),
    )
  },
  concatenate: (x, pool, choice) =>
    when(x.shape.length > 0 && mayHave(choice, sizeOf(x.shape) * 2), () =>
      concatenate([x, choice.one(alike(x, pool))], choice.below(x.shape.length)),
    ),
  matmul: (x, pool, choice) => {
    const rank = x.shape.length
    const turned = [...Array(Math.max(0, rank - 2)).keys(), rank - 1, rank - 2]
    const { multiplications } = choice.scale.limits
    return when(rank >= 2 && x.dtype !== 'bool' && sizeOf(x.shape) * x.shape[rank - 2] <= multiplications, () =>
      matmul(x, transpose(choice.one(alike(x, pool)), turned)),
    )
  },
  dense: (x, _, choice) => {
    if (x.shape.length !== 2 || x.dtype === 'bool') return undefined
    const [rows, depth] = x.shape
    const { extents, limits } = choice.scale
    const columns = choice.one(
      extents.filter(
        (each) => mayHave(choice, each * Math.max(rows, depth)) && rows * depth * each <= limits.multiplications,
      ),
    )
    const [weights, bias] = [[depth, columns], [columns]].map((shape) =>
      constantOf(x.dtype, shape, () => randomElement(x.dtype, choice.random)),
    )
    const product = matmul(x, choice.flip() ? weights : transpose(reshape(weights, [columns, depth]), [1, 0]))
    const sum = add(product, broadcastTo(bias, product.shape))
    const activated = isFloat(x.dtype) && choice.flip() ? tanh(sum) : neg(sum)
    return choice.flip() ? [activated] : [activated, product]
  },
  take: (x, pool, choice) => {
    const indices = pool.filter(
      ({ dtype, shape }) => dtype === 'int32' && mayHave(choice, sizeOf(shape) * sizeOf(x.shape)),
    )
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
}

/** x and a constant of its type, added or compared. */
const withConstant = (x: Tensor, choice: Choice): Tensor => {
  const constant = choice.flip()
    ? fullLike(x, randomElement(x.dtype, choice.random))
    : constantOf(x.dtype, x.shape, () => randomElement(x.dtype, choice.random))
  return x.dtype === 'bool' ? equal(x, constant) : add(x, constant)
}
