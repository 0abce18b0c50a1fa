import type { Versions } from '../contestants/index.js'
import { compare } from '../gradbench/compare.js'
import { contestantsOf, ours } from '../gradbench/contestants.js'
import { entries } from '../gradbench/entries/index.js'
import type { Effort } from '../measure.js'

export interface GradbenchArgument {
  readonly evaluation: string
  /** Whether nobody else takes part. */
  readonly alone: boolean
  /** Whether to leave it at the smallest workload. */
  readonly quick: boolean
  readonly effort: Effort
  readonly versions?: Versions
}

/** How all contestants do at an evaluation of GradBench. */
export const gradbenchProbe = async ({ evaluation, alone, quick, effort, versions }: GradbenchArgument) => {
  const entry = entries.find(({ name }) => name === evaluation)
  if (entry === undefined) throw new Error(`there is no evaluation ${evaluation}`)
  return compare(entry, alone ? [ours(entry)] : contestantsOf(entry, versions), effort, quick)
}
