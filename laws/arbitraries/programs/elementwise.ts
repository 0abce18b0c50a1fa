import { broadcastShapes, isFloat } from '../../../src/tensor/index.js'
import type { Template } from './builder.js'
import {
  anyInteger,
  anything,
  between,
  either,
  isWithin,
  larger,
  magnitudes,
  minus,
  negated,
  over,
  plus,
  rising,
  smaller,
  squared,
  times,
  toThe,
  truth,
} from './range.js'
import {
  avoiding,
  binary,
  comparison,
  condition,
  connective,
  extremum,
  fits,
  isNumber,
  ofInteger,
  ofIntegers,
  pair,
  positive,
  question,
  unary,
} from './templates.js'

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const softplus = (x: number): number => Math.log1p(Math.exp(x))

const choice: Template = (builder) => {
  const operands = pair(builder, () => true)
  if (operands === undefined) return
  const [a, b] = operands
  const c = condition(builder, { ...a.type, shape: broadcastShapes('laws', [a.type, b.type]) })
  if (fits(c.type, a.type) && fits(c.type, b.type)) builder.straight('where', [c, a, b], {}, either(a.range, b.range))
}

const negation: Template = (builder) => {
  const x = builder.pick(({ type }) => type.dtype === 'bool')
  if (x !== undefined) builder.straight('logicalNot', [x], {}, truth)
}

const toFloat: Template = (builder) => {
  const x = builder.pick(({ type, range }) => !isFloat(type.dtype) && (builder.isWild || isWithin(range, -8, 8)))
  if (x !== undefined) builder.straight('astype', [x], { dtype: builder.dtype }, x.range)
}

const toInteger: Template = (builder) => {
  const x = builder.pick(({ type }) => isFloat(type.dtype))
  if (x === undefined) return
  const range = builder.isWild ? anyInteger : rising(Math.trunc)(either(x.range, between(0, 0)))
  builder.straight('astype', [x], { dtype: 'int32' }, range)
}

const toBool: Template = (builder) => {
  const x = builder.pick(isNumber)
  if (x !== undefined) builder.straight('astype', [x], { dtype: 'bool' }, truth)
}

/** To the float dtype that the program otherwise has not, and back. */
const thereAndBack: Template = (builder) => {
  const x = builder.float()
  const other = builder.dtype === 'float64' ? 'float32' : 'float64'
  const away = x && builder.straight('astype', [x], { dtype: other }, x.range)
  if (x !== undefined && away !== undefined) builder.straight('astype', [away], { dtype: builder.dtype }, x.range)
}

/** Operations that are smooth wherever their need is met. */
export const smoothElementwise: readonly Template[] = [
  unary('neg', negated),
  unary('square', squared),
  unary('tanh', rising(Math.tanh)),
  unary('exp', rising(Math.exp), [-8, 3]),
  unary('expm1', rising(Math.expm1), [-8, 3]),
  unary('log', rising(Math.log), positive),
  unary('log1p', rising(Math.log1p), [-0.5, 8]),
  unary('sqrt', rising(Math.sqrt), positive),
  unary('sigmoid', rising(sigmoid)),
  unary('softplus', rising(softplus)),
  unary(
    'logSigmoid',
    rising((x) => -softplus(-x)),
  ),
  unary('bell', () => between(0, 1)),
  unary('tanhByRule', rising(Math.tanh)),
  binary('add', plus),
  binary('sub', minus),
  binary('mul', times),
  binary('div', over, [[-8, 8], positive]),
  binary('power', toThe, [positive, [-2, 2]]),
  extremum('maximum', larger),
  extremum('minimum', smaller),
  avoiding('abs', magnitudes, 0),
  avoiding('relu', (x) => larger(x, between(0, 0)), 0),
  avoiding('leakyRelu', (x) => either(x, times(x, between(0.01, 0.01))), 0),
  avoiding('sign', () => between(-1, 1), 0),
  choice,
  toFloat,
]

/** Operations on whole numbers and truth values, which have no derivative. */
export const discrete: readonly Template[] = [
  ofIntegers('add', plus),
  ofIntegers('sub', minus),
  ofIntegers('mul', times),
  ofIntegers('maximum', larger),
  ofIntegers('minimum', smaller),
  ofIntegers('bitwiseAnd', () => anyInteger),
  ofIntegers('bitwiseOr', () => anyInteger),
  ofIntegers('bitwiseXor', () => anyInteger),
  ofIntegers('shiftLeft', () => anyInteger),
  ofIntegers('shiftRight', () => anyInteger),
  ofIntegers('shiftRightLogical', () => anyInteger),
  ofInteger('bitwiseNot', () => anyInteger),
  ofInteger('neg', negated),
  ofInteger('abs', magnitudes),
  ofInteger('sign', () => between(-1, 1)),
  comparison('less'),
  comparison('lessEqual'),
  comparison('greater'),
  comparison('greaterEqual'),
  comparison('equal'),
  comparison('notEqual'),
  connective('logicalAnd'),
  connective('logicalOr'),
  connective('logicalXor'),
  question('isFinite'),
  question('isInf'),
  question('isNaN'),
  negation,
]

/** Conversions that jump or round. */
export const conversions: readonly Template[] = [toInteger, toBool, thereAndBack]

/** The half of what it computes that has no derivative is still there for the bits. */
export const halfStopped: Template = (builder) => {
  const x = builder.float()
  if (x !== undefined) builder.straight('halfStopped', [x], {}, builder.isWild ? anything : plus(x.range, x.range))
}
