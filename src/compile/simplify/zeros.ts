import { expressionOf, type PrimitiveName } from '../../graph/index.js'
import { isFloat, type Tensor } from '../../tensor/index.js'
import { elementsOf } from './matching.js'

type Without = (operands: readonly Tensor[], depth: number) => boolean

const always: Without = () => true
const whereFirstIs: Without = ([x], depth) => lacksMinusZero(x, depth)
const whereAllAre: Without = (operands, depth) => operands.every((operand) => lacksMinusZero(operand, depth))
/** The sum of two zeros is -0 only where both are. */
const whereOneIs: Without = (operands, depth) => operands.some((operand) => lacksMinusZero(operand, depth))

/** Which results are never -0, by what is known of the operands. */
const rows: ReadonlyMap<string, Without> = new Map<PrimitiveName, Without>([
  ['abs', always],
  ['exp', always],
  ['exp2', always],
  // Sums that start at +0, and +0 plus any zero is +0.
  ['matmul', always],
  ['overlapAdd', always],
  ['sumTo', always],
  ['add', whereOneIs],
  ['sub', whereFirstIs],
  // A square is not negative; the sign of another product is not known.
  ['mul', ([a, b]) => a === b],
  ['where', ([, ...choices], depth) => whereAllAre(choices, depth)],
  // -0 < +0, so the greater one is -0 only where neither is a number from +0 on.
  ['maximum', (operands, depth) => whereAllAre(operands, depth) || operands.some(isFromZeroOn)],
  ['minimum', whereAllAre],
  ['concatenate', whereAllAre],
  // Rounded to float32, a tiny negative number becomes -0.
  ['convert', ([x], depth) => x.dtype !== 'float64' && lacksMinusZero(x, depth)],
  ['cumulativeSum', whereFirstIs],
  // The padding is +0.
  ['pad', whereFirstIs],
  ['reduceMax', whereFirstIs],
  ['reduceMin', whereFirstIs],
  // What the sums start from.
  ['scatterAdd', whereFirstIs],
  ['take', whereFirstIs],
  ['broadcastTo', whereFirstIs],
  ['flip', whereFirstIs],
  ['reshape', whereFirstIs],
  ['slice', whereFirstIs],
  ['transpose', whereFirstIs],
  ['windows', whereFirstIs],
])

const isFromZeroOn = (tensor: Tensor): boolean => {
  const elements = elementsOf(tensor)
  return elements !== undefined && Array.from(elements).every((element) => element >= 0 && !Object.is(element, -0))
}

/** How far back the reason is looked for. */
const farthest = 5

/** Whether no element of a tensor can be -0. */
export const lacksMinusZero = (tensor: Tensor, depth = farthest): boolean => {
  const expression = expressionOf(tensor)
  if (!isFloat(expression.dtype)) return true
  if (depth === 0 || expression._tag === 'Input') return false
  if (expression._tag === 'Result')
    return rows.get(expression.apply.primitive.name)?.(expression.apply.operands, depth - 1) ?? false
  const elements = elementsOf(expression)
  return elements !== undefined && !Array.from(elements).some((element) => Object.is(element, -0))
}
