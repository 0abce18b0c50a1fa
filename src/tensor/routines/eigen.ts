import type { Cells, Machine } from './machine.js'
import { isBounded, largestIn, pointsBackward, reverse, scaleOf } from './magnitude.js'
import { rotationOf, sortWith, sweep, turn, turned } from './rotation.js'
import { type Format, numbers, type Routine } from './routine.js'
import { fillWithNaN } from './substitution.js'

/** Makes a square matrix the identity. */
export const becomeIdentity = <T, I>({ number, loop }: Machine<T, I>, a: Cells<T, I>): void =>
  loop(0, a.shape[0], (i) => {
    loop(0, a.shape[0], (j) => a.store(number.constant(0), i, j))
    a.store(number.constant(1), i, i)
  })

/**
 * Makes a symmetric matrix diagonal by Jacobi's rotations, pair by pair of rows in cyclic order, and turns the rows of
 * `vectors` along, which become the eigenvectors if they have been the identity.
 */
const diagonalize = <T, I>(machine: Machine<T, I>, a: Cells<T, I>, vectors: Cells<T, I>): void => {
  const { number, index, when, loop } = machine
  const { constant, add, sub, mul, abs, minimum, less } = number
  const [size] = a.shape
  // A number beside the diagonal that is less than this share of both numbers on it moves neither.
  const negligible = 2 ** -(machine.precision + 1)
  sweep(machine, size, (p, q, again) => {
    const beside = a.load(p, q)
    const least = minimum(abs(a.load(p, p)), abs(a.load(q, q)))
    when(less(mul(constant(negligible), least), abs(beside)), () => {
      again()
      const rotation = rotationOf(number, a.load(p, p), a.load(q, q), beside)
      const moved = mul(rotation.tangent, beside)
      a.store(sub(a.load(p, p), moved), p, p)
      a.store(add(a.load(q, q), moved), q, q)
      a.store(constant(0), p, q)
      a.store(constant(0), q, p)
      loop(0, size, (k) =>
        when(index.not(index.or(index.equal(k, p), index.equal(k, q))), () => {
          const [first, second] = turned(number, rotation, a.load(p, k), a.load(q, k))
          a.store(first, p, k)
          a.store(first, k, p)
          a.store(second, q, k)
          a.store(second, k, q)
        }),
      )
      turn(machine, rotation, vectors.at(p), vectors.at(q))
    })
  })
}

/**
 * The eigenvalues w, ascending, and orthonormal eigenvectors, the columns of V, of the symmetric part S of a matrix:
 * S V = V diag(w). Of each eigenvector the first element that has nine tenths of the largest size, at least, is positive.
 * In float64 throughout, and rounded once.
 */
export const eigenSystem: Routine<unknown, readonly [Format<'number'>], readonly [Format<'number'>, Format<'number'>]> =
  {
    operands: [numbers(2)],
    results: [numbers(1), numbers(2)],
    run: (machine, [a], [w, v]) => {
      const { number, when, loop, wide } = machine
      const { constant, add, mul, less } = number
      const [size] = a.shape
      const largest = largestIn(machine, a)
      when(
        isBounded(number, largest),
        () => {
          const { up, down } = scaleOf(number, largest)
          const [symmetric, vectors, values] = [wide(a.shape), wide(a.shape), wide([size])]
          const half = mul(constant(0.5), down)
          loop(0, size, (i) =>
            loop(0, size, (j) => symmetric.store(add(mul(half, a.load(i, j)), mul(half, a.load(j, i))), i, j)),
          )
          becomeIdentity(machine, vectors)
          diagonalize(machine, symmetric, vectors)
          loop(0, size, (i) => values.store(symmetric.load(i, i), i))
          sortWith(machine, values, less, [vectors])
          loop(0, size, (i) => {
            w.store(mul(up, values.load(i)), i)
            const vector = vectors.at(i)
            when(pointsBackward(machine, vector), () => reverse(machine, vector))
            loop(0, size, (k) => v.store(vector.load(k), k, i))
          })
        },
        () => {
          loop(0, size, (i) => w.store(constant(Number.NaN), i))
          fillWithNaN(machine, v)
        },
      )
    },
  }
