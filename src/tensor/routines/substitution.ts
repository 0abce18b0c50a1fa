import type { Cells, Machine } from './machine.js'
import { type Format, numbers, type Routine } from './routine.js'

/** Which triangle of a matrix is read, and whether its diagonal is taken to be 1 unread. */
export interface Triangle {
  readonly lower: boolean
  readonly unitDiagonal: boolean
}

/**
 * Solves T X = B in place of B, T a triangle of a matrix: from the first row down if it is the lower one, otherwise
 * from the last row up,
 *
 *   x_i = (b_i - sum_k t_ik x_k) / t_ii
 *
 * with sums over k ascending.
 */
export const substitute = <T, I>(
  { number, index, variable, loop }: Machine<T, I>,
  t: Cells<T, I>,
  x: Cells<T, I>,
  { lower, unitDiagonal }: Triangle,
): void => {
  const [size, columns] = x.shape
  const last = index.constant(size - 1)
  loop(0, size, (step) => {
    const i = lower ? step : index.sub(last, step)
    const [row, target] = [t.at(i), x.at(i)]
    const [from, to] = lower ? [0, i] : [index.add(i, index.constant(1)), size]
    loop(0, columns, (column) => {
      const rest = variable(target.load(column))
      loop(from, to, (k) => rest.set(number.sub(rest.get(), number.mul(row.load(k), x.load(k, column)))))
      target.store(unitDiagonal ? rest.get() : number.div(rest.get(), row.load(i)), column)
    })
  })
}

/** Whether the diagonal of a matrix has a 0, as an index. */
export const hasZeroOnDiagonal = <T, I>({ number, index, counter, when, loop }: Machine<T, I>, t: Cells<T, I>): I => {
  const found = counter(0)
  loop(0, t.shape[0], (i) => when(number.equal(t.load(i, i), number.constant(0)), () => found.set(index.constant(1))))
  return found.get()
}

/** Fills a matrix with NaN: there is no solution, or there are many. */
export const fillWithNaN = <T, I>({ number, loop }: Machine<T, I>, x: Cells<T, I>): void =>
  loop(0, x.shape[0], (i) => loop(0, x.shape[1], (j) => x.store(number.constant(Number.NaN), i, j)))

/** Copies a matrix to another. */
export const copyMatrix = <T, I>({ loop }: Machine<T, I>, from: Cells<T, I>, to: Cells<T, I>): void =>
  loop(0, from.shape[0], (i) => loop(0, from.shape[1], (j) => to.store(from.load(i, j), i, j)))

/** X with T X = B, T a triangle of A; NaN where that has a 0 on its diagonal. */
export const triangularSolution: Routine<
  Triangle,
  readonly [Format<'number'>, Format<'number'>],
  readonly [Format<'number'>]
> = {
  operands: [numbers(2), numbers(2)],
  results: [numbers(2)],
  run: (machine, [a, b], [x], triangle) => {
    const { index, when } = machine
    const isSingular = triangle.unitDiagonal ? index.constant(0) : hasZeroOnDiagonal(machine, a)
    when(
      isSingular,
      () => fillWithNaN(machine, x),
      () => {
        copyMatrix(machine, b, x)
        substitute(machine, a, x, triangle)
      },
    )
  },
}
