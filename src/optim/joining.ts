import { astype, less, sub, tensor, where } from '../graph/index.js'
import { ArgumentError, isTensor, type Tensor, written } from '../tensor/index.js'
import { checkSize } from './leaves.js'
import { constantSchedule, type Schedule } from './schedules.js'

const checkBoundaries = (operation: string, parts: number, boundaries: readonly number[]): void => {
  if (!Array.isArray(boundaries))
    throw new ArgumentError({
      operation,
      problem: `the boundaries are ${written(boundaries)}, not a list`,
      remedy: 'Give the steps at which the next part begins',
    })
  boundaries.forEach((boundary, index) => {
    checkSize(operation, `boundary ${index}`, boundary)
  })
  const ascending = boundaries.every((boundary, index) => index === 0 || boundary > boundaries[index - 1])
  if (ascending && parts === boundaries.length + 1) return
  throw new ArgumentError({
    operation,
    problem: ascending
      ? `there are ${parts} parts and ${boundaries.length} boundaries`
      : `the boundaries ${written(boundaries)} do not ascend`,
    remedy: 'Give one boundary between each two parts',
  })
}

/**
 * Schedules one after the other: each begins, at its own step 0, at the boundary where the one before ends. An
 * ArgumentError unless the boundaries ascend and are one less than the schedules.
 *
 * @example
 * ```ts
 * import { constantSchedule, exponentialSchedule, joinSchedules } from 'cotangent/optim'
 *
 * const schedule = joinSchedules([constantSchedule(1), exponentialSchedule(1, { factor: 0.5, every: 1 })], [100])
 * schedule(100) // => 1.0
 * schedule(102) // => 0.25
 * ```
 */
export const joinSchedules = (schedules: readonly Schedule[], boundaries: readonly number[]): Schedule => {
  checkBoundaries('joinSchedules', schedules.length, boundaries)
  return (step) => {
    const now = (isTensor(step) ? astype(step, 'float64') : tensor(step)) as Tensor<[], 'float64'>
    const since = (index: number): Tensor<[], 'float64'> => (index === 0 ? now : sub(now, boundaries[index - 1]))
    const values = schedules.map((schedule, index) => schedule(since(index)))
    return values.reduceRight((later, value, index) => where(less(now, boundaries[index]), value, later))
  }
}

/**
 * `values[i]` from `boundaries[i - 1]` on and before `boundaries[i]`. An ArgumentError unless the boundaries ascend and
 * are one less than the values.
 *
 * @example
 * ```ts
 * import { piecewiseSchedule } from 'cotangent/optim'
 *
 * const schedule = piecewiseSchedule([1, 0.1, 0.01], [10, 20])
 * schedule(9) // => 1.0
 * schedule(10) // => 0.1
 * ```
 */
export const piecewiseSchedule = (values: readonly number[], boundaries: readonly number[]): Schedule => {
  checkBoundaries('piecewiseSchedule', values.length, boundaries)
  return joinSchedules(values.map(constantSchedule), boundaries)
}
