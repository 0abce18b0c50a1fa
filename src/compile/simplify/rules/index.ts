import type { PrimitiveName } from '../../../graph/index.js'
import type { Rule } from '../rewriting.js'
import { algebra, integers } from './algebra.js'
import { choice } from './choice.js'
import { selections } from './selections.js'
import { shaping } from './shaping.js'
import { sums } from './sums.js'
import { views } from './views.js'

/** What is simpler than a primitive with one result, for each that has a rule. */
export const rules = { ...algebra, ...integers, ...choice, ...selections, ...shaping, ...sums, ...views } satisfies {
  readonly [P in PrimitiveName]?: Rule<P>
}
