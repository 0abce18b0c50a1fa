import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { fromRowMajor } from '../../tensor/index.js'
import { slopeRoundingsOf } from '../noise.js'
import { directionsOf } from '../point.js'
import type { Trouble } from './foreign.js'
import { finenessIn, rounderOf, type Scene } from './opaqueSubject.js'

const total = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0)

/** The sums of a Jacobian's rows or columns, each times the vector's entry for it. */
const combined = (derivative: 'vjp' | 'jvp', rows: readonly Float64Array[], vector: Float64Array): Float64Array =>
  derivative === 'jvp'
    ? Float64Array.from(rows, (row) => total(row.map((entry, at) => entry * vector[at])))
    : (rows[0] ?? vector.subarray(0, 0)).map((_, column) => total(vector.map((entry, at) => entry * rows[at][column])))

/** A vector whose entries are of both signs and several sizes. */
const vectorOf = (count: number, seed: number): Float64Array =>
  directionsOf([fromRowMajor('float64', [count], new Float64Array(count))], seed)[0]

/**
 * Whether a pullback or pushforward, which unit vectors have told apart, is linear: for a vector with all entries, of both
 * signs and several sizes, it must give what it gives for the unit vectors, combined. The two may differ by two roundings
 * for each term of the sum, or by the noise that their difference has beside the point.
 */
export const linearityAt = (
  { foreign, point, here, computing, leaves }: Scene,
  seed: number,
): Either<Trouble, undefined> => {
  const { derivative } = foreign
  if (derivative !== 'vjp' && derivative !== 'jvp') return right(undefined)
  const { rows, values } = here
  const round = rounderOf(computing.arithmetic)
  const count = derivative === 'vjp' ? values.length : point.length
  const vector = vectorOf(count, seed).map(round)
  const found = foreign.along(point, vector, values.length)
  if (isLeft(found)) return found
  const due = combined(derivative, rows, vector)
  const direction = directionsOf(leaves, seed).flatMap((steps) => [...steps])
  /** How far from linear it is beside the point. */
  const distance = (t: number): Float64Array => {
    const beside = point.map((x, at) => round(x + t * direction[at]))
    const given = foreign.along(beside, vector, values.length)
    const units = foreign.rows(beside, values.length)
    if (isLeft(given) || isLeft(units)) return due.map(() => Number.NaN)
    const sums = combined(derivative, units.right, vector)
    return given.right.map((entry, at) => entry - sums[at])
  }
  const sizes = combined(
    derivative,
    rows.map((row) => row.map(Math.abs)),
    vector.map(Math.abs),
  )
  const bounds = slopeRoundingsOf(
    (place) => ({ base: new Float64Array(due.length), at: (t) => distance(place + t) }),
    Array.from(sizes, (size) => count * size),
    finenessIn(computing),
  )
  const off = found.right.findIndex((entry, at) => !(Math.abs(entry - due[at]) <= bounds[at]))
  if (off < 0) return right(undefined)
  const what = derivative === 'vjp' ? 'cotangent' : 'tangent'
  return left({
    reason: 'wrong',
    problem: `the ${derivative} is not linear in its ${what}: of [${vector.join(', ')}] its entry ${off} is ${found.right[off]}, where those of the unit vectors come to ${due[off]} ± ${bounds[off].toExponential(1)}`,
  })
}
