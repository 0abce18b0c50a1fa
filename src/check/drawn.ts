import type { Arbitrary, Value } from 'fast-check'
import { ArgumentError } from '../tensor/index.js'
import { drawsOf, shrinksOf } from './drawing.js'

/** Whether points are to be drawn: by any version of fast-check, so told by what an arbitrary can do. */
export const isArbitrary = <T>(at: T | Arbitrary<T>): at is Arbitrary<T> =>
  typeof at === 'object' &&
  at !== null &&
  'generate' in at &&
  typeof at.generate === 'function' &&
  'shrink' in at &&
  typeof at.shrink === 'function'

/** A point such as an arbitrary draws: the first of the seed that there is without one. */
export const drawnPoint = <T>(arbitrary: Arbitrary<T>): T => {
  const [{ value }] = taken(drawsOf(arbitrary, 0), 1)
  return value
}

/** How points are drawn, and for what operation, which messages name. */
export interface Drawing {
  readonly operation: string
  readonly runs: number
  readonly seed: number
  readonly replayPath: string | undefined
}

/** A drawn point that fails, the smallest found, and how to draw it again. */
export interface DrawnFailure<F> {
  readonly first: F
  readonly smallest: F
  readonly replayPath: string
}

/** After so many points tried in shrinking a failing one, it is small enough. */
const mostShrinks = 100

/** The first of the values that follow, no more than so many. */
const taken = function* <A>(values: Iterable<A>, most: number): Generator<A> {
  let count = 0
  if (most > 0)
    for (const value of values) {
      yield value
      count += 1
      if (count === most) return
    }
}

/** Values among which one that fails is looked for: the values, and the path to the first of them. */
interface Candidates<T> {
  readonly values: Iterable<Value<T>>
  readonly above: readonly number[]
  readonly from: number
}

const dropped = function* <A>(values: Iterable<A>, count: number): Generator<A> {
  let index = 0
  for (const value of values) {
    if (index >= count) yield value
    index += 1
  }
}

const noSuchPath = ({ operation, replayPath }: Drawing): ArgumentError =>
  new ArgumentError({
    operation,
    problem: `the option replayPath is ${JSON.stringify(replayPath)}, where nothing is drawn`,
    remedy: 'Give the path of a failure, with the seed and the arbitrary that it is of',
  })

/** What is drawn, or what a path leads to: the number of a run, then for every step the number of a simpler value. */
const candidatesOf = <T>(arbitrary: Arbitrary<T>, drawing: Drawing): Candidates<T> => {
  const { runs, seed, replayPath } = drawing
  if (replayPath !== undefined && !/^(\d+(:\d+)*)?$/.test(replayPath)) throw noSuchPath(drawing)
  const steps = replayPath ? replayPath.split(':').map(Number) : [0]
  const [run, ...shrinks] = steps
  const draws = drawsOf(arbitrary, seed, run)
  if (shrinks.length === 0) return { values: taken(draws, runs), above: [], from: run }
  const values = shrinks.reduce<Iterable<Value<T>>>((among, step) => {
    const [value] = taken(among, 1)
    if (value === undefined) throw noSuchPath(drawing)
    return dropped(shrinksOf(arbitrary, value), step)
  }, draws)
  return { values, above: steps.slice(0, -1), from: steps[steps.length - 1] }
}

/** A value that fails, and the path to it. */
interface Found<T, F> {
  readonly value: Value<T>
  readonly failure: F
  readonly path: readonly number[]
}

const foundAmong = <T, F>(
  { values, above, from }: Candidates<T>,
  failureAt: (x: T) => F | undefined,
): Found<T, F> | undefined => {
  let index = from
  for (const value of values) {
    const failure = failureAt(value.value)
    if (failure !== undefined) return { value, failure, path: [...above, index] }
    index += 1
  }
  return undefined
}

/**
 * Draws points until one fails, and then smaller ones that fail in the same way; undefined where none fails. An error
 * that is thrown at a drawn point is thrown on; at a smaller one it says that the function does not take it. Throws an
 * ArgumentError where the path leads nowhere.
 */
export const firstFailure = <T, F>(
  arbitrary: Arbitrary<T>,
  failureAt: (x: T) => F | undefined,
  alike: (a: F, b: F) => boolean,
  drawing: Drawing,
): DrawnFailure<F> | undefined => {
  let points = 0
  const first = foundAmong(candidatesOf(arbitrary, drawing), (x) => {
    points += 1
    return failureAt(x)
  })
  if (points === 0) throw noSuchPath(drawing)
  if (first === undefined) return undefined
  let shrinks = 0
  const alikeAt = (x: T): F | undefined => {
    shrinks += 1
    try {
      const found = failureAt(x)
      return found !== undefined && alike(first.failure, found) ? found : undefined
    } catch {
      return undefined
    }
  }
  const simpler = ({ value, path }: Found<T, F>): Found<T, F> | undefined =>
    foundAmong({ values: taken(shrinksOf(arbitrary, value), mostShrinks - shrinks), above: path, from: 0 }, alikeAt)
  let smallest = first
  for (let next = simpler(first); next !== undefined; next = simpler(smallest)) smallest = next
  return { first: first.failure, smallest: smallest.failure, replayPath: smallest.path.join(':') }
}
