import type { Constant, TensorType } from '../tensor/index.js'
import type { Entry } from './point.js'

/** Values of a function along a straight line through the point, a number for each element of its results. */
export interface Line {
  /** How large a step is that counts as one: a power of two. */
  readonly scale: number
  /** Steps of less than this, in terms of the scale, are lost. */
  readonly finest: number
  /** The step that is taken where one of t is asked for. */
  readonly place: (t: number) => number
  /** The results after a step; where `Subject.relative` is not 0, less those at the point. */
  readonly values: (t: number) => ArrayLike<number>
}

/** Values near a place along the direction that noise is measured in. */
export interface Around {
  /** What the values are less: those at the place itself, or zeros. */
  readonly base: ArrayLike<number>
  readonly at: (t: number) => ArrayLike<number>
}

/** One element of a derivative: of which element of the results (counted through all of them), by which entry. */
export interface Slot {
  readonly result: number
  readonly entry: Entry
}

/** How finely an arithmetic resolves numbers, and how noise is measured in it. */
export interface Fineness {
  /** The unit roundoff of a value. */
  readonly roundoff: number
  /** The smallest number above zero. */
  readonly smallest: number
  /** The spacings of the samples, as powers of the roundoff: a wide one, narrower ones, and one for staircases. */
  readonly spacings: { readonly wide: number; readonly narrow: readonly number[]; readonly coarse: number }
}

/** A function and its derivative at a point, evaluated in some arithmetic. */
export interface Subject {
  readonly leaves: readonly Constant[]
  readonly paths: readonly string[]
  readonly outputs: readonly TensorType[]
  readonly outputPaths: readonly string[]
  /** The results at the point, one after another. */
  readonly results: ArrayLike<number>
  /** Whether the function reads values, so that its graph is made anew at every point. */
  readonly reads: boolean
  /** Whether it may not end at another point. */
  readonly mayNotEnd: boolean
  /** Whether function and derivative come out the same when they are traced or called again. */
  readonly repeats: () => Readonly<{ value: boolean; derivative: boolean }>
  /** An element of the derivative as computed by its rules. */
  readonly analytic: (slot: Slot) => number
  /** All elements of the derivative of one element of the results, an array for each leaf, for reading only. */
  readonly rowOf: (result: number) => readonly Float64Array[]
  readonly value: Fineness
  readonly derivative: Fineness
  /** The relative error of a difference of values as `Line.values` gives it; 0 where values themselves are given. */
  readonly relative: number
  /** The unit roundoff of the constants in value and derivative; 0 where that is among the noise that is measured. */
  readonly constants: number
  readonly lineOf: (entry: Entry) => Line
  readonly lineAlong: (steps: readonly Float64Array[]) => Line
  /** The results around places in a direction. */
  readonly valuesAround: (steps: readonly Float64Array[]) => (place: number) => Around
  /** Elements of the derivative there. */
  readonly slopesAround: (steps: readonly Float64Array[], slots: readonly Slot[]) => (place: number) => Around
}
