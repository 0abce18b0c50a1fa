import type { Step } from '../plan.js'
import type { Cells } from './cells.js'

/** Brings the results of a step up to date with its operands. */
export type Update = () => void

/** A step with the cells of its operands and of its results. */
export interface Site {
  readonly step: Step
  readonly operands: readonly Cells[]
  readonly results: readonly Cells[]
}
