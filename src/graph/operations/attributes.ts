import { ArgumentError, describe, type TensorType } from '../../tensor/index.js'

/** Refuses an attribute that is no whole number, or below the least that makes sense. */
export const checkWhole = (
  operation: string,
  name: string,
  value: unknown,
  operand: TensorType,
  least = Number.NEGATIVE_INFINITY,
): number => {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw new ArgumentError({
      operation,
      operands: [operand],
      problem: `${name} is ${describe(value)}, not a whole number${least === Number.NEGATIVE_INFINITY ? '' : ` from ${least}`}`,
    })
  return value as number
}

/** One whole number, or a list of them, as a list. */
export const wholeNumbers = (
  operation: string,
  name: string,
  value: unknown,
  operand: TensorType,
  least?: number,
): readonly number[] =>
  Array.isArray(value)
    ? value.map((each, index) => checkWhole(operation, `${name}[${index}]`, each, operand, least))
    : [checkWhole(operation, name, value, operand, least)]

const checkNumber = (operation: string, name: string, value: unknown, fits: boolean, wanted: string): number => {
  if (!fits) throw new ArgumentError({ operation, problem: `${name} is ${describe(value)}, not ${wanted}` })
  return value as number
}

/** Refuses an attribute that is no finite number. */
export const checkFinite = (operation: string, name: string, value: unknown): number =>
  checkNumber(operation, name, value, Number.isFinite(value), 'a finite number')

/** Refuses an attribute that is no finite number above 0. */
export const checkPositive = (operation: string, name: string, value: unknown): number =>
  checkNumber(operation, name, value, Number.isFinite(value) && (value as number) > 0, 'a finite number above 0')

/** Refuses an attribute that is no finite number from 0. */
export const checkNotNegative = (operation: string, name: string, value: unknown): number =>
  checkNumber(operation, name, value, Number.isFinite(value) && (value as number) >= 0, 'a finite number from 0')

/** Refuses an attribute that is none of the words there are for it. */
export const checkChoice = <T extends string>(
  operation: string,
  name: string,
  value: unknown,
  choices: readonly T[],
): T => {
  const choice = choices.find((each) => each === value)
  if (choice === undefined)
    throw new ArgumentError({
      operation,
      problem: `there is no ${name} ${typeof value === 'string' ? value : describe(value)}`,
      remedy: `Use ${choices.map((each) => `'${each}'`).join(', ')}`,
    })
  return choice
}

/** Refuses an attribute that is neither true nor false. */
export const checkFlag = (operation: string, name: string, value: unknown): boolean => {
  if (typeof value !== 'boolean')
    throw new ArgumentError({ operation, problem: `${name} is ${describe(value)}, not true or false` })
  return value
}
