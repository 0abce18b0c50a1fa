import { expressionOf, type Result } from '../../graph/index.js'
import { bytesOf, rowMajorStrides, type Tensor, type TensorType } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { workOf } from '../fused/choice.js'
import type { Loop } from '../fused/loop.js'
import { loopOfNest, lowerNest } from '../fused/nest.js'
import { slicedAlong } from '../fused/slices.js'
import { type Place, within } from '../place.js'
import type { FusedProduct } from '../plan/step.js'
import { i32, type Value } from '../wasm/index.js'
import { type Division, dividedForCache } from './division.js'
import { areDots } from './dots.js'
import type { Multiplied } from './lanes.js'
import { type Epilogue, lineBytes, multiplyAll } from './matmul.js'
import { type Plan, planFor } from './plan.js'

/**
 * Writes the code of a product and of the nest that reads it, given where what they read lies, and where their results
 * are wanted, if anywhere; tells where these then lie.
 */
export const lowerProduct = (
  assembly: Assembly,
  { apply, epilogue, isStored }: FusedProduct,
  find: (tensor: Tensor) => Place,
  wanted: (result: Result) => Place | undefined,
): ReadonlyMap<Result, Place> => {
  const [result] = apply.results
  const { shape, dtype } = result
  const operands = apply.operands.map(find)
  const [a, b] = operands
  const plan = planFor(
    dtype as Multiplied,
    a,
    b,
    { shape, dtype, strides: rowMajorStrides(shape) },
    assembly.latitude.fuses,
  )
  const division = areDots(assembly.latitude, plan) ? undefined : dividedForCache(plan.product, assembly.threads)
  const followed = (product: Place, follow: typeof lowerNest): ReadonlyMap<Result, Place> => {
    const look = (tensor: Tensor): Place => (expressionOf(tensor) === result ? product : find(tensor))
    const found = follow(assembly, epilogue, look, wanted)
    if (isStored) return new Map([...found, [result, product]])
    assembly.release(product)
    return found
  }
  if (division === undefined) {
    const [product] = assembly.lower(apply, operands, [wanted(result)])
    return followed(product, lowerNest)
  }
  const axis = (division.axis === 'rows') === plan.isTurned ? 1 : 0
  const { parts, product, room } = isStored
    ? { parts: division, product: assembly.place(result, wanted(result)), room: 0 }
    : inRooms(assembly, plan, division, result, axis)
  return followed(product, (...nest) => {
    const { loop, found } = loopOfNest(...nest)
    multiplyAll(assembly, plan, parts, product, { ...following(assembly, loop, parts, axis, product), room })
    return found
  })
}

/** Has every thread put its parts of a product, one after another, into room of its own. */
const inRooms = (
  assembly: Assembly,
  { isTurned }: Plan,
  division: Division,
  { shape, dtype }: TensorType,
  axis: number,
) => {
  const bytes = bytesOf(dtype)
  const strides = rowMajorStrides(shape.with(axis, division.first[division.axis]))
  const elements = (Math.ceil((division.first.rows * division.first.columns * bytes) / lineBytes) * lineBytes) / bytes
  const rooms = assembly.allocate({ dtype, shape: [elements * assembly.threads] })
  const [row, column] = strides.map((stride) => stride * bytes)
  const target = isTurned ? { row: column, column: row } : { row, column }
  const { first, last, strides: distances } = division
  const parts: Division = {
    ...division,
    first: { ...first, target },
    last: { ...last, target },
    strides: [distances[0], distances[1], 0],
  }
  return { parts, product: within(rooms, shape, strides), room: elements * bytes }
}

/** Has a loop that reads a product follow each of its parts along an axis. */
const following = (
  assembly: Assembly,
  loop: Loop,
  { axis: side, count, first, last }: Division,
  axis: number,
  product: Place,
): Omit<Epilogue, 'room'> => {
  const { reference, places, strides } = slicedAlong(assembly, loop, axis)
  const others = places.filter((place) => place !== product)
  return {
    places: others,
    work: workOf(loop),
    follow: (code, part, target, starts) => {
      const pointers = places.map((place, index): Value<'i32'> => {
        if (place === product) return target
        const distance = i32(first[side] * strides[index])
        return code.apply('i32.add', starts[others.indexOf(place)], code.apply('i32.mul', part, distance))
      })
      const isLast = code.apply('i32.eq', part, i32(count - 1))
      code.call(reference, ...pointers, code.select(isLast, i32(last[side]), i32(first[side])))
    },
  }
}
