import { becomeIdentity } from './eigen.js'
import { triangularize } from './householder.js'
import type { Cells, Machine } from './machine.js'
import { isBounded, largestIn, lengthFrom, pointsBackward, reverse, scaleOf } from './magnitude.js'
import { rotationOf, sortWith, sweep, turn } from './rotation.js'
import { type Format, numbers, type Routine } from './routine.js'
import { fillWithNaN } from './substitution.js'

/** The sum of the products of two vectors' elements, ascending. */
const innerProduct = <T, I>({ number, variable, loop }: Machine<T, I>, x: Cells<T, I>, y: Cells<T, I>): T => {
  const total = variable(number.constant(0))
  loop(0, x.shape[0], (i) => total.set(number.add(total.get(), number.mul(x.load(i), y.load(i)))))
  return total.get()
}

/**
 * Turns the rows of a matrix until they are orthogonal, pair by pair in cyclic order, and the rows of `turns` along
 * (Hestenes). A pair is orthogonal where its product is less than what rounding leaves of one.
 */
const orthogonalize = <T, I>(machine: Machine<T, I>, rows: Cells<T, I>, turns: Cells<T, I>): void => {
  const { number, when, loop, wide } = machine
  const { constant, mul, abs, sqrt, less } = number
  const [count, size] = rows.shape
  const rounding = constant(Math.sqrt(size) * 2 ** (1 - machine.precision))
  const squares = wide([count])
  const square = (p: I): void => squares.store(innerProduct(machine, rows.at(p), rows.at(p)), p)
  loop(0, count, square)
  sweep(machine, count, (p, q, again) => {
    const product = innerProduct(machine, rows.at(p), rows.at(q))
    const lengths = mul(sqrt(squares.load(p)), sqrt(squares.load(q)))
    when(less(mul(rounding, lengths), abs(product)), () => {
      again()
      const rotation = rotationOf(number, squares.load(p), squares.load(q), product)
      turn(machine, rotation, rows.at(p), rows.at(q))
      turn(machine, rotation, turns.at(p), turns.at(q))
      square(p)
      square(q)
    })
  })
}

/** The reduced factors of a matrix: singular values, and both families of singular vectors as rows. */
interface SingularFactors<T, I> {
  readonly left: Cells<T, I>
  readonly values: Cells<T, I>
  readonly right: Cells<T, I>
}

/**
 * The factors of a matrix of finite numbers, divided by a power of two: of the rows of A or A', whichever are fewer. Turned
 * until they are orthogonal they are the vectors of the other side times the singular values, and the turns are the
 * vectors of this side. To give vectors of length 1 also where a singular value is 0, the others are factored once more,
 * into orthonormal columns and a triangle that is diagonal but for rounding.
 */
export const factorSingular = <T, I>(machine: Machine<T, I>, a: Cells<T, I>, down: T): SingularFactors<T, I> => {
  const { number, when, loop, wide } = machine
  const [rows, columns] = a.shape
  const isWide = rows < columns
  const [count, size] = isWide ? [rows, columns] : [columns, rows]
  const [vectors, turns, values] = [wide([count, size]), wide([count, count]), wide([count])]
  loop(0, rows, (i) =>
    loop(0, columns, (j) => {
      const element = number.mul(down, a.load(i, j))
      if (isWide) vectors.store(element, i, j)
      else vectors.store(element, j, i)
    }),
  )
  becomeIdentity(machine, turns)
  orthogonalize(machine, vectors, turns)
  loop(0, count, (i) => {
    const { up, scaled } = lengthFrom(machine, vectors.at(i), 0)
    values.store(number.mul(up, scaled), i)
  })
  sortWith(machine, values, (x, y) => number.less(y, x), [vectors, turns])
  const directions = triangularize(machine, vectors)
  const [left, right] = isWide ? [turns, directions] : [directions, turns]
  loop(0, count, (i) =>
    when(pointsBackward(machine, right.at(i)), () => {
      reverse(machine, left.at(i))
      reverse(machine, right.at(i))
    }),
  )
  return { left, values, right }
}

/**
 * The reduced factors of A = U diag(S) V', for A of M rows and N columns: U, [M, K], and V, [N, K], have orthonormal columns,
 * and S, [K], descends to 0 or more, K the smaller of M and N. Of each column of V the first element that has nine tenths
 * of the largest size, at least, is positive. In float64 throughout, and rounded once.
 */
export const singularFactors: Routine<
  unknown,
  readonly [Format<'number'>],
  readonly [Format<'number'>, Format<'number'>, Format<'number'>]
> = {
  operands: [numbers(2)],
  results: [numbers(2), numbers(1), numbers(2)],
  run: (machine, [a], [u, s, vt]) => {
    const { number, when, loop } = machine
    const [count] = s.shape
    const largest = largestIn(machine, a)
    when(
      isBounded(number, largest),
      () => {
        const { up, down } = scaleOf(number, largest)
        const { left, values, right } = factorSingular(machine, a, down)
        loop(0, count, (i) => {
          s.store(number.mul(up, values.load(i)), i)
          loop(0, u.shape[0], (k) => u.store(left.load(i, k), k, i))
          loop(0, vt.shape[1], (k) => vt.store(right.load(i, k), i, k))
        })
      },
      () => {
        fillWithNaN(machine, u)
        fillWithNaN(machine, vt)
        loop(0, count, (i) => s.store(number.constant(Number.NaN), i))
      },
    )
  },
}

/** From which share of the largest one on a singular value counts as one other than 0. */
export interface Cutoff {
  readonly cutoff: number
}

/**
 * The pseudoinverse V diag(1/S) U' of A = U diag(S) V', where 1/s is 0 for singular values s that are at most the cutoff
 * times the largest.
 */
export const pseudoInverse: Routine<Cutoff, readonly [Format<'number'>], readonly [Format<'number'>]> = {
  operands: [numbers(2)],
  results: [numbers(2)],
  run: (machine, [a], [x], { cutoff }) => {
    const { number, variable, when, loop } = machine
    const { constant, add, mul, div, less } = number
    const [rows, columns] = a.shape
    const largest = largestIn(machine, a)
    when(
      isBounded(number, largest),
      () => {
        const { down } = scaleOf(number, largest)
        const { left, values, right } = factorSingular(machine, a, down)
        const [count] = values.shape
        const least = count === 0 ? constant(0) : mul(constant(cutoff), values.load(0))
        loop(0, columns, (i) =>
          loop(0, rows, (j) => {
            const total = variable(constant(0))
            loop(0, count, (k) =>
              when(less(least, values.load(k)), () => {
                const share = div(mul(right.load(k, i), left.load(k, j)), values.load(k))
                total.set(add(total.get(), share))
              }),
            )
            x.store(mul(down, total.get()), i, j)
          }),
        )
      },
      () => fillWithNaN(machine, x),
    )
  },
}
