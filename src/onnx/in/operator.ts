import type { ElementType, GraphProto } from '../../engine/onnx/index.js'
import { constantOf } from '../../graph/index.js'
import {
  ArgumentError,
  AxisError,
  type Constant,
  DTypeError,
  NotConcrete,
  normalizeAxis,
  rowMajor,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../../tensor/index.js'
import type { Attributes } from './attributes.js'

/** What an operator is given. */
export interface OperatorCall {
  /** `Conv`, for messages. */
  readonly operator: string
  /** Optional ones may be undefined; at the end they may be missing. */
  readonly inputs: readonly (Tensor | undefined)[]
  /** The types of the inputs in the model, as far as it says them: those of 8 bits are int32 here. */
  readonly elementTypes: readonly (ElementType | undefined)[]
  readonly attributes: Attributes
  /** The version of the operator set of the node's domain. */
  readonly opset: number
  /** How many results are asked for: those named, and those before one that is. */
  readonly outputs: number
  /** The most elements that one tensor may have. */
  readonly maxElements: number
  /** A graph that an attribute holds, with the names around it in reach. */
  readonly run: (graph: GraphProto, inputs: readonly Tensor[]) => readonly Tensor[]
}

/** An operator as a function of tensors; what it gives beyond the results asked for is left out. */
export type Operator = (call: OperatorCall) => readonly Tensor[]

/** Operators of one domain by their names. */
export type Operators = Readonly<Record<string, Operator>>

const operandsOf = ({ inputs }: OperatorCall): readonly Tensor[] => inputs.filter((input) => input !== undefined)

/** An ArgumentError of an operator, with what it was given. */
export const refused = (call: OperatorCall, problem: string, remedy?: string): ArgumentError =>
  new ArgumentError({ operation: call.operator, operands: operandsOf(call), problem, remedy })

/** A ShapeError of an operator, with what it was given. */
export const misshapen = (call: OperatorCall, problem: string): ShapeError =>
  new ShapeError({ operation: call.operator, operands: operandsOf(call), problem })

/** A DTypeError of an operator, with what it was given. */
export const mistyped = (call: OperatorCall, problem: string): DTypeError =>
  new DTypeError({ operation: call.operator, operands: operandsOf(call), problem })

/** What stands for a name that a node gives; an ArgumentError for any other name than those known. */
export const choiceOf = <A>(
  call: OperatorCall,
  what: string,
  name: string,
  choices: Readonly<Record<string, A>>,
): A => {
  // A record has what every object has too, so only its own names count.
  if (!Object.hasOwn(choices, name)) throw refused(call, `there is no ${what} ${JSON.stringify(name)}`)
  return choices[name]
}

/** An input that may be left out. */
export const optional = ({ inputs }: OperatorCall, index: number): Tensor | undefined => inputs[index]

/** An input that may not be left out. */
export const required = (call: OperatorCall, index: number): Tensor => {
  const input = call.inputs[index]
  if (input === undefined) throw refused(call, `input ${index} is missing`)
  return input
}

/** All inputs of an operator that takes any number of them, one or more. */
export const allInputs = (call: OperatorCall): readonly Tensor[] => {
  required(call, 0)
  return call.inputs.map((_, index) => required(call, index))
}

/** The value of a tensor where it is known; undefined where it is not. */
export const concrete = (operation: string, tensor: Tensor): Constant | undefined => {
  try {
    return constantOf(operation, tensor)
  } catch (error) {
    if (error instanceof NotConcrete) return undefined
    throw error
  }
}

/** The value of an input where it is known while the model is traced; undefined where it is missing or is not. */
export const knownOrNot = (call: OperatorCall, index: number): Constant | undefined => {
  const input = call.inputs[index]
  return input === undefined ? undefined : concrete(call.operator, input)
}

/** The value of an input that has to be known while the model is traced, as shapes and axes have; NotConcrete where it is not. */
export const known = (call: OperatorCall, index: number): Constant => {
  const found = concrete(call.operator, required(call, index))
  if (found !== undefined) return found
  throw new NotConcrete({
    operation: call.operator,
    operands: operandsOf(call),
    problem: `input ${index} decides the shape of the result, and its value is not known while the model is traced`,
    remedy: 'Make it a constant of the model, or let it depend on shapes only',
  })
}

/** The numbers of an input that has to be known, in row-major order. */
export const constantNumbers = (call: OperatorCall, index: number): readonly number[] =>
  Array.from(rowMajor(known(call, index)))

/** The same of whole numbers, as shapes, axes and indices are. */
export const constantInts = (call: OperatorCall, index: number): readonly number[] => {
  const found = known(call, index)
  if (found.dtype !== 'int32') throw mistyped(call, `input ${index} is ${found.dtype}, not whole numbers`)
  return Array.from(rowMajor(found))
}

/** A list that is an attribute before a version, and an input that has to be known from it on; undefined where left out. */
export const intsSince = (
  call: OperatorCall,
  version: number,
  name: string,
  index: number,
): readonly number[] | undefined =>
  call.opset < version ? call.attributes.ints(name, undefined) : call.inputs[index] && constantInts(call, index)

/** The one number of an input that has to be known. */
export const constantNumber = (call: OperatorCall, index: number): number => {
  const numbers = constantNumbers(call, index)
  if (numbers.length !== 1) throw misshapen(call, `input ${index} has ${numbers.length} elements, not one`)
  return numbers[0]
}

/** An axis counted from the front. */
export const axisOf = (call: OperatorCall, axis: number, rank: number): number =>
  normalizeAxis(call.operator, axis, rank, operandsOf(call)[0] ?? { shape: [], dtype: 'float32' })

/** Axes counted from the front, in the order given, none of them twice. */
export const axesOf = (call: OperatorCall, axes: readonly number[], rank: number): readonly number[] => {
  const found = axes.map((axis) => axisOf(call, axis, rank))
  if (new Set(found).size !== found.length)
    throw new AxisError({
      operation: call.operator,
      operands: operandsOf(call),
      problem: `axes [${axes.join(', ')}] name one twice`,
    })
  return found
}

/** So many nodes may run, where functions, branches and steps that are written out count as often as they come: more than any model has. */
export const mostRuns = 10_000_000

/** What to do where a model asks for larger tensors than it may have. */
export const largerBound = 'Where this is meant, give fromOnnx a larger maxElements'

/** A shape that a model asks for, checked before anything is allocated; an ArgumentError where it is larger than allowed. */
export const allowed = (call: OperatorCall, shape: Shape): Shape => {
  if (!shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    throw misshapen(call, `[${shape.join(', ')}] is no shape`)
  if (sizeOf(shape) > call.maxElements)
    throw refused(call, `the result [${shape.join(', ')}] has more than ${call.maxElements} elements`, largerBound)
  return shape
}
