import { type Format, numbers, type Routine } from './routine.js'

/**
 * The lower factor L of S = L L', S the symmetric part of a matrix, row by row from the top:
 *
 *   l_ij = (s_ij - sum_k<j l_ik l_jk) / l_jj  for j < i,   l_ii = sqrt(s_ii - sum_k<i l_ik^2)
 *
 * with sums over k ascending. Where a number under the root is not positive, S is not positive definite, and the whole
 * lower triangle is NaN.
 */
export const choleskyFactor: Routine<unknown, readonly [Format<'number'>], readonly [Format<'number'>]> = {
  operands: [numbers(2)],
  results: [numbers(2)],
  run: ({ number, index, counter, variable, when, loop }, [a], [l]) => {
    const { constant, add, sub, mul, div, sqrt, less, not } = number
    const [size] = a.shape
    const half = constant(0.5)
    const isDefinite = counter(1)
    loop(0, size, (i) => {
      const row = l.at(i)
      loop(0, i, (j) => {
        const other = l.at(j)
        const rest = variable(add(mul(half, a.load(i, j)), mul(half, a.load(j, i))))
        loop(0, j, (k) => rest.set(sub(rest.get(), mul(row.load(k), other.load(k)))))
        row.store(div(rest.get(), other.load(j)), j)
      })
      const rest = variable(a.load(i, i))
      loop(0, i, (k) => rest.set(sub(rest.get(), mul(row.load(k), row.load(k)))))
      when(not(less(constant(0), rest.get())), () => isDefinite.set(index.constant(0)))
      row.store(sqrt(rest.get()), i)
      loop(index.add(i, index.constant(1)), size, (j) => row.store(constant(0), j))
    })
    when(index.not(isDefinite.get()), () =>
      loop(0, size, (i) => loop(0, index.add(i, index.constant(1)), (j) => l.store(constant(Number.NaN), i, j))),
    )
  },
}
