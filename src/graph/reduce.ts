import {
  allocate,
  type Constant,
  fromRowMajor,
  layoutOf,
  rowMajor,
  type Shape,
  sizeOf,
  type TypedArray,
  view,
} from '../tensor/index.js'

const lanes = 8
const blockLength = 1024

/**
 * Sum of the elements at `start + step * i`, in the one order that every engine keeps: in blocks of 1024, eight lanes
 * each taking every eighth element, joined as a tree; then block after block. `round` is applied after every addition.
 */
export const orderedSum = (length: number, at: (index: number) => number, round: (x: number) => number): number => {
  let total = 0
  const lane = new Float64Array(lanes)
  for (let block = 0; block < length; block += blockLength) {
    lane.fill(0)
    const end = Math.min(length, block + blockLength)
    for (let i = block; i < end; i++) lane[i % lanes] = round(lane[i % lanes] + at(i))
    const quarter = (i: number): number => round(lane[i] + lane[i + 1])
    const left = round(quarter(0) + quarter(2))
    const right = round(quarter(4) + quarter(6))
    total = round(total + round(left + right))
  }
  return total
}

/** How each dtype rounds an intermediate result that was computed in float64. */
export const roundings = {
  float64: (x: number) => x,
  float32: Math.fround,
  int32: (x: number) => x | 0,
  bool: (x: number) => x,
} as const

/** The operand with the axes that `shape` sums away moved last, as [kept, summed] rows in row-major order. */
export const rowsToReduce = (
  x: Constant,
  reduced: readonly number[],
): { readonly data: TypedArray; readonly length: number } => {
  const { strides, offset } = layoutOf(x)
  const order = [...x.shape.keys()].sort((a, b) => Number(reduced.includes(a)) - Number(reduced.includes(b)) || a - b)
  const arranged = view(
    x,
    order.map((axis) => x.shape[axis]),
    order.map((axis) => strides[axis]),
    offset,
  )
  return { data: rowMajor(arranged), length: sizeOf(reduced.map((axis) => x.shape[axis])) }
}

/** The reference kernel of sumTo. */
export const sumConstant = (x: Constant, shape: Shape): Constant => {
  const added = x.shape.length - shape.length
  const reduced = [...x.shape.keys()].filter((axis) => axis < added || shape[axis - added] !== x.shape[axis])
  const { data, length } = rowsToReduce(x, reduced)
  const sums = allocate(x.dtype, sizeOf(shape))
  const round = roundings[x.dtype]
  for (let row = 0; row < sums.length; row++)
    sums[row] = orderedSum(length, (index) => data[row * length + index], round)
  return fromRowMajor(x.dtype, shape, sums)
}
