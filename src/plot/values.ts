import { constantOf } from '../graph/index.js'
import {
  type AnyTensor,
  ArgumentError,
  type Constant,
  describe,
  isTensor,
  rowMajor,
  ShapeError,
  type Tensor,
} from '../tensor/index.js'

/** Numbers in a row: a tensor `[N]`, a typed array or a list. */
export type Numbers = AnyTensor | ArrayLike<number>

/** A matrix in row-major order. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: ArrayLike<number>
}

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  (Array.isArray(value) || ArrayBuffer.isView(value)) && 'length' in value

/** The numbers of a vector; ShapeError for any other tensor, ArgumentError for what holds no numbers. */
export const vectorOf = (operation: string, what: string, values: Numbers): readonly number[] => {
  if (isTensor(values)) {
    const constant = constantOf(operation, values)
    if (constant.shape.length !== 1)
      throw new ShapeError({ operation, operands: [constant], problem: `${what} must have one axis` })
    return Array.from(rowMajor(constant))
  }
  const list: readonly unknown[] | undefined = isNumbers(values) ? Array.from(values) : undefined
  if (list === undefined)
    throw new ArgumentError({
      operation,
      problem: `${what} (${describe(values)}) is neither a tensor nor a list of numbers`,
    })
  const wrong = list.findIndex((each) => typeof each !== 'number')
  if (wrong >= 0)
    throw new ArgumentError({
      operation,
      problem: `${what}: element ${wrong} (${describe(list[wrong])}) is not a number`,
    })
  return list as readonly number[]
}

/** A tensor's value, if it has as many axes as one of those allowed. */
export const tensorOf = (
  operation: string,
  what: string,
  tensor: AnyTensor,
  ranks: readonly number[],
  shape: string,
): Constant => {
  const constant = constantOf(operation, tensor as Tensor)
  if (!ranks.includes(constant.shape.length))
    throw new ShapeError({ operation, operands: [constant], problem: `${what} must have the shape ${shape}` })
  return constant
}

/** The elements of a matrix `[rows, columns]`; ShapeError for any other tensor. */
export const matrixOf = (operation: string, what: string, tensor: AnyTensor, shape: string): Matrix => {
  const constant = tensorOf(operation, what, tensor, [2], shape)
  return { rows: constant.shape[0], columns: constant.shape[1], data: rowMajor(constant) }
}

/** Class numbers 0, 1, 2, ... of as many things as there are. */
export const labelsOf = (operation: string, labels: Numbers, count: number): readonly number[] => {
  const list = vectorOf(operation, 'the labels', labels)
  if (list.length !== count)
    throw new ShapeError({ operation, problem: `there are ${list.length} labels for ${count} points` })
  const wrong = list.find((label) => !(Number.isInteger(label) && label >= 0 && label < mostClasses))
  if (wrong !== undefined)
    throw new ArgumentError({
      operation,
      problem: `the label ${wrong} is not a class number 0, 1, 2, ... below ${mostClasses}`,
    })
  return list
}

const mostClasses = 1000

/** What JSON writes of a number: one that is not finite leaves a gap. */
export const shown = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** What an axis needs to be told of its values: of a single one the grammar would write six decimals. */
export const axisOf = (values: readonly number[]): { readonly axis?: { readonly format: string } } => {
  const [first, ...others] = values.filter(Number.isFinite)
  return first !== undefined && others.every((value) => value === first) ? { axis: { format: '~g' } } : {}
}

/** A whole number within bounds, or an ArgumentError. */
export const wholeNumber = (operation: string, what: string, value: number, least: number, most: number): number => {
  if (!(Number.isInteger(value) && value >= least && value <= most))
    throw new ArgumentError({
      operation,
      problem: `${what} is ${describe(value)}, not a whole number from ${least} to ${most}`,
    })
  return value
}

/** A number within bounds, or an ArgumentError. */
export const numberWithin = (operation: string, what: string, value: number, least: number, most: number): number => {
  if (!(typeof value === 'number' && value >= least && value <= most))
    throw new ArgumentError({
      operation,
      problem: `${what} is ${describe(value)}, not a number from ${least} to ${most}`,
    })
  return value
}
