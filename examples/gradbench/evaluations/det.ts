import {
  add,
  grad,
  item,
  mul,
  reshape,
  scan,
  slice,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  toArray,
  transpose,
  unstack,
} from 'cotangent'
import { chain, left, right } from 'fp-ts/lib/Either.js'
import { compiled, type Evaluation, type Json, task } from '../evaluation.js'
import { integer, record, vector } from '../reading.js'
import type { Matrix, Scalar, Vector } from '../tensors.js'

type Indices = Tensor<[number, number], 'int32'>

/** Matrices, one beside the other: `[M, M, B]`. */
type Matrices = Tensor<[number, number, number], 'float64'>

/** 0, 1, 2, ... up to a number of columns. */
const columns = (size: number): readonly number[] => [...Array(size).keys()]

/** The signs of the minors along the first row: 1, -1, 1, ... `[M]`. */
const signs = (size: number): Vector => tensor(columns(size).map((column) => 1 - 2 * (column % 2)))

/** For each column of a matrix the others: `[M, M - 1]`. */
const others = (size: number): Indices =>
  tensor(
    columns(size).map((column) => columns(size).filter((other) => other !== column)),
    { dtype: 'int32' },
  )

/** The same expansion, written out: the determinants of matrices of which we have each element. */
const writtenOut = ([first, ...rest]: readonly (readonly Vector[])[]): Vector => {
  if (rest.length === 0) return first[0]
  return first
    .map((element, column) => mul(element, writtenOut(rest.map((row) => row.toSpliced(column, 1)))))
    .reduce((total, term, column) => (column % 2 === 0 ? add(total, term) : sub(total, term)))
}

/** The largest size that is written out. In expansions of larger ones some minors are equal, and would be done once. */
const longest = 3

/** The determinants `[B]` of matrices, by expansion along the first row: all minors of one size are taken at once. */
const determinants = (matrices: Matrices): Vector => {
  const [size, , count] = matrices.shape
  if (size <= longest) return writtenOut(unstack(matrices).map((row) => unstack(row)))
  const minors = take(slice(matrices, [[1]]), transpose(others(size)), { axis: 1 })
  const each = determinants(reshape(minors, [size - 1, size - 1, size * count]))
  const first = mul(take(matrices, 0, { axis: 0 }), reshape(signs(size), [size, 1]))
  return sum(mul(first, reshape(each, [size, count])), { axis: 0 })
}

/** The largest size whose minors are all held at once: 6,720 of size 3, and fewer of each size above. */
const widest = 8

/**
 * A product of elements times the determinant of the rows and columns that are left. The minors of large matrices are
 * taken one by one, so that memory is bounded; the product on the way to each goes along, so that the derivative of the
 * sum looks back at no term.
 */
const expansion = (product: Scalar, matrix: Matrix): Scalar => {
  const [size] = matrix.shape
  if (size <= widest) return mul(product, reshape(determinants(reshape(matrix, [size, size, 1])), []))
  const rows = slice(matrix, [[1]])
  const elements = mul(take(matrix, 0, { axis: 0 }), signs(size))
  const [total] = scan(
    (sumSoFar: Scalar, [element, left]) => [
      add(sumSoFar, expansion(mul(product, element), take(rows, left, { axis: 1 }))),
      null,
    ],
    tensor(0),
    [elements, others(size)],
  )
  return total
}

interface Input {
  /** The elements in row-major order: `[N^2]`. */
  readonly A: Vector
  readonly ell: number
}

/** The determinant of a matrix of this size, of its elements in row-major order. */
export const determinantOf =
  (size: number) =>
  (elements: Vector): Scalar =>
    expansion(tensor(1), reshape(elements, [size, size]))

const fields = record({ A: vector, ell: integer })

const read = (json: Json) =>
  chain((input: Input) => {
    const [{ length }, size] = [toArray(input.A), input.ell]
    if (size < 1) return left(`input.ell is ${size}, not a size`)
    return length === size ** 2 ? right(input) : left(`input.A has ${length} elements, not ${size} times ${size}`)
  })(fields(json))

const of = <R extends Scalar | Vector>(
  functionOf: (size: number) => (elements: Vector) => R,
  write: (result: R) => Json,
) =>
  task({
    read,
    compile: ({ A, ell }: Input) => {
      const run = compiled(functionOf(ell), A)
      return (input) => run(input.A)
    },
    write,
  })

/** A determinant by expansion along minors, all ell! products of it, and its gradient. */
export const det: Evaluation = {
  primal: of<Scalar>(determinantOf, (y) => item(y)),
  gradient: of<Vector>(
    (size) => grad(determinantOf(size)),
    (x) => toArray(x),
  ),
}
