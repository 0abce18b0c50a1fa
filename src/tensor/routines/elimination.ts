import type { Cells, Machine } from './machine.js'
import { type Format, numbers, type Routine } from './routine.js'
import { copyMatrix, fillWithNaN, hasZeroOnDiagonal, substitute } from './substitution.js'

type Place<I> = readonly [i: I, j?: I]

/** Exchanges two elements. */
export const exchange = <E, I>(cells: Cells<E, I>, a: Place<I>, b: Place<I>): void => {
  const [one, other] = [cells.load(...a), cells.load(...b)]
  cells.store(other, ...a)
  cells.store(one, ...b)
}

/** The factors of a matrix whose rows have been exchanged. */
export interface Factors<T, I> {
  /** Both factors: U from the diagonal on, below it L, whose diagonal is 1. */
  readonly lu: Cells<T, I>
  /** Where the rows of L U were in the matrix. */
  readonly rows: Cells<I, I>
  /** 1 where an even number of exchanges made them so, -1 for an odd one. */
  readonly parity: T
}

/**
 * Factors a matrix column by column, as Crout does, with partial pivoting: the pivot is the first of the largest
 * numbers in the rest of the column.
 *
 *   u_ij = a_ij - sum_k<i l_ik u_kj  for i <= j,   l_ij = (a_ij - sum_k<j l_ik u_kj) / u_jj  for i > j
 *
 * with sums over k ascending. A column without a number other than 0 leaves l at 0 there.
 */
export const eliminate = <T, I>(machine: Machine<T, I>, a: Cells<T, I>): Factors<T, I> => {
  const { number, index, counter, variable, when, loop, numbers, indices } = machine
  const [size] = a.shape
  const one = index.constant(1)
  const [lu, rows] = [numbers(a.shape), indices([size])]
  const parity = variable(number.constant(1))
  copyMatrix(machine, a, lu)
  loop(0, size, (i) => rows.store(i, i))
  loop(0, size, (j) => {
    const largest = variable(number.constant(-1))
    const pivot = counter(j)
    loop(0, size, (i) => {
      const row = lu.at(i)
      const rest = variable(row.load(j))
      loop(0, index.minimum(i, j), (k) => rest.set(number.sub(rest.get(), number.mul(row.load(k), lu.load(k, j)))))
      row.store(rest.get(), j)
      const magnitude = number.abs(row.load(j))
      when(index.lessEqual(j, i), () =>
        when(number.less(largest.get(), magnitude), () => {
          largest.set(magnitude)
          pivot.set(i)
        }),
      )
    })
    when(index.less(j, pivot.get()), () => {
      const chosen = pivot.get()
      loop(0, size, (k) => exchange(lu, [j, k], [chosen, k]))
      exchange(rows, [j], [chosen])
      parity.set(number.neg(parity.get()))
    })
    const diagonal = lu.load(j, j)
    when(number.not(number.equal(diagonal, number.constant(0))), () =>
      loop(index.add(j, one), size, (i) => lu.store(number.div(lu.load(i, j), diagonal), i, j)),
    )
  })
  return { lu, rows, parity: parity.get() }
}

/** X with A X = B; NaN where a pivot is 0, that is, where A is singular without any rounding to hide it. */
export const solution: Routine<unknown, readonly [Format<'number'>, Format<'number'>], readonly [Format<'number'>]> = {
  operands: [numbers(2), numbers(2)],
  results: [numbers(2)],
  run: (machine, [a, b], [x]) => {
    const { loop, when } = machine
    const { lu, rows } = eliminate(machine, a)
    const [size, columns] = x.shape
    when(
      hasZeroOnDiagonal(machine, lu),
      () => fillWithNaN(machine, x),
      () => {
        loop(0, size, (i) => {
          const row = rows.load(i)
          loop(0, columns, (j) => x.store(b.load(row, j), i, j))
        })
        substitute(machine, lu, x, { lower: true, unitDiagonal: true })
        substitute(machine, lu, x, { lower: false, unitDiagonal: false })
      },
    )
  },
}

/**
 * The sign of a determinant, 0 where it is 0, and the logarithm of its size: the sum of those of the pivots, in order.
 */
export const signAndLogarithm: Routine<
  unknown,
  readonly [Format<'number'>],
  readonly [Format<'number'>, Format<'number'>]
> = {
  operands: [numbers(2)],
  results: [numbers(0), numbers(0)],
  run: (machine, [a], [sign, logarithm]) => {
    const { number, variable, loop, log } = machine
    const { constant, add, mul, abs, less, select } = number
    const { lu, parity } = eliminate(machine, a)
    const [product, total] = [variable(parity), variable(constant(0))]
    loop(0, a.shape[0], (i) => {
      const pivot = lu.load(i, i)
      const own = select(less(constant(0), pivot), constant(1), select(less(pivot, constant(0)), constant(-1), pivot))
      product.set(mul(product.get(), own))
      total.set(add(total.get(), log(abs(pivot))))
    })
    // The product with a pivot 0 may be -0.
    sign.store(add(product.get(), constant(0)))
    logarithm.store(total.get())
  },
}
