import { applyPrimitive, type Graph, primitives, type Traced, traceClosed } from '../graph/index.js'
import {
  ArgumentError,
  equalShapes,
  flatten,
  isFloat,
  ShapeError,
  type Structure,
  showType,
  type Tensor,
  TreeError,
  unflatten,
} from '../tensor/index.js'
import { zerosLike } from './reverse.js'
import { type AnyFunction, leavesLike } from './run.js'
import { traceTrees } from './trace.js'

/** A custom rule says nothing of what the functions close over, so they may not close over anything traced. */
const closed = (transform: string, what: string, { graph, captured }: Traced): Graph => {
  if (captured.length > 0)
    throw new ArgumentError({
      operation: transform,
      operands: captured,
      problem: `${what} closes over a value that is being traced, whose derivative the rule does not give`,
      remedy: 'Pass it as an argument',
    })
  return graph
}

/** Refuses a rule whose results are not of the types due. */
const checkTypes = (transform: string, what: string, found: readonly Tensor[], due: readonly Tensor[]): void => {
  if (found.length !== due.length)
    throw new TreeError({ operation: transform, problem: `${what} gives ${found.length} tensors, not ${due.length}` })
  found.forEach((tensor, index) => {
    if (!equalShapes(tensor.shape, due[index].shape) || tensor.dtype !== due[index].dtype)
      throw new ShapeError({
        operation: transform,
        problem: `${what} gives ${showType(tensor)} at leaf ${index}, where ${showType(due[index])} is due`,
      })
  })
}

const floats = (tensors: readonly Tensor[]): readonly Tensor[] => tensors.filter(({ dtype }) => isFloat(dtype))

export const customVjp =
  (f: AnyFunction, forward: AnyFunction, backward: AnyFunction) =>
  (...args: readonly unknown[]): unknown => {
    const [leaves, input] = flatten('customVjp', args)
    const value = traceTrees('customVjp', f, input, leaves, leaves)
    const augmented = traceTrees('customVjp', forward, input, leaves, leaves)
    const [out, residual] = pairOf('customVjp', 'the forward function', augmented.output, '[result, residuals]')
    const outputs = augmented.graph.outputs.slice(0, value.graph.outputs.length)
    checkTypes('customVjp', 'the forward function', outputs, value.graph.outputs)
    const residuals = augmented.graph.outputs.slice(outputs.length)
    const rule = traceTrees('customVjp', backward, { _tag: 'List', items: [residual, out] }, [...residuals, ...outputs])
    checkTypes('customVjp', 'the backward function', rule.graph.outputs, leaves)
    const backwards = closed('customVjp', 'the backward function', rule)
    const attributes = {
      graph: closed('customVjp', 'the function', value),
      forward: closed('customVjp', 'the forward function', augmented),
      backward: { ...backwards, outputs: backwards.outputs.filter((_, index) => isFloat(leaves[index].dtype)) },
    }
    return unflatten(value.output, applyPrimitive(primitives.customVjp, attributes, leaves))
  }

const pairOf = (transform: string, what: string, structure: Structure, due: string): readonly Structure[] => {
  if (structure._tag !== 'List' || structure.items.length !== 2)
    throw new TreeError({ operation: transform, problem: `${what} must return ${due}` })
  return structure.items
}

export const customJvp =
  (f: AnyFunction, rule: AnyFunction) =>
  (...args: readonly unknown[]): unknown => {
    const [leaves, input] = flatten('customJvp', args)
    const value = traceTrees('customJvp', f, input, leaves, leaves)
    // Only float operands have tangents to feed; where the rule sees those of others, they are zeros.
    const tangents = floats(leaves)
    const { graph, captured } = traceClosed(
      'customJvp',
      (inputs) => {
        const primals = inputs.slice(0, leaves.length)
        let next = leaves.length
        const directions = leaves.map((leaf) => (isFloat(leaf.dtype) ? inputs[next++] : zerosLike(leaf)))
        const result = (rule as (...all: readonly unknown[]) => unknown)(
          unflatten(input, primals),
          unflatten(input, directions),
        )
        return floats(leavesLike('customJvp', 'tangent that the rule gives', result, value.output, value.graph.outputs))
      },
      [...leaves, ...tangents],
    )
    const attributes = {
      graph: closed('customJvp', 'the function', value),
      rule: closed('customJvp', 'the rule', { graph, captured }),
    }
    return unflatten(value.output, applyPrimitive(primitives.customJvp, attributes, leaves))
  }
