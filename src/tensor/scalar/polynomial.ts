import type { Arithmetic } from './arithmetic.js'

/** Coefficients c0, c1, c2, ... of a polynomial: those of the even powers and those of the odd ones. */
export interface Polynomial {
  readonly even: readonly number[]
  readonly odd: readonly number[]
}

/** The polynomial c0 + c1 x + c2 x^2 + ... */
export const polynomial = (...coefficients: readonly number[]): Polynomial => ({
  even: coefficients.filter((_, power) => power % 2 === 0),
  odd: coefficients.filter((_, power) => power % 2 === 1),
})

/** Horner's rule. */
const horner = <T>(o: Arithmetic<T>, x: T, coefficients: readonly number[]): T => {
  let sum = o.constant(coefficients[coefficients.length - 1])
  for (let power = coefficients.length - 2; power >= 0; power--)
    sum = o.add(o.mul(sum, x), o.constant(coefficients[power]))
  return sum
}

/** A polynomial at x, whose square is given: the even and the odd powers are independent chains of operations. */
export const evaluate = <T>(o: Arithmetic<T>, { even, odd }: Polynomial, x: T, square: T): T =>
  o.add(horner(o, square, even), o.mul(x, horner(o, square, odd)))
