import type { Apply, Result } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'
import { fits, type Group } from './group.js'

type Uses = ReadonlyMap<Tensor, readonly (Apply | 'output')[]>

/**
 * Moves applies from nests to later ones of the same key that alone use their results, latest first, so that a value is
 * computed where it is used rather than stored in between. What is moved must not ask for more to be stored than it
 * saves.
 */
export const sink = (
  groups: readonly Group[],
  groupOf: Map<Apply, number>,
  uses: Uses,
  costOf: (apply: Apply) => number,
): void => {
  /** The one other group that uses a result, if there is just one: a reduction uses its operand where that is computed. */
  const onlyUser = (result: Result, home: number): number | undefined => {
    let found: number | undefined
    for (const user of uses.get(result) ?? []) {
      const index = user === 'output' ? home : groupOf.get(user)
      if (index === home || (found !== undefined && index !== found)) return undefined
      found = index
    }
    return found
  }
  /** Whether an expression is an intermediate value of a group, which nothing outside uses. */
  const isInternal = (tensor: Tensor, home: number): boolean => {
    if (!('apply' in tensor) || groupOf.get((tensor as Result).apply) !== home) return false
    return (uses.get(tensor) ?? []).every((user) => user !== 'output' && groupOf.get(user) === home)
  }
  const changed = new Set<number>()
  for (let home = groups.length - 1; home >= 0; home--) {
    const group = groups[home]
    if (group.kind !== 'nest') continue
    for (const apply of group.applies.toReversed()) {
      const user = onlyUser(apply.results[0], home)
      if (user === undefined) continue
      const target = groups[user]
      const cost = costOf(apply)
      if (target.kind !== 'nest' || target.key !== group.key || !fits(target, apply, cost, () => false)) continue
      if (new Set(apply.operands.filter((operand) => isInternal(operand, home))).size > 1) continue
      target.applies.push(apply)
      target.reads.delete(apply.results[0])
      for (const operand of apply.operands) target.reads.add(operand)
      group.cost -= cost
      target.cost += cost
      groupOf.set(apply, user)
      changed.add(home).add(user)
    }
  }
  for (const home of changed) {
    const group = groups[home]
    group.applies = group.applies.filter((apply) => groupOf.get(apply) === home).sort((a, b) => a.serial - b.serial)
  }
}
