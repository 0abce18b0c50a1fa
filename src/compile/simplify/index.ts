import type { Apply, Graph, PrimitiveName } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'
import { controls } from './control/index.js'
import { Interning } from './interning.js'
import { isElementwise } from './matching.js'
import { traced } from './rewriter.js'
import type { ControlRule, Rewriting, Rule } from './rewriting.js'
import { beforeBroadcast } from './rules/broadcasts.js'
import { rules } from './rules/index.js'

const table: { readonly [name: string]: Rule<PrimitiveName> | undefined } = rules as never
const controlTable: { readonly [name: string]: ControlRule<PrimitiveName> | undefined } = controls as never

const simplification = (
  apply: Apply,
  rewriting: Rewriting,
  wanted: readonly boolean[],
): readonly Tensor[] | undefined => {
  const { name } = apply.primitive
  const control = controlTable[name]
  if (control !== undefined) return control(apply as never, rewriting, wanted)
  const result =
    table[name]?.(apply as never, rewriting) ??
    (isElementwise(apply.primitive) ? beforeBroadcast(apply as never, rewriting) : undefined)
  return result && [result]
}

/**
 * A graph of the same inputs and, to the bit, the same outputs, which computes less: equal applies stand there once,
 * constants are computed, algebra that is exact is done, loops keep only what changes in them, and functions that stand
 * for their graphs are these graphs. What fails when it is run still does, with the same error.
 */
export const simplify = (graph: Graph): Graph =>
  traced({ interning: new Interning(), simplification }, graph.inputs, (rewriting, inputs) =>
    rewriting.inline(graph, inputs),
  )
