import { isConstant } from '../graph/index.js'
import { Displayed, isTensor, mapTree, nestedArray } from '../tensor/index.js'
import { describeFailure, describeReport } from './describe.js'
import type { Culprit, FailureDetails, FailureReason, FastDetails, ReportDetails, Smallest } from './details.js'
import type { Diagnosis } from './diagnosis/index.js'
import type { EntryCheck, JointCheck } from './verdict.js'

/** What `gradcheck` says of a gradient that it finds right. */
export class GradientReport extends Displayed {
  readonly _tag = 'GradientReport'
  /** The function's value at the point; undefined where it is no scalar. */
  readonly value: number | undefined
  /**
   * Every entry that was compared, in the order of the tree's leaves, row-major within a leaf; of several points those of
   * the last one; of projections those entries alone that had to be looked at one by one.
   */
  readonly entries: readonly EntryCheck[]
  /** How many entries were checked, at all points together. */
  readonly checked: number
  readonly points: number
  readonly seed: number
  readonly fast: FastDetails | undefined
  readonly what: string

  constructor({ value, entries, checked, points, seed, fast, what = 'gradient' }: ReportDetails) {
    super()
    this.value = value
    this.entries = entries
    this.checked = checked
    this.points = points
    this.seed = seed
    this.fast = fast
    this.what = what
  }

  /** The entries at a kink of the function, whose analytic value lies between the slopes of the two sides. */
  get kinks(): readonly EntryCheck[] {
    return this.entries.filter(({ verdict }) => verdict === 'kink')
  }

  toString(): string {
    return describeReport(this)
  }

  toJSON(): unknown {
    const { _tag, value, entries, checked, points, seed, fast, what } = this
    return { _tag, what, value, checked, points, seed, fast, entries }
  }
}

/**
 * A tree of tensors as nested arrays, for JSON, and so are the flat numbers of code that knows no tensors; expressions of
 * transforms around the check as text.
 */
const asArrays = (tree: unknown): unknown =>
  tree instanceof Float64Array
    ? Array.from(tree)
    : isTensor(tree) || (typeof tree === 'object' && tree !== null)
      ? mapTree(tree, (leaf) => (isConstant(leaf) ? nestedArray(leaf) : String(leaf)))
      : undefined

/** What `gradcheck` says of a gradient that it does not find right. Its text tells all; its fields have it as data. */
export class GradientFailure<T = unknown> extends Displayed {
  readonly _tag = 'GradientFailure'
  readonly reason: FailureReason
  /** What is the matter, in one line. */
  readonly problem: string
  /** The failing entries at the point given, the worst first. */
  readonly entries: readonly EntryCheck[]
  /** What is wrong with entries at a kink together, where each is right by itself; there are no failing `entries` then. */
  readonly joint: JointCheck | undefined
  /** How many entries were compared. */
  readonly checked: number
  /** The likely mistake, where the gradient as a whole tells. */
  readonly diagnosis: Diagnosis | undefined
  readonly culprit: Culprit | undefined
  /** The smallest and simplest point found that fails in the same way. */
  readonly counterexample: T
  /** What it is like there, where it is another point than the one given, as one that was drawn is. */
  readonly smallest: Smallest | undefined
  readonly seed: number
  /** A line of code that looks at the worst entry alone. */
  readonly replay: string
  /** The name of the check that failed. */
  readonly check: string

  constructor(details: FailureDetails<T>) {
    super()
    this.reason = details.reason
    this.problem = details.problem
    this.entries = details.entries ?? []
    this.joint = details.joint
    this.checked = details.checked ?? 0
    this.diagnosis = details.diagnosis
    this.culprit = details.culprit
    this.counterexample = details.counterexample
    this.smallest = details.smallest
    this.seed = details.seed
    this.replay = details.replay
    this.check = details.check ?? 'gradcheck'
  }

  get message(): string {
    return describeFailure(this)
  }

  toString(): string {
    return `${this.check}: ${this.message}`
  }

  toJSON(): unknown {
    const { _tag, check, reason, problem, entries, joint, checked, diagnosis, culprit, smallest } = this
    const { seed, replay, message } = this
    const counterexample = asArrays(this.counterexample)
    const found = { reason, problem, entries, joint, checked, diagnosis, culprit, counterexample, smallest }
    return { _tag, check, ...found, seed, replay, message }
  }
}
