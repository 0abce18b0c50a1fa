import { loose, type Value } from './value.js'

/** The operands of a value, but for what they are broadcast to, where it is what a primitive makes of some. */
const operandsOf = (value: Value, primitive: string): readonly Value[] | undefined =>
  value.source?.primitive === primitive ? value.source.operands.map(loose) : undefined

const isNumber = (value: Value, element: number): boolean => value.element === element

/** x, where a choice is of 0 where x <= 0 and of x elsewhere: the positive part of x, NaN for NaN. */
export const positivePartOf = (condition: Value, whenTrue: Value, whenFalse: Value): Value | undefined => {
  const [left, right] = operandsOf(condition, 'lessEqual') ?? []
  return left === whenFalse && isNumber(right, 0) && isNumber(whenTrue, 0) ? whenFalse : undefined
}

/** x, where a choice is of -x where x >= 0 and of x elsewhere. */
const negativeSizeOf = (value: Value, upper: Value, x: Value): boolean => {
  const [condition, whenTrue, whenFalse] = operandsOf(value, 'where') ?? []
  return condition === upper && whenFalse === x && operandsOf(whenTrue, 'neg')?.[0] === x
}

/**
 * x, where a choice is of 1 - s where x >= 0 and of s elsewhere, for s the logistic function at -|x|: that of x. Only
 * derivatives need the detour; where they take it, the choice costs less.
 */
export const logisticOf = (condition: Value, whenTrue: Value, whenFalse: Value): Value | undefined => {
  const [zero, x] = operandsOf(condition, 'lessEqual') ?? []
  const [one, smaller] = operandsOf(whenTrue, 'sub') ?? []
  const [argument] = operandsOf(whenFalse, 'logistic') ?? []
  if (x === undefined || smaller !== whenFalse || argument === undefined) return undefined
  if (whenTrue.source?.uses !== 1 || whenFalse.source?.uses !== 2) return undefined
  return isNumber(zero, 0) && isNumber(one, 1) && negativeSizeOf(argument, condition, x) ? x : undefined
}
