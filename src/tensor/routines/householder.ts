import type { Cells, Machine } from './machine.js'
import { isBounded, largestIn, lengthFrom, opposite, reverse, scaleOf } from './magnitude.js'
import { type Format, numbers, type Routine } from './routine.js'
import { fillWithNaN } from './substitution.js'

/** x becomes (I - factor v v') x from an index on, where v is 1 there and has its later elements in `v`. */
const reflect = <T, I>(
  { number, index, variable, loop }: Machine<T, I>,
  v: Cells<T, I>,
  factor: T,
  from: I,
  x: Cells<T, I>,
): void => {
  const { add, sub, mul } = number
  const [size] = x.shape
  const next = index.add(from, index.constant(1))
  const total = variable(x.load(from))
  loop(next, size, (i) => total.set(add(total.get(), mul(v.load(i), x.load(i)))))
  const amount = mul(factor, total.get())
  x.store(sub(x.load(from), amount), from)
  loop(next, size, (i) => x.store(sub(x.load(i), mul(amount, v.load(i))), i))
}

/**
 * Takes the columns of a matrix A, which stand as rows, to those of R, where A = Q R, by Householder's reflections: the
 * j-th takes what is left of column j to a multiple of a unit vector,
 *
 *   H = I - f v v',   b = -sign(a_j) |a|,   f = (b - a_j) / b,   v_i = a_i / (a_j - b)
 *
 * in the scale of the column, so that a tiny one gives as good a reflection.
 * Gives the columns of Q as rows. What stands below the diagonal of R is of no use. R has no negative diagonal: where b is
 * negative, the row of R and the column of Q change their signs.
 */
export const triangularize = <T, I>(machine: Machine<T, I>, columns: Cells<T, I>): Cells<T, I> => {
  const { number, index, when, loop, wide } = machine
  const { constant, sub, mul, div, neg, select, less, equal } = number
  const [count, size] = columns.shape
  const rank = Math.min(count, size)
  const one = index.constant(1)
  const [factors, basis] = [wide([rank]), wide([rank, size])]
  loop(0, rank, (j) => {
    const column = columns.at(j)
    const { up, down, scaled } = lengthFrom(machine, column, j)
    factors.store(constant(0), j)
    when(less(constant(0), scaled), () => {
      const own = mul(down, column.load(j))
      const target = select(less(own, constant(0)), scaled, neg(scaled))
      const divisor = sub(own, target)
      const factor = div(sub(target, own), target)
      factors.store(factor, j)
      column.store(mul(up, target), j)
      loop(index.add(j, one), size, (i) => column.store(div(mul(down, column.load(i)), divisor), i))
      loop(index.add(j, one), count, (other) => reflect(machine, column, factor, j, columns.at(other)))
    })
  })
  loop(0, rank, (j) => {
    loop(0, size, (i) => basis.store(constant(0), j, i))
    basis.store(constant(1), j, j)
  })
  loop(0, rank, (step) => {
    const j = index.sub(index.constant(rank - 1), step)
    const factor = factors.load(j)
    when(number.not(equal(factor, constant(0))), () =>
      loop(j, rank, (other) => reflect(machine, columns.at(j), factor, j, basis.at(other))),
    )
  })
  loop(0, rank, (j) =>
    when(less(columns.load(j, j), constant(0)), () => {
      reverse(machine, basis.at(j))
      loop(j, count, (other) => columns.store(opposite(number, columns.load(other, j)), other, j))
    }),
  )
  return basis
}

/**
 * The reduced factors of A = Q R, for A of M rows and N columns: Q, [M, K], has orthonormal columns, R, [K, N], is upper
 * triangular without negative numbers on its diagonal, K the smaller of M and N. In float64 throughout, and rounded once.
 */
export const orthogonalFactors: Routine<
  unknown,
  readonly [Format<'number'>],
  readonly [Format<'number'>, Format<'number'>]
> = {
  operands: [numbers(2)],
  results: [numbers(2), numbers(2)],
  run: (machine, [a], [q, r]) => {
    const { number, when, loop, wide } = machine
    const [rows, count] = a.shape
    const [, rank] = q.shape
    const largest = largestIn(machine, a)
    when(
      isBounded(number, largest),
      () => {
        const { up, down } = scaleOf(number, largest)
        const columns = wide([count, rows])
        loop(0, rows, (i) => loop(0, count, (j) => columns.store(number.mul(down, a.load(i, j)), j, i)))
        const basis = triangularize(machine, columns)
        loop(0, rows, (i) => loop(0, rank, (j) => q.store(basis.load(j, i), i, j)))
        loop(0, rank, (i) => {
          loop(0, i, (j) => r.store(number.constant(0), i, j))
          loop(i, count, (j) => r.store(number.mul(up, columns.load(j, i)), i, j))
        })
      },
      () => {
        fillWithNaN(machine, q)
        fillWithNaN(machine, r)
      },
    )
  },
}
