import { allocate } from './allocate.js'
import { type Constant, filled, fromRowMajor } from './constant.js'
import { type DType, dtypeOf, dtypes, type TypedArray } from './dtype.js'
import { ArgumentError, DTypeError, describe, ShapeError } from './errors.js'
import { checkShape, type Shape, sizeOf } from './shape.js'
import { isTensor } from './tree.js'

/** Numbers or booleans, nested to any depth. */
export type NestedArray = number | boolean | readonly NestedArray[]

const checkDType = (operation: string, dtype: DType): DType => {
  if (!dtypes.includes(dtype))
    throw new DTypeError({
      operation,
      problem: `there is no dtype ${String(dtype)}`,
      remedy: `Use ${dtypes.join(', ')}`,
    })
  return dtype
}

/** One value as an element of a dtype; an int32 must be whole and in range, a bool 0, 1 or a boolean. */
const checkElement = (operation: string, dtype: DType, value: unknown, path: readonly number[] = []): number => {
  const refuse = (what: string, remedy?: string): DTypeError => {
    const place = path.length === 0 ? 'the value' : `the element at [${path.join(', ')}]`
    return new DTypeError({ operation, problem: `${place} (${describe(value)}) is ${what}`, remedy })
  }
  const element = typeof value === 'boolean' ? Number(value) : value
  if (typeof element !== 'number')
    throw refuse(
      'neither a number nor a boolean',
      isTensor(value)
        ? 'Put tensors together by stack or concatenate'
        : ArrayBuffer.isView(value)
          ? 'Use fromTypedArray(data, shape) for a typed array'
          : undefined,
    )
  if (dtype === 'int32' && (element | 0) !== element)
    throw refuse('no int32', 'Use a float dtype, or whole numbers from -2147483648 to 2147483647')
  if (dtype === 'bool' && element !== 0 && element !== 1) throw refuse('no bool', 'Use booleans, or 0 and 1')
  return element
}

/** Nested arrays are read by recursion; one that is deeper holds itself. */
export const deepestArray = 1000

/** The shape of a nested array, read along its first elements. */
const shapeOfNested = (operation: string, data: NestedArray): number[] => {
  const shape: number[] = []
  for (let level: NestedArray | undefined = data; Array.isArray(level); level = level[0]) {
    if (shape.length === deepestArray)
      throw new ArgumentError({
        operation,
        problem: `the array is nested more than ${deepestArray} deep, or holds itself`,
        remedy: 'Give numbers or booleans, in arrays as deep as the tensor has axes',
      })
    shape.push(level.length)
  }
  return shape
}

const ragged = (operation: string, path: readonly number[], expected: string, found: unknown): ShapeError =>
  new ShapeError({
    operation,
    problem: `the nested array is ragged: at [${path.join(', ')}] there is ${
      Array.isArray(found) ? `an array of ${found.length}` : 'an element'
    } where ${expected} is due`,
    remedy: 'Every array at one depth must have the same length',
  })

/** A constant from nested arrays; a ShapeError says where they are ragged. */
export const fromNested = (operation: string, data: NestedArray, dtype: DType): Constant => {
  checkDType(operation, dtype)
  const shape = shapeOfNested(operation, data)
  const elements = allocate(dtype, sizeOf(shape))
  let next = 0
  const path: number[] = []
  const fill = (level: NestedArray, axis: number): void => {
    if (axis === shape.length) {
      if (Array.isArray(level)) throw ragged(operation, path, 'an element', level)
      elements[next++] = checkElement(operation, dtype, level, path)
      return
    }
    if (!Array.isArray(level) || level.length !== shape[axis])
      throw ragged(operation, path, `an array of ${shape[axis]}`, level)
    for (let index = 0; index < level.length; index++) {
      path.push(index)
      fill(level[index], axis + 1)
      path.pop()
    }
  }
  fill(data, 0)
  return fromRowMajor(dtype, shape, elements)
}

/** A constant holding a copy of a typed array's elements. */
export const fromTyped = (operation: string, data: TypedArray, shape: Shape): Constant => {
  const dtype = ArrayBuffer.isView(data) ? dtypeOf(data) : undefined
  if (dtype === undefined)
    throw new DTypeError({
      operation,
      problem: `the data (${describe(data)}) is no Float64Array, Float32Array, Int32Array or Uint8Array (bool)`,
    })
  checkShape(operation, shape)
  if (sizeOf(shape) !== data.length)
    throw new ShapeError({
      operation,
      problem: `shape [${shape.join(', ')}] takes ${sizeOf(shape)} elements, the array has ${data.length}`,
    })
  if (dtype === 'bool')
    for (let index = 0; index < data.length; index++) checkElement(operation, dtype, data[index], [index])
  // Not data.slice(), which shares the memory of a Buffer.
  const copy = allocate(dtype, data.length)
  copy.set(data)
  return fromRowMajor(dtype, [...shape], copy)
}

/** A constant of one repeated number, which it stores once. */
export const fullOf = (operation: string, shape: Shape, value: number | boolean, dtype: DType): Constant =>
  filled(checkDType(operation, dtype), [...checkShape(operation, shape)], checkElement(operation, dtype, value))

/** The identity matrix `[n, m]`, ones on the main diagonal. */
export const identityMatrix = (n: number, m: number, dtype: DType): Constant => {
  checkShape('eye', [n, m])
  const data = allocate(checkDType('eye', dtype), n * m)
  for (let i = 0; i < Math.min(n, m); i++) data[i * m + i] = 1
  return fromRowMajor(dtype, [n, m], data)
}

/**
 * ceil((stop - start) / step) numbers, as NumPy's arange has them in float64: start, start + step, and from there on
 * start + i * ((start + step) - start).
 */
export const arithmeticProgression = (start: number, stop: number, step: number, dtype: DType): Constant => {
  checkDType('arange', dtype)
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (step === 0 || !Number.isSafeInteger(length))
    throw new ArgumentError({
      operation: 'arange',
      problem: `from ${start} to ${stop} in steps of ${step} there is no finite number of values`,
    })
  const data = allocate(dtype, length)
  const delta = start + step - start
  for (let i = 0; i < length; i++) data[i] = checkElement('arange', dtype, i === 1 ? start + step : start + i * delta)
  return fromRowMajor(dtype, [length], data)
}

/** `count` numbers, as NumPy's linspace has them in float64: i * ((stop - start) / (count - 1)) + start, the last exactly stop. */
export const evenlySpaced = (start: number, stop: number, count: number, dtype: DType): Constant => {
  checkShape('linspace', [count])
  const data = allocate(checkDType('linspace', dtype), count)
  const step = (stop - start) / (count - 1)
  for (let i = 0; i < count; i++)
    data[i] = checkElement('linspace', dtype, i === 0 ? start : i === count - 1 ? stop : i * step + start)
  return fromRowMajor(dtype, [count], data)
}
