import type { GradientFailure, GradientReport } from 'cotangent'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'

/** What an audit found of one derivative, and what is known of it beforehand. */
export interface Finding {
  readonly what: string
  /** What the code gives, and what would be right. */
  readonly theirs: string
  readonly right: string
  /** `right`, `kink` where it is right by a subgradient, or why it is not right. */
  readonly known: string
  readonly result: Either<GradientFailure, GradientReport>
}

/** What the check found: `right`, `kink`, or the reason of its failure. */
export const verdictOf = ({ result }: Finding): string => {
  if (isLeft(result)) return result.left.reason
  return result.right.kinks.length === 0 ? 'right' : 'kink'
}

export const asKnown = (finding: Finding): boolean => verdictOf(finding) === finding.known
