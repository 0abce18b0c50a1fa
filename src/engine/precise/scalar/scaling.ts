import { float64Arithmetic } from '../../../tensor/index.js'

const { exponent, power2 } = float64Arithmetic

/** The integer e with 2^e <= |x| < 2^(e+1), for a finite x other than 0, also a subnormal one. */
export const exponentOf = (x: number): number => {
  const size = Math.abs(x)
  return size < 2 ** -1022 ? exponent(size * 2 ** 60) - 60 : exponent(size)
}

/** The exponents of which 2^n is a normal number, and more than brings any number beyond all others. */
const [least, greatest, farthest] = [-1022, 1023, 3000]

/**
 * x 2^n for an integral n, rounded once: before the last step of several the number is exact, or so small or large that
 * it does not count.
 */
export const timesPower = (x: number, n: number): number => {
  if (n >= least && n <= greatest) return x * power2(n)
  return n < 0
    ? timesPower(x, Math.max(n, -farthest) - least) * power2(least)
    : timesPower(x, Math.min(n, farthest) - greatest) * power2(greatest)
}
