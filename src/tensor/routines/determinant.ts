import { exchange } from './elimination.js'
import type { Cells, Machine } from './machine.js'
import { type Format, numbers, type Routine } from './routine.js'
import { copyMatrix } from './substitution.js'

/**
 * A matrix as A = P' L D U Q': D diagonal, L and U with 1 on their diagonals and nothing greater beside them, whatever
 * the rank of A. So a determinant that moves with A is one that moves with D, where it is easily told how:
 *
 *   det(A + E) = sign . det(D + L^-1 P E Q U^-1)
 */
interface Diagonalized<T, I> {
  /** L below the diagonal, D on it, U above. */
  readonly ldu: Cells<T, I>
  /** Where rows and columns of L D U were in the matrix. */
  readonly rows: Cells<I, I>
  readonly columns: Cells<I, I>
  /** The determinant of P and Q together. */
  readonly sign: T
}

/** Gaussian elimination with complete pivoting: the pivot is the first, row by row, of the largest numbers left. */
const diagonalize = <T, I>(machine: Machine<T, I>, a: Cells<T, I>): Diagonalized<T, I> => {
  const { number, index, counter, variable, when, loop, numbers, indices } = machine
  const [size] = a.shape
  const one = index.constant(1)
  const [ldu, rows, columns] = [numbers(a.shape), indices([size]), indices([size])]
  const sign = variable(number.constant(1))
  copyMatrix(machine, a, ldu)
  loop(0, size, (i) => {
    rows.store(i, i)
    columns.store(i, i)
  })
  const reverse = (): void => sign.set(number.neg(sign.get()))
  loop(0, size, (k) => {
    const largest = variable(number.constant(0))
    // As the largest number, but NaN where any is.
    const witness = variable(number.constant(0))
    const [row, column] = [counter(k), counter(k)]
    loop(k, size, (i) =>
      loop(k, size, (j) => {
        const magnitude = number.abs(ldu.load(i, j))
        witness.set(number.maximum(witness.get(), magnitude))
        when(number.less(largest.get(), magnitude), () => {
          largest.set(magnitude)
          row.set(i)
          column.set(j)
        })
      }),
    )
    const [i, j] = [row.get(), column.get()]
    when(index.less(k, i), () => {
      loop(0, size, (at) => exchange(ldu, [k, at], [i, at]))
      exchange(rows, [k], [i])
      reverse()
    })
    when(index.less(k, j), () => {
      loop(0, size, (at) => exchange(ldu, [at, k], [at, j]))
      exchange(columns, [k], [j])
      reverse()
    })
    const pivot = ldu.load(k, k)
    const next = index.add(k, one)
    when(number.less(number.constant(0), largest.get()), () => {
      loop(next, size, (below) => {
        const [target, source] = [ldu.at(below), ldu.at(k)]
        const factor = number.div(target.load(k), pivot)
        target.store(factor, k)
        loop(next, size, (at) => target.store(number.sub(target.load(at), number.mul(factor, source.load(at))), at))
      })
      loop(next, size, (at) => ldu.store(number.div(ldu.load(k, at), pivot), k, at))
    })
    when(number.not(number.equal(witness.get(), witness.get())), () => ldu.store(witness.get(), k, k))
  })
  return { ldu, rows, columns, sign: sign.get() }
}

/**
 * The product of the diagonal without two of its places: as long as it is less than 1 the next factor comes from the
 * front, where the large ones are, otherwise from the end. So no product on the way is larger or smaller than need be.
 */
const productWithout = <T, I>(
  { number, index, counter, variable, when, loopWhile }: Machine<T, I>,
  diagonal: Cells<T, I>,
  skipped: readonly I[],
): T => {
  const one = index.constant(1)
  const [front, end] = [counter(0), counter(diagonal.shape[0] - 1)]
  const product = variable(number.constant(1))
  loopWhile(
    () => index.lessEqual(front.get(), end.get()),
    () => {
      const at = counter(front.get())
      when(
        number.less(number.abs(product.get()), number.constant(1)),
        () => front.set(index.add(front.get(), one)),
        () => {
          at.set(end.get())
          end.set(index.sub(end.get(), one))
        },
      )
      const place = at.get()
      const isSkipped = skipped.reduce((any, each) => index.or(any, index.equal(place, each)), index.constant(0))
      when(index.not(isSkipped), () => product.set(number.mul(product.get(), diagonal.load(place, place))))
    },
  )
  return product.get()
}

/** G becomes L^-1 G U^-1. */
const intoFactors = <T, I>({ number, loop }: Machine<T, I>, { ldu }: Diagonalized<T, I>, g: Cells<T, I>): void => {
  const [size] = g.shape
  const subtract = (i: I, j: I, factor: T, other: T): void =>
    g.store(number.sub(g.load(i, j), number.mul(factor, other)), i, j)
  loop(0, size, (i) =>
    loop(0, i, (k) => {
      const factor = ldu.load(i, k)
      loop(0, size, (j) => subtract(i, j, factor, g.load(k, j)))
    }),
  )
  loop(0, size, (i) => loop(0, size, (j) => loop(0, j, (k) => subtract(i, j, ldu.load(k, j), g.load(i, k)))))
}

