import { sizeInBytes, sizeOf } from '../../tensor/index.js'
import type { Lowering } from '../application.js'
import type { Assembly } from '../assembly.js'
import { runLoop } from '../fused/run.js'
import { wholeLines } from '../lines.js'
import { type Axes, advance } from '../loops.js'
import type { Place } from '../place.js'
import { type Code, i32, type Value, type Variable } from '../wasm/index.js'
import type { TaskBody } from '../work.js'
import { productFor } from './blocks.js'
import { nanosecondsOf } from './cost.js'
import { type Division, divided, grainOf } from './division.js'
import { areDots, dotsOf } from './dots.js'
import type { Multiplied } from './lanes.js'
import { type Plan, planFor } from './plan.js'
import { countDown } from './pointers.js'

/** Matrix products [..., M, K] x [..., K, N]: every element adds up over K from first to last, starting from 0. */
export const matmul: Lowering<'matmul'> = (
  assembly,
  { operands: [a, b], types: [type], destinations: [destination] },
) => {
  const result = assembly.place(type, destination)
  const { shape, dtype } = type
  if (sizeOf(shape) === 0) return [result]
  if (a.shape[a.shape.length - 1] > 0) {
    const plan = planFor(dtype as Multiplied, a, b, result, assembly.latitude.fuses)
    if (areDots(assembly.latitude, plan)) runLoop(assembly, dotsOf(plan, result))
    else multiplyAll(assembly, plan, divided(plan.product, sizeOf(plan.axes.extents), assembly), result)
  } else {
    const [address] = assembly.addressesOf(result)
    assembly.code.clearBytes(address, sizeInBytes(type))
  }
  return [result]
}

/** Writes the code of products, part by part. */
const multiplyAll = (
  assembly: Assembly,
  { product, operands, axes }: Plan,
  division: Division,
  target: Place,
): void => {
  const { threads } = assembly
  const products = sizeOf(axes.extents)
  const places = [...operands, target]
  const [first, last] = [division.first, division.last].map((part) => productFor(assembly, part))
  const items = products * division.count
  const room = wholeLines(Math.max(first.room, last.room))
  const scratch = assembly.allocate({ dtype: 'bool', shape: [items === 1 ? room : room * threads] })
  if (items === 1) assembly.code.call(first.reference, ...assembly.addressesOf(...places, scratch))
  else {
    const body: TaskBody = (code, pointers, start, count, thread) => {
      const [left, right, all, rooms] = pointers
      const own = code.apply('i32.add', rooms, code.apply('i32.mul', thread, i32(room)))
      const item = code.variable('i32', start)
      countDown(code, count, 1, () => {
        const { matrices, part } = matricesOf(code, axes, division, item, [left, right, all])
        const call = ({ reference }: typeof first): void => code.call(reference, ...matrices, own)
        if (last === first) call(first)
        else
          code.when(
            code.apply('i32.eq', part, i32(division.count - 1)),
            () => call(last),
            () => call(first),
          )
        advance(code, item, 1)
      })
    }
    const work = products * nanosecondsOf(product)
    const task = { items, grain: grainOf(division, items, assembly), work, places: [...places, scratch] }
    assembly.task(task, body)
  }
  assembly.release(scratch)
}

/** The pointers for an item: for one part of one product. */
const matricesOf = (
  code: Code,
  { extents, strides }: Axes,
  division: Division,
  item: Variable<'i32'>,
  starts: readonly Value<'i32'>[],
): { readonly matrices: readonly Variable<'i32'>[]; readonly part: Value<'i32'> } => {
  const matrices = starts.map((start) => code.variable('i32', start))
  const go = (index: Value<'i32'>, distances: readonly number[]): void =>
    matrices.forEach((pointer, which) => {
      if (distances[which] === 0) return
      code.update(pointer, 'i32.add', pointer, code.apply('i32.mul', index, i32(distances[which])))
    })
  let rest: Value<'i32'> = item
  /** Splits off the index along the innermost axis of those that are left. */
  const next = (extent: number, distances: readonly number[]): Value<'i32'> => {
    const index = code.apply('i32.rem_s', rest, i32(extent))
    rest = code.apply('i32.div_s', rest, i32(extent))
    go(index, distances)
    return index
  }
  const part = division.count > 1 ? next(division.count, division.strides) : i32(0)
  for (let axis = extents.length - 1; axis >= 0; axis--)
    next(
      extents[axis],
      strides.map((each) => each[axis]),
    )
  return { matrices, part }
}
