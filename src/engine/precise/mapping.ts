import { type AttributesOf, convertElement } from '../../graph/index.js'
import {
  allocate,
  type Constant,
  type DType,
  dtypeOf,
  fromRowMajor,
  isFloat,
  rowMajor,
  sizeOf,
  type TypedArray,
} from '../../tensor/index.js'
import type { Mapped, Setting } from './meaning.js'
import {
  fromParts,
  heldAs,
  isRepeated,
  type Pairs,
  type Parts,
  type Precise,
  partsOf,
  repeated,
  storedElement,
} from './precise.js'
import { type ElementwiseName, mapPairs } from './scalar/index.js'

/** The one element of a tensor that repeats it, in arrays of their own. */
const storedParts = (x: Precise): Parts => {
  const one = (part: Constant): TypedArray => {
    const element = allocate(part.dtype, 1)
    element[0] = storedElement(part)
    return element
  }
  return { high: one(x.high), low: x.low && (one(x.low) as Float64Array) }
}

/** A meaning by what it makes of arrays; what repeats one number is computed once. */
const mapping = <A>(map: Mapped<A>['map']): Mapped<A> => ({
  form: 'mapped',
  map,
  evaluate: ({ primitive, operands, attributes, types: [type] }) => {
    const size = sizeOf(type.shape)
    if (size > 0 && operands.every(isRepeated))
      return [repeated(type, map(operands.map(storedParts), 1, { primitive, attributes, type }))]
    return [fromParts(type, map(operands.map(partsOf), size, { primitive, attributes, type }))]
  },
})

/** The primitive's own kernel, on what are no floats. */
const exactly = (
  operands: readonly Parts[],
  count: number,
  { primitive, type: { dtype } }: Setting<unknown>,
): Parts => {
  const constants = operands.map(({ high }) =>
    fromRowMajor(dtypeOf(high) as DType, [count], high.subarray(0, count) as TypedArray),
  )
  return { high: rowMajor(primitive.evaluate(constants, {}, [{ shape: [count], dtype }])[0]), low: undefined }
}

/** An elementwise primitive: on floats, by what it means for sums of two numbers. */
export const mapped: Mapped<unknown> = mapping((operands, count, about, room) =>
  operands[0].high instanceof Float64Array
    ? mapPairs(about.primitive.name as ElementwiseName, operands as readonly Pairs[], count, room)
    : exactly(operands, count, about),
)

/** What bits and whole numbers alone have. */
export const exact: Mapped<unknown> = mapping(exactly)

type Relation = (aHigh: number, aLow: number, bHigh: number, bLow: number) => boolean

/** A comparison: of the high parts, and of the low ones where those are equal. */
const compared = (relation: Relation): Mapped<unknown> =>
  mapping(([a, b], count) => {
    const truths = allocate('bool', count)
    for (let index = 0; index < count; index++) {
      const [aLow, bLow] = [a.low === undefined ? 0 : a.low[index], b.low === undefined ? 0 : b.low[index]]
      truths[index] = relation(a.high[index], aLow, b.high[index], bLow) ? 1 : 0
    }
    return { high: truths, low: undefined }
  })

export const less = compared((a, aLow, b, bLow) => a < b || (a === b && aLow < bLow))
export const lessEqual = compared((a, aLow, b, bLow) => a < b || (a === b && aLow <= bLow))
export const equal = compared((a, aLow, b, bLow) => a === b && aLow === bLow)

/** A choice, by a condition, between elements of the same dtype. */
export const where: Mapped<unknown> = mapping(([condition, a, b], count, { type }) => {
  const high = allocate(heldAs(type.dtype), count)
  for (let index = 0; index < count; index++) high[index] = (condition.high[index] === 0 ? b : a).high[index]
  if (a.low === undefined && b.low === undefined) return { high, low: undefined }
  const low = new Float64Array(count)
  for (let index = 0; index < count; index++) low[index] = (condition.high[index] === 0 ? b : a).low?.[index] ?? 0
  return { high, low }
})

/** Between float dtypes nothing changes, since both are held alike; what is toward zero, all digits say. */
export const converted: Mapped<AttributesOf<'convert'>> = mapping(([x], count, { attributes: { dtype } }) => {
  const fromFloat = x.high instanceof Float64Array
  if (fromFloat && isFloat(dtype)) return { high: x.high.slice(0, count), low: x.low?.slice(0, count) }
  const { high } = fromFloat && dtype === 'int32' ? mapPairs('trunc', [x as Pairs], count) : x
  const elements = allocate(heldAs(dtype), count)
  for (let index = 0; index < count; index++) elements[index] = convertElement(high[index], dtype)
  return { high: elements, low: undefined }
})
