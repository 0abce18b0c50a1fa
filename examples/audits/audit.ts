import type { GradientFailure, GradientReport, OpaqueFunction } from 'cotangent'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'

/** The check of one derivative, and what is known of it beforehand. */
export interface Audited {
  readonly what: string
  /** `right`; `kink`, where it is one of several subgradients; or why it is not right. */
  readonly known: string
  readonly result: Either<GradientFailure, GradientReport>
}

/** What the check found, in the same terms. */
export const verdictOf = ({ result }: Audited): string => {
  if (isLeft(result)) return result.left.reason
  return result.right.kinks.length === 0 ? 'right' : 'kink'
}

export const asKnown = (audited: Audited): boolean => verdictOf(audited) === audited.known

/** The verdict for a table: marked where it is not what is known. */
export const showVerdict = (audited: Audited): string =>
  `${verdictOf(audited)}${asKnown(audited) ? '' : ` (should be ${audited.known})`}`

/** What a derivative of another library came to. */
export interface Finding extends Audited {
  readonly library: string
  /** What it gives, and what would be right. */
  readonly theirs: string
  readonly right: string
}

/** What code of others gives at a point, as text. */
export const shown = (f: OpaqueFunction, at: readonly number[]): string => {
  const slopes = 'gradient' in f ? f.gradient : 'jacobian' in f ? f.jacobian : () => []
  try {
    const found: ArrayLike<unknown> | undefined = slopes(Float64Array.from(at))
    if (found === undefined) return 'undefined'
    return `[${Array.from(found, (slope) => Number(Number(slope).toPrecision(4))).join(', ')}]`
  } catch {
    return 'throws'
  }
}
