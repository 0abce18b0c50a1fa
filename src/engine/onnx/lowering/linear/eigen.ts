import { at, column, count, diagonalOf, operations, row, type Tensors } from './algebra.js'
import { opposite, scaled } from './householder.js'
import { halves, paddedToEven, pointsBackward, type Round, rotationsOf, sweeps, turned } from './jacobi.js'

const { abs, add, any, argsort, concatenate, equal, eye, less, minimum, mul, sub, transpose, where } = operations

/** A number beside the diagonal that is less than this share of both numbers on it moves neither. */
const negligible = 2 ** -54

/** Turns the rows and the columns of a symmetric matrix, pair by pair, and the rows of `vectors` along. */
const round: Round = ([a, vectors]) => {
  const [size] = a.shape
  const half = size / 2
  const diagonal = diagonalOf(a)
  const [p, q] = halves(diagonal)
  const partner = count(size)
  const isPair = equal(add(column(partner), half), row(partner))
  const [beside] = halves(operations.sum(where(isPair, a, 0), { axis: 1 }))
  const isWanted = less(mul(negligible, minimum(abs(p), abs(q))), abs(beside))
  const rotations = rotationsOf(p, q, beside, isWanted)
  const moved = mul(rotations.tangent, beside)
  const after = concatenate([sub(p, moved), add(q, moved)], { axis: 0 })
  const bothSides = turned(transpose(turned(a, rotations)), rotations)
  // What is symmetric but for rounding is made so again.
  const symmetric = mul(0.5, add(bothSides, transpose(bothSides)))
  const wanted = concatenate([isWanted, isWanted], { axis: 0 })
  const isEither = operations.logicalOr(isPair, transpose(isPair))
  const cleared = where(operations.logicalAnd(isEither, column(wanted)), 0, symmetric)
  const isOwn = equal(column(partner), row(partner))
  return [[where(isOwn, column(after), cleared), turned(vectors, rotations)], any(isWanted)]
}

/** The eigenvalues, ascending, and orthonormal eigenvectors of the symmetric part of a matrix. */
export const eigenSystem = ([a]: Tensors): Tensors =>
  scaled(a, (x, { up }) => {
    const [size] = x.shape
    const symmetric = paddedToEven(add(mul(0.5, x), mul(0.5, transpose(x))), [0, 1])
    const [even] = symmetric.shape
    const [diagonal, turns] = sweeps([symmetric, eye(even, { dtype: 'float64' })], [[0, 1], [0]], round)
    const own = count(size)
    const values = at(diagonalOf(diagonal), own)
    const order = argsort(values)
    const vectors = at(at(at(turns, own), own, 1), order)
    const facing = where(column(pointsBackward(vectors)), opposite(vectors), vectors)
    return [mul(up, at(values, order)), transpose(facing)]
  })
