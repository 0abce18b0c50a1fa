import { add, astype, clip, cos, div, floor, less, maximum, mul, power, sub, tensor, where } from '../graph/index.js'
import {
  ArgumentError,
  checkIsOptions,
  describe,
  isTensor,
  type NumericDType,
  type OptionNames,
  ShapeError,
  showType,
  type Tensor,
} from '../tensor/index.js'
import { type Count, checkNumber, checkPositive, checkSize } from './leaves.js'

/** The number of an update, from 0: a number, or a scalar tensor of one, which may be traced. */
export type Step = number | Tensor<[], NumericDType>

/** A value for every step, as a float64 scalar: a pure function, so that it can be plotted, mapped and compiled. */
export type Schedule = (step: Step) => Tensor<[], 'float64'>

/** A rate: the same one for all updates, or any function of how many updates there have been. */
export type Rate = number | ((step: Count) => Tensor<[]>)

type Scalar = Tensor<[], 'float64'>

const numberOf = (step: Step): Scalar => (isTensor(step) ? astype(step, 'float64') : tensor(step)) as Scalar

/** What a schedule gives: updates times anything but a scalar would not be like the parameters any more. */
const checkScalar = (operation: string, rate: Tensor<[]>): Tensor<[]> => {
  if (isTensor(rate) && rate.shape.length === 0) return rate
  const Refusal = isTensor(rate) ? ShapeError : ArgumentError
  throw new Refusal({
    operation,
    problem: `the schedule gives ${isTensor(rate) ? showType(rate) : describe(rate)}, not a scalar tensor`,
    remedy: 'Give one rate for all updates, such as tensor(0.1)',
  })
}

/** A rate as a function: a number is a constant schedule. */
export const rateOf = (operation: string, rate: Rate): ((step: Count) => Tensor<[]>) => {
  if (typeof rate === 'function') return (step) => checkScalar(operation, rate(step))
  if (typeof rate !== 'number')
    throw new ArgumentError({
      operation,
      problem: `the rate (${describe(rate)}) is neither a number nor a schedule`,
      remedy: 'Give a number, or a function of the step',
    })
  return constantSchedule(checkNumber(operation, 'the rate', rate))
}

/** a (1 - t) + b t, kept between a and b, which rounding could leave: exactly a at 0 and b at 1. */
const between = (a: number, b: number, t: Scalar): Scalar =>
  clip(add(mul(a, sub(1, t)), mul(b, t)), { min: Math.min(a, b), max: Math.max(a, b) })

/** From 0 to 1 while the step goes from `start` over `length` steps; where there are none, 1 from `start` on. */
const progress = (step: Scalar, start: number, length: number): Scalar =>
  length === 0
    ? where(less(step, start), tensor(0), tensor(1))
    : clip(div(sub(step, start), length), { min: 0, max: 1 })

/** From 0 to 1 along half a wave of the cosine. */
const eased = (t: Scalar): Scalar => div(sub(1, cos(mul(t, Math.PI))), 2)

/**
 * The same value at every step.
 *
 * @example
 * ```ts
 * import { constantSchedule } from 'cotangent/optim'
 *
 * constantSchedule(0.1)(7) // => 0.1
 * ```
 */
export const constantSchedule = (value: number): Schedule => {
  const constant = tensor(checkNumber('constantSchedule', 'the value', value))
  return () => constant
}

/**
 * A straight line from `start` at step 0 to `end` at step `steps`, and `end` from there on.
 *
 * @example
 * ```ts
 * import { linearSchedule } from 'cotangent/optim'
 *
 * linearSchedule({ start: 1, end: 0, steps: 10 })(4) // => 0.6
 * ```
 */
export const linearSchedule = (options: {
  readonly start: number
  readonly end: number
  readonly steps: number
}): Schedule => {
  checkIsOptions('linearSchedule', options, { start: true, end: true, steps: true } satisfies OptionNames<
    typeof options
  >)
  const { start, end, steps } = options
  checkNumber('linearSchedule', 'start', start)
  checkNumber('linearSchedule', 'end', end)
  checkPositive('linearSchedule', 'steps', steps)
  return (step) => between(start, end, progress(numberOf(step), 0, steps))
}

/** By which factor a rate changes in how many steps, and below which value it never falls. */
export interface DecaySchedule {
  readonly factor: number
  readonly every: number
  readonly atLeast?: number
}

const decayNames: OptionNames<DecaySchedule> = { factor: true, every: true, atLeast: true }

/** value factor^t for t steps measured in `every`, after `count` has made what it will of t. */
const decaying = (operation: string, value: number, options: DecaySchedule, count: (t: Scalar) => Scalar): Schedule => {
  checkIsOptions(operation, options, decayNames)
  const { factor, every, atLeast = 0 } = options
  checkSize(operation, 'the value', value)
  checkPositive(operation, 'factor', factor)
  checkPositive(operation, 'every', every)
  checkSize(operation, 'atLeast', atLeast)
  return (step) => {
    const elapsed = count(div(maximum(numberOf(step), 0), every))
    return maximum(mul(value, power(factor, elapsed)), atLeast)
  }
}

