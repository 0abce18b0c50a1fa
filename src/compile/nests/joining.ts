import type { AttributesOf } from '../../graph/index.js'
import { sizeInBytes } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { type Place, within } from '../place.js'
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

/** Zeros everywhere, and then the operand, its neighbours `interior` apart. */
export const pad = (
  assembly: Assembly,
  {
    operands: [x],
    attributes: { low, interior },
    types: [type],
    destinations: [destination],
  }: SomeApplication<AttributesOf<'pad'>>,
): readonly Place[] => {
  const padded = assembly.place(type, destination)
  const [start] = assembly.addressesOf(padded)
  assembly.code.clearBytes(start, sizeInBytes(type))
  const strides = padded.strides.map((stride, axis) => stride * (1 + interior[axis]))
  const first = padded.strides.reduce((sum, stride, axis) => sum + stride * low[axis], 0)
  copy(assembly, x, within(padded, x.shape, strides, first))
  return [padded]
}
