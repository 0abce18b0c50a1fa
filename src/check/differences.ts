import { add, div, isConstant, reshape, stack, sub, where } from '../graph/index.js'
import {
  ArgumentError,
  checkFunction,
  checkIsOptions,
  type Dims,
  DTypeError,
  describe,
  type FloatDType,
  filled,
  flatten,
  fromRowMajor,
  isFloat,
  isTensor,
  leafPaths,
  type OptionNames,
  rowMajor,
  ShapeError,
  sizeOf,
  type Tensor,
  unflatten,
} from '../tensor/index.js'
import { offsetOf } from './places.js'

/** How a difference quotient is taken. */
export interface DifferenceOptions {
  /** The step h, 1e-6 if not given. */
  readonly epsilon?: number
  /** `forward`, the default: (f(x + h) - f(x)) / h; `central`: (f(x + h) - f(x - h)) / (2 h). */
  readonly method?: 'forward' | 'central'
}

/** A function to a scalar, such as a loss, of a tensor or a tree of tensors. */
export type ScalarFunction<T> = (x: T) => Tensor<[], FloatDType>

const optionNames: OptionNames<DifferenceOptions> = { epsilon: true, method: true }

const checkOptions = (operation: string, options: DifferenceOptions) => {
  const { epsilon = 1e-6, method = 'forward' } = options
  if (!(epsilon > 0 && epsilon < Number.POSITIVE_INFINITY))
    throw new ArgumentError({ operation, problem: `epsilon ${epsilon} is no step`, remedy: 'Give a positive number' })
  if (method !== 'forward' && method !== 'central')
    throw new ArgumentError({
      operation,
      problem: `there is no method ${String(method)}`,
      remedy: "Use 'forward' or 'central'",
    })
  return { epsilon, method }
}

/** Refuses what is no tensor: `what` it is, as a clause without its end. */
const checkIsTensor = (operation: string, what: string, value: unknown): void => {
  if (!isTensor(value))
    throw new ArgumentError({
      operation,
      problem: `${what} ${describe(value)}, which is no tensor`,
      remedy: 'Compute with the operations of this library, or make a tensor of a number with tensor(...)',
    })
}

const checkFloat = (operation: string, x: Tensor, path: string): void => {
  if (!isFloat(x.dtype))
    throw new DTypeError({
      operation,
      operands: [x],
      problem: `the argument${path} is ${x.dtype}, where a step of less than one is lost`,
      remedy: "Convert it with astype(x, 'float64')",
    })
}

/** x with a step taken in one element; a step that rounding swallows there is refused. */
const stepped = (operation: string, x: Tensor, element: number, step: number): Tensor => {
  const moved = add(x, step)
  if (isConstant(x) && isConstant(moved)) {
    const [before, after] = [rowMajor(x)[element], rowMajor(moved)[element]]
    if (before === after && Number.isFinite(before))
      throw new ArgumentError({
        operation,
        operands: [x],
        problem: `epsilon ${Math.abs(step)} is lost beside ${before} in ${x.dtype}`,
        remedy: 'Give a larger epsilon',
      })
  }
  const mask = new Uint8Array(sizeOf(x.shape))
  mask[element] = 1
  return where(fromRowMajor('bool', [...x.shape], mask), moved, x)
}

const checkScalar = (operation: string, value: Tensor): Tensor => {
  checkIsTensor(operation, 'the function returns', value)
  if (value.shape.length !== 0)
    throw new ShapeError({
      operation,
      operands: [value],
      problem: 'a difference quotient needs a function to a scalar, and this one returns a tensor',
      remedy: 'Reduce it with sum or mean',
    })
  checkFloat(operation, value, "'s value")
  return value
}

/** The difference quotients of f, a function of one tensor, for some of its elements. */
const quotients = (
  operation: string,
  f: (x: Tensor) => unknown,
  x: Tensor,
  elements: readonly number[],
  options: DifferenceOptions,
): readonly Tensor[] => {
  checkFunction(operation, f)
  const { epsilon, method } = checkOptions(operation, options)
  const valueAt = (argument: Tensor): Tensor => checkScalar(operation, f(argument) as Tensor)
  const at = (element: number, step: number): Tensor => valueAt(stepped(operation, x, element, step))
  if (method === 'central')
    return elements.map((element) => div(sub(at(element, epsilon), at(element, -epsilon)), 2 * epsilon))
  const here = valueAt(x)
  return elements.map((element) => div(sub(at(element, epsilon), here), epsilon))
}

