/** One way in which a law is broken: what was found where what was expected, with the numbers that decide. */
export interface Violation {
  /** What was compared, as a noun phrase. */
  readonly what: string
  readonly found: string | number
  readonly expected: string | number
  /** The largest difference that rounding and truncation explain; absent where equality is exact. */
  readonly tolerance?: number
}

/** A statement that is true of everything it is about: a pure predicate that can say what is wrong. */
export interface Law<A extends readonly unknown[]> {
  readonly name: string
  /** What it says, as a formula or a sentence. */
  readonly statement: string
  /** Everything that contradicts it at one place; nothing where it holds. */
  readonly violations: (...at: A) => readonly Violation[]
  readonly holds: (...at: A) => boolean
}

/**
 * A law with a name, a statement and the rule that finds violations.
 *
 * @example
 * ```ts
 * import { differing, law } from 'cotangent/laws'
 *
 * const evenness = (f: (x: number) => number) =>
 *   law('evenness', 'f(-x) = f(x)', (x: number) => differing('f(-x)', f(-x), f(x)))
 * evenness(Math.cos).holds(0.5) // => true
 * evenness(Math.sin).holds(0.5) // => false
 * ```
 */
export const law = <A extends readonly unknown[]>(
  name: string,
  statement: string,
  violations: (...at: A) => readonly Violation[],
): Law<A> => ({ name, statement, violations, holds: (...at) => violations(...at).length === 0 })

/**
 * The violation of two numbers that should be the same bits (NaN the same as NaN), if they are not.
 *
 * @example
 * ```ts
 * import { differing } from 'cotangent/laws'
 *
 * differing('0', -0, 0).length // => 1
 * ```
 */
export const differing = (what: string, found: string | number, expected: string | number): readonly Violation[] =>
  Object.is(found, expected) ? [] : [{ what, found, expected }]

/**
 * The violation of two numbers that should differ by no more than a tolerance, if they do; infinities and NaN must
 * be equal.
 *
 * @example
 * ```ts
 * import { straying } from 'cotangent/laws'
 *
 * straying('a third', 0.33, 1 / 3, 0.01) // => []
 * ```
 */
export const straying = (what: string, found: number, expected: number, tolerance: number): readonly Violation[] =>
  Object.is(found, expected) || Math.abs(found - expected) <= tolerance ? [] : [{ what, found, expected, tolerance }]

const shown = (value: string | number): string => (Object.is(value, -0) ? '-0' : String(value))

/**
 * A violation as a line.
 *
 * @example
 * ```ts
 * import { showViolation } from 'cotangent/laws'
 *
 * showViolation({ what: 'f(-x)', found: 2, expected: 1, tolerance: 0.5 }) // => 'f(-x) is 2, not 1 (tolerance 0.5)'
 * ```
 */
export const showViolation = ({ what, found, expected, tolerance }: Violation): string =>
  `${what} is ${shown(found)}, not ${shown(expected)}${tolerance === undefined ? '' : ` (tolerance ${tolerance})`}`
