import { engine, onnx as laws, type Manner, showViolation, type TensorMap, tolerance } from '../../../laws/index.js'
import { flagged, floats, partial } from '../../../laws/maps.js'
import { type Applied, localErrors, ours } from '../../../laws/roundings.js'
import { applyPrimitive, type Graph, interpret, type Primitive } from '../../../src/graph/index.js'
import { type Constant, equalShapes, rowMajor, showType, sizeOf } from '../../../src/tensor/index.js'
import { show } from '../agreement.js'

/** What our models promise of the arithmetic that ONNX leaves open. */
export const onnx: Manner = laws.promised

/** The least normal numbers: what is below them, a runtime may round as it likes, or to 0. */
const smallest = { float64: 2 ** -1022, float32: 2 ** -126 } as const

/** How far an element may be from ours: nothing where there is nothing to round. */
type Bounds = readonly number[] | undefined

/** The bounds on one application's results: what ours and the other may each be off by, and what is below all numbers. */
const boundsOf = (apply: Applied, operands: readonly Constant[], results: readonly Constant[]): readonly Bounds[] =>
  results.map((result, which) => {
    const [own, other] = [ours, onnx].map((manner) => localErrors(apply, operands, which, result, manner))
    return (
      own &&
      other?.map((error, at) => tolerance.roundingTolerance(error, own[at]) + smallest[result.dtype as 'float64'])
    )
  })

/** Zeros differ by their signs; nothing else that is equal does. */
const isWithin = (found: number, expected: number, bound: number): boolean =>
  Object.is(found, expected) || (!(found === 0 && expected === 0) && Math.abs(found - expected) <= bound)

const written = (x: number): string => (Object.is(x, -0) ? '-0' : `${x}`)

/** Of long lists the elements at a place. */
const elementsAt = (operands: readonly Constant[], at: number): string =>
  operands.some(({ shape }) => sizeOf(shape) > 64) ? ` at ${operands.map((each) => rowMajor(each)[at])}` : ''

const differences = (
  found: readonly Constant[],
  expected: readonly Constant[],
  bounds: readonly Bounds[],
  signs: boolean,
  operands: readonly Constant[],
): string | undefined => {
  for (const [which, result] of expected.entries()) {
    const other = found[which]
    if (other?.dtype !== result.dtype || !equalShapes(other.shape, result.shape))
      return `result ${which} is ${other && showType(other)}, not ${showType(result)}`
    const [a, b] = [rowMajor(other), rowMajor(result)].map((each) => Array.from<number>(each))
    const bound = bounds[which]
    const at = b.findIndex((element, index) => {
      const most = bound?.[index]
      const same = signs ? Object.is(a[index], element) : a[index] === element
      return !same && (most === undefined ? !Object.is(a[index], element) : !isWithin(a[index], element, most))
    })
    if (at >= 0)
      return `element ${at} of result ${which} is ${written(a[at])}, not ${written(b[at])} (within ${bound?.[at] ?? 0})${elementsAt(operands, at)}`
  }
  return undefined
}

/** Operands, where they are small enough to be read. */
const shown = (operands: readonly Constant[]): string =>
  operands.every(({ shape }) => sizeOf(shape) <= 64) ? ` on\n${show(operands)}` : ''

/** How what was found of one application differs from what its record says by more than rounding. */
export const deviation = (
  apply: { readonly primitive: Primitive; readonly attributes: unknown },
  operands: readonly Constant[],
  found: readonly Constant[],
  { signs }: { readonly signs: boolean } = { signs: true },
): string | undefined => {
  const expected = applyPrimitive(apply.primitive, apply.attributes, operands) as readonly Constant[]
  const bounds = boundsOf(apply, operands, expected)
  const difference = differences(found, expected, bounds, signs, operands)
  return difference && `${difference}${shown(operands)}`
}

/** The same of a graph that may hold loops and branches: its floats within rounding, all else as it is. */
export const deviationOfGraph = (
  graph: Graph,
  operands: readonly Constant[],
  found: readonly Constant[],
): string | undefined => {
  const expected = interpret(graph, operands) as readonly Constant[]
  const isMoving = floats(operands)
  const map: TensorMap = (inputs) => {
    const outputs = partial((all) => interpret(graph, all), operands, isMoving)(inputs)
    return flagged(outputs, floats(expected))
  }
  const primals = flagged(operands, isMoving)
  const violations = engine.agreement(map, onnx).violations(primals, flagged(found, floats(expected)))
  const others = floats(expected).map((isFloating) => !isFloating)
  const discrete = differences(
    flagged(found, others),
    flagged(expected, others),
    others.map(() => undefined),
    false,
    operands,
  )
  const difference = discrete ?? violations.map(showViolation)[0]
  return difference && `${difference}${shown(operands)}`
}
