import {
  add,
  arange,
  astype,
  broadcastTo,
  equal,
  expandDims,
  full,
  less,
  mul,
  slice,
  where,
} from '../../../graph/index.js'
import { key, keyed } from '../../../random/index.js'
import {
  allocate,
  type Constant,
  type DType,
  type FloatDType,
  fromRowMajor,
  fromTyped,
  isFloat,
  rowMajor,
  type Shape,
  sizeOf,
  type Tensor,
} from '../../../tensor/index.js'
import { dtypeOfElements, narrowed } from '../elements.js'
import {
  allowed,
  axisOf,
  constantInts,
  constantNumber,
  misshapen,
  mistyped,
  type OperatorCall,
  type Operators,
  refused,
  required,
} from '../operator.js'
import { countedAlong } from './operands.js'

const float32s = (numbers: readonly number[], shape: Shape): Tensor =>
  fromTyped('Constant', Float32Array.from(numbers), shape)

const int32s = (call: OperatorCall, numbers: readonly number[], shape: Shape): Tensor =>
  fromTyped(
    'Constant',
    Int32Array.from(numbers, (value) => {
      const element = narrowed(value)
      if (element === undefined) throw refused(call, `${value} is beyond int32`)
      return element
    }),
    shape,
  )

/** The value of a Constant, in whichever of its attributes it stands. */
const constant = (call: OperatorCall): Tensor => {
  const { attributes } = call
  const [name, ...others] = attributes.names
  if (name === undefined || others.length > 0) throw refused(call, `it has ${attributes.names.length} values, not one`)
  switch (name) {
    case 'value':
      return attributes.tensor(name)
    case 'sparse_value':
      return attributes.sparse(name)
    case 'value_float':
      return float32s([attributes.float(name)], [])
    case 'value_floats':
      return float32s(attributes.floats(name), [attributes.floats(name).length])
    case 'value_int':
      return int32s(call, [attributes.int(name)], [])
    case 'value_ints':
      return int32s(call, attributes.ints(name), [attributes.ints(name).length])
    default:
      throw mistyped(call, 'its value is text')
  }
}

const filledOf = (call: OperatorCall): Tensor => {
  const value: Constant | undefined = call.attributes.tensor('value', undefined)
  const shape = allowed(call, constantInts(call, 0))
  if (value === undefined) return full(shape, 0, { dtype: 'float32' })
  if (sizeOf(value.shape) !== 1) throw misshapen(call, 'the value is not one element')
  const [element] = rowMajor(value)
  return full(shape, value.dtype === 'bool' ? element !== 0 : element, { dtype: value.dtype })
}

/** 0, 1, ... along an axis of its own, of a dtype. */
const countOf = (length: number, dtype: DType = 'int32'): Tensor => arange(0, length, 1, { dtype })

/** start, start + delta, ... before the limit; how many there are has to be known. */
const rangeOf = (call: OperatorCall): Tensor => {
  const [start, limit, delta] = [0, 1, 2].map((index) => constantNumber(call, index))
  const length = Math.max(0, Math.ceil((limit - start) / delta))
  if (!Number.isSafeInteger(length))
    throw refused(call, `from ${start} to ${limit} in steps of ${delta} there is no end`)
  allowed(call, [length])
  const [first, , step] = [0, 1, 2].map((index) => required(call, index))
  return add(first, mul(step, countOf(length, first.dtype)))
}

const eyeLike = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const type = call.attributes.int('dtype', undefined)
  const dtype = type === undefined ? x.dtype : dtypeOfElements(type, call.operator)
  if (x.shape.length !== 2) throw misshapen(call, 'it takes a matrix')
  const [rows, columns] = allowed(call, x.shape)
  const offset = call.attributes.int('k', 0)
  const data = allocate(dtype, rows * columns)
  for (let row = Math.max(0, -offset); row < rows && row + offset < columns; row++)
    data[row * columns + row + offset] = 1
  return fromRowMajor(dtype, [rows, columns], data)
}

/** An index outside of the depth marks nothing. */
const oneHotOf = (call: OperatorCall): Tensor => {
  const indices = astype(required(call, 0), 'int32')
  const depth = Math.trunc(constantNumber(call, 1))
  const values = required(call, 2)
  if (values.shape.length !== 1 || values.shape[0] !== 2) throw misshapen(call, 'the values are not two')
  const rank = indices.shape.length + 1
  const axis = axisOf(call, call.attributes.int('axis', -1), rank)
  const shape = allowed(call, indices.shape.toSpliced(axis, 0, depth))
  const counted = where(less(indices, 0), add(indices, depth), indices)
  const marks = equal(expandDims(counted, axis), countedAlong(shape, axis))
  const pick = (index: number): Tensor => broadcastTo(slice(values, [[index, index + 1]]), shape)
  return where(broadcastTo(marks, shape), pick(1), pick(0))
}

/** The dtype that random numbers are asked for in. */
const randomDType = (call: OperatorCall, absent: DType): FloatDType => {
  const type = call.attributes.int('dtype', undefined)
  const dtype = type === undefined ? absent : dtypeOfElements(type, call.operator)
  if (!isFloat(dtype)) throw mistyped(call, `there are no such random numbers of ${dtype}`)
  return dtype
}

/** Any seed as a whole number from 0 on, different seeds as different ones; without one it is that of 0. */
const seedOf = (call: OperatorCall): number => {
  const bits = new DataView(new ArrayBuffer(4))
  bits.setFloat32(0, call.attributes.float('seed', 0))
  return bits.getUint32(0)
}

const uniformOf = (call: OperatorCall, shape: Shape, dtype: FloatDType): Tensor => {
  const low = call.attributes.float('low', 0)
  const drawn: Tensor = keyed.uniform(key(seedOf(call)), allowed(call, shape), { dtype })
  return add(mul(drawn, call.attributes.float('high', 1) - low), low)
}

const normalOf = (call: OperatorCall, shape: Shape, dtype: FloatDType): Tensor => {
  const drawn: Tensor = keyed.normal(key(seedOf(call)), allowed(call, shape), { dtype })
  return add(mul(drawn, call.attributes.float('scale', 1)), call.attributes.float('mean', 0))
}

/** Operators that make tensors. What is random depends on the seed alone, so that a model stays a function. */
export const making: Operators = {
  Constant: (call) => [constant(call)],
  ConstantOfShape: (call) => [filledOf(call)],
  EyeLike: (call) => [eyeLike(call)],
  OneHot: (call) => [oneHotOf(call)],
  RandomNormal: (call) => [normalOf(call, call.attributes.ints('shape'), randomDType(call, 'float32'))],
  RandomNormalLike: (call) => [normalOf(call, required(call, 0).shape, randomDType(call, required(call, 0).dtype))],
  RandomUniform: (call) => [uniformOf(call, call.attributes.ints('shape'), randomDType(call, 'float32'))],
  RandomUniformLike: (call) => [uniformOf(call, required(call, 0).shape, randomDType(call, required(call, 0).dtype))],
  Range: (call) => [rangeOf(call)],
}
