import { logistic } from './elementary.js'
import { elementwise, type Formula } from './operators.js'
import { logisticOf, positivePartOf } from './patterns.js'

// Truth values are compared as 0 and 1, which the operators of ONNX do not.

const less: Formula = (o, a, b) => (o.dtype === 'bool' ? o.and(o.not(a), b) : o.less(a, b))
const lessEqual: Formula = (o, a, b) => (o.dtype === 'bool' ? o.or(o.not(a), b) : o.lessEqual(a, b))

const where: Formula = (o, condition, a, b) => {
  const positive = positivePartOf(condition, a, b)
  if (positive !== undefined) return o.apply('Relu', [positive])
  const squashed = logisticOf(condition, a, b)
  if (squashed !== undefined) return logistic(o, squashed)
  return o.dtype === 'bool' ? o.or(o.and(condition, a), o.and(o.not(condition), b)) : o.select(condition, a, b)
}

/** Comparisons, and choices by them. */
export const comparison = {
  equal: elementwise((o, a, b) => o.equal(a, b)),
  less: elementwise(less),
  lessEqual: elementwise(lessEqual),
  where: elementwise(where),
}
