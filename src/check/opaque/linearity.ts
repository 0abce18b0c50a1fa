import { type Either, isLeft, left, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { roundingsOf } from '../noise.js'
import type { Foreign } from './derivative.js'
import type { Trouble } from './foreign.js'
import { type Computing, pointsAlong, precisionOf } from './judging.js'
import type { Here } from './steady.js'

const total = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0)

/** The sums of a Jacobian's rows or columns, each times the vector's entry for it. */
const combined = (derivative: 'vjp' | 'jvp', rows: readonly Float64Array[], vector: Float64Array): Float64Array =>
  derivative === 'jvp'
    ? Float64Array.from(rows, (row) => total(row.map((entry, at) => entry * vector[at])))
    : (rows[0] ?? vector.subarray(0, 0)).map((_, column) => total(vector.map((entry, at) => entry * rows[at][column])))

/**
 * Whether a pullback or pushforward, which unit vectors have told apart, is linear: for a vector with all entries, of both
 * signs and all sizes, it must give what it gives for the unit vectors, combined. The two may differ by two roundings for
 * each term of the sum, or by the noise that their difference has beside the point.
 */
export const linearityAt = (
  foreign: Foreign,
  x: Float64Array,
  { values, rows }: Here,
  computing: Computing,
): Either<Trouble, true> => {
  const { derivative } = foreign
  if (derivative !== 'vjp' && derivative !== 'jvp') return right(true)
  const outputs = values.length
  const count = derivative === 'vjp' ? outputs : x.length
  const vector = pointsAlong(computing.arithmetic, new Float64Array(count))(1)
  const found = foreign.along(x, vector, outputs)
  if (isLeft(found)) return found
  const due = combined(derivative, rows, vector)
  const distance = (t: number): Float64Array => {
    const beside = pointsAlong(computing.arithmetic, x)(t)
    const both = pipe(
      foreign.along(beside, vector, outputs),
      map((given) => ({ given, units: foreign.rows(beside, outputs) })),
    )
    if (isLeft(both) || isLeft(both.right.units)) return due.map(() => Number.NaN)
    const sums = combined(derivative, both.right.units.right, vector)
    return both.right.given.map((entry, at) => entry - sums[at])
  }
  const sizes = combined(
    derivative,
    rows.map((row) => row.map(Math.abs)),
    vector.map(Math.abs),
  ).map((size) => count * size)
  const bounds = roundingsOf((t) => Array.from(distance(t)), Array.from(sizes), precisionOf(computing))
  const off = found.right.findIndex((entry, at) => !(Math.abs(entry - due[at]) <= bounds[at]))
  if (off < 0) return right(true)
  const what = derivative === 'vjp' ? 'cotangent' : 'tangent'
  return left({
    reason: 'wrong',
    problem: `the ${derivative} is not linear in its ${what}: of [${vector.join(', ')}] its entry ${off} is ${found.right[off]}, where those of the unit vectors come to ${due[off]} ± ${bounds[off].toExponential(1)}`,
  })
}
