import type { Float } from '../contestants/contestant.js'
import type { Params, Problem } from '../network.js'

/** A training written out in JavaScript, for one network: some steps from the initial weights on. */
export type Loops = (problem: Problem) => (steps: number) => Params

/** One of the trainings that all contestants do. */
export interface Workload {
  readonly name: string
  readonly title: string
  /** In which ours trains; the lesson always does in float64. */
  readonly dtype: Float
  /** The problem at its full size, or with fewer examples. */
  readonly problem: (examples?: number) => Problem
  /** How many steps the whole training of one compiled program takes where it is timed. */
  readonly training: number
  /** How many steps are taken where all contestants are compared. */
  readonly compared: number
  readonly loops: Loops
}
