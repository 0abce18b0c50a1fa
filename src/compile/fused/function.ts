import type { KernelHost } from '../vector/index.js'
import type { Code, Variable } from '../wasm/index.js'
import { Access, type Walk } from './access.js'
import { stepAlong } from './choice.js'
import { streamsOf } from './loop.js'
import { columns, rows, rowsTogether } from './reduction.js'
import { type Count, cursorFrom, inSteps, move, times } from './steps.js'

/** Instructions that a round of several steps may have. */
const roundLength = 24

/** Steps along the vector axis of a loop that reduces nothing. */
const along = (access: Access, pointers: readonly Variable<'i32'>[], count: Count): void => {
  const { code, walk } = access
  const { loop, vector } = walk
  const strides = streamsOf(loop).map((stream) => stream.strides[vector])
  const cursor = cursorFrom(code, pointers, strides)
  const fixed = access.fixed(pointers)
  const { widest, accesses } = stepAlong(loop, vector)
  const length = loop.expression.cost + accesses
  const canShift = strides.every((stride) => stride >= 0)
  const rounds = canShift && length * 4 <= roundLength ? 4 : canShift && length * 2 <= roundLength ? 2 : 1
  inSteps(
    code,
    count,
    widest,
    rounds,
    (lanes, shift) => {
      access.at(
        cursor.pointers,
        lanes,
        strides.map((stride) => shift * stride),
        fixed,
      )
    },
    (elements) => move(code, cursor, elements),
  )
}

/** Writes the code of a loop, given pointers to where its streams start, and how long the divided axis is. */
export const writeLoop = (
  code: Code,
  host: KernelHost,
  walk: Walk,
  pointers: readonly Variable<'i32'>[],
  length: Variable<'i32'>,
): void => {
  const { loop, vector, divided, unit } = walk
  const { extents, reduced } = loop
  const access = new Access(code, host, walk)
  const streams = streamsOf(loop)
  const countOf = (axis: number): Count => (axis === divided ? { value: length, unit } : extents[axis])
  const visit = (axis: number, at: readonly Variable<'i32'>[]): void => {
    if (axis === vector && loop.reduction !== undefined) columns(access, at, countOf(axis))
    else if (axis === vector) along(access, at, countOf(axis))
    else {
      const apart = streams.map(({ strides }) => strides[axis])
      const cursor = cursorFrom(code, at, apart)
      const ahead = (indices: number): void => move(code, cursor, indices)
      // What is reduced along the vector axis has one in front that stays: if of a single index.
      if (axis + 1 === vector && reduced[vector])
        inSteps(
          code,
          countOf(axis),
          rowsTogether(loop, vector, apart),
          1,
          (count) => rows(access, cursor.pointers, apart, count),
          ahead,
        )
      else
        times(code, countOf(axis), () => {
          visit(axis + 1, cursor.pointers)
          ahead(1)
        })
    }
  }
  visit(0, pointers)
}