/** G becomes L'^-1 G U'^-1. */
const outOfFactors = <T, I>(
  { number, index, loop }: Machine<T, I>,
  { ldu }: Diagonalized<T, I>,
  g: Cells<T, I>,
): void => {
  const [size] = g.shape
  const last = index.constant(size - 1)
  const one = index.constant(1)
  const subtract = (i: I, j: I, factor: T, other: T): void =>
    g.store(number.sub(g.load(i, j), number.mul(factor, other)), i, j)
  loop(0, size, (step) => {
    const i = index.sub(last, step)
    loop(index.add(i, one), size, (k) => {
      const factor = ldu.load(k, i)
      loop(0, size, (j) => subtract(i, j, factor, g.load(k, j)))
    })
  })
  loop(0, size, (i) =>
    loop(0, size, (step) => {
      const j = index.sub(last, step)
      loop(index.add(j, one), size, (k) => subtract(i, j, ldu.load(j, k), g.load(i, k)))
    }),
  )
}

/** The determinant: the sign and the product of D. */
export const determinant: Routine<unknown, readonly [Format<'number'>], readonly [Format<'number'>]> = {
  operands: [numbers(2)],
  results: [numbers(0)],
  run: (machine, [a], [det]) => {
    const { ldu, sign } = diagonalize(machine, a)
    const { constant, add, mul } = machine.number
    // 0 is added so that there is no -0.
    det.store(add(mul(sign, productWithout(machine, ldu, [])), constant(0)))
  },
}

/** Copies G, which belongs to D, to where its rows and columns were, with the sign. */
const putBack = <T, I>(
  { number, loop }: Machine<T, I>,
  { rows, columns, sign }: Diagonalized<T, I>,
  g: Cells<T, I>,
  result: Cells<T, I>,
): void => {
  const [size] = g.shape
  loop(0, size, (i) => {
    const row = rows.load(i)
    loop(0, size, (j) => result.store(number.mul(sign, g.load(i, j)), row, columns.load(j)))
  })
}

/** The cofactors, which are the slopes of the determinant: of D they are diagonal, products of all numbers but one. */
export const cofactorMatrix: Routine<unknown, readonly [Format<'number'>], readonly [Format<'number'>]> = {
  operands: [numbers(2)],
  results: [numbers(2)],
  run: (machine, [a], [cofactors]) => {
    const { number, loop, numbers } = machine
    const factors = diagonalize(machine, a)
    const [size] = a.shape
    const g = numbers(a.shape)
    loop(0, size, (i) => {
      loop(0, size, (j) => g.store(number.constant(0), i, j))
      g.store(productWithout(machine, factors.ldu, [i]), i, i)
    })
    outOfFactors(machine, factors, g)
    putBack(machine, factors, g, cofactors)
  },
}

/**
 * The slope of the cofactors of A along E, the second slope of the determinant. Of D along F it is, with p_ij the
 * product of all numbers but the i-th and j-th,
 *
 *   c_ij = -p_ij f_ji,   c_ii = sum over j other than i of p_ij f_jj
 */
export const cofactorSlope: Routine<
  unknown,
  readonly [Format<'number'>, Format<'number'>],
  readonly [Format<'number'>]
> = {
  operands: [numbers(2), numbers(2)],
  results: [numbers(2)],
  run: (machine, [a, e], [slope]) => {
    const { number, index, loop, numbers } = machine
    const { constant, add, mul, neg } = number
    const factors = diagonalize(machine, a)
    const [size] = a.shape
    const [g, diagonal] = [numbers(a.shape), numbers([size])]
    loop(0, size, (i) => {
      const row = factors.rows.load(i)
      diagonal.store(constant(0), i)
      loop(0, size, (j) => g.store(e.load(row, factors.columns.load(j)), i, j))
    })
    intoFactors(machine, factors, g)
    loop(0, size, (i) =>
      loop(index.add(i, index.constant(1)), size, (j) => {
        const product = productWithout(machine, factors.ldu, [i, j])
        const [above, below] = [g.load(i, j), g.load(j, i)]
        g.store(neg(mul(product, below)), i, j)
        g.store(neg(mul(product, above)), j, i)
        diagonal.store(add(diagonal.load(i), mul(product, g.load(j, j))), i)
        diagonal.store(add(diagonal.load(j), mul(product, g.load(i, i))), j)
      }),
    )
    loop(0, size, (i) => g.store(diagonal.load(i), i, i))
    outOfFactors(machine, factors, g)
    putBack(machine, factors, g, slope)
  },
}
