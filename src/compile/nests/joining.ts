import type { AttributesOf } from '../../graph/index.js'
import { bytesOf, sizeOf, type TensorType } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { type Place, within } from '../place.js'
import { i32 } from '../wasm/index.js'
import { copy } from './copy.js'

export const concatenate = (
  assembly: Assembly,
  {
    operands,
    attributes: { axis },
    types: [type],
    destinations: [destination],
  }: SomeApplication<AttributesOf<'concatenate'>>,
): readonly Place[] => {
  const joined = assembly.place(type, destination)
  let start = 0
  for (const operand of operands) {
    copy(assembly, operand, within(joined, operand.shape, joined.strides, start * joined.strides[axis]))
    start += operand.shape[axis]
  }
  return [joined]
}

/** The bytes, from the first on, that padding leaves zero: before and behind what is padded, or all where they are apart. */
const margins = (
  { dtype, shape }: TensorType,
  { low, high, interior }: AttributesOf<'pad'>,
): readonly (readonly [from: number, count: number])[] => {
  const size = sizeOf(shape)
  const padded = [...shape.keys()].filter((axis) => low[axis] + high[axis] > 0)
  const isApart = interior.some((count) => count > 0) || padded.some((axis) => sizeOf(shape.slice(0, axis)) !== 1)
  const ranges =
    isApart || padded.length > 1
      ? [[0, size]]
      : padded.flatMap((axis) => {
          const row = sizeOf(shape.slice(axis + 1))
          return [
            [0, low[axis] * row],
            [size - high[axis] * row, high[axis] * row],
          ]
        })
  const bytes = bytesOf(dtype)
  return ranges.filter(([, count]) => count > 0).map(([from, count]) => [from * bytes, count * bytes])
}

/** Zeros, and the operand, its neighbours `interior` apart. */
export const pad = (
  assembly: Assembly,
  { operands: [x], attributes, types: [type], destinations: [destination] }: SomeApplication<AttributesOf<'pad'>>,
): readonly Place[] => {
  const { low, interior } = attributes
  const padded = assembly.place(type, destination)
  const [start] = assembly.addressesOf(padded)
  for (const [from, count] of margins(type, attributes))
    assembly.code.clearBytes(from === 0 ? start : assembly.code.apply('i32.add', start, i32(from)), count)
  const strides = padded.strides.map((stride, axis) => stride * (1 + interior[axis]))
  const first = padded.strides.reduce((sum, stride, axis) => sum + stride * low[axis], 0)
  copy(assembly, x, within(padded, x.shape, strides, first))
  return [padded]
}
