import { type CompileOptions, compileNames } from '../engine/index.js'
import { checkFunction, checkIsOptions, type OptionNames } from '../tensor/index.js'
import { checkIterable, checkWhole } from './leaves.js'
import { type StepFunction, stepperFrom } from './stepping.js'

/** How `fit` runs its steps, and how many of them it takes for each state that it yields: 1 without it. */
export interface FitOptions extends CompileOptions {
  readonly every?: number
}

const optionNames: OptionNames<FitOptions> = { ...compileNames, every: true }

/** Steps with the same batch one after the other are one loop, so batches are counted until another one comes. */
interface Run<B> {
  readonly batch: B
  count: number
}

/** A way through batches that are given one by one. */
interface Walk<B, T> {
  /** Takes in a batch; whether there is a state to show. */
  readonly take: (batch: B) => boolean
  /** Ends; whether there is a state to show that has not been. */
  readonly end: () => boolean
  readonly state: () => T
}

const walkFrom = <S, B, T extends S>(
  step: StepFunction<S, B, T>,
  start: S,
  every: number,
  options: CompileOptions,
): Walk<B, T> => {
  const { once, often } = stepperFrom(step, start, options)
  let current: S = start
  // Whoever asks for it has been told that there is one.
  const state = (): T => current as T
  if (every === 1)
    return {
      take: (batch) => {
        current = once(current, batch)
        return true
      },
      end: () => false,
      state,
    }
  let run: Run<B> | undefined
  let taken = 0
  const settle = (): void => {
    if (run !== undefined) current = often(current, run.batch, run.count)
    run = undefined
  }
  return {
    take: (batch) => {
      if (run !== undefined && run.batch !== batch) settle()
      if (run === undefined) run = { batch, count: 1 }
      else run.count++
      const due = ++taken % every === 0
      if (due) settle()
      return due
    },
    end: () => {
      settle()
      return taken % every !== 0
    },
    state,
  }
}

/**
 * Training as a fold that shows its work: the states after each batch, one by one, each when it is asked for. With
 * `every: k` only each k-th of them and the last; steps that are given one and the same batch, as those of `sameBatch`
 * are, then run as one compiled loop, with the same results to the bit. What the step adds to the state, such as a loss,
 * is in the states but not handed on. Going through the result again trains again.
 *
 * Steps are compiled by `jit`, which runs the step function once for each structure, shapes and dtypes, over all trainings
 * with it: what it closes over counts as constant from the first one on. Where that cannot be, since it reads a value or
 * a state or a batch is no tree of tensors, it runs as it is, at the same bits. With `compile: true` that is an error,
 * NotConcrete or TreeError, and with `compile: false` nothing is compiled, as for a step with effects. A CompiledStep, such
 * as `dataParallel` makes, runs as it is.
 *
 * @example
 * ```ts
 * import { mean, mul, square, sub, tensor, type Tensor } from 'cotangent'
 * import { fit, sameBatch, sgd, trainStep } from 'cotangent/optim'
 *
 * type Vector = Tensor<[2], 'float64'>
 * const loss = (w: Tensor<[], 'float64'>, { x, y }: { x: Vector; y: Vector }) => mean(square(sub(mul(w, x), y)))
 * const optimizer = sgd(0.1)
 * const params = tensor(0)
 * const state = { params, opt: optimizer.init(params) }
 * const batch = { x: tensor([1, 3]), y: tensor([2, 6]) }
 * const states = fit(trainStep(loss, optimizer), state, sameBatch(batch, 3))
 * Array.from(states, (each) => each.loss) // => [ 20.0, 0.0, 0.0 ]
 * const [last] = fit(trainStep(loss, optimizer), state, sameBatch(batch, 3), { every: 3 })
 * last.params // => 2.0
 * ```
 */
export const fit = <S, B, T extends S>(
  step: StepFunction<S, B, T>,
  state: S,
  batches: Iterable<B>,
  options: FitOptions = {},
): Iterable<T> => {
  checkIsOptions('fit', options, optionNames)
  checkFunction('fit', step)
  checkIterable('fit', 'the batches', batches)
  const every = checkWhole('fit', 'every', options.every ?? 1, 1)
  return {
    *[Symbol.iterator]() {
      const walk = walkFrom(step, state, every, options)
      for (const batch of batches) if (walk.take(batch)) yield walk.state()
      if (walk.end()) yield walk.state()
    },
  }
}

/**
 * The same over batches that arrive in their own time, such as those read from files.
 *
 * @example
 * ```ts
 * import { add, tensor } from 'cotangent'
 * import { fitAsync } from 'cotangent/optim'
 *
 * const batches = async function* () {
 *   yield tensor(2)
 *   yield tensor(5)
 * }
 * const sums = []
 * for await (const sum of fitAsync(add, tensor(1), batches())) sums.push(sum)
 * sums // => [ 3.0, 8.0 ]
 * ```
 */
export const fitAsync = <S, B, T extends S>(
  step: StepFunction<S, B, T>,
  state: S,
  batches: AsyncIterable<B> | Iterable<B | PromiseLike<B>>,
  options: FitOptions = {},
): AsyncIterable<T> => {
  checkIsOptions('fitAsync', options, optionNames)
  checkFunction('fitAsync', step)
  checkIterable('fitAsync', 'the batches', batches)
  const every = checkWhole('fitAsync', 'every', options.every ?? 1, 1)
  return {
    async *[Symbol.asyncIterator]() {
      const walk = walkFrom(step, state, every, options)
      for await (const batch of batches) if (walk.take(batch as B)) yield walk.state()
      if (walk.end()) yield walk.state()
    },
  }
}
