import { type Precise, runPrecisely } from '../../engine/index.js'
import {
  type Apply,
  applyPrimitive,
  type Differential,
  type Graph,
  noDerivative,
  type Primitive,
  traceBranch,
  zerosLike,
} from '../../graph/index.js'
import { fromRowMajor, isFloat, rowMajor, sizeOf, type Tensor, type TensorType } from '../../tensor/index.js'

// One Apply at the values that it has: what its rule says of a direction, and what its own values say of it.

/** An application of a primitive to values. */
export interface Applied {
  readonly primitive: Primitive
  readonly attributes: unknown
  readonly operands: readonly Precise[]
  readonly results: readonly Precise[]
}

/** Multiples of 2^-10 between 1/2 and 3/2 in size, no two alike and of either sign, as good as random. */
const weights = (count: number, salt: number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => {
    const word = Math.imul(index + 1 + 65537 * salt, 0x9e3779b9) >>> 0
    return (word & 1 ? 1 : -1) * (1 / 2 + (word >>> 22) / 2 ** 10)
  })

/** A step for each element in proportion to its size, so that all of them move by as many digits. */
const directionOf = (x: Precise, salt: number): Float64Array => {
  const elements = rowMajor(x.high)
  return weights(elements.length, salt).map((weight, index) => {
    const size = Math.abs(elements[index])
    return weight * (size > 0 && size < Number.POSITIVE_INFINITY ? 2 ** Math.round(Math.log2(size)) : 1)
  })
}

/** x + t direction; the sum of two numbers is kept whole (Knuth). */
const advanced = (x: Precise, direction: Float64Array, t: number): Precise => {
  const [high, low] = [Float64Array.from(rowMajor(x.high)), new Float64Array(direction.length)]
  const rest = x.low && rowMajor(x.low)
  direction.forEach((step, index) => {
    const [a, b] = [high[index], t * step]
    const sum = a + b
    const part = sum - a
    high[index] = sum
    low[index] = a - (sum - part) + (b - part) + (rest?.[index] ?? 0)
  })
  return { ...x, high: fromRowMajor('float64', x.shape, high), low: fromRowMajor('float64', x.shape, low) }
}

const typesOf = (xs: readonly TensorType[]): readonly TensorType[] => xs.map(({ shape, dtype }) => ({ shape, dtype }))

const graphOf = ({ primitive, attributes, operands }: Applied): Graph =>
  traceBranch('diagnose', (inputs) => applyPrimitive(primitive, attributes, inputs), typesOf(operands)).graph

/** Numbers of which a sum says how far a function goes in a direction, by a rule. */
type Terms = (applied: Applied, operand: number, direction: Float64Array, salt: number) => Float64Array

const exactly = (x: TensorType, elements: Float64Array): Precise => ({
  dtype: x.dtype,
  shape: x.shape,
  high: fromRowMajor('float64', x.shape, elements),
  low: undefined,
})

/** What comes back to one operand for cotangents of the float results, times the direction. */
const pulled: Terms = ({ primitive, attributes, operands, results }, operand, direction, salt) => {
  const floats = results.filter(({ dtype }) => isFloat(dtype))
  const rule = (inputs: readonly Tensor[]): Differential => {
    const [primals, outputs] = [
      inputs.slice(0, operands.length),
      inputs.slice(operands.length, operands.length + results.length),
    ]
    let next = operands.length + results.length
    const cotangents = results.map(({ dtype }) => (isFloat(dtype) ? inputs[next++] : undefined))
    const application = { operands: primals, results: outputs, attributes }
    const pullback = primitive.vjp(
      application,
      operands.map((_, index) => index === operand),
    )[operand]
    return pullback === noDerivative ? undefined : pullback(cotangents)
  }
  const { graph } = traceBranch(
    'diagnose',
    (inputs) => [rule(inputs) ?? zerosLike(operands[operand])],
    typesOf([...operands, ...results, ...floats]),
  )
  const cotangents = floats.map((result, index) => exactly(result, weights(sizeOf(result.shape), salt + index)))
  const [found] = runPrecisely(graph, [...operands, ...results, ...cotangents])
  return Float64Array.from(rowMajor(found.high), (entry: number, index) => entry * direction[index])
}

