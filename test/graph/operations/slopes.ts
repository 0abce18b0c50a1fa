import { expect } from 'vitest'
import { elementsOf, untyped } from './untyped.js'

/** The derivatives of a function of one number at x, from the function itself on. */
export const derivativesAt = (f: unknown, x: number, order: number): readonly number[] => {
  const values: number[] = []
  let derivative = f
  for (let n = 0; n <= order; n++) {
    values.push(...elementsOf((derivative as (x: unknown) => unknown)(untyped.tensor(x))))
    derivative = untyped.grad(derivative)
  }
  return values
}

/** The slope of a function of one number at x. */
export const slopeAt = (f: unknown, x: number): number => derivativesAt(f, x, 1)[1]

/** Equality up to a tolerance, relative to what is wanted where that is above 1 in size. */
export const expectClose = (got: readonly number[], want: readonly number[], tolerance = 1e-15): void => {
  expect(got).toHaveLength(want.length)
  for (const [index, x] of want.entries())
    expect(Math.abs(got[index] - x), `${got} against ${want}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(x)))
}

/** Equality up to a tolerance relative to what is wanted, however small that is. */
export const expectDigits = (got: readonly number[], want: readonly number[], tolerance = 1e-15): void => {
  expect(got).toHaveLength(want.length)
  for (const [index, x] of want.entries())
    if (!Object.is(got[index] + 0, x))
      expect(Math.abs(got[index] - x), `${got} against ${want}`).toBeLessThanOrEqual(tolerance * Math.abs(x))
}

/** Equality of values in which 0 equals -0. */
export const expectValues = (got: readonly number[], want: readonly number[]): void => {
  expect(got.map((x) => x + 0)).toEqual(want)
}
