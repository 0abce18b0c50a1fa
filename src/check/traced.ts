import { type Precise, runPrecisely, widened } from '../engine/index.js'
import { type Traced as Captured, constantOf, type Graph, traceBranch, traceClosed } from '../graph/index.js'
import {
  type Constant,
  CotangentError,
  checkSameStructure,
  DTypeError,
  equalShapes,
  flatten,
  isFloat,
  leafPaths,
  NotConcrete,
  ShapeError,
  type Structure,
  showType,
  type Tensor,
  type TensorType,
} from '../tensor/index.js'
import type { Point } from './point.js'
import type { Question } from './question.js'

/** A function of the point's leaves as a graph. */
export interface TracedFunction {
  readonly graph: Graph
  /** What feeds the graph's inputs after the leaves: expressions of transforms around the check. */
  readonly captured: readonly Precise[]
  readonly output: Structure
}

/** A function and its derivative as graphs. */
export interface Traced {
  readonly value: TracedFunction
  readonly derivative: TracedFunction
}

/**
 * Traces a function of the point's tree. As in a branch that may not be taken, nothing is computed meanwhile, not even of
 * constants, so that all of it is left to the engine's many digits. A function that does not bear that, as one that needs
 * a constant in hand, is traced as usual.
 */
const traceFunction = (
  operation: string,
  f: (x: never) => unknown,
  { leaves, tree }: Point,
  bindings: readonly Tensor[],
  what: string,
): TracedFunction => {
  let output: Structure | undefined
  const body = (inputs: readonly Tensor[]): readonly Tensor[] => {
    const [outputs, structure] = flatten(operation, f(tree(inputs) as never), what)
    output = structure
    return outputs
  }
  const { graph, captured } = eitherOf(
    () => traceBranch(operation, body, leaves, bindings),
    () => traceClosed(operation, body, leaves, bindings),
  )
  const given = captured.map((tensor) => widened(constantOf(operation, tensor)))
  return { graph, captured: given, output: output as Structure }
}

/** What the first gives, or where that throws, the second. */
const eitherOf = (first: () => Captured, second: () => Captured): Captured => {
  try {
    return first()
  } catch (error) {
    if (error instanceof NotConcrete || !(error instanceof CotangentError)) throw error
    return second()
  }
}

const checkValue = ({ check, scalar }: Question<never>, outputs: readonly TensorType[], structure: Structure): void => {
  const isScalar = structure._tag === 'Leaf' && outputs[0].shape.length === 0 && isFloat(outputs[0].dtype)
  if (scalar && !isScalar)
    throw new ShapeError({
      operation: check,
      operands: outputs,
      problem: 'the function must give a scalar of a float dtype',
      remedy: 'Reduce it with sum or mean, or check its Jacobian with jacobiancheck',
    })
  const integer = outputs.find(({ dtype }) => !isFloat(dtype))
  if (integer !== undefined)
    throw new DTypeError({
      operation: check,
      operands: [integer],
      problem: `the function returns ${integer.dtype}, which has no derivative`,
    })
}

/** A structure with another in the place of each leaf. */
const nested = (outer: Structure, inner: Structure): Structure =>
  outer._tag === 'Leaf' ? inner : { ...outer, items: outer.items.map((item) => nested(item, inner)) }

/** Refuses a derivative that is not, for each leaf of the value, like the point, with the value's axes in front. */
const checkDerivative = (
  { check, what, scalar }: Question<never>,
  [outputs, output]: readonly [outputs: readonly TensorType[], output: Structure],
  [blocks, structure]: readonly [blocks: readonly TensorType[], structure: Structure],
  point: Point,
): void => {
  const due = nested(output, point.structure)
  checkSameStructure(check, structure, due, `the ${what} and the point`)
  const paths = leafPaths(due)
  blocks.forEach((block, index) => {
    const [from, to] = [point.leaves[index % point.leaves.length], outputs[Math.floor(index / point.leaves.length)]]
    const expected = { dtype: scalar ? from.dtype : to.dtype, shape: [...to.shape, ...from.shape] }
    if (block.dtype !== expected.dtype || !equalShapes(block.shape, expected.shape))
      throw new ShapeError({
        operation: check,
        problem: `the ${what}${paths[index]} is ${showType(block)}, where ${showType(expected)} is due`,
      })
  })
}

/** Traces a function and its derivative; on Inputs bound to `bindings` where given, so that values can be read. */
export const traced = (question: Question<never>, point: Point, bindings: readonly Tensor[] = []): Traced => {
  const { check, what } = question
  const value = traceFunction(check, question.value, point, bindings, 'the result')
  checkValue(question, value.graph.outputs, value.output)
  const derivative = traceFunction(check, question.derivative, point, bindings, `the ${what}`)
  checkDerivative(question, [value.graph.outputs, value.output], [derivative.graph.outputs, derivative.output], point)
  return { value, derivative }
}

/** A function and its derivative as graphs at a point. */
export interface TracedHere extends Traced {
  /** Whether they read values, and so have graphs only at a point. */
  readonly reads: boolean
}

/** Traces a function and its derivative: on unbound Inputs, or where they read values, on Inputs bound to the point. */
export const tracedHere = (question: Question<never>, point: Point): TracedHere => {
  try {
    return { ...traced(question, point), reads: false }
  } catch (error) {
    if (!(error instanceof NotConcrete)) throw error
    return { ...traced(question, point, point.leaves), reads: true }
  }
}

/** Runs a traced function on the point's leaves, or on others. */
export const run = ({ graph, captured }: TracedFunction, leaves: readonly Precise[]): readonly Precise[] =>
  runPrecisely(graph, [...leaves, ...captured])

/** Leaves as they are, exactly. */
export const widenedLeaves = (leaves: readonly Constant[]): readonly Precise[] => leaves.map(widened)
