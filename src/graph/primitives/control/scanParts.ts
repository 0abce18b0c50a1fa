import type { Tensor } from '../../../tensor/index.js'
import type { Graph } from '../../trace.js'
import { cut } from './derived.js'

/**
 * A loop over axis 0 of `xs`: operands are constants, initial carries and xs; the body takes constants, carries and one
 * element of each of the xs, and gives carries and one element of each of the ys; results are the last carries and ys.
 */
export interface ScanAttributes {
  readonly body: Graph
  readonly length: number
  readonly constants: number
  readonly carries: number
  /** From the last element to the first; ys stay at the places of their xs. */
  readonly reverse: boolean
  /** In reverse mode carries are kept before every so many steps only, and made again between these; undefined for each. */
  readonly every?: number
}

export interface ScanParts<T> {
  readonly constants: readonly T[]
  readonly carries: readonly T[]
  readonly xs: readonly T[]
}

/** The three kinds of operands. */
export const scanParts = <T>(operands: readonly T[], attributes: ScanAttributes): ScanParts<T> => {
  const { constants, carries } = attributes
  const [a, b, c] = cut(operands, constants, carries, operands.length - constants - carries)
  return { constants: a, carries: b, xs: c }
}

/** Makes an Apply of a loop. */
export type RunScan = (attributes: ScanAttributes, operands: readonly Tensor[]) => readonly Tensor[]