/** The tangents of the float results for the direction as the tangent of one operand, times their cotangents. */
const pushed: Terms = ({ primitive, attributes, operands, results }, operand, direction, salt) => {
  const rule = (inputs: readonly Tensor[]): readonly Tensor[] => {
    const [primals, outputs, [tangent]] = [
      inputs.slice(0, operands.length),
      inputs.slice(operands.length, -1),
      inputs.slice(-1),
    ]
    const tangents = operands.map((_, index) => (index === operand ? tangent : undefined))
    const found = primitive.jvp({ operands: primals, results: outputs, attributes }, tangents)
    return results.flatMap((result, index) => (isFloat(result.dtype) ? [found[index] ?? zerosLike(result)] : []))
  }
  const { graph } = traceBranch('diagnose', rule, typesOf([...operands, ...results, operands[operand]]))
  const found = runPrecisely(graph, [...operands, ...results, exactly(operands[operand], direction)])
  const terms = found.map(({ high }, index) => {
    const by = weights(sizeOf(high.shape), salt + index)
    return Array.from(rowMajor(high), (entry: number, at) => entry * by[at])
  })
  return Float64Array.from(terms.flat())
}

/** The inner product of cotangents with a change of results, and the sum of its terms' sizes. */
const weighed = (after: readonly Precise[], before: readonly Precise[], salt: number) => {
  let [total, size, place] = [0, 0, 0]
  after.forEach((result, which) => {
    if (!isFloat(result.dtype)) return
    const [high, low] = [rowMajor(result.high), result.low && rowMajor(result.low)]
    const [oldHigh, oldLow] = [rowMajor(before[which].high), before[which].low]
    const old = oldLow && rowMajor(oldLow)
    weights(high.length, salt + place++).forEach((weight, index) => {
      const change = high[index] - oldHigh[index] + ((low?.[index] ?? 0) - (old?.[index] ?? 0))
      total += weight * change
      size += Math.abs(weight * change)
    })
  })
  return { total, size }
}

/** What a rule says of an operand, and what values say. */
export interface Comparison {
  readonly analytic: number
  readonly numeric: number
  readonly verdict: 'right' | 'wrong' | 'unknown'
}

/** Steps of which the fourth power is lost beside 1 in a float64, and which leave a pair of those most of its digits. */
const step = 2 ** -24

/** A wrong rule is off by more than this, in terms of what it adds up; rounding and truncation leave 40 bits and more. */
const visible = 2 ** -32

/** Which rules of a primitive are meant. */
export type Mode = 'reverse' | 'forward'

/**
 * Compares a rule of an Apply for one operand with differences of its values in 31 digits, along a direction and for
 * cotangents that are as good as random. Where slopes differ on both sides, at a kink or a jump, nothing is said.
 */
export const probe = (applied: Applied, operand: number, mode: Mode, salt = 0): Comparison => {
  const graph = graphOf(applied)
  const direction = directionOf(applied.operands[operand], salt)
  const at = (t: number): readonly Precise[] =>
    runPrecisely(graph, applied.operands.with(operand, advanced(applied.operands[operand], direction, t)))
  const terms = (mode === 'reverse' ? pulled : pushed)(applied, operand, direction, salt)
  const analytic = terms.reduce((sum, term) => sum + term, 0)
  const size = terms.reduce((sum, term) => sum + Math.abs(term), 0)
  const here = at(0)
  const side = (t: number) => weighed(at(t), here, salt)
  const [right, left, nearRight, nearLeft] = [side(step), side(-step), side(step / 2), side(-step / 2)]
  const far = (right.total - left.total) / (2 * step)
  const near = (nearRight.total - nearLeft.total) / step
  // Richardson: the error in the square of the step is eliminated.
  const numeric = (4 * near - far) / 3
  const moving = (nearRight.size + nearLeft.size) / step
  const scale = Number.isFinite(size) ? Math.max(size, moving) : moving
  const bend = Math.abs(nearRight.total + nearLeft.total) / (step / 2)
  const moved = Math.abs(near - far)
  const isSmooth = bend <= 2 ** -10 * scale && moved <= 2 ** -10 * scale
  if (!Number.isFinite(numeric)) return { analytic, numeric, verdict: 'unknown' }
  if (Math.abs(analytic - numeric) <= visible * scale) return { analytic, numeric, verdict: 'right' }
  return { analytic, numeric, verdict: isSmooth ? 'wrong' : 'unknown' }
}

/** Whether an operand of an Apply can have a derivative at all. */
export const isDifferentiable = ({ operands, results }: Apply, operand: number): boolean =>
  isFloat(operands[operand].dtype) &&
  sizeOf(operands[operand].shape) > 0 &&
  results.some(({ dtype, shape }) => isFloat(dtype) && sizeOf(shape) > 0)
