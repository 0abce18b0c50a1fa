/** A slope read off values of a function, and the farthest that the true one can be from it. */
export interface Slope {
  readonly value: number
  readonly bound: number
  /** The smallest of the steps that it was taken with; 0 where none gave finite values. */
  readonly epsilon: number
}

/** What slopes are read off: a function of one number, its argument, and what is known of its rounding. */
export interface Curve {
  readonly value: (x: number) => number
  readonly x: number
  /** Rounds to the argument's dtype. */
  readonly round: (x: number) => number
  /** The unit roundoff of the argument's dtype. */
  readonly roundoff: number
  /** A bound on the error of a value, of which the size is given. */
  readonly rounding: (size: number) => number
}

export type Side = 'central' | 'left' | 'right'

interface Quotient {
  readonly slope: number
  /** The larger of the two values, in size. */
  readonly size: number
}

const quotient = ({ value, x, round }: Curve, side: Side, h: number): Quotient => {
  const low = side === 'right' ? x : round(x - h)
  const high = side === 'left' ? x : round(x + h)
  const [below, above] = [value(low), value(high)]
  return { slope: (above - below) / (high - low), size: Math.max(Math.abs(below), Math.abs(above)) }
}

/** Richardson's elimination of a term in h^power, of what was found with the steps 2h and h. */
const eliminate = (coarse: number, fine: number, power: number): number => fine + (fine - coarse) / (2 ** power - 1)

/** What the elimination makes of a bound proportional to 1/h: (2^power + 1/2) / (2^power - 1) times as much. */
const amplification = (power: number): number => (2 ** power + 1 / 2) / (2 ** power - 1)

/** One row of Richardson's table: what the step h gives, and with the steps above it. */
interface Row extends Quotient {
  readonly once: number
  readonly twice: number
}

const none: Row = { slope: Number.NaN, size: Number.NaN, once: Number.NaN, twice: Number.NaN }

/**
 * The slope of a curve from difference quotients at the steps 8h, 4h, 2h and h. A quotient is f' + a h^p + b h^2p + ...,
 * with p = 2 for the central one and 1 for a one-sided one; eliminating the first term gives `once`, the first two
 * `twice`. The bound is the sum of
 *
 *   truncation  |twice - once|, the error of `once` as it is estimated, that of `twice` being a power of h^p smaller; and
 *               |twice - the same at 2h|, as one difference may be small by accident;
 *   rounding    2 r / (high - low), as each of the two values in a quotient is off by the rounding bound r at most, times
 *               what both eliminations make of it.
 *
 * 4h starts where both are of one size for a function that changes on the scale of its argument, h^3p = u / h with the
 * unit roundoff u, and is halved; the smallest bound wins. The search ends where rounding alone exceeds it, and where h
 * is lost beside x.
 */
export const slopeOf = (side: Side, curve: Curve): Slope => {
  const power = side === 'central' ? 2 : 1
  const scale = 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(curve.x))))
  const start = 4 * scale * 2 ** Math.round(Math.log2(curve.roundoff) / (3 * power + 1))
  const amplified = (side === 'central' ? 1 : 2) * amplification(power) * amplification(2 * power)
  let best: Slope = { value: Number.NaN, bound: Number.POSITIVE_INFINITY, epsilon: 0 }
  let rows: readonly Row[] = [none]
  for (let h = start; h >= scale * curve.roundoff; h /= 2) {
    const taken = quotient(curve, side, h)
    const above = rows[rows.length - 1]
    const once = eliminate(above.slope, taken.slope, power)
    const twice = eliminate(above.once, once, 2 * power)
    rows = [...rows.slice(-3), { ...taken, once, twice }]
    const rounding = (amplified * curve.rounding(Math.max(...rows.map(({ size }) => size)))) / h
    if (best.epsilon > 0 && rounding >= best.bound) break
    const bound = Math.abs(twice - once) + Math.abs(twice - above.twice) + rounding
    if (bound < best.bound) best = { value: twice, bound, epsilon: h }
  }
  return best
}
