import { type Either, left, map, right, traverseArrayWithIndex } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe } from '../../tensor/index.js'
import type { FailureReason } from '../details.js'

/** Why code of others gave nothing that could be compared. */
export interface Trouble {
  readonly reason: FailureReason
  readonly problem: string
}

const trouble = (reason: FailureReason, problem: string): Either<Trouble, never> => left({ reason, problem })

const sameNumbers = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((number, index) => Object.is(number, b[index]))

/** Calls code of others with arrays, and says where it throws, changes one of them, or does not answer at once. */
export const call = (
  name: string,
  f: (...given: Float64Array[]) => unknown,
  ...given: readonly Float64Array[]
): Either<Trouble, unknown> => {
  const before = given.map((array) => array.slice())
  let result: unknown
  try {
    result = f(...given)
  } catch (error) {
    return trouble('threw', `${name} throws: ${String(error)}`)
  }
  const changed = given.findIndex((array, index) => !sameNumbers(array, before[index]))
  if (changed >= 0) return trouble('impure', `${name} changes the array that it is given`)
  if (result instanceof Promise)
    return trouble('malformed', `${name} gives a Promise, and the check takes functions that answer at once`)
  return right(result)
}

const isNumeric = (value: unknown): boolean => typeof value === 'number'

/** Whether something has entries by number, as arrays have. */
export const isArrayLike = (value: unknown): value is ArrayLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { length?: unknown }).length === 'number'

/** A number that code of others was to give. */
export const numberOf = (name: string, value: unknown): Either<Trouble, Float64Array> => {
  if (isNumeric(value)) return right(Float64Array.of(value as number))
  const what = isArrayLike(value) ? `${value.length} entries` : describe(value)
  return trouble('malformed', `${name} gives ${what}, and not a number`)
}

/** Numbers that code of others was to give, copied; any count of them where none is due. */
export const numbersOf = (name: string, value: unknown, due?: number): Either<Trouble, Float64Array> => {
  const whatIsDue = due === undefined ? 'an array of numbers' : `${due} numbers`
  if (!isArrayLike(value)) return trouble('malformed', `${name} gives ${describe(value)}, and not ${whatIsDue}`)
  if (due !== undefined && value.length !== due)
    return trouble('malformed', `${name} gives ${value.length} entries, and not ${whatIsDue}`)
  const odd = Array.from(value).findIndex((entry) => !isNumeric(entry))
  if (odd >= 0) return trouble('malformed', `${name} gives ${describe(value[odd])} at ${odd}, and not a number`)
  return right(Float64Array.from(value as ArrayLike<number>))
}

/** The rows of a matrix that code of others was to give, flat or row by row. */
export const rowsOf = (
  name: string,
  value: unknown,
  rows: number,
  columns: number,
): Either<Trouble, readonly Float64Array[]> => {
  const given: readonly unknown[] = isArrayLike(value) ? Array.from(value) : []
  if (given.length === 0 || !given.every(isArrayLike))
    return pipe(
      numbersOf(name, value, rows * columns),
      map((flat) => Array.from({ length: rows }, (_, row) => flat.slice(row * columns, (row + 1) * columns))),
    )
  if (given.length !== rows) return trouble('malformed', `${name} gives ${given.length} rows, and not ${rows}`)
  return traverseArrayWithIndex((row, entries: unknown) => numbersOf(`row ${row} of ${name}`, entries, columns))(given)
}
