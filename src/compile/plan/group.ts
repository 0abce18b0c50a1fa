import type { Apply } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'
import type { Thresholds } from '../thresholds.js'
import type { Form } from './step.js'

/** A step that may still take in applies. */
export interface Group {
  readonly kind: 'nest' | 'block' | 'single'
  /** Groups with the same key may be one. */
  readonly key: string
  applies: Apply[]
  reduction: Apply | undefined
  /** What its applies take from outside. */
  readonly reads: Set<Tensor>
  /** About how many instructions it is long. */
  cost: number
}

/** How long an Apply is as code, in instructions; undefined where it has too many elements to be written out. */
export type UnrolledCost = (apply: Apply) => number | undefined

/** What the planner is told of the code that applies become. */
export interface Costs {
  readonly formOf: (apply: Apply) => Form
  readonly unrolled: UnrolledCost
  /** Instructions for one element. */
  readonly mapped: (apply: Apply) => number
  /** From where on steps are joined in chains. */
  readonly thresholds: Pick<Thresholds, 'followed' | 'indices'>
}

/** Longer steps are not made: their functions would take long to compile, and their values not fit the registers. */
const greatestCost = { nest: 1200, block: 2000, single: 0 } as const

/** A nest walks with a pointer for each tensor that it reads or stores. */
const greatestStreams = { reads: 24, applies: 64 } as const

/** Whether a group can take an Apply of some cost in; `isInside` tells what it has not to read then. */
export const fits = (group: Group, apply: Apply, cost: number, isInside: (operand: Tensor) => boolean): boolean => {
  if (group.kind === 'single' || group.cost + cost > greatestCost[group.kind]) return false
  if (group.kind === 'block') return true
  const added = apply.operands.filter((operand) => !group.reads.has(operand) && !isInside(operand)).length
  return group.reads.size + added <= greatestStreams.reads && group.applies.length < greatestStreams.applies
}
