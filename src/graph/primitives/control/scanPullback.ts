import type { Tensor } from '../../../tensor/index.js'
import type { Differential } from '../../primitive.js'
import { activeOutputs, pullback } from '../../pullback.js'
import { interpret } from '../../trace.js'
import { addDifferentials, explicit } from '../arithmetic.js'
import { reshape, zerosLike } from '../structural.js'
import { concatenate, slice } from '../windows.js'
import { bits, chosen, cut, derivedGraph, isPresent, placed, unstacked } from './derived.js'
import { type RunScan, type ScanAttributes, type ScanParts, scanParts } from './scanParts.js'

/** The carries that wanted operands reach, after however many steps. */
const reachedCarries = (attributes: ScanAttributes, wanted: ScanParts<boolean>): readonly boolean[] => {
  let reached = wanted.carries
  for (;;) {
    const active = activeOutputs(attributes.body, [...wanted.constants, ...reached, ...wanted.xs])
    const further = reached.map((flag, index) => flag || active[index])
    if (further.every((flag, index) => flag === reached[index])) return reached
    reached = further
  }
}

/** What is asked of a pullback, and how. */
interface Asked {
  readonly run: RunScan
  readonly attributes: ScanAttributes
  readonly wanted: ScanParts<boolean>
  readonly reached: readonly boolean[]
  /** Which ys have cotangents. */
  readonly given: readonly boolean[]
}

/** Some steps in a row: what they take, the first of their carries, and the cotangents that are given of their ys. */
interface Stretch<T = Tensor> extends ScanParts<T> {
  readonly dYs: readonly T[]
}

/** What goes back from step to step: sums of cotangents of the wanted constants so far, cotangents of the reached carries. */
interface Backward<T = Tensor> {
  readonly sums: readonly T[]
  readonly dCarries: readonly T[]
}

/** The same with the cotangents of the wanted xs. */
interface Pulled<T = Tensor> extends Backward<T> {
  readonly dXs: readonly T[]
}

const lengthsOf = (groups: readonly (readonly unknown[])[]): readonly number[] => groups.map(({ length }) => length)

const pulledFrom = (results: readonly Tensor[], { sums, dCarries }: Backward<unknown>): Pulled => {
  const [ofConstants, ofCarries, dXs] = cut(results, sums.length, dCarries.length, results.length)
  return { sums: ofConstants, dCarries: ofCarries, dXs }
}

/** The carries as each step finds them, stacked along axis 0: from the same loop once more, which also gives these out. */
const carriesFound = ({ run, attributes }: Asked, { constants, carries, xs }: Stretch): readonly Tensor[] => {
  if (carries.length === 0) return []
  const { body } = attributes
  const recording = derivedGraph(
    body,
    `scan of ${constants.length}, ${carries.length} that records its carries`,
    () => [...constants, ...carries, ...xs.map(unstacked)],
    (inputs) => [...interpret(body, inputs).slice(0, carries.length), ...scanParts(inputs, attributes).carries],
  )
  return run({ ...attributes, body: recording }, [...constants, ...carries, ...xs]).slice(carries.length)
}

/**
 * Pulls back through steps by a loop over them in the opposite order, which goes on from what the steps after them give
 * back. Each does its own forward step again from the recorded carries, pulls back through it and gives out the
 * cotangents of its element of xs.
 */
const pullBackThroughSteps = (asked: Asked, stretch: Stretch, { sums, dCarries }: Backward): Pulled => {
  const { run, attributes, wanted, reached, given } = asked
  const { body, length, reverse } = attributes
  const { constants, xs, dYs } = stretch
  const found = carriesFound(asked, stretch)
  const kinds = [constants, sums, dCarries, found, xs, dYs]
  const step = derivedGraph(
    body,
    `pullback of scan ${bits(given)} to ${bits(wanted.constants)}/${bits(reached)}/${bits(wanted.xs)}`,
    () => [...constants, ...sums, ...dCarries, ...[...found, ...xs, ...dYs].map(unstacked)],
    (inputs) => {
      const [fixed, sumsSoFar, dNext, before, x, dY] = cut(inputs, ...lengthsOf(kinds))
      const pulled = pullback(
        body,
        [...fixed, ...before, ...x],
        [...placed(dNext, reached), ...placed(dY, given)],
        [...wanted.constants, ...reached, ...wanted.xs],
      )
      const d = scanParts(pulled, attributes)
      const made = (differentials: readonly Differential[], of: readonly Tensor[]): readonly Tensor[] =>
        differentials.map((differential, index) => explicit(differential, of[index]))
      return [
        ...sumsSoFar.map((sum, index) => addDifferentials(sum, chosen(d.constants, wanted.constants)[index]) as Tensor),
        ...chosen(made(d.carries, before), reached),
        ...chosen(made(d.xs, x), wanted.xs),
      ]
    },
  )
  const results = run(
    { body: step, length, constants: constants.length, carries: sums.length + dCarries.length, reverse: !reverse },
    kinds.flat(),
  )
  return pulledFrom(results, { sums, dCarries })
}

/** The loop over so many of the elements, without segments. */
const ofLength = ({ every: _, ...attributes }: ScanAttributes, length: number): ScanAttributes => ({
  ...attributes,
  length,
})

