import type { AttributesOf } from '../../graph/index.js'
import { primitives, rowsToReduce } from '../../graph/index.js'
import { type Constant, isFloat, rowMajor, sizeOf } from '../../tensor/index.js'
import type { Application, Unmapped } from './meaning.js'
import { evaluateApart } from './moving.js'
import { numbered } from './numbering.js'
import { fromParts, type Pairs, type Precise, pairsOf } from './precise.js'
import { matrixProduct } from './product.js'
import { addTo, type Room, roomFor, sumInto } from './sums.js'

/** A meaning for floats; what holds none is computed by the primitive's own kernel. */
const ofFloats = <A>(form: Unmapped<A>['form'], evaluate: (application: Application<A>) => Precise): Unmapped<A> => ({
  form,
  evaluate: (application) =>
    isFloat(application.types[0].dtype) ? [evaluate(application)] : evaluateApart(application),
})

// --- sumTo

/** The axes that a sum to a smaller shape goes over. */
export const summedAxes = (from: readonly number[], to: readonly number[]): readonly number[] => {
  const added = from.length - to.length
  return [...from.keys()].filter((axis) => axis < added || to[axis - added] !== from[axis])
}

export const sumTo: Unmapped<AttributesOf<'sumTo'>> = ofFloats('summed', ({ operands: [x], types: [type] }) => {
  const axes = summedAxes(x.shape, type.shape)
  const { data: high, length } = rowsToReduce(x.high, axes)
  const rows = { high, low: x.low && rowsToReduce(x.low, axes).data } as Pairs
  const room = roomFor(sizeOf(type.shape))
  for (let row = 0; row < room.high.length; row++) sumInto(rows, row * length, 1, length, room, row)
  return fromParts(type, room)
})

// --- running sums

const copied = ({ high, low }: Pairs): Room => ({
  high: high.slice(),
  low: low === undefined ? new Float64Array(high.length) : low.slice(),
})

export const cumulativeSum: Unmapped<AttributesOf<'cumulativeSum'>> = ofFloats(
  'whole',
  ({ operands: [x], attributes: { axis, reverse }, types: [type] }) => {
    const sums = copied(pairsOf(x))
    const extent = x.shape[axis]
    const stride = sizeOf(x.shape.slice(axis + 1))
    const [first, step] = reverse ? [(extent - 1) * stride, -stride] : [0, stride]
    for (let block = 0; block < sums.high.length; block += extent * stride)
      for (let inner = 0; inner < stride; inner++) {
        let at = block + inner + first
        for (let count = 1; count < extent; count++, at += step) addTo(sums, at + step, sums.high[at], sums.low[at])
      }
    return fromParts(type, sums)
  },
)

// --- additions to places that indices or windows say

/** Adds each element to the one that `places` has for it. */
const addAt = (room: Room, { high, low }: Pairs, places: Constant): Room => {
  rowMajor(places).forEach((place: number, index: number) => {
    addTo(room, place, high[index], low === undefined ? 0 : low[index])
  })
  return room
}

/** Updates go where taking finds what they are added to. */
export const scatterAdd: Unmapped<AttributesOf<'scatterAdd'>> = ofFloats(
  'whole',
  ({ operands: [x, indices, updates], attributes, types: [type] }) => {
    const places = primitives.take.evaluate([numbered(x.shape), indices.high], attributes, [
      { shape: updates.shape, dtype: 'int32' },
    ])
    return fromParts(type, addAt(copied(pairsOf(x)), pairsOf(updates), places[0]))
  },
)

/** Elements of windows go where the windows of what they make up find them. */
export const overlapAdd: Unmapped<AttributesOf<'overlapAdd'>> = ofFloats(
  'whole',
  ({ operands: [x], attributes: { axis, stride, dilation }, types: [type] }) => {
    const size = x.shape[x.shape.length - 1]
    const places = primitives.windows.evaluate([numbered(type.shape)], { axis, size, stride, dilation }, [
      { shape: x.shape, dtype: 'int32' },
    ])
    return fromParts(type, addAt(roomFor(sizeOf(type.shape)), pairsOf(x), places[0]))
  },
)

// --- matmul

export const matmul: Unmapped<AttributesOf<'matmul'>> = ofFloats('multiplied', ({ operands, types: [type] }) =>
  matrixProduct(operands, type),
)
