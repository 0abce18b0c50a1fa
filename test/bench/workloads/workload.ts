import type { Float } from '../contestants/contestant.js'
import type { Params, Problem } from '../network.js'

/** A training written out in JavaScript, for one network: some steps from the initial weights on. */
export type Loops = (problem: Problem) => (steps: number) => Params

/** How many times as fast as a peer ours is to be; it may depend on V8. */
type Target = number | { readonly older: number; readonly newer: number }

export interface Targets {
  readonly 'NumPy as in the lesson': Target
  readonly 'JavaScript loops': number
  readonly 'jax-js': number
  readonly 'TensorFlow.js': number
}

export interface NativeTarget {
  readonly peer: 'NumPy' | 'PyTorch'
  readonly dtype: Float
  readonly of: number
}

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
  readonly targets: Targets
  /** How many times as fast as peers ours is to be on ONNX Runtime in float32. */
  readonly nativeTargets?: readonly NativeTarget[]
}
