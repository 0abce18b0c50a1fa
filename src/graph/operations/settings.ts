import { ArgumentError, describe } from '../../tensor/index.js'

const checkNumber = (operation: string, option: string, value: unknown, fits: boolean, wanted: string): number => {
  if (!fits) throw new ArgumentError({ operation, problem: `${option} is ${describe(value)}, not ${wanted}` })
  return value as number
}

/** An option that must be a finite number. */
export const finite = (operation: string, option: string, value: unknown): number =>
  checkNumber(operation, option, value, Number.isFinite(value), 'a finite number')

/** An option that must be a finite number above 0. */
export const positive = (operation: string, option: string, value: unknown): number =>
  checkNumber(operation, option, value, Number.isFinite(value) && (value as number) > 0, 'a finite number above 0')

/** An option that must be a finite number and not negative. */
export const notNegative = (operation: string, option: string, value: unknown): number =>
  checkNumber(operation, option, value, Number.isFinite(value) && (value as number) >= 0, 'a finite number from 0')
