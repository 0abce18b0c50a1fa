import type { FloatDType } from './dtype.js'

/** A number's decimal digits: the first stands before the point, and the whole is multiplied by 10^exponent. */
export interface Decimal {
  readonly digits: string
  readonly exponent: number
}

/**
 * How many digits to give a number of this exponent: at least `least`, even past what tells it apart from its
 * neighbours, and at most `most`.
 */
export type DigitCount = (exponent: number) => { readonly least: number; readonly most: number }

/** As many digits as tell the number apart. */
export const shortest: DigitCount = () => ({ least: 1, most: Number.POSITIVE_INFINITY })

/** A positive number as `significand * 2^exponent`, and how far its neighbours of the same dtype lie. */
interface Binary {
  readonly significand: bigint
  readonly exponent: number
  /** Whether the next smaller number lies only half as far away as the next larger one, as at a power of two. */
  readonly closerBelow: boolean
}

const bits = new DataView(new ArrayBuffer(8))

const decompose = (value: number, dtype: FloatDType): Binary => {
  const [fractionBits, bias] = dtype === 'float64' ? [52n, 1075] : [23n, 150]
  if (dtype === 'float64') bits.setFloat64(0, value)
  else bits.setFloat32(0, value)
  const word = dtype === 'float64' ? bits.getBigUint64(0) : BigInt(bits.getUint32(0))
  const fraction = word & ((1n << fractionBits) - 1n)
  const biased = Number(word >> fractionBits)
  return biased === 0
    ? { significand: fraction, exponent: 1 - bias, closerBelow: false }
    : {
        significand: fraction | (1n << fractionBits),
        exponent: biased - bias,
        closerBelow: fraction === 0n && biased > 1,
      }
}

/** Digits plus one in the last place: 1299 gives 1300, and 999 gives 1000, one digit more. */
const roundUp = (digits: string): string => String(BigInt(digits) + 1n)

/**
 * The shortest digits that tell a positive finite number apart from its neighbours, or fewer or more as `count` asks,
 * then rounded from the exact value, half to even.
 * Source: G. L. Steele and J. L. White, "How to print floating-point numbers accurately", 1990 (free-format Dragon4).
 */
export const decimalOf = (value: number, dtype: FloatDType, count: DigitCount): Decimal => {
  const { significand, exponent: power, closerBelow } = decompose(value, dtype)
  // Everything is a fraction over `scale`, in quarters of the last place, so that both margins are whole.
  const raised = 1n << BigInt(Math.max(0, power))
  let rest = 4n * significand * raised
  let scale = 4n << BigInt(Math.max(0, -power))
  let above = 2n * raised
  let below = closerBelow ? raised : above

  let exponent = Number(value.toExponential().split('e')[1])
  if (exponent >= 0) scale *= 10n ** BigInt(exponent)
  else {
    const lift = 10n ** BigInt(-exponent)
    ;[rest, above, below] = [rest * lift, above * lift, below * lift]
  }
  if (rest < scale) {
    // The shortest digits had been rounded up to a power of ten.
    exponent -= 1
    ;[rest, above, below] = [rest * 10n, above * 10n, below * 10n]
  }

  const closed = significand % 2n === 0n
  const { least, most } = count(exponent)
  let digits = ''
  for (;;) {
    digits += rest / scale
    rest %= scale
    const low = closed ? rest <= below : rest < below
    const high = closed ? rest + above >= scale : rest + above > scale
    if (((low || high) && digits.length >= least) || digits.length >= most) {
      const half = 2n * rest - scale
      const up = low !== high ? high : half > 0n || (half === 0n && Number(digits.at(-1)) % 2 === 1)
      const rounded = up ? roundUp(digits) : digits
      return { digits: rounded.slice(0, digits.length), exponent: exponent + rounded.length - digits.length }
    }
    ;[rest, above, below] = [rest * 10n, above * 10n, below * 10n]
  }
}
