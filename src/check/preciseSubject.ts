import { type Precise, type Prepared, prepare, rounded } from '../engine/index.js'
import { type Constant, leafPaths, rowMajor, sizeOf, type TensorType, unitRoundoff } from '../tensor/index.js'
import { advanced, type Digits, differencesOf, digitsOf, same, stepped } from './digits.js'
import { mayNotEnd } from './ending.js'
import { type Entry, finestFrom, type Point, scaleOf } from './point.js'
import type { Question } from './question.js'
import { rowIn, slotsIn } from './slots.js'
import type { Around, Fineness, Line, Subject } from './subject.js'
import { run, type Traced, traced, tracedHere, widenedLeaves } from './traced.js'

/** The unit roundoff of the precise engine: of sums of two float64 with 53 bits each, less two for the rounding of sums and products. */
export const preciseRoundoff = 2 ** -104

/** What is rounded to a float64 in the end: a difference of values, and the quotient of two. Four roundings at most. */
const relative = 4 * unitRoundoff('float64')

/** The power of a number of which the other is the power. */
const powerOf = (base: number, x: number): number => Math.log2(x) / Math.log2(base)

/** The unit roundoff of the coarsest numbers among some. */
const coarsestRoundoff = (types: readonly TensorType[]): number =>
  unitRoundoff(types.some(({ dtype }) => dtype === 'float32') ? 'float32' : 'float64')

/**
 * The finest step that a function that reads values sees: the arguments that it reads are rounded to the leaves' dtype. Two
 * units in the last place, so that a step is one in fact.
 */
const finestRead = (leaves: readonly Constant[]): number => 4 * coarsestRoundoff(leaves)

const finenessOf = (reads: number | undefined): Readonly<Record<'value' | 'derivative', Fineness>> => {
  const smallest = 2 ** -1074
  const float64 = unitRoundoff('float64')
  if (reads === undefined)
    return {
      value: { roundoff: preciseRoundoff, smallest, spacings: { wide: 1 / 4, narrow: [1 / 2, 3 / 4], coarse: 1 / 16 } },
      derivative: { roundoff: float64, smallest, spacings: { wide: 1 / 2, narrow: [1], coarse: 1 / 8 } },
    }
  // What is read is rounded: steps have to be many units in the last place of it.
  const spacing = Math.sqrt(reads)
  return {
    value: {
      roundoff: preciseRoundoff,
      smallest,
      spacings: { wide: powerOf(preciseRoundoff, spacing), narrow: [], coarse: 1 / 16 },
    },
    derivative: {
      roundoff: float64,
      smallest,
      spacings: { wide: powerOf(float64, spacing), narrow: [], coarse: 1 / 8 },
    },
  }
}

/** A function and its derivative in the precise engine, at a point. */
export interface PreciseSubject extends Subject {
  /** The graphs at the point. */
  readonly traced: Traced
}

/** A function and its derivative, to be evaluated in the precise engine. */
export const preciseSubject = (question: Question<never>, point: Point): PreciseSubject => {
  const { leaves, paths } = point
  const here = tracedHere(question, point)
  const { reads } = here
  const tracedAt = (at: readonly Precise[]): Traced => (reads ? traced(question, point, at.map(rounded)) : here)
  const start = widenedLeaves(leaves)
  const base = digitsOf(run(here.value, start))
  let prepared: Prepared | undefined
  const changed: Prepared['changed'] = (input, offset, value) => {
    prepared ??= prepare(here.value.graph, [...start, ...here.value.captured])
    return prepared.changed(input, offset, value)
  }
  const outputs = here.value.graph.outputs
  const derivative = digitsOf(run(here.derivative, start))
  const slotAt = slotsIn(outputs, leaves)
  const finest = reads ? finestRead(leaves) : preciseRoundoff
  const fineness = finenessOf(reads ? finest : undefined)
  const valuesAt = (at: readonly Precise[]): Digits => digitsOf(run(tracedAt(at).value, at))

  const lineOf = ({ which, offset }: Entry): Line => {
    const leaf = leaves[which]
    const x = rowMajor(leaf)[offset]
    const round = leaf.dtype === 'float32' ? Math.fround : (value: number) => value
    const after = (t: number): Digits => {
      const [high, low] = stepped(x, 0, t)
      if (!reads) return digitsOf(changed(which, offset, { high, low }))
      const only = leaves.map(({ shape }, index) => {
        const steps = new Float64Array(sizeOf(shape))
        if (index === which) steps[offset] = 1
        return steps
      })
      return valuesAt(advanced(start, only, t))
    }
    return {
      scale: scaleOf(x),
      finest: reads ? finest : finestFrom(x, preciseRoundoff),
      place: reads ? (t) => round(x + t) - x : (t) => t,
      values: (t) => differencesOf(after(t), base),
    }
  }

  const around =
    (digits: (at: readonly Precise[]) => Digits, steps: readonly Float64Array[]) =>
    (place: number): Around => {
      const from = advanced(start, steps, place)
      const digitsThere = digits(from)
      return {
        base: Float64Array.from(digitsThere.high),
        at: (t) => differencesOf(digits(advanced(from, steps, t)), digitsThere),
      }
    }

  return {
    leaves,
    paths,
    outputs,
    outputPaths: leafPaths(here.value.output),
    results: base.high,
    repeats: () => {
      const again = traced(question, point, reads ? leaves : [])
      return {
        value: same(base, digitsOf(run(again.value, start))),
        derivative: same(derivative, digitsOf(run(again.derivative, start))),
      }
    },
    rowOf: rowIn(slotAt, derivative.high, leaves),
    analytic: (slot) => derivative.high[slotAt(slot)],
    ...fineness,
    relative,
    constants: coarsestRoundoff([...leaves, ...outputs]),
    lineOf,
    lineAlong: (steps) => ({
      scale: 1,
      finest,
      place: (t) => t,
      values: (t) => differencesOf(valuesAt(advanced(start, steps, t)), base),
    }),
    valuesAround: (steps) => around(valuesAt, steps),
    slopesAround: (steps, slots) =>
      around((at) => {
        const { high, low } = digitsOf(run(tracedAt(at).derivative, at))
        const places = slots.map(slotAt)
        return { high: places.map((index) => high[index]), low: places.map((index) => low[index]) }
      }, steps),
    traced: here,
    reads,
    mayNotEnd: mayNotEnd(here),
  }
}
