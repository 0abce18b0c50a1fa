import type { Rows } from '../numbers.js'

/** Inputs and the output wanted of each, as rows. */
export interface TruthTable {
  readonly inputs: Rows
  readonly targets: Rows
}

/** The output is the first input. */
export const firstInput: TruthTable = {
  inputs: [
    [0, 0, 1],
    [1, 1, 1],
    [1, 0, 1],
    [0, 1, 1],
  ],
  targets: [[0], [1], [1], [0]],
}

/** The output is 1 where the first two inputs differ. */
export const exclusiveOr: TruthTable = {
  inputs: [
    [0, 0, 1],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 1],
  ],
  targets: [[0], [1], [1], [0]],
}

/** What the trained neurons are asked about. */
export const newSituation: Rows = [[1, 0, 0]]
