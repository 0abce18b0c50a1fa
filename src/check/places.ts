import { IndexError, type Shape, ShapeError, type TensorType } from '../tensor/index.js'

/** The place in row-major order of the element that an index names, one number for each axis. */
export const offsetOf = (operation: string, x: TensorType, index: readonly number[]): number => {
  if (index.length !== x.shape.length)
    throw new ShapeError({
      operation,
      operands: [x],
      problem: `the index [${index.join(', ')}] has ${index.length} numbers for ${x.shape.length} axes`,
    })
  return index.reduce((offset, at, axis) => {
    const extent = x.shape[axis]
    const position = at < 0 ? at + extent : at
    if (!Number.isInteger(at) || position < 0 || position >= extent)
      throw new IndexError({
        operation,
        operands: [x],
        problem: `there is no element [${index.join(', ')}]`,
        remedy: `Axis ${axis} has the positions from ${-extent} to ${extent - 1}`,
      })
    return offset * extent + position
  }, 0)
}

/** The index of the element at a place in row-major order. */
export const indexOf = (shape: Shape, offset: number): readonly number[] =>
  shape.map((extent, axis) => {
    const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1)
    return Math.floor(offset / inner) % extent
  })
