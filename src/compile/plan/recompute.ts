import { type Apply, expressionOf, isConstant, type Result } from '../../graph/index.js'
import { isUniform, type Tensor } from '../../tensor/index.js'
import { fits, type Group } from './group.js'

type Uses = ReadonlyMap<Tensor, readonly (Apply | 'output')[]>

/** Computing a value of so few instructions again takes less than storing and loading it, unless they take long. */
const cheap = 2

/** What takes as long as several other instructions. */
const slow: ReadonlySet<string> = new Set(['div', 'sqrt'])

/**
 * Has values that take little to compute be computed again in every later nest that uses them, rather than stored in
 * between, where these nests have at hand what that takes. Tells in which groups applies then stand as well.
 */
export const recompute = (
  groups: readonly Group[],
  groupOf: ReadonlyMap<Apply, number>,
  uses: Uses,
  costOf: (apply: Apply) => number,
): ReadonlyMap<Apply, readonly number[]> => {
  const again = new Map<Apply, readonly number[]>()
  /** The other groups that use a result; undefined where it must be stored anyway. */
  const usersOf = (result: Result, home: number): readonly number[] | undefined => {
    const users = new Set<number>()
    for (const user of uses.get(result) ?? []) {
      const index = user === 'output' ? undefined : groupOf.get(user)
      if (index === undefined) return undefined
      const isReduced = user !== 'output' && groups[index].reduction === user
      if (groups[index].kind !== 'nest' || groups[index].key !== groups[home].key || isReduced) return undefined
      if (index !== home) users.add(index)
    }
    return [...users]
  }
  for (const [home, group] of groups.entries()) {
    if (group.kind !== 'nest') continue
    for (const apply of group.applies) {
      const [result] = apply.results
      const cost = costOf(apply)
      if (groupOf.get(apply) !== home || cost > cheap || slow.has(apply.primitive.name)) continue
      const users = usersOf(result, home)
      if (users === undefined || users.length === 0) continue
      const isAtHand = (operand: Tensor, user: Group): boolean => {
        const expression = expressionOf(operand)
        return (
          user.reads.has(operand) ||
          (isConstant(expression) && isUniform(expression)) ||
          (expression._tag === 'Result' && user.applies.includes(expression.apply))
        )
      }
      const canAll = users.every((index) => {
        const user = groups[index]
        return apply.operands.every((operand) => isAtHand(operand, user)) && fits(user, apply, cost, () => true)
      })
      if (!canAll) continue
      again.set(apply, users)
      for (const index of users) {
        const user = groups[index]
        user.applies.push(apply)
        user.reads.delete(result)
        user.cost += cost
        user.applies.sort((a, b) => a.serial - b.serial)
      }
    }
  }
  return again
}
