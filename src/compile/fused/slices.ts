import type { Assembly } from '../assembly.js'
import type { Place } from '../place.js'
import type { FunctionReference } from '../wasm/index.js'
import type { Walk } from './access.js'
import { vectorAxis } from './choice.js'
import { writeLoop } from './function.js'
import { type Loop, over, simplified, streamsOf, withAxes } from './loop.js'
import { unitOf } from './steps.js'

/** A loop as a function of pointers to where its streams start, and of how many indices of one axis to do. */
export interface Sliced {
  readonly reference: FunctionReference
  readonly places: readonly Place[]
  /** How far the streams move along that axis, in bytes. */
  readonly strides: readonly number[]
}

/** The order in which to walk the axes of a loop: what is reduced goes last, and the vector axis before that or is it. */
export const walkingOrder = ({ extents, reduced }: Loop, vector: number): readonly number[] => {
  const axes = [...extents.keys()]
  return reduced[vector]
    ? axes
    : [...axes.filter((axis) => axis !== vector && !reduced[axis]), vector, ...axes.filter((axis) => reduced[axis])]
}

/** Writes a loop as such a function, of the divided axis. */
export const sliced = (assembly: Assembly, walk: Walk): Sliced => {
  const streams = streamsOf(walk.loop)
  const reference = assembly.functions.loop(keyOf(walk), streams.length + 1, (code, parameters) => {
    writeLoop(code, assembly.host('inline'), walk, parameters.slice(0, -1), parameters[streams.length])
  })
  return {
    reference,
    places: streams.map(({ place }) => place),
    strides: streams.map(({ strides }) => strides[walk.divided]),
  }
}

/**
 * The same along an axis that is given, of a loop that one function does; `counts` are the numbers of indices that it is
 * told of. For each of these it does `each` of the joined axis.
 */
export const slicedAlong = (
  assembly: Assembly,
  given: Loop,
  axis: number,
  counts: readonly number[],
): Sliced & { readonly each: number } => {
  const { loop, each } = outermost(given, axis)
  const vector = vectorAxis(loop)
  const order = walkingOrder(loop, vector)
  const walk = {
    loop: over(loop, order),
    vector: order.indexOf(vector),
    divided: order.indexOf(0),
    unit: unitOf(...counts.map((count) => count * each)),
  }
  return { ...sliced(assembly, walk), each }
}

/** The loop with an axis in front, joined with those next to it where streams run on evenly, which makes it `each` times as long. */
export const outermost = (given: Loop, axis: number): { readonly loop: Loop; readonly each: number } => {
  const others = [...given.extents.keys()].filter((other) => other !== axis)
  const loop = withAxes(simplified(over(given, [axis, ...others])))
  return { loop, each: loop.extents[0] / given.extents[axis] }
}

/** Equal for walks that are the same code: their extents, but for the divided one, and their strides. */
export const keyOf = ({ loop, vector, divided, unit }: Walk): string => {
  const { expression, extents, reduced, reduction } = loop
  const lengths = extents.map((extent, axis) => (axis === divided ? `*${unit}` : extent))
  const strides = streamsOf(loop).map((stream) => stream.strides.join())
  return `${expression.key}|${lengths}|${reduced.map(Number)}|${strides.join(';')}|${vector}|${reduction?.name} ${reduction?.dtype}`
}
