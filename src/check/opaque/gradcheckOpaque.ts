import { chain, type Either, left, mapLeft, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { ArgumentError, type Constant, type FloatDType, fromRowMajor } from '../../tensor/index.js'
import { entriesOf, type Only } from '../point.js'
import { failureOf, GradientFailure, GradientReport, showPlace } from '../report.js'
import { type Arrangement, arrangementOf, type OpaqueShape } from './arrangement.js'
import { foreignOf } from './derivative.js'
import type { Trouble } from './foreign.js'
import type { DerivativeName, OpaqueFunction } from './functions.js'
import { type Computing, judgements, type Looked, rounderOf } from './judging.js'
import { type Here, steadyAt } from './steady.js'

const operation = 'gradcheckOpaque'

/** What `gradcheckOpaque` can be told. */
export interface OpaqueOptions {
  /** What the function computes in, float64 if not given. The point and its neighbours are rounded to it. */
  readonly arithmetic?: FloatDType
  /**
   * The relative error of the function's own arithmetic, where that is coarser than its numbers: 2^-8 for bfloat16, or
   * that of approximate elementary functions.
   */
  readonly accuracy?: number
  /** How the argument is arranged, for indices in messages: a shape, or a record of the shapes of its parts. */
  readonly shape?: OpaqueShape
  /** How the outputs of a function to several numbers are arranged. */
  readonly outputShape?: OpaqueShape
  /** One entry of the argument to look at alone, with all outputs. */
  readonly only?: Only
  /** The error that must not go unseen (2^-10 if not given): see `gradcheck`. */
  readonly resolution?: number
}

const pointOf = (at: ArrayLike<number>, arithmetic: FloatDType): Float64Array => {
  const odd = Array.from(at).findIndex((entry) => typeof entry !== 'number')
  if (odd >= 0)
    throw new ArgumentError({ operation, problem: `the point's entry ${odd} is no number`, remedy: 'Give numbers' })
  return Float64Array.from(at, rounderOf(arithmetic))
}

const computingOf = ({ arithmetic = 'float64', accuracy = 0, resolution = 2 ** -10 }: OpaqueOptions): Computing => {
  if (arithmetic !== 'float64' && arithmetic !== 'float32')
    throw new ArgumentError({
      operation,
      problem: `there is no arithmetic ${JSON.stringify(arithmetic)}`,
      remedy: "Use 'float64' or 'float32', and `accuracy` for a coarser one",
    })
  if (!(accuracy >= 0 && accuracy < 1))
    throw new ArgumentError({ operation, problem: `${accuracy} is no relative error`, remedy: 'Give one below 1' })
  return { arithmetic, accuracy, resolution }
}

const offsetsOf = ({ parts }: Arrangement, point: Leaves, only: Only | undefined): readonly number[] =>
  entriesOf(point, only).map(({ which, offset }) => parts[which].from + offset)

interface Leaves {
  readonly leaves: readonly Constant[]
  readonly paths: readonly string[]
}

const leavesOf = ({ parts }: Arrangement, x: Float64Array, arithmetic: FloatDType): Leaves => ({
  leaves: parts.map(({ shape, from, to }) => fromRowMajor(arithmetic, shape, x.slice(from, to))),
  paths: parts.map(({ path }) => path),
})

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
  return { reason: 'nonFinite', problem: `the ${derivative} at ${showPlace(found.place)} is ${found.entry}` }
}

const failed = ({ reason, problem }: Trouble): GradientFailure => new GradientFailure(reason, problem)

export const gradcheckOpaque = (
  f: OpaqueFunction,
  at: ArrayLike<number>,
  options: OpaqueOptions = {},
): Either<GradientFailure, GradientReport> => {
  const computing = computingOf(options)
  const x = pointOf(at, computing.arithmetic)
  const inputs = arrangementOf('the point', x.length, options.shape)
  const foreign = foreignOf(f)
  const offsets = offsetsOf(inputs, leavesOf(inputs, x, computing.arithmetic), options.only)
  return pipe(
    steadyAt(f, x),
    mapLeft(failed),
    chain((here): Either<GradientFailure, GradientReport> => {
      const outputs = arrangementOf('the value', here.values.length, options.outputShape)
      const looked: Looked = {
        outputs: Array.from(here.values.keys()),
        offsets,
        placeOf: (output, offset) => ({
          ...inputs.placeOf(offset),
          ...(foreign.derivative === 'gradient' ? {} : { output: outputs.placeOf(output) }),
        }),
      }
      const obstacle = notFinite(here, foreign.derivative, looked)
      if (obstacle !== undefined) return left(failed(obstacle))
      const judged = judgements(foreign, x, here, computing, looked)
      const failure = failureOf(judged)
      return failure === undefined ? right(new GradientReport(here.values[0], judged)) : left(failure)
    }),
  )
}
