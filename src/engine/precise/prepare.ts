import type { Graph } from '../../graph/index.js'
import { Cells } from './changes/cells.js'
import type { Site, Update } from './changes/site.js'
import { updateOf } from './changes/update.js'
import { type Plan, planOf } from './plan.js'
import type { Precise } from './precise.js'
import { runAll } from './run.js'

/** A graph evaluated at a point, ready to be evaluated where one number is another. */
export interface Prepared {
  readonly outputs: readonly Precise[]
  /**
   * The outputs where the element of one input at an offset, counted in row-major order, is the sum of two numbers (`low`
   * at most half a unit in the last place of `high`), and all else as it was: to the bit those of a whole evaluation.
   */
  readonly changed: (
    input: number,
    offset: number,
    value: { readonly high: number; readonly low: number },
  ) => readonly Precise[]
}

/** The numbers of the steps that depend on a slot, in order. */
const dependents = ({ steps }: Plan, slot: number): readonly number[] => {
  const reached = new Set([slot])
  return steps.flatMap(({ operands, results }, index) => {
    if (!operands.some((operand) => reached.has(operand))) return []
    for (const result of results) reached.add(result)
    return [index]
  })
}

/**
 * Evaluates a graph once, and then again and again with one element of one input changed: only what depends on it is
 * computed anew, of most primitives only the elements that do.
 */
export const prepare = (graph: Graph, operands: readonly Precise[]): Prepared => {
  const plan = planOf(graph)
  const values = runAll(plan, operands)
  const cells = new Map<number, Cells>()
  const cellsAt = (slot: number): Cells => {
    const known = cells.get(slot) ?? new Cells(values[slot])
    cells.set(slot, known)
    return known
  }
  const sites = new Map<number, readonly [Site, Update]>()
  const siteAt = (index: number): readonly [Site, Update] => {
    const known = sites.get(index)
    if (known !== undefined) return known
    const step = plan.steps[index]
    const site = { step, operands: step.operands.map(cellsAt), results: step.results.map(cellsAt) }
    const made = [site, updateOf(site)] as const
    sites.set(index, made)
    return made
  }
  const outputs = plan.outputs.map((slot) => values[slot])
  const chains = plan.inputs.map((slot) => {
    let chain: readonly (readonly [Site, Update])[] | undefined
    return () => {
      chain ??= dependents(plan, slot).map(siteAt)
      return chain
    }
  })
  return {
    outputs,
    changed: (input, offset, { high, low }) => {
      const start = cellsAt(plan.inputs[input])
      const chain = chains[input]()
      try {
        start.write(offset, high, low)
        for (const [site, update] of chain) if (site.operands.some(({ count }) => count > 0)) update()
        return plan.outputs.map((slot, index) => {
          const now = cells.get(slot)
          return now === undefined || now.count === 0 ? outputs[index] : now.copy()
        })
      } finally {
        // Also where an index that has changed is outside its axis, say.
        start.restore()
        for (const [{ results }] of chain) for (const result of results) result.restore()
      }
    },
  }
}
