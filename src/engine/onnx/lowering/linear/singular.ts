import type { Tensor } from '../../../../tensor/index.js'
import { at, column, count, operations, type Tensors } from './algebra.js'
import { opposite, type Scale, scaled, scaleOf, triangularized } from './householder.js'
import { halves, paddedToEven, pointsBackward, type Round, rotationsOf, sweeps, turned } from './jacobi.js'

const { abs, any, argsort, div, eye, less, matmul, max, mul, sqrt, sum, transpose, where } = operations

/**
 * Turns rows, pair by pair, until they are orthogonal, and the rows of `turns` along (Hestenes). A pair is orthogonal
 * where its product is less than what rounding leaves of one.
 */
const round: Round = ([rows, turns]) => {
  const [first, second] = halves(rows)
  const product = (x: Tensor, y: Tensor): Tensor => sum(mul(x, y), { axis: 1 })
  const [p, q, beside] = [product(first, first), product(second, second), product(first, second)]
  const rounding = Math.sqrt(rows.shape[1]) * 2 ** -52
  const isWanted = less(mul(rounding, mul(sqrt(p), sqrt(q))), abs(beside))
  const rotations = rotationsOf(p, q, beside, isWanted)
  return [[turned(rows, rotations), turned(turns, rotations)], any(isWanted)]
}

/** The lengths of rows, whose squares are taken in their scale. */
const lengths = (rows: Tensor): Tensor => {
  const { up, down } = scaleOf(max(abs(rows), { axis: 1 }))
  const inScale = mul(rows, column(down))
  return mul(up, sqrt(sum(mul(inScale, inScale), { axis: 1 })))
}

/** The reduced factors of a matrix: singular values, and both families of singular vectors as rows. */
interface SingularFactors {
  readonly left: Tensor
  readonly values: Tensor
  readonly right: Tensor
}

/**
 * The factors of a matrix of numbers of a middle size: of the rows of A or A', whichever are fewer. Turned until they are
 * orthogonal they are the vectors of the other side times the singular values, and the turns are the vectors of this
 * side. To give vectors of length 1 also where a singular value is 0, the others are factored once more.
 */
const factored = (a: Tensor): SingularFactors => {
  const [rows, columns] = a.shape
  const isWide = rows < columns
  const own = count(Math.min(rows, columns))
  const given = paddedToEven(isWide ? a : transpose(a), [0])
  const [orthogonal, turned] = sweeps([given, eye(given.shape[0], { dtype: 'float64' })], [[0], [0]], round)
  const unsorted = lengths(at(orthogonal, own))
  const order = argsort(unsorted, { descending: true })
  const turns = at(at(at(turned, own), own, 1), order)
  const { basis } = triangularized(at(at(orthogonal, own), order))
  const [left, right] = isWide ? [turns, basis] : [basis, turns]
  const isBackward = column(pointsBackward(right))
  return {
    left: where(isBackward, opposite(left), left),
    values: at(unsorted, order),
    right: where(isBackward, opposite(right), right),
  }
}

/** The reduced factors of A = U diag(S) V'. */
export const singularFactors = ([a]: Tensors): Tensors =>
  scaled(a, (x, { up }) => {
    const { left, values, right } = factored(x)
    return [transpose(left), mul(up, values), right]
  })

/** The pseudoinverse V diag(1/S) U', where 1/s is 0 for singular values that are at most the cutoff times the largest. */
export const pseudoInverse = ([a]: Tensors, { cutoff }: { readonly cutoff: number }): Tensors =>
  scaled(a, (x, { down }: Scale) => {
    const { left, values, right } = factored(x)
    const counts = less(mul(cutoff, max(values)), values)
    const shares = where(column(counts), div(left, column(where(counts, values, 1))), 0)
    return [mul(down, matmul(transpose(right), shares))]
  })
