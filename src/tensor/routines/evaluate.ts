import { allocate } from '../allocate.js'
import { type Constant, fromRowMajor, rowMajor } from '../constant.js'
import { type DType, isFloat, type TypedArray } from '../dtype.js'
import { float64Arithmetic, int32Arithmetic, log } from '../scalar/index.js'
import { rowMajorStrides, type Shape, sizeOf } from '../shape.js'
import type { TensorType } from '../tensor.js'
import type { Cells, Machine, Variable } from './machine.js'
import { type AnyRoutine, splitAxes } from './routine.js'

class Stored implements Cells<number, number> {
  readonly shape: Shape
  readonly #data: TypedArray
  readonly #strides: readonly number[]
  readonly #offset: number

  constructor(data: TypedArray, shape: Shape, strides: readonly number[], offset: number) {
    this.shape = shape
    this.#data = data
    this.#strides = strides
    this.#offset = offset
  }

  at(index: number): Stored {
    return new Stored(this.#data, this.shape.slice(1), this.#strides.slice(1), this.#position(index))
  }

  load(i?: number, j?: number): number {
    return this.#data[this.#position(i, j)]
  }

  store(element: number, i?: number, j?: number): void {
    this.#data[this.#position(i, j)] = element
  }

  #position(i?: number, j?: number): number {
    let position = this.#offset
    if (i !== undefined) position += this.#distance(i, 0)
    if (j !== undefined) position += this.#distance(j, 1)
    return position
  }

  #distance(index: number, axis: number): number {
    if (!(index >= 0 && index < this.shape[axis]))
      throw new RangeError(`a routine reached for ${index} along axis ${axis} of [${this.shape.join(', ')}]`)
    return index * this.#strides[axis]
  }
}

const variable = (initial: number): Variable<number> => {
  let held = initial
  return {
    get: () => held,
    set: (value) => {
      held = value
    },
  }
}

const roomOf = (dtype: DType, shape: Shape): Stored =>
  new Stored(allocate(dtype, sizeOf(shape)), shape, rowMajorStrides(shape), 0)

/** The machine that runs an algorithm at once, on JavaScript numbers. */
const machineOf = (dtype: DType): Machine<number, number> => ({
  number: isFloat(dtype) ? float64Arithmetic : int32Arithmetic,
  index: int32Arithmetic,
  precision: 53,
  log: (x) => log(float64Arithmetic, x),
  truth: (condition) => condition,
  variable,
  counter: variable,
  numbers: (shape) => roomOf(dtype, shape),
  wide: (shape) => roomOf(isFloat(dtype) ? 'float64' : dtype, shape),
  indices: (shape) => roomOf('int32', shape),
  when: (condition, then, otherwise) => {
    if (condition !== 0) then()
    else otherwise?.()
  },
  loop: (from, to, body) => {
    for (let index = from; index < to; index++) body(index)
  },
  loopWhile: (condition, body) => {
    while (condition() !== 0) body()
  },
})

/** A routine's results on operands, all of the first one's dtype, as the reference kernel of a primitive gives them. */
export const evaluateRoutine = <A>(
  routine: AnyRoutine<A>,
  operands: readonly Constant[],
  attributes: A,
  types: readonly TensorType[],
): readonly Constant[] => {
  const [{ dtype }] = operands
  const { leading } = splitAxes(operands[0], routine.operands[0])
  const given = operands.map(rowMajor)
  const made = types.map((type) => allocate(type.dtype, sizeOf(type.shape)))
  const machine = machineOf(dtype)
  const ofOperands = operands.map((operand, index) => splitAxes(operand, routine.operands[index]).own)
  const ofResults = types.map((type, index) => splitAxes(type, routine.results[index]).own)
  const place = (data: TypedArray, own: Shape, at: number): Stored =>
    new Stored(data, own, rowMajorStrides(own), at * sizeOf(own))
  for (let at = 0; at < sizeOf(leading); at++)
    routine.run(
      machine,
      given.map((data, index) => place(data, ofOperands[index], at)),
      made.map((data, index) => place(data, ofResults[index], at)),
      attributes,
    )
  return types.map(({ dtype, shape }, index) => fromRowMajor(dtype, shape, made[index]))
}
