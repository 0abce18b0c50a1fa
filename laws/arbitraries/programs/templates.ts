import { broadcastShapes, isFloat, type TensorType } from '../../../src/tensor/index.js'
import type { Attributes, OperationName } from '../../programs/operations.js'
import type { Builder, Template, Value } from './builder.js'
import { type Range, truth, wrapped } from './range.js'

/** What an operation needs of its operand to be smooth there and of tame size. */
export type Need = readonly [low: number, high: number]

export const anywhere: Need = [-8, 8]
export const positive: Need = [0.25, 8]

/** An operation on one float. */
export const unary =
  (
    operation: OperationName,
    range: (x: Range) => Range,
    [low, high]: Need = anywhere,
    attributes: (builder: Builder) => Attributes = () => ({}),
  ): Template =>
  (builder) => {
    const drawn = builder.float()
    const x = drawn && builder.within(drawn, low, high)
    if (x !== undefined) builder.straight(operation, [x], attributes(builder), range(x.range))
  }

/** An operation on one float with kinks at these places only, which smooth programs avoid. */
export const avoiding =
  (operation: OperationName, range: (x: Range) => Range, ...kinks: readonly number[]): Template =>
  (builder) => {
    const smooth = builder.flavour === 'smooth'
    const isClear = ({ low, high }: Range): boolean => kinks.every((kink) => low > kink + 0.1 || high < kink - 0.1)
    const x = builder.float((value) => !smooth || isClear(value.range))
    if (x !== undefined) builder.straight(operation, [x], {}, range(x.range))
  }

/** Whether two types broadcast. */
export const fits = (a: TensorType, b: TensorType): boolean => {
  try {
    broadcastShapes('laws', [a, b])
    return true
  } catch {
    return false
  }
}

/** Two values of one dtype that broadcast. */
export const pair = (builder: Builder, passes: (value: Value) => boolean): readonly [Value, Value] | undefined => {
  const a = builder.pick(passes)
  const b = a && builder.pick((value) => passes(value) && value.type.dtype === a.type.dtype && fits(a.type, value.type))
  return a && b && [a, b]
}

export const isNumber = ({ type }: Value): boolean => type.dtype !== 'bool'

/** An operation on two floats that broadcast. */
export const binary =
  (
    operation: OperationName,
    range: (a: Range, b: Range) => Range,
    need: readonly [Need, Need] = [anywhere, anywhere],
  ): Template =>
  (builder) => {
    const drawn = pair(builder, ({ type }) => type.dtype === builder.dtype)
    if (drawn === undefined) return
    const [a, b] = drawn.map((value, index) => builder.within(value, ...need[index]))
    if (a !== undefined && b !== undefined) builder.straight(operation, [a, b], {}, range(a.range, b.range))
  }

/** One of two that differ in range, so that there are no ties; any two where ties are welcome. */
export const extremum =
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

/** An operation on two int32 operands. */
export const ofIntegers =
  (operation: OperationName, range: (a: Range, b: Range) => Range): Template =>
  (builder) => {
    const a = builder.integer()
    const b = builder.pick(({ type }) => type.dtype === 'int32' && fits(a.type, type)) ?? a
    builder.straight(operation, [a, b], {}, wrapped(range(a.range, b.range)))
  }

/** An operation on one int32 operand. */
export const ofInteger =
  (operation: OperationName, range: (x: Range) => Range, attributes: Attributes = {}): Template =>
  (builder) => {
    const x = builder.integer()
    builder.straight(operation, [x], attributes, wrapped(range(x.range)))
  }

/** A comparison of whole numbers, and of floats too where jumps are welcome. */
export const comparison =
  (operation: OperationName): Template =>
  (builder) => {
    const smooth = builder.flavour === 'smooth'
    const operands = pair(builder, (value) => isNumber(value) && !(smooth && isFloat(value.type.dtype)))
    if (operands !== undefined) builder.straight(operation, operands, {}, truth)
    else builder.straight(operation, [builder.integer(), builder.literal('int32', [], builder.below(3))], {}, truth)
  }

/** A question about each element of any value. */
export const question =
  (operation: OperationName): Template =>
  (builder) => {
    const x = builder.pick(() => true)
    if (x !== undefined) builder.straight(operation, [x], {}, truth)
  }

/** A truth value that broadcasts with another type. */
export const condition = (builder: Builder, type: TensorType): Value =>
  builder.pick((value) => value.type.dtype === 'bool' && fits(value.type, type)) ??
  (builder.straight('less', [builder.integer(), builder.literal('int32', [], 1)], {}, truth) as Value)

/** An operation on two truth values that broadcast. */
export const connective =
  (operation: OperationName): Template =>
  (builder) => {
    const operands = pair(builder, ({ type }) => type.dtype === 'bool')
    if (operands !== undefined) builder.straight(operation, operands, {}, truth)
  }

/** An axis of a value, sometimes counted from the end. */
export const axisOf = (builder: Builder, { shape }: TensorType): number =>
  builder.below(shape.length) - (builder.below(3) === 0 ? shape.length : 0)
