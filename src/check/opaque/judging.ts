import { isRight } from 'fp-ts/lib/Either.js'
import { type FloatDType, fromRowMajor, rowMajor } from '../../tensor/index.js'
import { largest } from '../describe.js'
import { type Precision, precisions, roundingOf, roundingsOf } from '../noise.js'
import { movedAlong } from '../point.js'
import type { Curve } from '../slopes.js'
import { type Comparison, compare, type EntryCheck, judge } from '../verdict.js'
import type { Foreign } from './derivative.js'
import { atEdge } from './edge.js'
import { jumpsOf } from './jumps.js'
import type { Here } from './steady.js'

/** How a function computes, and how finely it is looked at. */
export interface Computing {
  readonly arithmetic: FloatDType
  /** The relative error of its values, where that is more than the arithmetic's unit roundoff. */
  readonly accuracy: number
  readonly resolution: number
}

/** Computes what was computed of a number before only once. */
const remembered = <A>(f: (t: number) => A): ((t: number) => A) => {
  const known = new Map<number, A>()
  return (t) => {
    const found = known.get(t) ?? f(t)
    known.set(t, found)
    return found
  }
}

const noNumbers = (count: number): Float64Array => new Float64Array(count).fill(Number.NaN)

export const precisionOf = ({ arithmetic, accuracy }: Computing): Precision => {
  const { roundoff, smallest } = precisions[arithmetic]
  return { roundoff: Math.max(roundoff, accuracy), smallest }
}

export const rounderOf = (arithmetic: FloatDType): ((x: number) => number) =>
  arithmetic === 'float32' ? Math.fround : (x) => x

/** The point with all entries moved along a direction. */
export const pointsAlong = (arithmetic: FloatDType, x: Float64Array): ((t: number) => Float64Array) => {
  const along = movedAlong([fromRowMajor(arithmetic, [x.length], x)])
  return (t) => Float64Array.from(rowMajor(along(t)[0]))
}

/** Where an entry stands: by which entry of the argument, and of which output where there are several. */
export type EntryPlace = Pick<EntryCheck, 'path' | 'index' | 'output'>

/** A comparison, and whether the curve jumps there. */
type Compared = Comparison & { readonly jump: () => boolean }

/** The unit in the last place of a number. */
const lastPlaceOf = (size: number, { roundoff, smallest }: Precision): number =>
  Math.max(smallest, 2 * roundoff * 2 ** Math.floor(Math.log2(size)))

/** What is to be looked at: some outputs by some entries. */
export interface Looked {
  readonly outputs: readonly number[]
  readonly offsets: readonly number[]
  readonly placeOf: (output: number, offset: number) => EntryPlace
}

/**
 * The entries of a Jacobian beside difference quotients of the outputs, which are all taken from the same calls. A
 * function that throws beside the point, or gives another count of numbers there, says nothing there.
 */
export const judgements = (
  foreign: Foreign,
  x: Float64Array,
  { values, rows }: Here,
  computing: Computing,
  { outputs, offsets, placeOf }: Looked,
): readonly EntryCheck[] => {
  const precision = precisionOf(computing)
  const outputsAt = (point: Float64Array): Float64Array => {
    const found = foreign.outputs(point)
    return isRight(found) && found.right.length === values.length ? found.right : noNumbers(values.length)
  }
  const along = pointsAlong(computing.arithmetic, x)
  const outputsAlong = remembered((t) => outputsAt(along(t)))
  const rowsAlong = remembered((t) => {
    const found = foreign.rows(along(t), values.length)
    return isRight(found) ? found.right : rows.map((row) => noNumbers(row.length))
  })
  const ofOutputs = outputs.map((output) => ({
    output,
    rounding: roundingOf((t) => outputsAlong(t)[output], precision),
    roundings: roundingsOf(
      (t) => offsets.map((offset) => rowsAlong(t)[output][offset]),
      offsets.map((offset) => rows[output][offset]),
      precision,
    ),
  }))
  const round = rounderOf(computing.arithmetic)
  const compared = offsets.map((offset, at): readonly Compared[] => {
    const outputsOf = remembered((moved: number) => outputsAt(x.with(offset, moved)))
    return ofOutputs.map(({ output, rounding, roundings }) => {
      const curve: Curve = {
        value: (moved) => outputsOf(moved)[output],
        x: x[offset],
        round,
        roundoff: precision.roundoff,
        rounding,
      }
      const comparison = compare(placeOf(output, offset), rows[output][offset], roundings[at], curve)
      return { ...atEdge(comparison, curve), jump: jumpsOf(curve) }
    })
  })
  // Below the smallest normal number all is rounding.
  const least = precision.smallest / precision.roundoff
  return ofOutputs.flatMap((_, index) => {
    const ofOutput = compared.map((all) => all[index])
    const slopes = ofOutput.flatMap(({ analytic, numeric }) => [analytic, numeric]).filter(Number.isFinite)
    const steepest = largest(slopes.map(Math.abs))
    return ofOutput.map(({ jump, ...comparison }): EntryCheck => {
      const finest = Math.max(computing.resolution * Math.max(steepest, comparison.size), least)
      const verdict = judge(comparison, finest)
      return {
        ...comparison,
        ulps:
          comparison.error /
          lastPlaceOf(
            Math.max(Math.abs(comparison.analytic), Math.abs(comparison.numeric)),
            precisions[computing.arithmetic],
          ),
        verdict: verdict === 'illConditioned' && jump() ? 'discontinuous' : verdict,
      }
    })
  })
}
