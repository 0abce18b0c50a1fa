/** A slope read off values of a function, and the farthest that the true one can be from it. */
export interface Slope {
  readonly value: number
  readonly bound: number
  /** The smallest of the steps that it was taken with; 0 where none gave finite values. */
  readonly epsilon: number
  /** The largest size of the values that it was read off. */
  readonly size: number
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
  /** How far the last column is from that of the row above. */
  readonly moved: number
}

const nextRow = ({ slope, size }: Quotient, above: Row | undefined, powers: readonly number[]): Row => {
  const columns = powers.reduce<readonly number[]>(
    (found, power, index) => found.concat(eliminate(above?.columns[index] ?? Number.NaN, found[index], power)),
    [slope],
  )
  const last = powers.length
  return { columns, size, moved: Math.abs(columns[last] - (above?.columns[last] ?? Number.NaN)) }
}

/**
 * The slope of a curve from difference quotients at steps h that are halved again and again. The error of a quotient
 * goes in powers of h, the even ones for the central quotient and all of them for a one-sided one; the first of them are
 * eliminated one by one. The bound is the sum of
 *
 *   truncation  the difference of the last two columns, which is the error of the last but one as it is estimated, that
 *               of the last being a power of h smaller; and the difference to the last column at 2h, as one difference
 *               may be small by accident;
 *   rounding    2 r / (high - low), as each of the two values in a quotient is off by the rounding bound r at most, times
 *               what the eliminations make of it.
 *
 * Where the last column moves more than it did a step ago, and more than rounding moves it, the steps do not yet
 * approach anything (they reach across a kink, perhaps), and say nothing. 4h starts where truncation and rounding are of
 * one size for a function that changes on the scale of its argument, h^next = u / h with the unit roundoff u. The
 * smallest bound wins; the search ends where truncation is less than rounding, and where h is lost beside x.
 */
export const slopeOf = (side: Side, curve: Curve): Slope => {
  const { eliminated, next } = powersOf(side)
  const scale = 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(curve.x))))
  const start = 4 * scale * 2 ** Math.round(Math.log2(curve.roundoff) / (next + 1))
  const amplified = eliminated.map(amplification).reduce((a, b) => a * b, side === 'central' ? 1 : 2)
  let best: Slope = { value: Number.NaN, bound: Number.POSITIVE_INFINITY, epsilon: 0, size: 0 }
  let rows: readonly Row[] = []
  for (let h = start; h >= scale * curve.roundoff; h /= 2) {
    const above = rows.at(-1)
    const row = nextRow(quotient(curve, side, h), above, eliminated)
    // All rows that have a part in this one's columns, and in those of the row above.
    rows = [...rows.slice(-1 - eliminated.length), row]
    const size = Math.max(...rows.map((each) => each.size))
    const rounding = (amplified * curve.rounding(size)) / h
    const [once, twice] = row.columns.slice(-2)
    const truncation = Math.abs(twice - once) + row.moved
    const approaching = row.moved <= Math.max(above?.moved ?? 0, rounding)
    if (approaching && truncation + rounding < best.bound)
      best = { value: twice, bound: truncation + rounding, epsilon: h, size }
    if (best.epsilon > 0 && (truncation <= rounding || rounding >= best.bound)) break
  }
  return best
}
