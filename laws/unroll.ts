import {
  type Apply,
  type AttributesOf,
  applyPrimitive,
  constantOf,
  expressionOf,
  type Graph,
  primitives,
} from '../src/graph/index.js'
import { type Constant, filled, rowMajor, type Tensor } from '../src/tensor/index.js'

/** Runs a primitive that holds graphs step by step, on operands whose values are known. */
type StepByStep<A> = (operands: readonly Tensor[], attributes: A) => readonly Tensor[]

const holds = (condition: Tensor): boolean => rowMajor(constantOf('laws', condition) as Constant)[0] !== 0

/** Element `index` of axis 0. */
const elementAt = (x: Tensor, index: number): Tensor =>
  applyPrimitive(primitives.take, { axis: 0, batchAxes: 0 }, [x, filled('int32', [], index)])[0]

const withAxis = (x: Tensor): Tensor => applyPrimitive(primitives.reshape, { shape: [1, ...x.shape] }, [x])[0]

const scan: StepByStep<AttributesOf<'scan'>> = (operands, { body, length, constants, carries, reverse }) => {
  const fixed = operands.slice(0, constants)
  const xs = operands.slice(constants + carries)
  const types = body.outputs.slice(carries)
  const ys: (readonly Tensor[])[] = []
  let state: readonly Tensor[] = operands.slice(constants, constants + carries)
  for (let step = 0; step < length; step++) {
    const index = reverse ? length - 1 - step : step
    const outputs = unrolled(body, [...fixed, ...state, ...xs.map((x) => elementAt(x, index))])
    state = outputs.slice(0, carries)
    ys[index] = outputs.slice(carries)
  }
  const stacked = types.map(({ dtype, shape }, which) =>
    length === 0
      ? filled(dtype, [0, ...shape], 0)
      : applyPrimitive(
          primitives.concatenate,
          { axis: 0 },
          ys.map((row) => withAxis(row[which])),
        )[0],
  )
  return [...state, ...stacked]
}

const cond: StepByStep<AttributesOf<'cond'>> = ([predicate, ...operands], { onTrue, onFalse }) =>
  unrolled(holds(predicate) ? onTrue : onFalse, operands)

const whileLoop: StepByStep<AttributesOf<'whileLoop'>> = (
  operands,
  { condition, body, conditionConstants, bodyConstants, maxSteps = Number.POSITIVE_INFINITY },
) => {
  const ofCondition = operands.slice(0, conditionConstants)
  const ofBody = operands.slice(conditionConstants, conditionConstants + bodyConstants)
  let state: readonly Tensor[] = operands.slice(conditionConstants + bodyConstants)
  for (let step = 0; step < maxSteps && holds(unrolled(condition, [...ofCondition, ...state])[0]); step++)
    state = unrolled(body, [...ofBody, ...state])
  return state
}

const inside: StepByStep<{ readonly graph: Graph }> = (operands, { graph }) => unrolled(graph, operands)

const stepByStep: ReadonlyMap<string, StepByStep<never>> = new Map(
  Object.entries({ scan, cond, whileLoop, call: inside, customVjp: inside, customJvp: inside }),
)

/** Whether a primitive holds graphs of others. */
export const holdsGraphs = ({ primitive }: Apply): boolean => stepByStep.has(primitive.name)

/**
 * A graph applied to operands whose values are known, in straight-line primitives only: loops repeat as often as they
 * do, branches are chosen, calls are inlined. It is the plain meaning of control flow, and what is differentiated
 * through it is the derivative of the unrolled program.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { programPlaces, transform } from 'cotangent/laws'
 *
 * const [{ map, primals, tangents, weights }] = fc.sample(programPlaces('kinked'), 1)
 * transform.unrolling(map).holds(primals, tangents, weights) // => true
 * ```
 */
export const unrolled = (graph: Graph, operands: readonly Tensor[]): readonly Tensor[] => {
  const inputs = new Map<Tensor, Tensor>(graph.inputs.map((input, index) => [input, operands[index]]))
  const results = new Map<Apply, readonly Tensor[]>()
  const lookup = (tensor: Tensor): Tensor => {
    const expression = expressionOf(tensor)
    const found = expression._tag === 'Result' ? results.get(expression.apply)?.[expression.index] : inputs.get(tensor)
    return found ?? tensor
  }
  for (const apply of graph.applies) {
    const actual = apply.operands.map(lookup)
    const steps = stepByStep.get(apply.primitive.name)
    results.set(
      apply,
      steps === undefined
        ? applyPrimitive(apply.primitive, apply.attributes, actual)
        : steps(actual, apply.attributes as never),
    )
  }
  return graph.outputs.map(lookup)
}
