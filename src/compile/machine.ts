import {
  bytesOf,
  type Cells,
  type DType,
  isFloat,
  log,
  type Machine,
  rowMajorStrides,
  type Shape,
  sizeOf,
} from '../tensor/index.js'
import { floatArithmetic, integer, integerArithmetic, type Scalar, type Tables } from './arithmetic.js'
import { loadScalar, storeScalar } from './elements.js'
import { type Code, i32, type Value } from './wasm/index.js'

type Index = Scalar | number

const indexOf = (index: Index): Value<'i32'> => (typeof index === 'number' ? i32(index) : integer(index))

/** The cells of a row-major array that starts at a pointer. */
export const cellsAt = (code: Code, dtype: DType, shape: Shape, pointer: Value<'i32'>): Cells<Scalar, Scalar> => {
  const strides = rowMajorStrides(shape).map((stride) => stride * bytesOf(dtype))
  const reach = (...at: readonly (Index | undefined)[]): Value<'i32'> =>
    at.reduce<Value<'i32'>>(
      (address, index, axis) =>
        index === undefined
          ? address
          : code.apply('i32.add', address, code.apply('i32.mul', indexOf(index), i32(strides[axis]))),
      pointer,
    )
  return {
    shape,
    at: (index) => cellsAt(code, dtype, shape.slice(1), reach(index)),
    load: (i, j) => loadScalar(code, dtype, reach(i, j)),
    store: (element, i, j) => storeScalar(code, dtype, reach(i, j), element),
  }
}

/** Room that a routine asks for while its code is written, as bytes from a pointer on. */
export interface Room {
  readonly pointer: Value<'i32'>
  bytes: number
}

/** A machine that writes an algorithm as code. */
export const machineFor = (code: Code, tables: Tables, dtype: DType, room: Room): Machine<Scalar, Scalar> => {
  const variable = (initial: Scalar) => {
    const held = code.variable(initial.type, initial)
    return {
      // A variable of its own, so that a value that was taken stays what it was.
      get: (): Scalar => code.variable(held.type, held),
      set: (value: Scalar): void => code.assign(held, value),
    }
  }
  const cells = (of: DType, shape: Shape): Cells<Scalar, Scalar> => {
    const start = code.apply('i32.add', room.pointer, i32(room.bytes))
    room.bytes += Math.ceil((sizeOf(shape) * bytesOf(of)) / roomAlignment) * roomAlignment
    return cellsAt(code, of, shape, start)
  }
  const number = isFloat(dtype) ? floatArithmetic(code, tables) : integerArithmetic(code)
  return {
    number,
    index: integerArithmetic(code),
    precision: 53,
    log: (x) => log(number, x),
    truth: (condition) => condition,
    variable,
    counter: (initial) => variable(indexOf(initial)),
    numbers: (shape) => cells(dtype, shape),
    wide: (shape) => cells(isFloat(dtype) ? 'float64' : dtype, shape),
    indices: (shape) => cells('int32', shape),
    when: (condition, then, otherwise) => code.when(integer(condition), then, otherwise),
    loop: (from, to, body) => {
      const index = code.variable('i32', indexOf(from))
      const end = code.variable('i32', indexOf(to))
      code.block((exit) => {
        code.loop((start) => {
          code.branchIf(exit, code.apply('i32.le_s', end, index))
          body(index)
          code.update(index, 'i32.add', index, i32(1))
          code.branch(start)
        })
      })
    },
    loopWhile: (condition, body) => {
      code.block((exit) => {
        code.loop((start) => {
          code.branchIf(exit, code.apply('i32.eqz', integer(condition())))
          body()
          code.branch(start)
        })
      })
    },
  }
}

/** Room for one array starts at a multiple of this many bytes from the pointer. */
const roomAlignment = 8
