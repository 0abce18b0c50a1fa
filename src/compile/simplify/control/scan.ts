import { type Graph, isConstant } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { graphMayFail, mayFail } from '../failing.js'
import { allOf } from '../matching.js'
import { Needs } from '../needs.js'
import type { Applied, ControlRule, Rewriting } from '../rewriting.js'
import { closedOver, grouped, operandsFor, repeated, select } from './closure.js'
import { hoist, Invariants } from './invariants.js'

/** A loop in the making, and for each result what it is: one of the body's outputs, or a tensor known outside. */
interface Loop {
  readonly body: Graph
  readonly constants: readonly Tensor[]
  readonly carries: readonly Tensor[]
  readonly xs: readonly Tensor[]
  readonly results: readonly (Tensor | number | undefined)[]
}

/** Whether each carry is the same before and after every step. */
export const fixedCarries = (
  { outputs }: Graph,
  inputs: readonly Tensor[],
  carries: readonly Tensor[],
): readonly boolean[] =>
  carries.map(
    (initial, index) => outputs[index] === inputs[index] || (isConstant(initial) && outputs[index] === initial),
  )

/** The carries that needed tensors depend on, from step to step, beside those that are `live` already. */
export const growLive = (
  live: readonly boolean[],
  isUsed: (index: number) => boolean,
  revive: (index: number) => void,
): readonly boolean[] => {
  const grown = [...live]
  for (let changed = true; changed; ) {
    changed = false
    grown.forEach((flag, index) => {
      if (flag || !isUsed(index)) return
      grown[index] = true
      changed = true
      revive(index)
    })
  }
  return grown
}

/** The loop without what it does not need, and without what it would do again in every step. */
const refined = (loop: Loop, length: number, rewriting: Rewriting, isFirst: boolean): Loop | undefined => {
  const { body, constants, carries, xs, results } = loop
  const ofConstants = body.inputs.slice(0, constants.length)
  const ofCarries = body.inputs.slice(constants.length, constants.length + carries.length)
  const ofXs: readonly Tensor[] = body.inputs.slice(constants.length + carries.length)
  const fixed = fixedCarries(body, ofCarries, carries)
  const known = new Map([
    ...ofConstants.map((input, index) => [input, constants[index]] as const),
    ...select([...ofCarries.entries()], fixed).map(([index, input]) => [input, carries[index]] as const),
  ])

  const needs = new Needs(body.applies.filter(mayFail))
  for (const result of results) if (typeof result === 'number') needs.add(body.outputs[result])
  const isWanted = (index: number): boolean => results.includes(index)
  const live = growLive(
    carries.map((_, index) => isWanted(index) && !fixed[index]),
    (index) => !fixed[index] && needs.has(ofCarries[index]),
    (index) => needs.add(body.outputs[index]),
  )
  const invariants = new Invariants(body, known, needs)
  const isSame = (output: Tensor): boolean => invariants.has(output) || ofXs.includes(output)
  const wanted = body.outputs.map((output, index) =>
    index < carries.length ? live[index] : isWanted(index) && !isSame(output),
  )
  const asked = body.outputs.filter(
    (output, index) => index >= carries.length && isWanted(index) && invariants.has(output),
  )
  const hoisting = hoist(rewriting, body, known, needs, invariants, select(body.outputs, wanted), asked)
  const used = ofXs.map((input) => needs.has(input))
  const sequences = grouped(select(ofXs, used), select(xs, used))
  const operands = operandsFor(...hoisting.bound.values())
  const isSettled =
    hoisting.isIdle && operands.length === constants.length && sequences.length === xs.length && !wanted.includes(false)
  if (isSettled && !isFirst) return undefined

  const places = wanted.flatMap((flag, index) => (flag ? [index] : []))
  const outside = (index: number): Tensor => {
    const output = body.outputs[index]
    if (index < carries.length) return carries[index]
    const at = asked.indexOf(output)
    if (at < 0) return xs[ofXs.indexOf(output)]
    return rewriting.apply('broadcastTo', { shape: [length, ...output.shape] }, hoisting.asked[at])
  }
  const own = [...select(ofCarries, live).map((input) => [input]), ...sequences.map((each) => each.inputs)]
  return {
    body: closedOver(rewriting, body, wanted, hoisting.bound, operands, own),
    constants: operands,
    carries: select(carries, live),
    xs: sequences.map(({ operand }) => operand),
    results: results.map((result) =>
      typeof result !== 'number' ? result : wanted[result] ? places.indexOf(result) : outside(result),
    ),
  }
}

const loopOf = ({ operands, attributes }: Applied<'scan'>, wanted: readonly boolean[]): Loop => {
  const { body, constants, carries } = attributes
  return {
    body,
    constants: operands.slice(0, constants),
    carries: operands.slice(constants, constants + carries),
    xs: operands.slice(constants + carries),
    results: wanted.map((flag, index) => (flag ? index : undefined)),
  }
}

/** A body that only may fail, with a result for the loop to have. */
const tried = (body: Graph): Graph => ({ ...body, outputs: [allOf({ shape: [], dtype: 'bool' }, 0)] })

export const scan: ControlRule<'scan'> = (apply, rewriting, wanted) => {
  const { attributes } = apply
  const start = loopOf(apply, wanted)
  if (attributes.length === 0) return apply.results.map((type, index) => start.carries[index] ?? allOf(type, 0))
  const { body, constants, carries, xs, results } = repeated(start, (loop, isFirst) =>
    refined(loop, attributes.length, rewriting, isFirst),
  )
  const isEmpty = body.outputs.length === 0
  const needed = isEmpty && graphMayFail(body) ? tried(body) : body
  const settings = { ...attributes, body: needed, constants: constants.length, carries: carries.length }
  const made = needed.outputs.length === 0 ? [] : rewriting.keep('scan', settings, [...constants, ...carries, ...xs])
  return results.map((result, index) => (typeof result === 'number' ? made[result] : (result ?? apply.results[index])))
}
