import { item } from '../graph/index.js'
import { type AnyTensor, checkIsOptions, type OptionNames, type Tensor } from '../tensor/index.js'
import { checkSize, checkWhole } from './leaves.js'

/** A number, or a tensor that holds one. */
export type Score = number | AnyTensor

const numberOf = (score: Score): number => (typeof score === 'number' ? score : Number(item(score as Tensor)))

/** A state, its number, and what was measured there. */
export interface Measured<A, M> {
  /** From 1 on; the number of the training's step where every state is shown. */
  readonly step: number
  readonly state: A
  readonly value: M
}

/**
 * What a pure function says of the states at chosen moments: of every `every`-th one and of the last; the others are
 * passed over. For validation, whose data the function closes over.
 *
 * @example
 * ```ts
 * import { measured } from 'cotangent/optim'
 *
 * const found = measured([1, 2, 3, 4, 5], (state) => state ** 2, { every: 2 })
 * Array.from(found, ({ step, value }) => [step, value]) // => [ [ 2, 4 ], [ 4, 16 ], [ 5, 25 ] ]
 * ```
 */
export const measured = <A, M>(
  states: Iterable<A>,
  measure: (state: A) => M,
  options: { readonly every?: number } = {},
): Iterable<Measured<A, M>> => {
  checkIsOptions('measured', options, { every: true } satisfies OptionNames<typeof options>)
  const { every = 1 } = options
  checkWhole('measured', 'every', every, 1)
  const at = (state: A, step: number): Measured<A, M> => ({ step, state, value: measure(state) })
  return {
    *[Symbol.iterator]() {
      let step = 0
      let skipped: { readonly state: A } | undefined
      for (const state of states) {
        step++
        skipped = step % every === 0 ? undefined : { state }
        if (skipped === undefined) yield at(state, step)
      }
      if (skipped !== undefined) yield at(skipped.state, step)
    },
  }
}

/** How long training waits for a better score, and how much better it must be: by more than `minDelta`, 0 without it. */
export interface EarlyStoppingOptions<A> {
  readonly patience: number
  readonly minDelta?: number
  /** What is to become small. */
  readonly score: (state: A) => Score
}

const optionNames: OptionNames<EarlyStoppingOptions<never>> = { patience: true, minDelta: true, score: true }

/** Where a search for the smallest score stands. */
export interface Search<A> {
  readonly state: A
  readonly score: number
  /** The state of the smallest score so far, that score, and how many states there have been since. */
  readonly best: A
  readonly bestScore: number
  readonly sinceBest: number
}

const isBetter = (score: number, best: number, minDelta: number): boolean =>
  Number.isNaN(best) ? !Number.isNaN(score) : score < best - minDelta

/**
 * A function of sequences of states that gives, for each, the best so far, and ends where `patience` states in a row have
 * not been better by more than `minDelta`. The score, of which less is better, is a number or a scalar tensor; NaN is
 * never better. The last item holds the result.
 *
 * @example
 * ```ts
 * import { earlyStopping, lastOf } from 'cotangent/optim'
 *
 * const stopping = earlyStopping({ patience: 2, score: (loss: number) => loss })
 * const { best, state } = lastOf(stopping([5, 3, 4, 3, 1]))
 * best // => 3
 * state // => 3
 * ```
 */
export const earlyStopping = <A>(options: EarlyStoppingOptions<A>) => {
  checkIsOptions('earlyStopping', options, optionNames)
  const { patience, minDelta = 0, score } = options
  checkWhole('earlyStopping', 'patience', patience, 1)
  checkSize('earlyStopping', 'minDelta', minDelta)
  const after = (search: Search<A> | undefined, state: A): Search<A> => {
    const found = numberOf(score(state))
    return search === undefined || isBetter(found, search.bestScore, minDelta)
      ? { state, score: found, best: state, bestScore: found, sinceBest: 0 }
      : { ...search, state, score: found, sinceBest: search.sinceBest + 1 }
  }
  return (states: Iterable<A>): Iterable<Search<A>> => ({
    *[Symbol.iterator]() {
      let search: Search<A> | undefined
      for (const state of states) {
        search = after(search, state)
        yield search
        if (search.sinceBest >= patience) return
      }
    },
  })
}