/**
 * The derivative of a function of one number at x, a number or a scalar tensor, as a difference quotient: for an epsilon
 * h, (f(x + h) - f(x)) / h in just this order of operations, which is off by h/2 sup|f''| + 4 u sup|f| / h at most, u
 * being the unit roundoff (2^-53 for float64).
 *
 * It is made of operations, and so can be compiled, batched and differentiated itself. Throws a DTypeError for an int32
 * x, in which the step would be lost; an ArgumentError for an epsilon that is not positive or is lost beside x.
 *
 * @example
 * ```ts
 * import { derivative, square } from 'cotangent'
 *
 * derivative((x) => square(x), 3, { epsilon: 0.5 }) // => 6.5
 * derivative((x) => square(x), 3, { epsilon: 0.5, method: 'central' }) // => 6.0
 * ```
 */
export const derivative = <X extends number | Tensor<[], FloatDType>>(
  f: (x: X extends number ? Tensor<[], 'float64'> : X) => Tensor<[], FloatDType>,
  x: X,
  options: DifferenceOptions = {},
): X extends number ? Tensor<[], 'float64'> : X => {
  checkIsOptions('derivative', options, optionNames)
  const point = typeof x === 'number' ? filled('float64', [], x) : (x as Tensor)
  checkIsTensor('derivative', 'the argument is', point)
  checkFloat('derivative', point, '')
  if (point.shape.length !== 0)
    throw new ShapeError({
      operation: 'derivative',
      operands: [point],
      problem: 'the argument is no scalar',
      remedy: 'Use partialDerivative for one element, or numericalGradient for all',
    })
  return quotients('derivative', f as (x: Tensor) => unknown, point, [0], options)[0] as never
}

/**
 * The derivative of a function of a tensor `[...]` by one of its elements, as a difference quotient (see `derivative`,
 * which also says what it throws). The index is a number for each axis, or one number for a tensor with one axis;
 * negative ones count from the end, and one out of range is an IndexError.
 *
 * @example
 * ```ts
 * import { partialDerivative, square, sum, tensor } from 'cotangent'
 *
 * partialDerivative((x) => sum(square(x)), tensor([2, 3]), 1, { epsilon: 0.5 }) // => 6.5
 * ```
 */
export const partialDerivative = <S extends Dims, D extends FloatDType>(
  f: ScalarFunction<Tensor<S, D>>,
  x: Tensor<S, D>,
  index: number | readonly number[],
  options: DifferenceOptions = {},
): Tensor<[], D> => {
  checkIsOptions('partialDerivative', options, optionNames)
  const point = x as Tensor
  checkIsTensor('partialDerivative', 'the argument is', point)
  checkFloat('partialDerivative', point, '')
  const element = offsetOf('partialDerivative', point, typeof index === 'number' ? [index] : index)
  return quotients('partialDerivative', f as (x: Tensor) => unknown, point, [element], options)[0] as Tensor<[], D>
}

/**
 * The gradient of a function of a tensor or a tree of tensors as difference quotients, one for each element of each
 * leaf (see `derivative`, which also says what it throws), in a tree like the argument.
 *
 * @example
 * ```ts
 * import { numericalGradient, square, sum, tensor } from 'cotangent'
 *
 * numericalGradient((x) => sum(square(x)), tensor([1, 2]), { epsilon: 0.5, method: 'central' }) // => [2. 4.]
 * ```
 */
export const numericalGradient = <T>(f: ScalarFunction<T>, x: T, options: DifferenceOptions = {}): T => {
  checkIsOptions('numericalGradient', options, optionNames)
  const operation = 'numericalGradient'
  const [leaves, structure] = flatten(operation, x)
  const paths = leafPaths(structure)
  const gradients = leaves.map((leaf, which) => {
    checkFloat(operation, leaf, paths[which])
    const ofLeaf = (replaced: Tensor): unknown => f(unflatten(structure, leaves.with(which, replaced)) as T)
    const elements = Array.from({ length: sizeOf(leaf.shape) }, (_, element) => element)
    const found = quotients(operation, ofLeaf, leaf, elements, options)
    return found.length === 0 ? leaf : reshape(stack(found), leaf.shape)
  })
  return unflatten(structure, gradients) as T
}
