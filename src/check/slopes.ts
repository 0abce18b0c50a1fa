/** A slope read off values of a function, and the farthest that the true one can be from it. */
export interface Slope {
  readonly value: number
  readonly bound: number
  /** The smallest of the steps that it was taken with; 0 where none gave finite values. */
  readonly epsilon: number
  /** The largest size of the values that it was read off. */
  readonly size: number
}

/** A slope, and the steepest quotient of one side that was met on the way. */
export interface FoundSlope extends Slope {
  readonly steepness: number
}

/** What slopes are read off: a function of a step from the point, and what is known of its rounding. */
export interface Curve {
  /** The value after a step of t; it may be less any constant of the size `base`. */
  readonly value: (t: number) => number
  readonly base: number
  /** The step that is taken where one of t is asked for. */
  readonly place: (t: number) => number
  /** How large a step counts as one: a power of two. */
  readonly scale: number
  /** Steps of less than this, in terms of the scale, are lost. */
  readonly finest: number
  /** The unit roundoff of a value. */
  readonly roundoff: number
  /** A bound on the error of a value, of which the size is given. */
  readonly rounding: (size: number) => number
  /** A bound on what the error of `value` is beyond that, relative to it; 0 where `base` is 0. */
  readonly relative: number
}

export type Side = 'central' | 'left' | 'right'

interface Quotient {
  readonly slope: number
  /** The larger of the two values, in size. */
  readonly size: number
  /** The same of what they are read off as, per step. */
  readonly steepness: number
}

const quotient = ({ value, base, place }: Curve, side: Side, h: number): Quotient => {
  const low = side === 'right' ? 0 : place(-h)
  const high = side === 'left' ? 0 : place(h)
  const [below, above] = [value(low), value(high)]
  const size = Math.max(Math.abs(below), Math.abs(above))
  return { slope: (above - below) / (high - low), size: base + size, steepness: size / h }
}

/** The powers of h in the error of a quotient, as far as they are eliminated, and the next one. */
const powersOf = (side: Side): { readonly eliminated: readonly number[]; readonly next: number } =>
  side === 'central' ? { eliminated: [2, 4], next: 6 } : { eliminated: [1, 2, 3, 4], next: 5 }

/** Richardson's elimination of a term in h^power, of what was found with the steps 2h and h. */
const eliminate = (coarse: number, fine: number, power: number): number => fine + (fine - coarse) / (2 ** power - 1)

/** What the elimination makes of a bound proportional to 1/h: (2^power + 1/2) / (2^power - 1) times as much. */
const amplification = (power: number): number => (2 ** power + 1 / 2) / (2 ** power - 1)

/** One row of Richardson's table: the quotient of step h, and what it gives together with the rows above. */
interface Row {
  readonly columns: readonly number[]
  readonly size: number
  readonly steepness: number
  /** How far the last column is from that of the row above. */
  readonly moved: number
}

const nextRow = ({ slope, size, steepness }: Quotient, above: Row | undefined, powers: readonly number[]): Row => {
  const columns = powers.reduce<readonly number[]>(
    (found, power, index) => found.concat(eliminate(above?.columns[index] ?? Number.NaN, found[index], power)),
    [slope],
  )
  const last = powers.length
  return { columns, size, steepness, moved: Math.abs(columns[last] - (above?.columns[last] ?? Number.NaN)) }
}

/**
 * How far the last column has still to go, if it goes on as it does: the sum of the geometric series that its last two
 * moves begin. Near a power of |x| like the root of its cube, whose error goes in broken powers of h, that is more than
 * the last move itself.
 */
const toCome = ({ moved }: Row, above: Row | undefined, rounding: number): number => {
  const before = above?.moved ?? Number.NaN
  if (moved <= rounding || Number.isNaN(before)) return 0
  return moved < before ? (moved * moved) / (before - moved) : Number.POSITIVE_INFINITY
}

/**
 * The slope of a curve from difference quotients at steps h that are halved again and again. The error of a quotient
 * goes in powers of h, the even ones for the central quotient and all of them for a one-sided one; the first of them are
 * eliminated one by one. The bound is the sum of
 *
 *   truncation  the difference of the last two columns, which is the error of the last but one as it is estimated, that
 *               of the last being a power of h smaller; and the difference to the last column at 2h, as one difference
 *               may be small by accident; or what is to come if the column goes on as it does, if that is more;
 *   rounding    2 r / (high - low), as each of the two values in a quotient is off by the rounding bound r at most, times
 *               what the eliminations make of it.
 *
 * Where the last column moves more than it did a step ago, and more than rounding moves it, the steps do not yet
 * approach anything (they reach across a kink, perhaps), and say nothing. 4h starts where truncation and rounding are of
 * one size for a function that changes on the scale of its argument, h^next = u / h with the unit roundoff u. The
 * smallest bound wins; the search ends where truncation is less than rounding, and where h is lost beside x.
 */
export const slopeOf = (side: Side, curve: Curve): FoundSlope => {
  const { eliminated, next } = powersOf(side)
  const { scale } = curve
  // Finite, however large the argument is: half of what is not would never end.
  const start = Math.min(scale * 4 * 2 ** Math.round(Math.log2(curve.roundoff) / (next + 1)), Number.MAX_VALUE)
  const amplified = eliminated.map(amplification).reduce((a, b) => a * b, side === 'central' ? 1 : 2)
  let best: Slope = { value: Number.NaN, bound: Number.POSITIVE_INFINITY, epsilon: 0, size: 0 }
  let rows: readonly Row[] = []
  let steepest = 0
  for (let h = start; h >= scale * curve.finest; h /= 2) {
    const above = rows.at(-1)
    const row: Row = nextRow(quotient(curve, side, h), above, eliminated)
    if (Number.isFinite(row.steepness)) steepest = Math.max(steepest, row.steepness)
    // All rows that have a part in this one's columns, and in those of the row above.
    rows = [...rows.slice(-1 - eliminated.length), row]
    const size = Math.max(...rows.map((each) => each.size))
    const steepness = curve.relative * Math.max(...rows.map((each) => each.steepness))
    const rounding = amplified * (curve.rounding(size) / h + (curve.relative === 0 ? 0 : steepness))
    const [once, twice] = row.columns.slice(-2)
    const truncation = Math.abs(twice - once) + Math.max(row.moved, toCome(row, above, rounding))
    const approaching = row.moved <= Math.max(above?.moved ?? 0, rounding)
    if (approaching && truncation + rounding < best.bound)
      best = { value: twice, bound: truncation + rounding, epsilon: h, size }
    if (best.epsilon > 0 && (truncation <= rounding || rounding >= best.bound)) break
  }
  return { ...best, steepness: steepest }
}
