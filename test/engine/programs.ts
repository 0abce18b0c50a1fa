import { isKnown } from '../../src/compile/known.js'
import { type Graph, interpret, isConstant } from '../../src/graph/index.js'
import { allocate, Constant, dtypes, layoutOf, sizeOf, type Tensor } from '../../src/tensor/index.js'
import { constantOf, graphOf, randomElement, uniformNumbers } from './agreement.js'
import { choiceOf, mayHave, shapeOf } from './programs/choice.js'
import { controlSteps, type Grow } from './programs/control.js'
import { straightSteps } from './programs/straight.js'

/** Inputs, and what a number of random steps makes of them and of one another. */
const grown: Grow = (inputs, choice, depth, length) => {
  const pool = [...inputs]
  for (let tries = 0; pool.length < inputs.length + length && tries < 10 * length; tries++) {
    const step = choice.random() < choice.scale.products ? straightSteps.dense : choice.one(steps)
    const made = step(choice.one(pool), pool, choice, depth)
    pool.push(...(made ?? []).filter(({ shape }) => mayHave(choice, sizeOf(shape))))
  }
  return pool
}

const steps = [...Object.values(straightSteps), ...Object.values(controlSteps(grown))]

/** A random program and random operands for it; all that it makes are its outputs, or only the last few. */
export const programOf = (
  seed: number,
  length: number,
): { readonly graph: Graph; readonly operands: readonly Constant[] } => {
  const choice = choiceOf(seed)
  const types = Array.from({ length: 1 + choice.below(3) }, () => ({
    dtype: choice.one(['float64', 'float64', ...dtypes] as const),
    shape: shapeOf(choice),
  }))
  const all = choice.flip()
  const graph = graphOf(
    (inputs) => {
      const made = grown(inputs, choice, choice.scale.depth, length)
      return all ? made : made.slice(-3)
    },
    ...types,
  )
  const operands = types.map(({ dtype, shape }) => constantOf(dtype, shape, () => randomElement(dtype, choice.random)))
  return { graph, operands }
}

/** The same graph with random elements in its own constants, which lie as before, but for those that code may depend on. */
export const withOtherConstants = (graph: Graph): Graph => {
  const random = uniformNumbers(graph.applies.length)
  const another = (constant: Constant): Constant => {
    const { dtype, shape } = constant
    const { data, strides, offset } = layoutOf(constant)
    const elements = allocate(dtype, data.length).map(() => randomElement(dtype, random))
    return new Constant(dtype, shape, { data: elements, strides, offset })
  }
  const constants = [...graph.applies.flatMap(({ operands }) => operands), ...graph.outputs].filter(isConstant)
  const changed = constants.filter((constant) => !isKnown(constant))
  const substitutes = new Map<Tensor, Tensor>(changed.map((constant) => [constant, another(constant)]))
  return graphOf((inputs) => interpret(graph, inputs, substitutes), ...graph.inputs)
}
