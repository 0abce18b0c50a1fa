import { type Graph, isConstant } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { graphMayFail, mayFail } from '../failing.js'
import { isAll } from '../matching.js'
import { Needs } from '../needs.js'
import type { ControlRule, Rewriting } from '../rewriting.js'
import { closedOver, operandsFor, repeated, select } from './closure.js'

/** A choice in the making, and for each result what it is: one of the branches' outputs, or a tensor known outside. */
interface Choice {
  readonly branches: readonly Graph[]
  readonly operands: readonly Tensor[]
  readonly results: readonly (Tensor | number | undefined)[]
}

/** What an output of a branch is outside. */
const outsideOf = ({ branches, operands }: Choice, branch: number, output: number): Tensor | undefined => {
  const { inputs, outputs } = branches[branch]
  const tensor = outputs[output]
  return isConstant(tensor) ? tensor : operands[(inputs as readonly Tensor[]).indexOf(tensor)]
}

/** The branches without what they do not need, and without results that are the same in both. */
const refined = (choice: Choice, rewriting: Rewriting, isFirst: boolean): Choice | undefined => {
  const { branches, operands, results } = choice
  const known = results.map((result) => {
    if (typeof result !== 'number') return result
    const [onTrue, onFalse] = [outsideOf(choice, 0, result), outsideOf(choice, 1, result)]
    return onTrue === onFalse ? (onTrue ?? result) : result
  })
  const wanted = branches[0].outputs.map((_, index) => known.includes(index))
  const bounds = branches.map((branch) => {
    const needs = new Needs(branch.applies.filter(mayFail))
    for (const output of select(branch.outputs, wanted)) needs.add(output)
    return new Map(
      branch.inputs.flatMap((input, index) => (needs.has(input) ? [[input, operands[index]] as const] : [])),
    )
  })
  const shared = operandsFor(...bounds.flatMap((bound) => [...bound.values()]))
  if (!isFirst && shared.length === operands.length && !wanted.includes(false)) return undefined
  const places = wanted.flatMap((flag, index) => (flag ? [index] : []))
  return {
    branches: branches.map((branch, index) => closedOver(rewriting, branch, wanted, bounds[index], shared)),
    operands: shared,
    results: known.map((result) => (typeof result === 'number' ? places.indexOf(result) : result)),
  }
}

export const cond: ControlRule<'cond'> = (apply, rewriting, wanted) => {
  const {
    operands: [predicate, ...operands],
    attributes: { onTrue, onFalse },
  } = apply
  if (isAll(predicate, 1)) return rewriting.inline(onTrue, operands, { wanted })
  if (isAll(predicate, 0)) return rewriting.inline(onFalse, operands, { wanted })
  const results = wanted.map((flag, index) => (flag ? index : undefined))
  const choice = repeated({ branches: [onTrue, onFalse], operands, results } as Choice, (from, isFirst) =>
    refined(from, rewriting, isFirst),
  )
  const [first, second] = choice.branches
  if (first.outputs.length === 0 && choice.branches.some(graphMayFail)) return undefined
  const made =
    first.outputs.length === 0
      ? []
      : rewriting.keep('cond', { onTrue: first, onFalse: second }, [predicate, ...choice.operands])
  return choice.results.map((result, index) =>
    typeof result === 'number' ? made[result] : (result ?? apply.results[index]),
  )
}
