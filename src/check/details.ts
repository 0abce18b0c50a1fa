import type { Diagnosis } from './diagnosis/index.js'
import type { EntryCheck, JointCheck } from './verdict.js'

/** Why a gradient was not found right. */
export type FailureReason =
  | 'wrong'
  | 'illConditioned'
  | 'nonFinite'
  | 'nonDeterministic'
  | 'discontinuous'
  /** Of opaque functions: one throws. */
  | 'threw'
  /** Of opaque functions: one gives something else than as many numbers as are due. */
  | 'malformed'
  /** Of opaque functions: one changes or keeps the arrays that it is given. */
  | 'impure'

/** The operation at fault: the first whose result is not finite, or the smallest part with a wrong derivative. */
export interface Culprit {
  /** The primitive, or the operations, as `makeGraph` prints them. */
  readonly operation: string
  /** Whether it computes the function's value or its derivative. */
  readonly within: 'value' | 'gradient'
  /** The user's line that applied it, as `file:line:column`, where the stack told. */
  readonly site: string | undefined
  /** One sentence: operands with types and values, and what came out. */
  readonly text: string
}

/** The smallest point found that fails in the same way. */
export interface Smallest {
  readonly entries: readonly EntryCheck[]
  readonly joint: JointCheck | undefined
  /** The point as text. */
  readonly point: string
}

/** What is known of a failure. */
export interface FailureDetails<T> {
  readonly reason: FailureReason
  readonly problem: string
  readonly entries?: readonly EntryCheck[]
  /** What is wrong with entries together, of which each is right. */
  readonly joint?: JointCheck | undefined
  readonly checked?: number
  readonly diagnosis?: Diagnosis | undefined
  readonly culprit?: Culprit | undefined
  readonly counterexample: T
  readonly smallest?: Smallest | undefined
  readonly seed: number
  readonly replay: string
  /** The name of the check, `gradcheck` if not given. */
  readonly check?: string
}

/** Random projections, and the chance that they missed an entry off by more than the resolution. */
export interface FastDetails {
  readonly projections: number
  readonly misses: number
  /** The error that is missed with that chance at most, relative to the largest entry of the gradient. */
  readonly resolution: number
}

/** What is known of a gradient that is right. */
export interface ReportDetails {
  readonly value: number | undefined
  readonly entries: readonly EntryCheck[]
  readonly checked: number
  readonly points: number
  readonly seed: number
  readonly fast?: FastDetails | undefined
  /** What was checked, `gradient` if not given. */
  readonly what?: string
}
