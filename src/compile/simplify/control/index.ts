import type { PrimitiveName } from '../../../graph/index.js'
import type { ControlRule } from '../rewriting.js'
import { cond } from './cond.js'
import { scan } from './scan.js'
import { whileLoop } from './while.js'

/** A function that stands for one of its graphs. */
const inlined: ControlRule<'call' | 'customJvp' | 'customVjp'> = ({ operands, attributes }, rewriting, wanted) =>
  rewriting.inline(attributes.graph, operands, { wanted })

/** What is simpler than a primitive that holds graphs. */
export const controls = { call: inlined, cond, customJvp: inlined, customVjp: inlined, scan, whileLoop } satisfies {
  readonly [P in PrimitiveName]?: ControlRule<P>
}