/** The elements from one to before another along axis 0. */
const between = (x: Tensor, from: number, to: number): Tensor =>
  from === 0 && to === x.shape[0]
    ? x
    : slice(x, {
        start: x.shape.map((_, axis) => (axis === 0 ? from : 0)),
        size: x.shape.with(0, to - from),
        step: x.shape.map(() => 1),
      })

/**
 * The same, of which only the carries before every so many steps are kept. A loop over these segments, in the opposite
 * order, records the carries of one segment after the other and pulls back through its steps; the steps that are left
 * over come last going forward. What is added to what is the same as without segments, so the bits are too.
 */
const pullBackThroughSegments = (asked: Asked, stretch: Stretch, every: number, last: Backward): Pulled => {
  const { run, attributes, wanted, reached, given } = asked
  const { body, length, reverse } = attributes
  const { constants, carries } = stretch
  const segments = Math.floor(length / every)
  const rest = length - segments * every
  // In the order of the elements: a loop from the last to the first does the first ones last.
  const [start, end] = reverse ? [rest, length] : [0, length - rest]
  const apart = (x: Tensor): Tensor => reshape(between(x, start, end), [segments, every, ...x.shape.slice(1)])
  const leftOver = (x: Tensor): Tensor => (reverse ? between(x, 0, start) : between(x, end, length))
  const ofSegment = { ...asked, attributes: ofLength(attributes, every) }
  const [xs, dYs] = [stretch.xs.map(apart), stretch.dYs.map(apart)]
  const kind = `segments of ${every}${reverse ? ', from the last' : ''}`

  const moving = derivedGraph(
    body,
    `scan of ${constants.length}, ${carries.length} over ${kind}`,
    () => [...constants, ...carries, ...xs.map(unstacked)],
    (inputs) => [
      ...run(ofSegment.attributes, inputs).slice(0, carries.length),
      ...scanParts(inputs, attributes).carries,
    ],
  )
  const settings = { length: segments, constants: constants.length }
  const [ends, starts] = cut(
    run({ ...settings, body: moving, carries: carries.length, reverse }, [...constants, ...carries, ...xs]),
    carries.length,
    carries.length,
  )

  const tail: Stretch = {
    constants,
    carries: ends,
    xs: stretch.xs.map(leftOver),
    dYs: stretch.dYs.map(leftOver),
  }
  const ofTail = { ...asked, attributes: ofLength(attributes, rest) }
  const after = rest === 0 ? { ...last, dXs: [] } : pullBackThroughSteps(ofTail, tail, last)

  const kinds = [constants, after.sums, after.dCarries, starts, xs, dYs]
  const back = derivedGraph(
    body,
    `pullback of scan in ${kind} ${bits(given)} to ${bits(wanted.constants)}/${bits(reached)}/${bits(wanted.xs)}`,
    () => [...constants, ...after.sums, ...after.dCarries, ...[...starts, ...xs, ...dYs].map(unstacked)],
    (inputs) => {
      const [fixed, sums, dCarries, first, elements, dY] = cut(inputs, ...lengthsOf(kinds))
      const of = { constants: fixed, carries: first, xs: elements, dYs: dY }
      const pulled = pullBackThroughSteps(ofSegment, of, { sums, dCarries })
      return [...pulled.sums, ...pulled.dCarries, ...pulled.dXs]
    },
  )
  const results = run(
    { ...settings, body: back, carries: after.sums.length + after.dCarries.length, reverse: !reverse },
    kinds.flat(),
  )
  const pulled = pulledFrom(results, after)
  const together = (dX: Tensor, index: number): Tensor => {
    const inSegments = reshape(dX, [end - start, ...dX.shape.slice(2)])
    if (rest === 0) return inSegments
    return concatenate(reverse ? [after.dXs[index], inSegments] : [inSegments, after.dXs[index]], 0)
  }
  return { ...pulled, dXs: pulled.dXs.map(together) }
}

/** Cotangents of the operands `wanted` of a loop that `run` makes. */
export const pullBackThroughScan = (
  run: RunScan,
  operands: readonly Tensor[],
  attributes: ScanAttributes,
  cotangents: readonly Differential[],
  wanted: readonly boolean[],
): readonly Differential[] => {
  const { carries, length, every = 1 } = attributes
  const parts = scanParts(operands, attributes)
  const flags = scanParts(wanted, attributes)
  const reached = reachedCarries(attributes, flags)
  const [dCarries, dYs] = cut(cotangents, carries, cotangents.length - carries)
  const asked = { run, attributes, wanted: flags, reached, given: dYs.map(isPresent) }
  const stretch = { ...parts, dYs: dYs.filter(isPresent) }
  const last = {
    sums: chosen(parts.constants, flags.constants).map(zerosLike),
    dCarries: chosen(
      parts.carries.map((carry, index) => explicit(dCarries[index], carry)),
      reached,
    ),
  }
  const inSegments = every > 1 && every < length
  const pulled = inSegments
    ? pullBackThroughSegments(asked, stretch, every, last)
    : pullBackThroughSteps(asked, stretch, last)
  return [...placed(pulled.sums, flags.constants), ...placed(pulled.dCarries, reached), ...placed(pulled.dXs, flags.xs)]
}
