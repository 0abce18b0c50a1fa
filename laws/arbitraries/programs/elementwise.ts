import { broadcastShapes, isFloat, type TensorType } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import type { Builder, Template, Value } from './builder.js'
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
  type Range,
  rising,
  smaller,
  squared,
  times,
  toThe,
  truth,
  wrapped,
} from './range.js'

/** What an operation needs of its operand to be smooth there and of tame size. */
type Need = readonly [low: number, high: number]

const unary =
  (operation: OperationName, range: (x: Range) => Range, [low, high]: Need = [-8, 8]): Template =>
  (builder) => {
    const drawn = builder.float()
    const x = drawn && builder.within(drawn, low, high)
    if (x !== undefined) builder.straight(operation, [x], {}, range(x.range))
  }

const positive: Need = [0.25, 8]
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const softplus = (x: number): number => Math.log1p(Math.exp(x))

/** Where 0 is in the range, the operation has a kink there. */
const avoidingZero =
  (operation: OperationName, range: (x: Range) => Range): Template =>
  (builder) => {
    const smooth = builder.flavour === 'smooth'
    const x = builder.float(({ range: { low, high } }) => !smooth || low > 0.1 || high < -0.1)
    if (x !== undefined) builder.straight(operation, [x], {}, range(x.range))
  }

const fits = (a: TensorType, b: TensorType): boolean => {
  try {
    broadcastShapes('laws', [a, b])
    return true
  } catch {
    return false
  }
}

/** Two values of one dtype that broadcast. */
const pair = (builder: Builder, passes: (value: Value) => boolean): readonly [Value, Value] | undefined => {
  const a = builder.pick(passes)
  const b = a && builder.pick((value) => passes(value) && value.type.dtype === a.type.dtype && fits(a.type, value.type))
  return a && b && [a, b]
}

const isNumber = ({ type }: Value): boolean => type.dtype !== 'bool'

const binary =
  (
    operation: OperationName,
    range: (a: Range, b: Range) => Range,
    need: readonly [Need, Need] = [
      [-8, 8],
      [-8, 8],
    ],
  ): Template =>
  (builder) => {
    const drawn = pair(builder, ({ type }) => type.dtype === builder.dtype)
    if (drawn === undefined) return
    const [a, b] = drawn.map((value, index) => builder.within(value, ...need[index]))
    if (a !== undefined && b !== undefined) builder.straight(operation, [a, b], {}, range(a.range, b.range))
  }

/** One of two that differ in range, so that there are no ties; any two where ties are welcome. */
const extremum =
  (operation: OperationName, range: (a: Range, b: Range) => Range): Template =>
  (builder) => {
    const a = builder.float()
    const b =
      a &&
      builder.float(
        ({ type, range: { low, high } }) =>
          fits(a.type, type) && (builder.flavour !== 'smooth' || low > a.range.high + 0.1 || high < a.range.low - 0.1),
      )
    if (a !== undefined && b !== undefined) builder.straight(operation, [a, b], {}, range(a.range, b.range))
  }

const ofIntegers =
  (operation: OperationName, range: (a: Range, b: Range) => Range): Template =>
  (builder) => {
    const a = builder.integer()
    const b = builder.pick(({ type }) => type.dtype === 'int32' && fits(a.type, type)) ?? a
    builder.straight(operation, [a, b], {}, wrapped(range(a.range, b.range)))
  }

const ofInteger =
  (operation: OperationName, range: (x: Range) => Range): Template =>
  (builder) => {
    const x = builder.integer()
    builder.straight(operation, [x], {}, wrapped(range(x.range)))
  }

/** Of whole numbers, and of floats too where jumps are welcome. */
const comparison =
  (operation: OperationName): Template =>
  (builder) => {
    const smooth = builder.flavour === 'smooth'
    const operands = pair(builder, (value) => isNumber(value) && !(smooth && isFloat(value.type.dtype)))
    if (operands !== undefined) builder.straight(operation, operands, {}, truth)
    else builder.straight(operation, [builder.integer(), builder.literal('int32', [], builder.below(3))], {}, truth)
  }

/** A truth value that broadcasts with another type. */
const condition = (builder: Builder, type: TensorType): Value =>
  builder.pick((value) => value.type.dtype === 'bool' && fits(value.type, type)) ??
  (builder.straight('less', [builder.integer(), builder.literal('int32', [], 1)], {}, truth) as Value)

const choice: Template = (builder) => {
  const operands = pair(builder, () => true)
  if (operands === undefined) return
  const [a, b] = operands
  const c = condition(builder, { ...a.type, shape: broadcastShapes('laws', [a.type, b.type]) })
  if (fits(c.type, a.type) && fits(c.type, b.type)) builder.straight('where', [c, a, b], {}, either(a.range, b.range))
}

const connective =
  (operation: OperationName): Template =>
  (builder) => {
    const operands = pair(builder, ({ type }) => type.dtype === 'bool')
    if (operands !== undefined) builder.straight(operation, operands, {}, truth)
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
  avoidingZero('abs', magnitudes),
  avoidingZero('relu', (x) => larger(x, between(0, 0))),
  avoidingZero('leakyRelu', (x) => either(x, times(x, between(0.01, 0.01)))),
  avoidingZero('sign', () => between(-1, 1)),
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
  ofIntegers('bitwiseXor', () => anyInteger),
  ofIntegers('shiftLeft', () => anyInteger),
  ofIntegers('shiftRightLogical', () => anyInteger),
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
  negation,
]

/** Conversions that jump or round. */
export const conversions: readonly Template[] = [toInteger, toBool, thereAndBack]

/** The half of what it computes that has no derivative is still there for the bits. */
export const halfStopped: Template = (builder) => {
  const x = builder.float()
  if (x !== undefined) builder.straight('halfStopped', [x], {}, builder.isWild ? anything : plus(x.range, x.range))
}
