import { simplify } from '../../../../src/compile/index.js'
import { type Graph, interpret } from '../../../../src/graph/index.js'
import { type Constant, identicalConstants, type Tensor, type TensorType } from '../../../../src/tensor/index.js'
import { constantOf, graphOf, show, uniformNumbers } from '../../agreement.js'
import { modelFor, runModel } from '../run.js'
import { modelFaults } from '../validate.js'

/** A function of tensors as a graph, simplified as exported ones are. */
export const simpleGraph = (
  f: (...inputs: Tensor[]) => Tensor | readonly Tensor[],
  types: readonly TensorType[],
): Graph => simplify(graphOf((inputs) => [f(...inputs)].flat() as readonly Tensor[], ...types))

/** The operators of a model by name, but for those that only name an output. */
export const operatorsIn = (graph: Graph): readonly string[] =>
  (modelFor(graph).graph?.node ?? []).flatMap(({ opType = '' }) => (opType === 'Identity' ? [] : [opType]))

const random = uniformNumbers(5)

/** Small integers, of which sums are exact in any order; all of them true in every other place as bools. */
export const integers = ({ shape, dtype }: TensorType): Constant =>
  constantOf(dtype, shape, () => (dtype === 'bool' ? Math.round(random()) : Math.floor(random() * 9) - 4))

/** How a graph's model differs from the graph, to the bit, or from the specification; undefined where it does not. */
export const difference = async (
  graph: Graph,
  ...points: readonly (readonly Constant[])[]
): Promise<string | undefined> => {
  const model = modelFor(graph)
  const faults = modelFaults(model)
  if (faults.length > 0) return faults.join('\n')
  const found = await runModel(model, points)
  for (const [index, operands] of points.entries()) {
    const expected = interpret(graph, operands) as readonly Constant[]
    if (!expected.every((each, which) => identicalConstants(each, found[index][which])))
      return `on\n${show(operands)}\nthere is\n${show(found[index])}\nnot\n${show(expected)}`
  }
  return undefined
}
