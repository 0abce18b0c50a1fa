import {
  type Cells,
  int32Arithmetic,
  type Machine,
  rowMajorStrides,
  type Shape,
  sizeOf,
  type Variable,
} from '../../../tensor/index.js'
import { log } from './log.js'
import type { MadePairs, Pairs } from './loops.js'
import type { Pair } from './pair.js'
import { pairArithmetic } from './pairArithmetic.js'

/** Elements at places of their own, and how they are read and written. */
interface Elements<E> {
  readonly read: (place: number) => E
  readonly write: (place: number, element: E) => void
}

const distance = (index: number, axis: number, shape: Shape, strides: readonly number[]): number => {
  if (!(index >= 0 && index < shape[axis]))
    throw new RangeError(`a routine reached for ${index} along axis ${axis} of [${shape.join(', ')}]`)
  return index * strides[axis]
}

const cellsFrom = <E>(
  elements: Elements<E>,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): Cells<E, number> => {
  const place = (i?: number, j?: number): number =>
    offset +
    (i === undefined ? 0 : distance(i, 0, shape, strides)) +
    (j === undefined ? 0 : distance(j, 1, shape, strides))
  return {
    shape,
    at: (index) => cellsFrom(elements, shape.slice(1), strides.slice(1), place(index)),
    load: (i, j) => elements.read(place(i, j)),
    store: (element, i, j) => elements.write(place(i, j), element),
  }
}

const unwritable = (): never => {
  throw new TypeError('a routine wrote to an operand')
}

/** The cells of an operand, row-major from an offset on. */
export const cellsOfPairs = ({ high, low }: Pairs, shape: Shape, offset: number): Cells<Pair, number> =>
  cellsFrom(
    { read: (place) => ({ high: high[place], low: low === undefined ? 0 : low[place] }), write: unwritable },
    shape,
    rowMajorStrides(shape),
    offset,
  )

/** The cells of a result. */
export const cellsOfMade = ({ high, low }: MadePairs, shape: Shape, offset: number): Cells<Pair, number> =>
  cellsFrom(
    {
      read: (place) => ({ high: high[place], low: low[place] }),
      write: (place, element) => {
        high[place] = element.high
        low[place] = element.low
      },
    },
    shape,
    rowMajorStrides(shape),
    offset,
  )

/** The cells of indices. */
export const cellsOfIndices = (data: Int32Array, shape: Shape, offset: number): Cells<number, number> =>
  cellsFrom(
    {
      read: (place) => data[place],
      write: (place, element) => {
        data[place] = element
      },
    },
    shape,
    rowMajorStrides(shape),
    offset,
  )

const variable = <E>(initial: E): Variable<E> => {
  let held = initial
  return {
    get: () => held,
    set: (value) => {
      held = value
    },
  }
}

const room = (shape: Shape): Cells<Pair, number> => {
  const size = sizeOf(shape)
  return cellsOfMade({ high: new Float64Array(size), low: new Float64Array(size) }, shape, 0)
}

const holds = (condition: Pair | number): boolean =>
  typeof condition === 'number' ? condition !== 0 : condition.high !== 0

/**
 * The machine that runs an algorithm at once, on pairs. No number is rounded to a float32 as it is stored, whatever the
 * dtype of the tensors. What is negligible is so by 2^-100 and less: operations keep some two bits more.
 */
export const pairMachine: Machine<Pair, number> = {
  number: pairArithmetic,
  index: int32Arithmetic,
  precision: 100,
  log,
  truth: ({ high }) => high,
  variable,
  counter: variable,
  numbers: room,
  wide: room,
  indices: (shape) => cellsOfIndices(new Int32Array(sizeOf(shape)), shape, 0),
  when: (condition, then, otherwise) => {
    if (holds(condition)) then()
    else otherwise?.()
  },
  loop: (from, to, body) => {
    for (let index = from; index < to; index++) body(index)
  },
  loopWhile: (condition, body) => {
    while (holds(condition())) body()
  },
}
