import { bytesOf, type DType, type Shape, sizeOf } from '../../tensor/index.js'
import { coalesced } from '../loops.js'
import { ahead, type Stream } from '../place.js'
import { type Expression, reducing, storing } from './expression.js'

/** An extremum; or a sum in the order that all engines keep, in whatever order is fast, or one by one. */
export type ReductionName = 'reduceMax' | 'reduceMin' | 'sumTo' | 'looseSum' | 'serialSum'

/** What becomes of the values that are reduced: along some axes, of which the target knows nothing (strides 0). */
export interface Reduction {
  readonly name: ReductionName
  readonly dtype: DType
  readonly target: Stream
}

/** An expression evaluated at every index of some axes, what it stores, and how one of its values is reduced. */
export interface Loop {
  readonly expression: Expression
  readonly extents: Shape
  /** Along which axes values are reduced: with no reduction, along none. */
  readonly reduced: readonly boolean[]
  readonly reads: readonly Stream[]
  readonly writes: readonly Stream[]
  readonly reduction: Reduction | undefined
}

/** All that walks along with a loop. */
export const streamsOf = ({ reads, writes, reduction }: Loop): readonly Stream[] =>
  reduction === undefined ? [...reads, ...writes] : [...reads, ...writes, reduction.target]

const withStrides = (streams: readonly Stream[], strides: readonly (readonly number[])[], from: number) =>
  streams.map(({ place }, index): Stream => ({ place, strides: strides[from + index] }))

/** The same loop, its streams' strides replaced. */
const restrided = (
  loop: Loop,
  extents: Shape,
  reduced: readonly boolean[],
  strides: readonly (readonly number[])[],
): Loop => {
  const { reads, writes, reduction } = loop
  return {
    ...loop,
    extents,
    reduced,
    reads: withStrides(reads, strides, 0),
    writes: withStrides(writes, strides, reads.length),
    reduction: reduction && {
      ...reduction,
      target: withStrides([reduction.target], strides, reads.length + writes.length)[0],
    },
  }
}

/** The same loop over other axes, or in another order: `axes` tells which of the old ones. */
export const over = (loop: Loop, axes: readonly number[]): Loop =>
  restrided(
    loop,
    axes.map((axis) => loop.extents[axis]),
    axes.map((axis) => loop.reduced[axis]),
    streamsOf(loop).map(({ strides }) => axes.map((axis) => strides[axis])),
  )

/** The same loop with one axis as two: as many runs of some size as it holds, and that size. */
export const splitAt = (loop: Loop, axis: number, size: number): Loop => {
  const twice = <T>(list: readonly T[], [one, other]: readonly [T, T]): readonly T[] => [
    ...list.slice(0, axis),
    one,
    other,
    ...list.slice(axis + 1),
  ]
  return restrided(
    loop,
    twice(loop.extents, [loop.extents[axis] / size, size]),
    twice(loop.reduced, [loop.reduced[axis], loop.reduced[axis]]),
    streamsOf(loop).map(({ strides }) => twice(strides, [strides[axis] * size, strides[axis]])),
  )
}

/** `length` indices of one axis from `start` on, and all of the other axes. */
export const partOf = (loop: Loop, axis: number, start: number, length: number): Loop => {
  const from = (stream: Stream): Stream => ahead(stream, start * stream.strides[axis])
  const { extents, reads, writes, reduction } = loop
  return {
    ...loop,
    extents: extents.with(axis, length),
    reads: reads.map(from),
    writes: writes.map(from),
    reduction: reduction && { ...reduction, target: from(reduction.target) },
  }
}

/** Axes that stay first, then those that are reduced, each as few as can be; of no values, they are reduced along one. */
export const simplified = (loop: Loop): Loop => {
  const join = (flag: boolean) => {
    const axes = [...loop.extents.keys()].filter((axis) => loop.reduced[axis] === flag)
    const part = over(loop, axes)
    const strides = streamsOf(part).map((stream) => stream.strides)
    return flag && part.extents.includes(0)
      ? { extents: [0], strides: strides.map(() => [0]) }
      : coalesced(part.extents, strides)
  }
  const [kept, gone] = [join(false), join(true)]
  return restrided(
    loop,
    [...kept.extents, ...gone.extents],
    [...kept.extents.map(() => false), ...gone.extents.map(() => true)],
    kept.strides.map((strides, index) => [...strides, ...gone.strides[index]]),
  )
}

/** The same loop with an axis to divide, and where something is reduced, one to reduce: of size 1 where there was none. */
export const withAxes = (loop: Loop): Loop => {
  const before = loop.reduced.includes(false) ? [] : [false]
  const after = loop.reduction === undefined || loop.reduced.includes(true) ? [] : [true]
  const wider = <T>(list: readonly T[], one: T): readonly T[] => [
    ...before.map(() => one),
    ...list,
    ...after.map(() => one),
  ]
  const widened = ({ place, strides }: Stream): Stream => ({ place, strides: wider(strides, 0) })
  const { reduction } = loop
  return {
    ...loop,
    extents: wider(loop.extents, 1),
    reduced: [...before, ...loop.reduced, ...after],
    reads: loop.reads.map(widened),
    writes: loop.writes.map(widened),
    reduction: reduction && { ...reduction, target: widened(reduction.target) },
  }
}

/** The number of values that are reduced to one. */
export const reducedSize = ({ extents, reduced }: Loop): number => sizeOf(extents.filter((_, axis) => reduced[axis]))

/** The loop that stores what is reduced instead. */
export const storingLoop = (loop: Loop, target: Stream): Loop => ({
  expression: storing(loop.expression),
  extents: loop.extents,
  reduced: loop.extents.map(() => false),
  reads: loop.reads,
  writes: [...loop.writes, target],
  reduction: undefined,
})

/** The loop that reduces values that have been stored. */
export const reducingLoop = (loop: Loop, stored: Stream): Loop => ({
  ...loop,
  expression: reducing(stored.place.dtype),
  reads: [stored],
  writes: [],
})

/** The stride between neighbours of a stream. */
export const neighbourStride = ({ place }: Stream): number => bytesOf(place.dtype)
