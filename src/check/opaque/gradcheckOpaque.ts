import { Arbitrary } from 'fast-check'
import { chain, type Either, isLeft, left, mapLeft, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { ArgumentError, type Constant, describe, type FloatDType, fromRowMajor } from '../../tensor/index.js'
import { showEntry } from '../describe.js'
import type { Only } from '../options.js'
import { entriesOf } from '../point.js'
import { type GradientFailure, GradientReport } from '../report.js'
import { type Arrangement, arrangementOf } from './arrangement.js'
import { foreignOf } from './derivative.js'
import { checkDrawn } from './drawn.js'
import { failureOf, type Occasion, troubled } from './failing.js'
import type { Trouble } from './foreign.js'
import type { DerivativeName, OpaqueFunction } from './functions.js'
import { judgements, type Looked, rounderOf } from './judging.js'
import { linearityAt } from './linearity.js'
import { computingOf, type OpaqueOptions, replayOf } from './options.js'
import { type Here, steadyAt } from './steady.js'

const operation = 'gradcheckOpaque'

const pointOf = (at: ArrayLike<number>, arithmetic: FloatDType): Float64Array => {
  const numbers = Array.from(at)
  const odd = numbers.findIndex((entry) => typeof entry !== 'number')
  if (odd >= 0)
    throw new ArgumentError({
      operation,
      problem: `the point's entry ${odd} is no number but ${describe(numbers[odd])}`,
      remedy: 'Give a flat list of numbers',
    })
  return Float64Array.from(numbers, rounderOf(arithmetic))
}

const leavesOf = ({ parts }: Arrangement, x: Float64Array, arithmetic: FloatDType): readonly Constant[] =>
  parts.map(({ shape, from, to }) => fromRowMajor(arithmetic, [...shape], x.slice(from, to)))

const offsetsOf = ({ parts }: Arrangement, leaves: readonly Constant[], only: Only | undefined): readonly number[] =>
  entriesOf({ leaves, paths: parts.map(({ path }) => path) }, only).map(
    ({ which, offset }) => parts[which].from + offset,
  )

/** A value or a derivative that is not finite. */
const notFinite = (
  { values, rows }: Here,
  derivative: DerivativeName,
  { outputs, offsets, placeOf }: Looked,
): Trouble | undefined => {
  const value = values.find((entry) => !Number.isFinite(entry))
  if (value !== undefined) return { reason: 'nonFinite', problem: `the function's value at the point is ${value}` }
  const found = outputs
    .flatMap((output) => offsets.map((offset) => ({ entry: rows[output][offset], place: placeOf(output, offset) })))
    .find(({ entry }) => !Number.isFinite(entry))
  if (found === undefined) return undefined
  return { reason: 'nonFinite', problem: `the ${derivative} at ${showEntry(found.place)} is ${found.entry}` }
}

/** Checks at one point. */
const checkAt = (
  f: OpaqueFunction,
  at: ArrayLike<number>,
  options: OpaqueOptions,
): Either<GradientFailure<Float64Array>, GradientReport> => {
  const computing = computingOf(options)
  const point = pointOf(at, computing.arithmetic)
  const inputs = arrangementOf('the point', point.length, options.shape)
  const offsets = offsetsOf(inputs, leavesOf(inputs, point, computing.arithmetic), options.only)
  const foreign = foreignOf(f)
  const { derivative } = foreign
  const occasion: Occasion = { point, seed: options.seed ?? 0, replay: replayOf(point, options), derivative }
  return pipe(
    steadyAt(f, point),
    mapLeft((trouble) => troubled(occasion, trouble)),
    chain((here) => {
      const outputs = arrangementOf('the value', here.values.length, options.outputShape)
      const looked: Looked = {
        outputs: Array.from(here.values.keys()),
        offsets,
        placeOf: (output, offset) => ({
          ...inputs.placeOf(offset),
          ...(derivative === 'gradient' ? {} : { output: outputs.placeOf(output) }),
        }),
      }
      const obstacle = notFinite(here, derivative, looked)
      if (obstacle !== undefined) return left(troubled(occasion, obstacle))
      const entries = judgements(foreign, point, here, computing, looked)
      const failure = failureOf(occasion, entries)
      if (failure !== undefined) return left(failure)
      const linear = linearityAt(foreign, point, here, computing)
      if (isLeft(linear)) return left(troubled(occasion, linear.left))
      const value = derivative === 'gradient' ? here.values[0] : undefined
      const { seed } = occasion
      return right(new GradientReport({ value, entries, checked: entries.length, points: 1, seed, what: derivative }))
    }),
  )
}

/**
 * Checks a derivative in any code, at a point of flat numbers or at points drawn from a fast-check arbitrary: by hand, of
 * another library, of a WebAssembly module. Of the code nothing is known but what it gives: `{ value, gradient }` of a
 * function to a number; `{ value, jacobian }`, `{ value, vjp }` or `{ value, jvp }` of one to several.
 *
 * No tolerance is to be chosen. Extrapolated central differences at steps that are searched for are compared with the
 * derivative; truncation is bounded from differences at three steps, rounding by the noise that neighbouring values show
 * (see `gradcheck` for its other engines, which is the same method), that of the derivative included. At a kink any value
 * between the slopes of the two sides is right. A vjp or jvp is looked at for each unit vector and for one with all entries.
 *
 * The code is called with copies, first `value` and then the derivative with the array that `value` was called with, so
 * that it may keep what it computed on the way. Where it throws beside the point, the other side alone is looked at.
 *
 * Gives Left a `GradientFailure`: `wrong`; `illConditioned`, where nothing can be told; `discontinuous`; `nonFinite`;
 * `nonDeterministic`; `threw`; `malformed`, where there are not as many numbers as are due; `impure`, where the code changes
 * an array that it is given, or one that it kept still matters later. Gives Right a `GradientReport` otherwise. Throws an
 * ArgumentError where point, shapes or options do not fit together. Functions that answer later cannot be checked: a
 * Promise is `malformed`; let them answer at once, as `dataSync()` does in TensorFlow.js.
 *
 * @example
 * ```ts
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { gradcheckOpaque } from 'cotangent'
 *
 * const value = (x: Float64Array) => Math.sqrt(x[0] ** 2 + x[1] ** 2)
 * const gradient = (x: Float64Array) => x.map((entry) => entry / value(x))
 * isRight(gradcheckOpaque({ value, gradient }, [3, 4])) // => true
 *
 * const wrong = gradcheckOpaque({ value, gradient: (x) => x }, [3, 4], { shape: { position: [2] } })
 * String(wrong) // => ""
 * ```
 */
export const gradcheckOpaque = (
  f: OpaqueFunction,
  at: ArrayLike<number> | Arbitrary<ArrayLike<number>>,
  options: OpaqueOptions = {},
): Either<GradientFailure<Float64Array>, GradientReport> =>
  at instanceof Arbitrary ? checkDrawn((point) => checkAt(f, point, options), at, options) : checkAt(f, at, options)
