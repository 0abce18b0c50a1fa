import type { Apply, Result } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { type Latitude, sumsInAnyOrder } from '../latitude.js'
import { along, byteStrides, isRepeatedAlong, type Place, type Stream, within } from '../place.js'
import { reducedAxes } from '../plan/slicing.js'
import type { Nest } from '../plan/step.js'
import { expressionOfNest } from './expression.js'
import type { Loop, ReductionName } from './loop.js'
import { runLoop } from './run.js'

const nameOf = ({ primitive, results: [{ dtype }] }: Apply, latitude: Latitude): ReductionName =>
  primitive.name === 'sumTo' && sumsInAnyOrder(latitude, dtype) ? 'looseSum' : (primitive.name as ReductionName)

/**
 * The loop of a nest, given where the tensors that it reads lie, and where its results are wanted, if anywhere; tells
 * where they then lie. Along axes on which all that it reads repeats itself, so do its results, and are computed once.
 */
export const loopOfNest = (
  assembly: Pick<Assembly, 'place' | 'latitude'>,
  nest: Nest,
  find: (tensor: Tensor) => Place,
  wanted: (result: Result) => Place | undefined,
): { readonly loop: Loop; readonly found: ReadonlyMap<Result, Place> } => {
  const { shape, reduction, outputs } = nest
  const { expression, reads } = expressionOfNest(nest)
  const places = reads.map(find)
  const results = reduction === undefined ? outputs : [...outputs, reduction.results[0]]
  const reduced = reduction ? reducedAxes(reduction.operands[0], reduction.results[0]) : shape.map(() => false)
  // What is wanted somewhere is wanted there in full.
  const isFull = results.some((result) => wanted(result) !== undefined)
  const repeated = shape.map(
    (_, axis) => !isFull && !reduced[axis] && places.every((place) => isRepeatedAlong(place, axis)),
  )
  const extents = shape.map((extent, axis) => (repeated[axis] ? Math.min(extent, 1) : extent))
  const found = new Map<Result, Place>()
  const writeTo = (result: Result, kept: readonly number[]): Stream => {
    const added = kept.length - result.shape.length
    const isRepeated = (axis: number): boolean => repeated[axis + added]
    const narrow = result.shape.map((extent, axis) => (isRepeated(axis) ? Math.min(extent, 1) : extent))
    const place = assembly.place({ dtype: result.dtype, shape: narrow }, wanted(result))
    const strides = place.strides.map((stride, axis) => (isRepeated(axis) ? 0 : stride))
    found.set(result, within(place, result.shape, strides))
    const ofPlace = byteStrides(place)
    return { place, strides: kept.map((axis) => (axis < 0 ? 0 : ofPlace[axis])) }
  }
  const axes = [...shape.keys()]
  const loop: Loop = {
    expression,
    extents,
    reduced,
    reads: places.map(along),
    writes: outputs.map((output) => writeTo(output, axes)),
    reduction: reduction && {
      name: nameOf(reduction, assembly.latitude),
      dtype: reduction.results[0].dtype,
      target: writeTo(
        reduction.results[0],
        axes.map((axis) => (reduced[axis] ? -1 : axis - (shape.length - reduction.results[0].shape.length))),
      ),
    },
  }
  return { loop, found }
}

/** Writes the code of a nest. */
export const lowerNest = (
  assembly: Assembly,
  nest: Nest,
  find: (tensor: Tensor) => Place,
  wanted: (result: Result) => Place | undefined,
): ReadonlyMap<Result, Place> => {
  const { loop, found } = loopOfNest(assembly, nest, find, wanted)
  runLoop(assembly, loop)
  return found
}
