import type { Settings } from './settings.js'

/** What the page asks of the worker. Every message names the run that it is about; answers of runs before are left alone. */
export type Request =
  /**
   * Draws the data and the first parameters, compiles, and answers with `ready`. Before that it trains for `steps` steps, or
   * for as many as fit into `milliseconds`: what the frame falls short of is asked for by `train`. Of several in a row only
   * the last is answered.
   */
  | {
      readonly kind: 'start'
      readonly run: number
      readonly settings: Settings
      readonly steps: number
      readonly milliseconds: number
      /** After how many steps there are figures of the way as well. */
      readonly every: number
    }
  /**
   * Trains for `steps` steps, or for as many as fit into `milliseconds` with the picture of it, but for one at least,
   * whichever is less, and answers with `frame`.
   */
  | {
      readonly kind: 'train'
      readonly run: number
      readonly steps: number
      readonly milliseconds: number
      readonly every: number
    }

/** Points as they are drawn: places in the plane of the two features, classes, and which of them are for the test. */
export interface DrawnPoints {
  /** x and y in turn. */
  readonly places: Float32Array
  readonly labels: Uint8Array
  /** 1 where a point is for the test. */
  readonly held: Uint8Array
}

/** What the plane looks like: the ranges of its axes, its features' names and its classes'. */
export interface Plane {
  readonly x: readonly [from: number, to: number]
  readonly y: readonly [from: number, to: number]
  readonly features: readonly [string, string]
  readonly classes: readonly string[]
}

/** A layer's weights as they are drawn: row by row, a row for every input. */
export interface DrawnLayer {
  readonly inputs: number
  readonly outputs: number
  readonly weights: Float32Array
  readonly bias: Float32Array
}

/** The figures after a step. */
export interface Figures {
  readonly step: number
  readonly trainLoss: number
  /** NaN where no points are kept for the test, as `testAccuracy` is. */
  readonly testLoss: number
  /** 0 to 1. */
  readonly trainAccuracy: number
  readonly testAccuracy: number
}

/** The state of a training, to be drawn. */
export interface Frame {
  readonly figures: Figures
  /** The figures of the way since the picture before, where they were asked for. */
  readonly passed: readonly Figures[]
  /** How often all points were gone through: a whole number. */
  readonly epoch: number
  /**
   * The probability of every class in the middles of cells that cover the plane, [rows, columns, classes], from the upper
   * left.
   */
  readonly grid: { readonly rows: number; readonly columns: number; readonly probabilities: Float32Array }
  readonly layers: readonly DrawnLayer[]
  /** Microseconds that a step took, the mean over those that were taken last; NaN before the first. */
  readonly stepTime: number
}

export type Response =
  | {
      readonly kind: 'ready'
      readonly run: number
      readonly points: DrawnPoints
      readonly plane: Plane
      readonly parameters: number
      /** Milliseconds from the settings to the first picture, without the steps before it. */
      readonly prepared: number
      /** How many threads the engine has, 1 where the page is not isolated. */
      readonly threads: number
      readonly frame: Frame
    }
  | { readonly kind: 'frame'; readonly run: number; readonly frame: Frame }
  /** What stands in the way of a run, in words for the reader: the loss is no number, a class has no points, ... */
  | { readonly kind: 'failed'; readonly run: number; readonly problem: string; readonly remedy: string }
