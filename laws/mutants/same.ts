import { type Differential, expressionOf, type Graph, traceClosed } from '../../src/graph/index.js'
import { type Constant, equalShapes, identicalConstants, type Tensor, type TensorType } from '../../src/tensor/index.js'

const isGraph = (value: unknown): value is Graph => typeof value === 'object' && value !== null && 'applies' in value

/** Whether attributes are the same: plain data by its items, graphs by what they say, functions by identity. */
const sameAttributes = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (isGraph(a) && isGraph(b)) return sameGraph(a, b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && sameAttributes(value, right.get(key)))
  )
}

/**
 * Whether two closed graphs are one program: the same primitives with the same attributes, applied to the same inputs
 * and constants. Such graphs have the same bits as results, whatever their inputs are.
 */
export const sameGraph = (a: Graph, b: Graph): boolean => {
  const places = new Map(a.inputs.map((input, index) => [input as Tensor, index]))
  const proved = new Map<unknown, unknown>()
  const same = (left: Tensor, right: Tensor): boolean => {
    const [one, other] = [expressionOf(left), expressionOf(right)]
    if (one.dtype !== other.dtype || !equalShapes(one.shape, other.shape)) return false
    if (one._tag === 'Constant') return other._tag === 'Constant' && identicalConstants(one as Constant, other)
    if (one._tag === 'Input') return b.inputs[places.get(one) ?? -1] === other
    if (other._tag !== 'Result' || one.index !== other.index) return false
    const [apply, twin] = [one.apply, other.apply]
    if (proved.get(apply) === twin) return true
    const areSame =
      apply.primitive.name === twin.primitive.name &&
      apply.operands.length === twin.operands.length &&
      sameAttributes(apply.attributes, twin.attributes) &&
      apply.operands.every((operand, index) => same(operand, twin.operands[index]))
    if (areSame) proved.set(apply, twin)
    return areSame
  }
  return (
    a.inputs.length === b.inputs.length &&
    a.outputs.length === b.outputs.length &&
    a.outputs.every((output, index) => same(output, b.outputs[index]))
  )
}

/** Whether two functions of tensors of these types are one program: whether on placeholders both make the same graph. */
export const sameProgram = (
  types: readonly TensorType[],
  one: (inputs: readonly Tensor[]) => Differential,
  other: (inputs: readonly Tensor[]) => Differential,
): boolean => {
  const traced = (f: typeof one): Graph =>
    traceClosed('laws', (inputs) => [f(inputs)].filter((output) => output !== undefined), types).graph
  return sameGraph(traced(one), traced(other))
}
