import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { MatcherState } from 'vitest'
import type { EntryCheck, GradientFailure, GradientReport } from '../check/index.js'

/** What a matcher works with while it runs. */
export type Matching = Pick<MatcherState, 'isNot' | 'utils'>

/** What a matcher tells vitest: whether it holds, and what is said if that is not what was asserted. */
export interface Matched {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: unknown
  readonly expected?: unknown
}

/** A failure's text with the value that was found as vitest colours what it received, and the other as what it expects. */
const coloured = (text: string, { utils }: Matching): string =>
  text
    .replace(/^( *analytic +)(.*)$/gm, (_, label: string, value: string) => label + utils.RECEIVED_COLOR(value))
    .replace(/^( *numeric +)(.*)$/gm, (_, label: string, value: string) => label + utils.EXPECTED_COLOR(value))
    .replace(/^( *to replay +)(.*)$/gm, (_, label: string, value: string) => utils.DIM_COLOR(label + value))

const bothSides = (entry: EntryCheck | undefined): Pick<Matched, 'actual' | 'expected'> =>
  entry === undefined || !Number.isFinite(entry.numeric) ? {} : { actual: entry.analytic, expected: entry.numeric }

/** What a check of a derivative came to, as vitest wants it told. */
export const matched = (
  matcher: string,
  what: string,
  result: Either<GradientFailure, GradientReport>,
  matching: Matching,
): Matched => {
  const { isNot, utils } = matching
  const head = utils.matcherHint(matcher, 'f', '{ at }', { isNot })
  const told =
    (...lines: readonly string[]): (() => string) =>
    () =>
      [head, '', ...lines].join('\n')
  if (!isLeft(result)) {
    const found = utils.RECEIVED_COLOR(result.right.toString())
    return { pass: true, message: told(`Expected: the ${what} is wrong`, `Received: ${found}`) }
  }
  const failure = result.left
  const text = coloured(failure.message, matching)
  // Any other reason leaves open whether the derivative is right: neither an assertion nor its opposite holds.
  if (isNot && failure.reason !== 'wrong')
    return { pass: true, message: told(`Neither the ${what} nor its being wrong can be told here:`, text) }
  return { pass: false, message: told(text), ...bothSides(failure.entries[0]) }
}
