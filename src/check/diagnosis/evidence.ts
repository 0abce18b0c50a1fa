import type { Graph } from '../../graph/index.js'
import type { Constant } from '../../tensor/index.js'

/** What is known of a wrong gradient as a whole: one array for each leaf, row-major, NaN where nothing is known. */
export interface Evidence {
  readonly leaves: readonly Constant[]
  readonly paths: readonly string[]
  readonly analytic: readonly Float64Array[]
  readonly numeric: readonly Float64Array[]
  /** The farthest that the two can be apart where both are right. */
  readonly tolerance: readonly Float64Array[]
  /** The function, from the leaves to one scalar; undefined where it is not one of our graphs. */
  readonly graph: Graph | undefined
  /** The gradient, from the leaves to one tensor like each. */
  readonly gradient?: Graph
}

/** The likely mistake behind a wrong gradient. */
export interface Diagnosis {
  /** The kind of the mistake, such as `factor`, `sign`, `transposed`. */
  readonly cause: string
  /** The factor by which the gradient is too large, where that is the mistake. */
  readonly factor?: number
  /** One sentence: what the gradient looks like, and the likely mistake. */
  readonly text: string
}
