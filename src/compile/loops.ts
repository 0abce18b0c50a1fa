import type { Shape } from '../tensor/index.js'
import { type Code, i32, type Value, type Variable } from './wasm/index.js'

/** Axes to loop over: how often, and how far each of several pointers moves along each of them, in bytes. */
export interface Axes {
  readonly extents: readonly number[]
  readonly strides: readonly (readonly number[])[]
}

/** The same walk over as few axes as can be: those of size 1 go, and neighbours join where all pointers run on evenly. */
export const coalesced = (extents: Shape, strides: readonly (readonly number[])[]): Axes => {
  const axes: { extent: number; strides: readonly number[] }[] = []
  extents.forEach((extent, axis) => {
    if (extent === 1) return
    const own = strides.map((each) => each[axis])
    const outer = axes.at(-1)
    if (outer?.strides.every((stride, index) => stride === own[index] * extent))
      axes[axes.length - 1] = { extent: outer.extent * extent, strides: own }
    else axes.push({ extent, strides: own })
  })
  return {
    extents: axes.map(({ extent }) => extent),
    strides: strides.map((_, index) => axes.map((axis) => axis.strides[index])),
  }
}

/** Moves a pointer by a number of bytes. */
export const advance = (code: Code, pointer: Variable<'i32'>, bytes: number): void => {
  if (bytes !== 0) code.update(pointer, 'i32.add', pointer, i32(bytes))
}

/** Runs a body a fixed number of times. */
export const repeat = (code: Code, count: number, body: () => void): void => {
  if (count === 0) return
  if (count === 1) {
    body()
    return
  }
  const left = code.variable('i32', i32(count))
  code.loop((start) => {
    body()
    code.update(left, 'i32.sub', left, i32(1))
    code.branchIf(start, left)
  })
}

/** Runs a body at every index of the axes in row-major order, moving the pointers along, past the last index in the end. */
export const walk = (
  code: Code,
  { extents, strides }: Axes,
  pointers: readonly Variable<'i32'>[],
  body: () => void,
): void => {
  const visit = (axis: number): void => {
    if (axis === extents.length) body()
    else
      repeat(code, extents[axis], () => {
        visit(axis + 1)
        pointers.forEach((pointer, index) => {
          const moved = axis + 1 < extents.length ? extents[axis + 1] * strides[index][axis + 1] : 0
          advance(code, pointer, strides[index][axis] - moved)
        })
      })
  }
  visit(0)
}

/** Moves a pointer by as many times a number of bytes as an index says. */
const advanceTo = (code: Code, pointer: Variable<'i32'>, index: Value<'i32'>, bytes: number): void => {
  if (bytes !== 0) code.update(pointer, 'i32.add', pointer, code.apply('i32.mul', index, i32(bytes)))
}

/** Moves pointers from the first index of the axes to that of a number in row-major order; tells the index along each axis. */
export const seek = (
  code: Code,
  { extents, strides }: Axes,
  pointers: readonly Variable<'i32'>[],
  number: Value<'i32'>,
): readonly Variable<'i32'>[] => {
  let rest = number
  const indices: Variable<'i32'>[] = []
  for (let axis = extents.length - 1; axis >= 0; axis--) {
    const extent = i32(extents[axis])
    const index = axis === 0 ? code.variable('i32', rest) : code.apply('i32.rem_u', rest, extent)
    if (axis > 0) rest = code.apply('i32.div_u', rest, extent)
    pointers.forEach((pointer, which) => {
      advanceTo(code, pointer, index, strides[which][axis])
    })
    indices.unshift(index)
  }
  return indices
}

/** Moves pointers on to the next index of the axes in row-major order, and the index along each axis with them. */
export const proceed = (
  code: Code,
  { extents, strides }: Axes,
  pointers: readonly Variable<'i32'>[],
  indices: readonly Variable<'i32'>[],
): void => {
  const step = (axis: number): void => {
    pointers.forEach((pointer, which) => {
      advance(code, pointer, strides[which][axis])
    })
    if (axis === 0) return
    const [index, extent] = [indices[axis], extents[axis]]
    code.update(index, 'i32.add', index, i32(1))
    code.when(code.apply('i32.eq', index, i32(extent)), () => {
      code.assign(index, i32(0))
      pointers.forEach((pointer, which) => {
        advance(code, pointer, -extent * strides[which][axis])
      })
      step(axis - 1)
    })
  }
  if (extents.length > 0) step(extents.length - 1)
}
