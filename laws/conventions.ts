import type { Primitive } from '../src/graph/index.js'
import { type Constant, isFloat, rowMajor, type Shape, type Tensor, unitRoundoff } from '../src/tensor/index.js'
import { type Law, law, straying } from './law.js'
import { elementsOf, explicit, flagged, partial, tangentMap } from './maps.js'
import { applied, type Sample } from './primitive.js'
import { roundingTolerance } from './tolerance.js'

/** A slope by convention for each operand; undefined where there is a derivative proper. */
type Slopes = (...elements: readonly number[]) => readonly (number | undefined)[]

/** Of elementwise primitives, from one element of each operand. */
const elementwise: ReadonlyMap<string, Slopes> = new Map<string, Slopes>([
  ['abs', (x) => [x === 0 ? 0 : undefined]],
  ['sign', () => [0]],
  ['stopGradient', () => [0]],
  ['hypot', (a, b) => (a === 0 && b === 0 ? [0, 0] : [])],
  ['maximum', (a, b) => (a === b ? [0.5, 0.5] : [])],
  ['minimum', (a, b) => (a === b ? [0.5, 0.5] : [])],
  ['power', (a, b) => [b === 0 ? 0 : undefined, a === 0 ? 0 : undefined]],
])

/** The tangents that slopes give, as long as all of those that matter are there. */
const fromSlopes = (slopes: readonly (number | undefined)[], tangents: readonly number[]): number | undefined =>
  tangents.reduce<number | undefined>((sum, tangent, index) => {
    const slope = slopes[index]
    if (tangent === 0) return sum
    return sum === undefined || slope === undefined ? undefined : sum + slope * tangent
  }, 0)

const ofElements =
  (slopes: Slopes) =>
  (
    operands: readonly (readonly number[])[],
    tangents: readonly (readonly number[])[],
  ): readonly (number | undefined)[] =>
    operands[0].map((_, at) =>
      fromSlopes(
        slopes(...operands.map((elements) => elements[at])),
        tangents.map((elements) => elements[at]),
      ),
    )

/** For each element of a tensor, the place of the element that it is reduced to where axes shrink to size 1. */
const placesAfter = (shape: Shape, reduced: Shape): readonly number[] =>
  shape.reduce<readonly number[]>(
    (places, extent, axis) =>
      places.flatMap((place) =>
        Array.from({ length: extent }, (_, index) => place * reduced[axis] + (reduced[axis] === 1 ? 0 : index)),
      ),
    [0],
  )

/** An extremum's tangent is the mean over all elements that attain it. */
const ofExtremum = (x: Constant, y: Constant, tangents: readonly number[]): readonly number[] => {
  const places = placesAfter(x.shape, y.shape)
  const [elements, extrema] = [x, y].map((tensor) => Array.from<number>(rowMajor(tensor)))
  return extrema.map((extremum, place) => {
    const attaining = tangents.filter((_, at) => places[at] === place && elements[at] === extremum)
    return attaining.reduce((sum, tangent) => sum + tangent, 0) / attaining.length
  })
}

const extrema: readonly string[] = ['reduceMax', 'reduceMin']

/** Whether a primitive has kinks, ties or decrees for which there are conventions. */
export const hasConventions = ({ name }: Primitive): boolean => elementwise.has(name) || extrema.includes(name)

/** What the tangents of a sample's result are by convention; nothing where the primitive knows none. */
const decreed = (
  { name }: Primitive,
  operands: readonly Tensor[],
  result: Tensor,
  tangents: readonly Tensor[],
): readonly (number | undefined)[] => {
  const slopes = elementwise.get(name)
  if (slopes !== undefined)
    return ofElements(slopes)(
      operands.map((operand) => elementsOf([operand])),
      tangents.map((tangent) => elementsOf([tangent])),
    )
  return extrema.includes(name) ? ofExtremum(operands[0] as Constant, result as Constant, elementsOf(tangents)) : []
}

/**
 * Where functions have no derivative, a record's forward mode follows the documented conventions: abs and sign have
 * slope 0 at 0, and hypot at (0, 0); maximum and minimum share a tie half and half, extrema over axes share it evenly; a^b
 * has slope 0 in a where b = 0 and in b where a = 0, and stopGradient slope 0 everywhere.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { conventions, primitive, primitives } from 'cotangent/laws'
 *
 * conventions(primitives.maximum).holds(primitive.sampleAt([tensor(2), tensor(2)])) // => true
 * ```
 */
export const conventions = (record: Primitive): Law<readonly [sample: Sample]> =>
  law(`conventions of ${record.name}`, 'slopes at kinks and ties are the documented ones', (sample) => {
    const { attributes, operands, moving, tangents } = sample
    const map = partial(applied(record, attributes), operands, moving)
    const [found] = tangentMap(map)([...flagged(operands, moving), ...tangents])
    const [result] = applied(record, attributes)(operands)
    let next = 0
    const all = operands.map((operand, index) => explicit(moving[index] ? tangents[next++] : undefined, operand))
    const elements = elementsOf([found])
    return decreed(record, operands, result, all).flatMap((expected, at) => {
      if (expected === undefined || !isFloat(found.dtype)) return []
      const tolerance = roundingTolerance(unitRoundoff(found.dtype) * Math.abs(expected))
      return straying(`element ${at} of the tangent`, elements[at], expected, tolerance)
    })
  })
