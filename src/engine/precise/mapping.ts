import type { AttributesOf } from '../../graph/index.js'
import { allocate, fromRowMajor, isFloat, sizeOf, type TensorType } from '../../tensor/index.js'
import type { Meaning } from './meaning.js'
import { evaluateApart } from './moving.js'
import {
  fromPairs,
  heldAs,
  heldTypes,
  isRepeated,
  lowOf,
  type Pairs,
  type Precise,
  pairsOf,
  preciseOf,
  repeated,
  storedElement,
} from './precise.js'
import { type ElementwiseName, mapPairs } from './scalar/index.js'

/** The one element of a tensor that repeats it. */
const storedPair = (x: Precise): Pairs => ({
  high: Float64Array.of(storedElement(x.high)),
  low: x.low && Float64Array.of(storedElement(lowOf(x))),
})

/** An elementwise primitive on floats, by what it means for sums of two numbers. */
const mapFloats = (name: ElementwiseName, operands: readonly Precise[], type: TensorType): Precise => {
  const size = sizeOf(type.shape)
  if (size > 0 && operands.every(isRepeated)) {
    const { high, low } = mapPairs(name, operands.map(storedPair), 1)
    return repeated(type, high[0], low[0])
  }
  return fromPairs(type, mapPairs(name, operands.map(pairsOf), size))
}

export const mapped: Meaning<unknown> = {
  form: 'mapped',
  evaluate: (application) => {
    const { primitive, operands, types } = application
    return operands.some(({ dtype }) => isFloat(dtype))
      ? [mapFloats(primitive.name as ElementwiseName, operands, types[0])]
      : evaluateApart(application)
  },
}

type Relation = (aHigh: number, aLow: number, bHigh: number, bLow: number) => boolean

/** A comparison: of the high parts, and of the low ones where those are equal. */
export const compared = (relation: Relation): Meaning<unknown> => ({
  form: 'mapped',
  evaluate: (application) => {
    const { operands, types } = application
    if (operands.every(({ low }) => low === undefined)) return evaluateApart(application)
    const [a, b] = operands.map(pairsOf)
    const { shape } = types[0]
    const truths = allocate('bool', sizeOf(shape))
    for (let index = 0; index < truths.length; index++)
      truths[index] = Number(relation(a.high[index], a.low?.[index] ?? 0, b.high[index], b.low?.[index] ?? 0))
    return [preciseOf(types[0], fromRowMajor('bool', shape, truths))]
  },
})

export const less = compared((a, aLow, b, bLow) => a < b || (a === b && aLow < bLow))
export const lessEqual = compared((a, aLow, b, bLow) => a < b || (a === b && aLow <= bLow))
export const equal = compared((a, aLow, b, bLow) => a === b && aLow === bLow)

/** Between float dtypes nothing changes, since both are held alike; what is toward zero, all digits say. */
export const converted: Meaning<AttributesOf<'convert'>> = {
  form: 'mapped',
  evaluate: ({ primitive, operands: [x], attributes: { dtype }, types }) => {
    const [type] = types
    if (isFloat(x.dtype) && isFloat(dtype)) return [preciseOf(type, x.high, x.low)]
    const towardZero = isFloat(x.dtype) && dtype === 'int32'
    const { high } = towardZero ? mapFloats('trunc', [x], { shape: x.shape, dtype: 'float64' }) : x
    return [preciseOf(type, primitive.evaluate([high], { dtype: heldAs(dtype) }, heldTypes(types))[0])]
  },
}
