import { type Constant, fromRowMajor, type Shape, sizeOf } from '../../tensor/index.js'

/** Whole numbers from `first` on, in row-major order. */
export const numbered = (shape: Shape, first = 0): Constant =>
  fromRowMajor(
    'int32',
    [...shape],
    Int32Array.from({ length: sizeOf(shape) }, (_, index) => index + first),
  )

/** Lists of numbers by number, one after another: those of `i` from `starts[i]` up to `starts[i + 1]`. */
export interface Lists {
  readonly starts: Int32Array
  readonly items: Int32Array
}

/** For each of `count` numbers, where it stands in `numbers`, which may hold others too. */
export const placesOf = (numbers: ArrayLike<number>, count: number): Lists => {
  const starts = new Int32Array(count + 1)
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index]
    if (number >= 0 && number < count) starts[number + 1]++
  }
  for (let number = 0; number < count; number++) starts[number + 1] += starts[number]
  const items = new Int32Array(starts[count])
  const next = starts.slice()
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index]
    if (number >= 0 && number < count) items[next[number]++] = index
  }
  return { starts, items }
}
