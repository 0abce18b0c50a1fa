import type { Arbitrary } from 'fast-check'
import { chain, type Either, isLeft, left, mapLeft, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { ArgumentError, type Constant, describe, type FloatDType, fromRowMajor } from '../../tensor/index.js'
import { checkOptions, opaqueDemands } from '../demands.js'
import { showEntry } from '../describe.js'
import type { FailureDetails } from '../details.js'
import { unshared } from '../diagnosis/index.js'
import { isArbitrary } from '../drawn.js'
import { judgements } from '../judgements.js'
import { faultOf, jointFaultOf } from '../outcome.js'
import { entriesOf } from '../point.js'
import { GradientFailure, GradientReport } from '../report.js'
import type { EntryCheck } from '../verdict.js'
import { type Arrangement, arrangementOf } from './arrangement.js'
import { type Foreign, foreignOf } from './derivative.js'
import { type Checked, checkDrawn } from './drawn.js'
import { atEdge } from './edge.js'
import { diagnosisOf } from './evidence.js'
import { isArrayLike, type Trouble } from './foreign.js'
import type { OpaqueFunction } from './functions.js'
import { linearityAt } from './linearity.js'
import { opaqueSubject, rounderOf, type Scene } from './opaqueSubject.js'
import { computingOf, type OpaqueOptions, replayOf } from './options.js'
import { type Here, steadyAt } from './steady.js'

type EntryPlace = Pick<EntryCheck, 'path' | 'index' | 'output'>

const operation = 'gradcheckOpaque'

const pointOf = (at: ArrayLike<number>, arithmetic: FloatDType): Float64Array => {
  if (!isArrayLike(at))
    throw new ArgumentError({
      operation,
      problem: `the point is no list of numbers but ${describe(at)}`,
      remedy: 'Give a flat list of numbers, or an arbitrary of such',
    })
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

/** A value or a derivative that is not finite. */
const notFinite = (
  { values, rows }: Here,
  { derivative }: Foreign,
  offsets: readonly number[],
  placeOf: (output: number, offset: number) => EntryPlace,
): Trouble | undefined => {
  const value = values.find((entry) => !Number.isFinite(entry))
  if (value !== undefined) return { reason: 'nonFinite', problem: `the function's value at the point is ${value}` }
  const found = rows
    .flatMap((row, output) => offsets.map((offset) => ({ entry: row[offset], place: placeOf(output, offset) })))
    .find(({ entry }) => !Number.isFinite(entry))
  if (found === undefined) return undefined
  return { reason: 'nonFinite', problem: `the ${derivative} at ${showEntry(found.place)} is ${found.entry}` }
}

/** Checks at one point. */
const checkAt = (f: OpaqueFunction, at: ArrayLike<number>, options: OpaqueOptions): Checked => {
  const { seed = 0, only, shape, outputShape } = options
  const { resolution, ...computing } = computingOf(options)
  const point = pointOf(at, computing.arithmetic)
  const inputs = arrangementOf('the point', point.length, shape)
  const leaves = leavesOf(inputs, point, computing.arithmetic)
  const entries = entriesOf(operation, { leaves, paths: inputs.parts.map(({ path }) => path) }, only)
  const foreign = foreignOf(f)
  const { derivative } = foreign
  const scalar = derivative === 'gradient'
  const replay = replayOf(point, options)
  const failed = (
    details: Pick<FailureDetails<Float64Array>, 'reason' | 'problem' | 'entries' | 'joint' | 'checked' | 'diagnosis'>,
  ) =>
    new GradientFailure({
      ...details,
      counterexample: point,
      seed,
      replay: replay(details.entries?.[0]),
      check: operation,
    })
  return pipe(
    steadyAt(f, point),
    mapLeft(failed),
    chain((here): Checked => {
      const outputs = arrangementOf('the value', here.values.length, outputShape)
      const offsets = entries.map(({ which, offset }) => inputs.parts[which].from + offset)
      const obstacle = notFinite(here, foreign, offsets, (output, offset) => ({
        ...inputs.placeOf(offset),
        ...(scalar ? {} : { output: outputs.placeOf(output) }),
      }))
      if (obstacle !== undefined) return left(failed(obstacle))
      const scene: Scene = { foreign, point, here, computing, inputs, outputs, leaves }
      const subject = opaqueSubject(scene)
      const count = here.values.length
      const judged = judgements(subject, entries, { seed, resolution, scalar }).map((entry, place) =>
        atEdge(entry, subject.lineOf(entries[Math.floor(place / count)]), place % count, resolution),
      )
      const fault = faultOf({ what: derivative, of: 'function' }, judged)
      if (fault !== undefined) {
        const isWhole = fault.reason === 'wrong' && only === undefined
        const diagnosis = isWhole ? diagnosisOf(scene, judged) : undefined
        return left(failed({ ...fault, checked: judged.length, diagnosis }))
      }
      const tied = jointFaultOf({ what: derivative }, subject, judged, seed)
      if (tied !== undefined)
        return left(failed({ ...tied, checked: judged.length, diagnosis: tied.joint && unshared(tied.joint) }))
      const linear = linearityAt(scene, seed)
      if (isLeft(linear)) return left(failed(linear.left))
      const value = scalar ? here.values[0] : undefined
      return right(
        new GradientReport({ value, entries: judged, checked: judged.length, points: 1, seed, what: derivative }),
      )
    }),
  )
}

/**
 * Checks a derivative in any code, at a point of flat numbers or at points drawn from a fast-check arbitrary: by hand, of
 * another library, of a WebAssembly module. Of the code nothing is known but what it gives: `{ value, gradient }` of a
 * function to a number; `{ value, jacobian }`, `{ value, vjp }` or `{ value, jvp }` of one to several.
 *
 * No tolerance is to be chosen. Extrapolated central differences at steps that are searched for are compared with the
 * derivative; truncation is bounded from differences at three steps, rounding by the noise that neighbouring values show,
 * that of the derivative included, as `gradcheck` does in its engines that are not precise. At a kink any value between the
 * slopes of the two sides is right, if those of all entries go together. A vjp or jvp is looked at for each unit vector and
 * for one with all entries.
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
 * const halved = (x: Float64Array) => gradient(x).map((entry) => entry / 2)
 * const found = gradcheckOpaque({ value, gradient: halved }, [3, 4], { shape: { position: [2] } })
 * isRight(found) ? '' : found.left.problem // => 'the gradient is wrong in 2 entries'
 * isRight(found) ? '' : found.left.replay.slice(0, 59) // => 'gradcheckOpaque(f, [3, 4], { shape: { position: [2] }, only'
 * isRight(found) ? 1 : found.left.diagnosis?.factor // => 0.5
 * ```
 */
export const gradcheckOpaque = (
  f: OpaqueFunction,
  at: ArrayLike<number> | Arbitrary<ArrayLike<number>>,
  options: OpaqueOptions = {},
): Either<GradientFailure<Float64Array>, GradientReport> => {
  checkOptions(operation, options, opaqueDemands)
  return isArbitrary(at) ? checkDrawn((point) => checkAt(f, point, options), at, options) : checkAt(f, at, options)
}
