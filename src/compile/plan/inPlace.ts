import { type Apply, type AttributesOf, expressionOf, type Graph } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'
import { appliesOf, type Step, usesIn } from './step.js'

/** An input of a graph and an output of the same type. */
export type Replacement = readonly [input: Tensor, output: Tensor]

/** Which operands of a loop are its carries, the first of its results: from one on to before another one. */
export const carriesOf = ({
  primitive,
  attributes,
  operands,
}: Apply): readonly [from: number, end: number] | undefined => {
  if (primitive.name === 'scan') {
    const { constants, carries } = attributes as AttributesOf<'scan'>
    return [constants, constants + carries]
  }
  if (primitive.name !== 'whileLoop') return undefined
  const { conditionConstants, bodyConstants } = attributes as AttributesOf<'whileLoop'>
  return [conditionConstants + bodyConstants, operands.length]
}

/** Whether an Apply is a loop that carries an operand on to a result, and does nothing else with it. */
const carries = (apply: Apply, [operand, result]: Replacement): boolean => {
  const [from, end] = carriesOf(apply) ?? [0, 0]
  const index = apply.operands.indexOf(operand)
  return (
    index >= from &&
    index < end &&
    apply.results[index - from] === result &&
    apply.operands.lastIndexOf(operand) === index
  )
}

/**
 * For inputs of a graph that are to be replaced by outputs, whether the steps of the graph can leave the output where the
 * input lies: nothing reads the input any more once the output is there. A block reads all that it needs before it
 * stores anything.
 */
export const worksInPlace = (
  graph: Graph,
  steps: readonly Step[],
  replacements: readonly Replacement[],
): readonly boolean[] => {
  const uses = usesIn(graph)
  const stepOf = new Map<Apply, number>()
  steps.forEach((step, index) => {
    for (const apply of appliesOf(step)) stepOf.set(apply, index)
  })
  return replacements.map((replacement) => {
    const [input, output] = replacement
    const users = uses.get(input) ?? []
    const expression = expressionOf(output)
    if (expression === input) return users.filter((user) => user === 'output').length === 1
    if (expression._tag !== 'Result') return false
    const home = stepOf.get(expression.apply) as number
    const reads = (user: Apply): boolean => {
      const index = stepOf.get(user) as number
      const { kind } = steps[index]
      if (kind === 'single') return index === home && carries(user, replacement)
      return kind === 'block' ? index <= home : index < home
    }
    return users.every((user) => user !== 'output' && reads(user))
  })
}
