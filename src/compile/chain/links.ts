import type { Assembly } from '../assembly.js'
import { productFor } from '../contraction/blocks.js'
import { nanosecondsOf } from '../contraction/cost.js'
import { workOf } from '../fused/choice.js'
import type { Loop } from '../fused/loop.js'
import { slicedAlong } from '../fused/slices.js'
import type { Place } from '../place.js'
import { type Code, i32, type Value } from '../wasm/index.js'
import type { SlicedProduct } from './products.js'
import type { Rooms } from './rooms.js'
import type { Slices } from './slice.js'

/** What does its part of a slice, one after another. */
export interface Link {
  readonly places: readonly Place[]
  /** How far the places move from one index to the next, in bytes. */
  readonly strides: readonly number[]
  /** About how long it takes for all slices, in nanoseconds. */
  readonly work: number
  /** Writes the call for a slice, given pointers to where that lies in the places, and whether it is the last. */
  readonly call: (code: Code, pointers: readonly Value<'i32'>[], isLast: Value<'i32'>) => void
}

/** The link that runs a loop. */
export const loopLink = (assembly: Assembly, loop: Loop, axis: number, { size, last }: Slices): Link => {
  const { reference, places, strides, each } = slicedAlong(assembly, loop, axis, [size, last])
  return {
    places,
    strides: strides.map((stride) => stride * each),
    work: workOf(loop),
    call: (code, pointers, isLast) => {
      const items = last === size ? i32(size * each) : code.select(isLast, i32(last * each), i32(size * each))
      code.call(reference, ...pointers, items)
    },
  }
}

/** The link that multiplies. */
export const productLink = (
  assembly: Assembly,
  { plan: { product, operands, isTurned }, axis, target }: SlicedProduct,
  { size, count, last }: Slices,
  rooms: Rooms,
): Link => {
  const side = (axis === 0) === isTurned ? 'columns' : 'rows'
  const [whole, rest] = [size, last].map((extent) => productFor(assembly, { ...product, [side]: extent }))
  const strides =
    side === 'rows' ? [product.left.row, 0, product.target.row] : [0, product.right.column, product.target.column]
  return {
    places: [...operands, target, rooms.bytes(Math.max(whole.room, rest.room))],
    strides: [...strides, 0],
    work: count * nanosecondsOf(product),
    call: (code, pointers, isLast) => {
      const multiply = ({ reference }: typeof whole) => code.call(reference, ...pointers)
      if (rest === whole) multiply(whole)
      else
        code.when(
          isLast,
          () => multiply(rest),
          () => multiply(whole),
        )
    },
  }
}
