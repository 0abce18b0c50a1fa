import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { type ProgramPlace, programPlaces, showProgram } from '../../../laws/index.js'
import {
  add,
  astype,
  type GradcheckOptions,
  type GradientFailure,
  gradcheck,
  mul,
  type ScalarFunction,
  sum,
  type Tensor,
} from '../../../src/index.js'

type Untyped = (...args: readonly unknown[]) => Tensor
type Leaves = readonly Tensor[]

const [plus, inFloat64, times, total] = [add, astype, mul, sum] as unknown as readonly Untyped[]

/** A program as a function to a scalar: all that it gives, with weights, added up. */
export const weighted =
  ({ map, weights }: Pick<ProgramPlace, 'map' | 'weights'>): ScalarFunction<Leaves> =>
  (leaves) =>
    map(leaves)
      .map((result, index) => total(times(inFloat64(result, 'float64'), inFloat64(weights[index], 'float64'))))
      .reduce((left, right) => plus(left, right)) as ReturnType<ScalarFunction<Leaves>>

/** What is said against the derivative of a program in one mode. */
export interface Alarm {
  readonly seed: number
  readonly mode: NonNullable<GradcheckOptions['mode']>
  readonly place: ProgramPlace
  readonly failure: GradientFailure<Leaves>
}

/** What is tried: the smooth program and its point that a seed stands for. */
export const placeOf = (seed: number): ProgramPlace => fc.sample(programPlaces('smooth'), { seed, numRuns: 1 })[0]

/** What the check says against the right derivatives of a program. */
export const alarmsAt = (place: ProgramPlace, seed: number): readonly Alarm[] =>
  (['reverse', 'forward'] as const).flatMap((mode) => {
    const found = gradcheck(weighted(place), place.primals as Leaves, { mode })
    return isLeft(found) ? [{ seed, mode, place, failure: found.left }] : []
  })

/** An alarm with everything that it takes to look into it. */
export const showAlarm = ({ seed, mode, place, failure }: Alarm): string =>
  [
    `program ${seed}, ${mode} mode: ${failure.reason}`,
    `${failure}`,
    showProgram(place.program),
    `inputs ${place.inputs.join(', ')}`,
    `weights ${place.weights.join(', ')}`,
  ].join('\n')
