import { type Apply, expressionOf, type Result } from '../../graph/index.js'
import { rowMajorStrides, type Tensor, type TensorType } from '../../tensor/index.js'
import { vectorAxis } from '../fused/choice.js'
import { type Loop, type Reduction, reducedSize, reducingLoop, storingLoop } from '../fused/loop.js'
import { loopOfNest } from '../fused/nest.js'
import { blockLength } from '../fused/reduction.js'
import { isBlockwise } from '../fused/run.js'
import { outermost } from '../fused/slices.js'
import type { Latitude } from '../latitude.js'
import { along, type Place, placeIn, type Stream, viewed, within } from '../place.js'
import { axisOfNest } from '../plan/slicing.js'
import type { Chain, Nest } from '../plan/step.js'
import { type SlicedProduct, sliceProduct } from './products.js'
import type { Slices } from './slice.js'

/** What does a part of every slice. */
export type Part =
  | { readonly kind: 'loop'; readonly loop: Loop; readonly axis: number }
  | ({ readonly kind: 'product' } & SlicedProduct)

export interface Described {
  readonly parts: readonly Part[]
  /** Where what the chain makes lies: in full, or as slices. */
  readonly places: ReadonlyMap<Tensor, Place>
}

/** Where places come from: for all of a tensor, or for slices of so many indices of an axis. */
export interface Ground {
  readonly latitude: Latitude
  readonly place: (type: TensorType, wanted: Place | undefined) => Place
  readonly slice: (type: TensorType, axis: number, size: number) => Place
}

const nowhere = { address: 0, bytes: 0, holders: 0 }

/** The place of slices, as if they were all of a tensor, but for the strides. */
export const sliceIn = (place: Place, shape: TensorType['shape'], axis: number, size: number): Place =>
  within(place, shape, rowMajorStrides(shape.with(axis, size)))

/** Places that are nowhere, to see how things would lie. */
export const pretended = (latitude: Latitude): Ground => ({
  latitude,
  place: (type, wanted) => wanted ?? placeIn(type, nowhere),
  slice: (type, axis, size) => sliceIn(placeIn(type, nowhere), type.shape, axis, size),
})

/** The operand of a view, looked at as that says. */
const viewOf = ({ primitive, attributes, results: [result] }: Apply, place: Place): Place => {
  if (primitive.name !== 'reshape')
    return viewed(place, (constant) => primitive.evaluate([constant], attributes, [result])[0])
  // Axes of size 1 come and go, and the others keep their order.
  const kept = place.strides.filter((_, axis) => place.shape[axis] !== 1)
  const before = (axis: number): number => result.shape.slice(0, axis).filter((extent) => extent !== 1).length
  return within(
    place,
    result.shape,
    result.shape.map((extent, axis) => (extent === 1 ? 0 : kept[before(axis)])),
  )
}

/** What a chain does to each slice; undefined where a loop has no slices, or would be more than a function can do at once. */
export const describe = (
  { links, outputs }: Chain,
  { axes, size }: Slices,
  ground: Ground,
  find: (tensor: Tensor) => Place,
  wanted: (result: Result) => Place | undefined,
): Described | undefined => {
  const places = new Map<Tensor, Place>()
  const look = (tensor: Tensor): Place => places.get(expressionOf(tensor)) ?? find(tensor)
  const isFull = new Set(outputs)
  const placeOf = (result: Result): Place | undefined =>
    isFull.has(result) ? wanted(result) : ground.slice(result, axes.get(result) as number, size)
  const ofNest = (nest: Nest): readonly Part[] | undefined => {
    const { loop, found } = loopOfNest(ground, nest, look, placeOf)
    const axis = axisOfNest(nest, axes)
    // What repeats itself along the axis is computed once, and has no slices.
    if (loop.extents[axis] !== nest.shape[axis]) return undefined
    for (const [result, place] of found) places.set(result, place)
    return loopsOf(loop, axis, ground, size)?.map((each) => ({ kind: 'loop', loop: each, axis }))
  }
  const ofApply = (apply: Apply): readonly Part[] => {
    const [result] = apply.results
    const operands = apply.operands.map(look)
    if (apply.primitive.name !== 'matmul') {
      places.set(result, viewOf(apply, operands[0]))
      return []
    }
    const target = ground.place(result, placeOf(result))
    places.set(result, target)
    return [
      { kind: 'product', ...sliceProduct(operands, target, axes.get(result) as number, size, ground.latitude.fuses) },
    ]
  }
  const parts: Part[] = []
  for (const link of links) {
    const found = link.kind === 'nest' ? ofNest(link) : ofApply(link.apply)
    if (found === undefined) return undefined
    parts.push(...found)
  }
  return { parts, places }
}

/** The loops, each one function, that do what a loop does, one slice of an axis after another. */
const loopsOf = (loop: Loop, axis: number, ground: Ground, size: number): readonly Loop[] | undefined => {
  const { reduction } = loop
  if (reduction === undefined) return [loop]
  const { loop: whole } = outermost(loop, axis)
  if (reducedSize(whole) > blockLength) return undefined
  return isBlockwise(whole, vectorAxis(whole)) ? arranged(loop, reduction, axis, ground, size) : [loop]
}

/** Stores what is reduced, so that all of a slice that comes to one value lies in a row, and reduces that. */
const arranged = (loop: Loop, { dtype }: Reduction, axis: number, ground: Ground, size: number): readonly Loop[] => {
  const { extents, reduced } = loop
  const axes = [...extents.keys()]
  const order = [...axes.filter((each) => !reduced[each]), ...axes.filter((each) => reduced[each])]
  const shape = order.map((each) => extents[each])
  const { place, strides } = along(ground.slice({ dtype, shape }, order.indexOf(axis), size))
  const stored: Stream = { place, strides: axes.map((each) => strides[order.indexOf(each)]) }
  return [storingLoop(loop, stored), reducingLoop(loop, stored)]
}
