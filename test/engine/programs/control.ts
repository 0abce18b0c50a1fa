import { type Graph, interpretation } from '../../../src/graph/index.js'
import { add, fullLike, less } from '../../../src/graph/primitives/arithmetic.js'
import { call } from '../../../src/graph/primitives/control/call.js'
import { cond } from '../../../src/graph/primitives/control/cond.js'
import { scan } from '../../../src/graph/primitives/control/scan.js'
import { whileLoop } from '../../../src/graph/primitives/control/while.js'
import { reduceMax } from '../../../src/graph/primitives/extrema.js'
import { reshape } from '../../../src/graph/primitives/structural.js'
import { filled, sizeOf, type Tensor, type TensorType } from '../../../src/tensor/index.js'
import { graphOf } from '../agreement.js'
import { type Choice, mayHave } from './choice.js'
import { alike, type Step } from './step.js'

/** What random steps make of inputs. */
export type Grow = (inputs: readonly Tensor[], choice: Choice, depth: number, length: number) => readonly Tensor[]

/** A scalar truth that depends on x. */
const predicateOf = (x: Tensor, choice: Choice): Tensor | undefined => {
  if (sizeOf(x.shape) === 0 || x.dtype === 'bool') return undefined
  const peak = reshape(reduceMax(x, [...x.shape.keys()]), [])
  return less(peak, fullLike(peak, choice.below(4) - 1))
}

/** Some of the pool, so that nothing of it is captured. */
const picks = (pool: readonly Tensor[], choice: Choice): readonly Tensor[] =>
  Array.from({ length: 1 + choice.below(3) }, () => choice.one(pool))

/** A program whose outputs have given types: what it makes of them, or else its inputs, which have such. */
const ending = (made: readonly Tensor[], types: readonly TensorType[], choice: Choice): readonly Tensor[] =>
  types.map((type) => choice.one(alike(type, made)))

/** Control flow, over graphs that are grown in the same way as what is around it. */
export const controlSteps = (grown: Grow): Readonly<Record<string, Step>> => ({
  call: (_, pool, choice, depth) => {
    if (depth === 0) return undefined
    const operands = picks(pool, choice)
    const graph = graphOf((inputs) => grown(inputs, choice, depth - 1, 4).slice(-2), ...operands)
    return call({ name: 'part', graph, execute: interpretation }, operands)
  },
  cond: (x, pool, choice, depth) => {
    const predicate = predicateOf(x, choice)
    if (depth === 0 || predicate === undefined) return undefined
    const operands = picks(pool, choice)
    const branch = (): Graph =>
      graphOf((inputs) => ending(grown(inputs, choice, depth - 1, 4), operands, choice), ...operands)
    return cond({ onTrue: branch(), onFalse: branch() }, [predicate, ...operands])
  },
  scan: (_, pool, choice, depth) => {
    const stacks = pool.filter(({ shape }) => shape.length > 0 && shape[0] <= choice.scale.limits.steps)
    if (depth === 0 || stacks.length === 0) return undefined
    const [constants, carries] = [picks(pool, choice), picks(pool, choice)]
    const xs = [choice.one(stacks)]
    const [length] = xs[0].shape
    const elements = xs.map(({ dtype, shape }) => ({ dtype, shape: shape.slice(1) }))
    const body = graphOf(
      (inputs) => {
        const made = grown(inputs, choice, depth - 1, 5)
        return [
          ...ending(made, carries, choice),
          ...made.slice(-2).filter(({ shape }) => mayHave(choice, sizeOf(shape) * length)),
        ]
      },
      ...constants,
      ...carries,
      ...elements,
    )
    const attributes = { body, length, constants: constants.length, carries: carries.length, reverse: choice.flip() }
    return scan(attributes, [...constants, ...carries, ...xs])
  },
  whileLoop: (_, pool, choice, depth) => {
    if (depth === 0) return undefined
    const [constants, carries] = [picks(pool, choice), picks(pool, choice)]
    const counter = filled('int32', [], 0)
    const limit = choice.below(5)
    const condition = graphOf(([i]) => [less(i, fullLike(i, limit))], counter, ...carries)
    const body = graphOf(
      (inputs) => {
        const i = inputs[constants.length]
        return [add(i, fullLike(i, 1)), ...ending(grown(inputs, choice, depth - 1, 4), carries, choice)]
      },
      ...constants,
      counter,
      ...carries,
    )
    const maxSteps = choice.flip() ? undefined : choice.below(6)
    const attributes = { condition, body, conditionConstants: 0, bodyConstants: constants.length, maxSteps }
    return whileLoop(attributes, [...constants, counter, ...carries])
  },
})
