import type { Lowering } from './lowering.js'
import { elementwise, type Formula, operator } from './operators.js'
import { choosing } from './signs.js'
import { loose, type Value } from './value.js'

// Truth values are compared as 0 and 1, which the operators of ONNX do not.

const less: Formula = (o, a, b) => (o.dtype === 'bool' ? o.and(o.not(a), b) : o.less(a, b))
const lessEqual: Formula = (o, a, b) => (o.dtype === 'bool' ? o.or(o.not(a), b) : o.lessEqual(a, b))

/** Comparisons that a choice may be able to do without are made where they are needed, and tell of what they compare. */
const lessEqualLater: Lowering<unknown> = (emit, application) => {
  const [left, right] = application.operands.map(loose)
  const make = (): Value => elementwise(lessEqual)(emit, application)[0]
  return [emit.lazily(application.results[0], make, { kind: 'lessEqual', left, right })]
}

/** Whether a choice is of 0 where x <= 0, and of x elsewhere: the positive part, NaN for NaN. */
const isPositivePart = (condition: Value, whenTrue: Value, whenFalse: Value): boolean => {
  const { origin } = condition
  if (origin?.kind !== 'lessEqual' || origin.right.element !== 0 || whenTrue.element !== 0) return false
  return origin.left === whenFalse
}

const chosen: Formula = (o, condition, a, b) =>
  o.dtype === 'bool' ? o.or(o.and(condition, a), o.and(o.not(condition), b)) : o.select(condition, a, b)

const where: Lowering<unknown> = (emit, application) => {
  const { operands } = application
  const [condition, whenTrue, whenFalse] = operands.map(loose)
  if (!isPositivePart(condition, whenTrue, whenFalse)) return elementwise(chosen)(emit, application)
  return operator('Relu')(emit, { ...application, operands: operands.slice(2) })
}

/** Comparisons, and choices by them. */
export const comparison = {
  equal: elementwise((o, a, b) => o.equal(a, b)),
  less: elementwise(less),
  lessEqual: lessEqualLater,
  where: choosing(where),
}
