import type { Graph, Input } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { graphMayFail, mayFail } from '../failing.js'
import { isAll } from '../matching.js'
import { Needs } from '../needs.js'
import type { Applied, ControlRule, Rewriting } from '../rewriting.js'
import { closedOver, operandsFor, repeated, select } from './closure.js'
import { type Hoisting, hoist, Invariants, type Known } from './invariants.js'
import { fixedCarries, growLive } from './scan.js'

/** A loop in the making, and for each result what it is: one of the carries, or a tensor known outside. */
interface Loop {
  readonly condition: Graph
  readonly body: Graph
  readonly ofCondition: readonly Tensor[]
  readonly ofBody: readonly Tensor[]
  readonly carries: readonly Tensor[]
  readonly results: readonly (Tensor | number | undefined)[]
}

/** The loop without what it does not need, and without what it would do again in every step. */
const refined = (loop: Loop, rewriting: Rewriting, isFirst: boolean): Loop | undefined => {
  const { condition, body, ofCondition, ofBody, carries, results } = loop
  const tests = condition.inputs.slice(ofCondition.length)
  const states = body.inputs.slice(ofBody.length)
  const fixed = fixedCarries(body, states, carries)
  const knownIn = (graph: Graph, constants: readonly Tensor[], own: readonly Input[]): Known =>
    new Map([
      ...constants.map((constant, index) => [graph.inputs[index], constant] as const),
      ...own.flatMap((input, index) => (fixed[index] ? [[input, carries[index]] as const] : [])),
    ])

  const testNeeds = new Needs(condition.applies.filter(mayFail))
  testNeeds.add(condition.outputs[0])
  const needs = new Needs(body.applies.filter(mayFail))
  const live = growLive(
    carries.map(() => false),
    (index) => !fixed[index] && (results.includes(index) || testNeeds.has(tests[index]) || needs.has(states[index])),
    (index) => needs.add(body.outputs[index]),
  )
  const hoistFrom = (graph: Graph, known: Known, needed: Needs, outputs: readonly Tensor[]): Hoisting =>
    hoist(rewriting, graph, known, needed, new Invariants(graph, known, needed), outputs)
  const outputs = select(body.outputs, live)
  const test = hoistFrom(condition, knownIn(condition, ofCondition, tests), testNeeds, condition.outputs)
  const step = hoistFrom(body, knownIn(body, ofBody, states), needs, outputs)
  const [forTest, forStep] = [operandsFor(...test.bound.values()), operandsFor(...step.bound.values())]
  const isSettled =
    test.isIdle &&
    step.isIdle &&
    forTest.length === ofCondition.length &&
    forStep.length === ofBody.length &&
    !live.includes(false)
  if (isSettled && !isFirst) return undefined

  const places = live.flatMap((flag, index) => (flag ? [index] : []))
  const own = (inputs: readonly Tensor[]): readonly (readonly Tensor[])[] => places.map((index) => [inputs[index]])
  return {
    condition: closedOver(rewriting, condition, [true], test.bound, forTest, own(tests)),
    body: closedOver(rewriting, body, live, step.bound, forStep, own(states)),
    ofCondition: forTest,
    ofBody: forStep,
    carries: places.map((index) => carries[index]),
    results: results.map((result) =>
      typeof result !== 'number' ? result : live[result] ? places.indexOf(result) : carries[result],
    ),
  }
}

const loopOf = ({ operands, attributes }: Applied<'whileLoop'>, wanted: readonly boolean[]): Loop => {
  const { condition, body, conditionConstants, bodyConstants } = attributes
  return {
    condition,
    body,
    ofCondition: operands.slice(0, conditionConstants),
    ofBody: operands.slice(conditionConstants, conditionConstants + bodyConstants),
    carries: operands.slice(conditionConstants + bodyConstants),
    results: wanted.map((flag, index) => (flag ? index : undefined)),
  }
}

export const whileLoop: ControlRule<'whileLoop'> = (apply, rewriting, wanted) => {
  const { maxSteps } = apply.attributes
  const start = loopOf(apply, wanted)
  if (maxSteps !== undefined && !(maxSteps > 0)) return start.carries
  const { condition, body, ofCondition, ofBody, carries, results } = repeated(start, (loop, isFirst) =>
    refined(loop, rewriting, isFirst),
  )
  const isNever = isAll(condition.outputs[0], 0) && !graphMayFail(condition)
  if (!isNever && carries.length === 0 && (maxSteps === undefined || graphMayFail(condition) || graphMayFail(body)))
    return undefined
  const made =
    isNever || carries.length === 0
      ? carries
      : rewriting.keep(
          'whileLoop',
          { condition, body, conditionConstants: ofCondition.length, bodyConstants: ofBody.length, maxSteps },
          [...ofCondition, ...ofBody, ...carries],
        )
  return results.map((result, index) => (typeof result === 'number' ? made[result] : (result ?? apply.results[index])))
}