/**
 * A staircase: value factor^floor(step / every), and never less than `atLeast` (0).
 *
 * @example
 * ```ts
 * import { stepSchedule } from 'cotangent/optim'
 *
 * const schedule = stepSchedule(1, { factor: 0.5, every: 10 })
 * schedule(9) // => 1.0
 * schedule(25) // => 0.25
 * ```
 */
export const stepSchedule = (value: number, options: DecaySchedule): Schedule =>
  decaying('stepSchedule', value, options, floor)

/**
 * Exponential decay: value factor^(step / every), and never less than `atLeast` (0).
 *
 * @example
 * ```ts
 * import { exponentialSchedule } from 'cotangent/optim'
 *
 * exponentialSchedule(1, { factor: 0.25, every: 10 })(5) // => 0.5
 * ```
 */
export const exponentialSchedule = (value: number, options: DecaySchedule): Schedule =>
  decaying('exponentialSchedule', value, options, (t) => t)

/** The cosine schedule: the highest rate, when it ends, and how it begins. */
export interface CosineSchedule {
  readonly peak: number
  /** The step at which `end` is reached, warm-up included. */
  readonly steps: number
  /** So many steps lead from `start` up to `peak`; none without it. */
  readonly warmup?: number
  readonly start?: number
  readonly end?: number
}

const cosineNames: OptionNames<CosineSchedule> = { peak: true, steps: true, warmup: true, start: true, end: true }

/** Up to the peak by one way and down by another. */
const upAndDown = (
  { peak, steps, warmup, start, end }: Required<CosineSchedule>,
  way: (t: Scalar) => Scalar,
): Schedule => {
  return (step) => {
    const now = numberOf(step)
    const up = between(start, peak, way(progress(now, 0, warmup)))
    const down = between(peak, end, eased(progress(now, warmup, steps - warmup)))
    return where(less(now, warmup), up, down)
  }
}

/**
 * A straight line from `start` (0) to `peak` in `warmup` (0) steps, then half a wave of the cosine down to `end` (0),
 * which is reached at step `steps` and kept (Loshchilov and Hutter, SGDR, 2017, without restarts).
 *
 * @example
 * ```ts
 * import { cosineSchedule } from 'cotangent/optim'
 *
 * const schedule = cosineSchedule({ peak: 1, steps: 110, warmup: 10 })
 * schedule(5) // => 0.5
 * schedule(10) // => 1.0
 * schedule(110) // => 0.0
 * ```
 */
export const cosineSchedule = (options: CosineSchedule): Schedule => {
  const operation = 'cosineSchedule'
  checkIsOptions(operation, options, cosineNames)
  const { peak, steps, warmup = 0, start = 0, end = 0 } = options
  checkSize(operation, 'peak', peak)
  checkSize(operation, 'start', start)
  checkSize(operation, 'end', end)
  checkWithin(operation, 'warmup', warmup, steps)
  return upAndDown({ peak, steps, warmup, start, end }, (t) => t)
}

const checkWithin = (operation: string, name: string, part: number, steps: number): void => {
  checkPositive(operation, 'steps', steps)
  if (checkSize(operation, name, part) > steps)
    throw new ArgumentError({ operation, problem: `${name} is ${part}, more than the ${steps} steps that there are` })
}

/** The one-cycle schedule: the highest rate, when it ends, and how it gets there. */
export interface OneCycleSchedule {
  readonly peak: number
  /** The step at which the lowest rate is reached. */
  readonly steps: number
  /** The part of the steps that leads up, 0.3 without it. */
  readonly up?: number
  /** The first rate is `peak / startDivisor` (25), the last one `peak / startDivisor / endDivisor` (10 000). */
  readonly startDivisor?: number
  readonly endDivisor?: number
}

const oneCycleNames: OptionNames<OneCycleSchedule> = {
  peak: true,
  steps: true,
  up: true,
  startDivisor: true,
  endDivisor: true,
}

/**
 * One cycle: half a wave of the cosine from `peak / startDivisor` up to `peak`, and a longer one down to a small part of
 * the first rate (Smith and Topin, Super-convergence, 2018; the default divisors are those of PyTorch's `OneCycleLR`,
 * whose peak and end lie one step earlier).
 *
 * @example
 * ```ts
 * import { oneCycleSchedule } from 'cotangent/optim'
 *
 * const schedule = oneCycleSchedule({ peak: 1, steps: 100 })
 * schedule(0) // => 0.04
 * schedule(30) // => 1.0
 * schedule(100) // => 4e-06
 * ```
 */
export const oneCycleSchedule = (options: OneCycleSchedule): Schedule => {
  const operation = 'oneCycleSchedule'
  checkIsOptions(operation, options, oneCycleNames)
  const { peak, steps, up = 0.3, startDivisor = 25, endDivisor = 1e4 } = options
  checkSize(operation, 'peak', peak)
  checkWithin(operation, 'up', up, 1)
  checkPositive(operation, 'steps', steps)
  const start = peak / checkPositive(operation, 'startDivisor', startDivisor)
  const end = start / checkPositive(operation, 'endDivisor', endDivisor)
  return upAndDown({ peak, steps, warmup: up * steps, start, end }, eased)
}
