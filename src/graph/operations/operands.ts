import {
  ArgumentError,
  broadcastShapes,
  type DType,
  DTypeError,
  describe,
  equalShapes,
  filled,
  fullOf,
  isFloat,
  isTensor,
  type Shape,
  type Tensor,
} from '../../tensor/index.js'
import { checkOpen, isConstant } from '../expression.js'
import { broadcastTo, broadcastToRecord } from '../primitives/structural.js'

/** A JavaScript value where a tensor is due is weak: it takes on the dtype of the tensors that it meets. */
type Weak = number | boolean

const isWeak = (value: unknown): value is Weak => typeof value === 'number' || typeof value === 'boolean'

/** A value as a scalar of a dtype, which a boolean has of itself. */
const scalar = (operation: string, value: Weak, dtype: DType): Tensor =>
  typeof value === 'number' && isFloat(dtype) ? filled(dtype, [], value) : fullOf(operation, [], value, dtype)

const noOperand = (operation: string, value: unknown): ArgumentError =>
  new ArgumentError({
    operation,
    problem: `an operand (${describe(value)}) is neither a tensor nor a number`,
    remedy: 'Make a tensor of it with tensor(...)',
  })

/** One operand, whatever its dtype: a number is a float64 scalar, a boolean a bool. */
export const operandOf = (operation: string, value: unknown): Tensor => {
  const operand = isWeak(value) ? scalar(operation, value, typeof value === 'number' ? 'float64' : 'bool') : value
  if (!isTensor(operand)) throw noOperand(operation, value)
  checkOpen(operation, [operand])
  return operand
}

export const checkFloat = (operation: string, operands: readonly Tensor[]): void => {
  const [{ dtype }] = operands
  if (!isFloat(dtype))
    throw new DTypeError({
      operation,
      operands,
      problem: `it does not take ${dtype}`,
      remedy: 'It needs float64 or float32: convert with astype',
    })
}

/** Refuses operands of truth values. */
export const checkNumeric = (operation: string, operands: readonly Tensor[]): void => {
  if (operands[0].dtype === 'bool')
    throw new DTypeError({ operation, operands, problem: 'it does not take bool', remedy: 'Convert with astype' })
}

/** One operand of numbers. */
export const numericOperandOf = (operation: string, value: unknown): Tensor => {
  const operand = operandOf(operation, value)
  checkNumeric(operation, [operand])
  return operand
}

/** One operand of a floating-point dtype. */
export const floatOperandOf = (operation: string, value: unknown): Tensor => {
  const operand = operandOf(operation, value)
  checkFloat(operation, [operand])
  return operand
}

/** The dtype that an operand brings along; a number has none. */
const ownDType = (value: unknown): DType | undefined =>
  isTensor(value) ? value.dtype : typeof value === 'boolean' ? 'bool' : undefined

/** Operands of one dtype: that of the tensors among them, which must agree; float64 for numbers alone. */
export const operandsOf = (operation: string, values: readonly unknown[]): readonly Tensor[] => {
  for (const value of values) if (!isTensor(value) && !isWeak(value)) throw noOperand(operation, value)
  const tensors = values.filter(isTensor)
  checkOpen(operation, tensors)
  const [dtype = 'float64', ...others] = values.map(ownDType).filter((own) => own !== undefined)
  const other = others.find((own) => own !== dtype)
  if (other !== undefined)
    throw new DTypeError({
      operation,
      operands: tensors,
      problem: `dtypes ${dtype} and ${other} differ`,
      remedy: 'Convert one with astype',
    })
  return values.map((value) => (isTensor(value) ? value : scalar(operation, value as Weak, dtype)))
}

/** x repeated to a shape that it fits; where it is a Constant at once, also in a branch: a view of it takes no work. */
const repeated = (x: Tensor, shape: Shape): Tensor =>
  isConstant(x) && !equalShapes(x.shape, shape)
    ? broadcastToRecord.evaluate([x], { shape }, [])[0]
    : broadcastTo(x, shape)

/** Operands as they are, repeated to the one shape that NumPy's rule gives. */
export const broadcast = (operation: string, operands: readonly Tensor[]): readonly Tensor[] => {
  const shape = broadcastShapes(operation, operands)
  return operands.map((operand) => repeated(operand, shape))
}

/** The same of a floating-point dtype. */
export const floatOperandsOf = (operation: string, values: readonly unknown[]): readonly Tensor[] => {
  const operands = operandsOf(operation, values)
  checkFloat(operation, operands)
  return operands
}

/** Operands of one dtype and one shape, for what works element by element. */
export const alike = (operation: string, values: readonly unknown[]): readonly Tensor[] =>
  broadcast(operation, operandsOf(operation, values))

/** The same of floating-point operands. */
export const floatsAlike = (operation: string, values: readonly unknown[]): readonly Tensor[] =>
  broadcast(operation, floatOperandsOf(operation, values))
