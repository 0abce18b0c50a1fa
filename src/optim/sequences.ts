import { ArgumentError, isPlain, isTensor } from '../tensor/index.js'
import { checkIterable, checkWhole } from './leaves.js'

/** A sequence that begins anew whenever it is gone through. */
const sequence = <A>(generate: () => Iterator<A>): Iterable<A> => ({ [Symbol.iterator]: generate })

/**
 * The batches of `count` epochs, one after another; `batchesOf` makes those of an epoch, from 0, when it begins.
 *
 * @example
 * ```ts
 * import { epochs } from 'cotangent/optim'
 *
 * [...epochs(2, (epoch) => [`${epoch}a`, `${epoch}b`])] // => [ '0a', '0b', '1a', '1b' ]
 * ```
 */
export const epochs = <B>(count: number, batchesOf: (epoch: number) => Iterable<B>): Iterable<B> => {
  checkWhole('epochs', 'the number of epochs', count, 0)
  return sequence(function* () {
    for (let epoch = 0; epoch < count; epoch++) yield* batchesOf(epoch)
  })
}

/**
 * One batch, again and again: `steps` times, or without end. For training on all the data at once.
 *
 * @example
 * ```ts
 * import { sameBatch } from 'cotangent/optim'
 *
 * [...sameBatch('all', 3)] // => [ 'all', 'all', 'all' ]
 * ```
 */
export const sameBatch = <B>(batch: B, steps?: number): Iterable<B> => {
  const count = steps === undefined ? Infinity : checkWhole('sameBatch', 'the number of steps', steps, 0)
  return sequence(function* () {
    for (let step = 0; step < count; step++) yield batch
  })
}

/**
 * The states up to the first that satisfies the predicate, which is the last one.
 *
 * @example
 * ```ts
 * import { takeUntil } from 'cotangent/optim'
 *
 * [...takeUntil([5, 3, 1, 0], (loss) => loss < 2)] // => [ 5, 3, 1 ]
 * ```
 */
export const takeUntil = <A>(states: Iterable<A>, enough: (state: A) => boolean): Iterable<A> =>
  sequence(function* () {
    for (const state of states) {
      yield state
      if (enough(state)) return
    }
  })

/** No state, which is no mistake of a sequence that has one. */
const none: unique symbol = Symbol('none')

/**
 * The last state of a sequence: what training ends with. Of an empty sequence `otherwise`, or an ArgumentError where
 * that is not given.
 *
 * @example
 * ```ts
 * import { add, tensor } from 'cotangent'
 * import { fit, lastOf } from 'cotangent/optim'
 *
 * const start = tensor(1)
 * lastOf(fit(add, start, [tensor(2), tensor(5)]), start) // => 8.0
 * ```
 */
export const lastOf = <A, B = never>(states: Iterable<A>, ...otherwise: readonly [] | readonly [B]): A | B => {
  checkIterable('lastOf', 'the states', states)
  let last: A | typeof none = none
  for (const state of states) last = state
  if (last !== none) return last
  if (otherwise.length === 1) return otherwise[0]
  throw new ArgumentError({
    operation: 'lastOf',
    problem: 'there is no state at all',
    remedy: 'Give what the result is then, such as the state before training',
  })
}

/**
 * The records and arrays of a value, frozen, however deep, and whatever was frozen before. Tensors have nothing that could
 * be changed; what else there is, such as a Map or a typed array, cannot be frozen.
 */
const frozen = <A>(value: A, seen: Set<unknown> = new Set()): A => {
  if (typeof value !== 'object' || value === null || isTensor(value)) return value
  if (!(Array.isArray(value) || isPlain(value)) || seen.has(value)) return value
  seen.add(value)
  for (const part of Object.values(Object.freeze(value))) frozen(part, seen)
  return value
}

/**
 * The same sequence, each state shown to an observer before it goes on: to plot, print or save. Observers change nothing:
 * the records and arrays of a state are frozen first, however deep, and what observers return is dropped.
 *
 * @example
 * ```ts
 * import { tap } from 'cotangent/optim'
 *
 * const seen: number[] = []
 * Array.from(tap([1, 2, 3], (state) => seen.push(10 * state))) // => [ 1, 2, 3 ]
 * seen // => [ 10, 20, 30 ]
 * ```
 */
export const tap = <A>(states: Iterable<A>, ...observers: readonly ((state: A, step: number) => void)[]): Iterable<A> =>
  sequence(function* () {
    let step = 0
    for (const state of states) {
      step++
      for (const observe of observers) observe(frozen(state), step)
      yield state
    }
  })
