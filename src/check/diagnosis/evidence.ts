import type { Graph } from '../../graph/index.js'
import type { Constant, Shape } from '../../tensor/index.js'

/** A gradient, leaf by leaf, each in row-major order; NaN where an entry is not known. */
export type Gradient = readonly Float64Array[]

/** Another point, and what the analytic gradient is there. */
export interface Sight {
  readonly leaves: readonly Constant[]
  readonly analytic: Gradient
}

/** What a diagnosis goes by: a point, and two gradients there that differ. */
export interface Evidence {
  readonly leaves: readonly Constant[]
  /** Where each leaf stands in the tree, such as `.layers[0].weights`; empty where the argument is one tensor. */
  readonly paths: readonly string[]
  readonly analytic: Gradient
  readonly numeric: Gradient
  /** How far the two may be apart, entry by entry, if both are right. */
  readonly tolerance: Gradient
  /** The function, from the leaves to one scalar, where it is a graph of ours. */
  readonly graph: Graph | undefined
  /** What the analytic gradient is elsewhere: what is a coincidence of the point is none there. */
  readonly elsewhere?: () => readonly Sight[]
}

/**
 * What a mistake in a derivative is called.
 *
 * Seen in the two gradients alone: `factor` (too large or too small by a number), `sign`, `forgotten` (all zero),
 * `transposed`, `shifted` along an axis, `reversed` along an axis, `incomplete` (the first or last slice of an axis left
 * zero), `averaged` (one value all along an axis), `exchanged` (the gradient of another leaf).
 *
 * Seen by going back through the function's graph with one mistake: `droppedCotangent` (ones in the place of what comes
 * back), `atActivation` (the slope taken at what a function gives, not at what it is given), `atPreactivation` (the
 * other way round), `skippedDerivative` (the slope left out), `valueForDerivative` (the function's value in place of its
 * slope), `missingTerm` (of one operand), `untransposed` (an operand of a matrix product), `exchangedOperands`,
 * `unsummed` (a broadcast axis of which one slice is counted), `wrongAxis`.
 *
 * Seen where entries at a tie are moved together: `unshared` (what they get does not add up to the slope that they share).
 */
export type Cause =
  | 'factor'
  | 'sign'
  | 'forgotten'
  | 'transposed'
  | 'shifted'
  | 'reversed'
  | 'incomplete'
  | 'averaged'
  | 'exchanged'
  | 'droppedCotangent'
  | 'atActivation'
  | 'atPreactivation'
  | 'skippedDerivative'
  | 'valueForDerivative'
  | 'missingTerm'
  | 'untransposed'
  | 'exchangedOperands'
  | 'unsummed'
  | 'wrongAxis'
  | 'unshared'

/** Where in the function a mistake was made in its derivative. */
export interface MistakePlace {
  /** The function or primitive, such as `sigmoid`. */
  readonly operation: string
  /** The shape of its result. */
  readonly shape: Shape
  /** Which of its operands the derivative is in, where it has several. */
  readonly operand: number | undefined
  /** The user's line, where it is known. */
  readonly site: string | undefined
}

/** One mistake, which explains the gradients of some leaves. */
export interface Mistake {
  readonly cause: Cause
  /** The paths of the leaves whose gradients it makes wrong. */
  readonly paths: readonly string[]
  /** By how much the gradient is too large, of a `factor`; -1 of a `sign`. */
  readonly factor: number | undefined
  /** The places that explain the evidence equally well; none where it is told from the gradients alone. */
  readonly places: readonly MistakePlace[]
  /** What is wrong and what to do, in a sentence without its full stop. */
  readonly text: string
}

/** What is probably wrong with a gradient. */
export interface Diagnosis {
  /** The cause of the first mistake. */
  readonly cause: Cause
  /** The number by which what the first mistake is about is too large, where that is the mistake. */
  readonly factor: number | undefined
  /** The mistakes that together explain the evidence: mostly one. */
  readonly mistakes: readonly Mistake[]
  /** Other explanations, which the evidence supports as well. */
  readonly alternatives: readonly (readonly Mistake[])[]
  /** The paths of the leaves whose gradients are wrong for a reason that is not known. */
  readonly unexplained: readonly string[]
  readonly text: string
}
