import { type Apply, expressionOf, isConstant, type Result } from '../../graph/index.js'
import { isUniform, sizeInBytes, sizeOf, type Tensor } from '../../tensor/index.js'
import { fits, type Group } from './group.js'

type Uses = ReadonlyMap<Tensor, readonly (Apply | 'output')[]>

/** Computing a value of so few instructions again takes less than storing and loading it, unless they take long. */
const cheap = 2

/** What takes as long as several other instructions. */
const slow: ReadonlySet<string> = new Set(['div', 'sqrt'])

/** What is read again from a few elements in place of a value must be so much less than that, */
const leastRepetition = 8

/** and the value larger than what caches keep until the next nest reads it, in bytes. */
const cached = 2 ** 18

/** Whether an operand repeats few elements, so that reading it takes less than reading a large result computed from it. */
const isRepeated = (operand: Tensor, result: Result): boolean => {
  const expression = expressionOf(operand)
  return (
    sizeInBytes(result) > cached &&
    expression._tag === 'Result' &&
    expression.apply.primitive.name === 'broadcastTo' &&
    leastRepetition * sizeOf(expression.apply.operands[0].shape) <= sizeOf(result.shape)
  )
}

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
        const isFree = (operand: Tensor): boolean => isAtHand(operand, user)
        return (
          apply.operands.every((operand) => isFree(operand) || isRepeated(operand, result)) &&
          fits(user, apply, cost, isFree)
        )
      })
      if (!canAll) continue
      again.set(apply, users)
      for (const index of users) {
        const user = groups[index]
        for (const operand of apply.operands) if (!isAtHand(operand, user)) user.reads.add(operand)
        user.applies.push(apply)
        user.reads.delete(result)
        user.cost += cost
        user.applies.sort((a, b) => a.serial - b.serial)
      }
    }
  }
  return again
}
