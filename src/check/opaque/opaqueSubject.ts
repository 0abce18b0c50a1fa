import { isRight } from 'fp-ts/lib/Either.js'
import type { Constant, FloatDType } from '../../tensor/index.js'
import { finenessOf } from '../measuredSubject.js'
import { finestFrom, scaleOf } from '../point.js'
import type { Around, Fineness, Slot, Subject } from '../subject.js'
import type { Arrangement } from './arrangement.js'
import type { Foreign } from './derivative.js'
import type { Here } from './steady.js'

/** How a function computes. */
export interface Computing {
  readonly arithmetic: FloatDType
  /** The relative error of its values, where that is more than the arithmetic's unit roundoff. */
  readonly accuracy: number
}

export const rounderOf = (arithmetic: FloatDType): ((x: number) => number) =>
  arithmetic === 'float32' ? Math.fround : (x) => x

/** How finely the function resolves numbers. */
export const finenessIn = ({ arithmetic, accuracy }: Computing): Fineness => {
  const own = finenessOf(arithmetic)
  return { ...own, roundoff: Math.max(own.roundoff, accuracy) }
}

/** What is looked at: a function at a point, and how its argument and its outputs are arranged. */
export interface Scene {
  readonly foreign: Foreign
  readonly point: Float64Array
  readonly here: Here
  readonly computing: Computing
  readonly inputs: Arrangement
  readonly outputs: Arrangement
  readonly leaves: readonly Constant[]
}

/** By how much steps are longer than those of other checks, so that they do not fall in with periods of whole numbers. */
const uneven = 1.2360679

const noNumbers = (count: number): Float64Array => new Float64Array(count).fill(Number.NaN)

/**
 * The outputs with the point changed. Where the function throws, or gives another count of numbers, it has no values.
 */
export const valuesBeside = ({ foreign, point, here, computing }: Scene) => {
  const round = rounderOf(computing.arithmetic)
  const count = here.values.length
  return (change: (x: Float64Array) => void): Float64Array => {
    const x = point.slice()
    change(x)
    const found = foreign.outputs(x.map(round))
    return isRight(found) && found.right.length === count ? found.right : noNumbers(count)
  }
}

/** The numbers of parts, one after another. */
const joined = (parts: readonly Float64Array[]): Float64Array => Float64Array.from(parts.flatMap((part) => [...part]))

/**
 * Code of others as the subject of a check. Where it throws beside the point, or gives another count of numbers there, it
 * has no values there.
 */
export const opaqueSubject = (scene: Scene): Subject => {
  const { foreign, point, here, computing, inputs, outputs, leaves } = scene
  const { rows } = here
  const count = here.values.length
  const fineness = finenessIn(computing)
  const round = rounderOf(computing.arithmetic)
  const offsetOf = ({ which, offset }: Slot['entry']): number => inputs.parts[which].from + offset
  const values = valuesBeside(scene)
  const rowsAt = (x: Float64Array): readonly Float64Array[] => {
    const found = foreign.rows(x, count)
    return isRight(found) ? found.right : rows.map((row) => noNumbers(row.length))
  }
  const along = (steps: readonly Float64Array[]) => {
    const direction = joined(steps)
    return (t: number) =>
      (x: Float64Array): void => {
        for (let at = 0; at < x.length; at++) x[at] += t * direction[at]
      }
  }
  const around =
    (at: (t: number) => ArrayLike<number>, count: number) =>
    (place: number): Around => ({ base: new Float64Array(count), at: (t) => at(place + t) })
  return {
    leaves,
    paths: inputs.parts.map(({ path }) => path),
    outputs: outputs.parts.map(({ shape }) => ({ shape, dtype: computing.arithmetic })),
    outputPaths: outputs.parts.map(({ path }) => path),
    results: here.values,
    reads: false,
    mayNotEnd: false,
    // Looked at before, with what the functions do to the arrays that they are given.
    repeats: () => ({ value: true, derivative: true }),
    analytic: ({ result, entry }) => rows[result][offsetOf(entry)],
    rowOf: (result) => inputs.parts.map(({ from, to }) => rows[result].subarray(from, to)),
    value: fineness,
    derivative: fineness,
    relative: 0,
    constants: 0,
    lineOf: (entry) => {
      const offset = offsetOf(entry)
      const x = point[offset]
      return {
        scale: scaleOf(x),
        finest: finestFrom(x, fineness.roundoff),
        place: (t) => round(x + uneven * t) - x,
        values: (t) =>
          values((moved) => {
            moved[offset] = x + t
          }),
      }
    },
    lineAlong: (steps) => {
      const moved = along(steps)
      return { scale: 1, finest: fineness.roundoff, place: (t) => t, values: (t) => values(moved(t)) }
    },
    valuesAround: (steps) => {
      const moved = along(steps)
      return around((t) => values(moved(t)), count)
    },
    slopesAround: (steps, slots) => {
      const moved = along(steps)
      return around((t) => {
        const x = point.slice()
        moved(t)(x)
        const all = rowsAt(x.map(round))
        return slots.map(({ result, entry }) => all[result][offsetOf(entry)])
      }, slots.length)
    },
  }
}
