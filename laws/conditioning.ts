import { applyOne, applyPrimitive, noAttributes, primitives } from '../src/graph/index.js'
import { filled, identityMatrix, sizeOf, type Tensor } from '../src/tensor/index.js'
import { elementsOf } from './maps.js'

/**
 * What results of linear algebra may be off by, for each unit roundoff by which the algorithm counts. Elimination
 * solves a system whose matrix is off by some |E| exactly (Higham, Accuracy and Stability of Numerical Algorithms,
 * chapters 8 to 10); what that makes of the result is told by its derivative, with every term made positive.
 */

const matmul = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.matmul, noAttributes, a, b)
const mul = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.mul, noAttributes, a, b)
const add = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.add, noAttributes, a, b)
const size = (x: Tensor): Tensor => applyOne(primitives.abs, noAttributes, x)
const repeated = (x: Tensor, of: Tensor): Tensor => applyOne(primitives.broadcastTo, { shape: of.shape }, x)
const transposed = (x: Tensor): Tensor => {
  const axes = x.shape.map((_, axis) => axis)
  return applyOne(primitives.transpose, { permutation: [...axes.slice(0, -2), ...axes.slice(-2).reverse()] }, x)
}

const rowsOf = ({ shape }: Tensor): number => shape[shape.length - 1]

const identityLike = (a: Tensor): Tensor => repeated(identityMatrix(rowsOf(a), rowsOf(a), a.dtype), a)

const scaled = (x: Tensor, factor: number): Tensor => mul(x, filled(x.dtype, [...x.shape], factor))

/** |T^-1| |T| |X| for T X = B, T a triangle of A: no more than |A| and the identity together. */
export const ofTriangularSystem = ([a]: readonly Tensor[], x: Tensor, attributes: unknown): readonly number[] => {
  const identity = identityLike(a)
  const inverse = applyPrimitive(primitives.triangularSolve, attributes, [a, identity])[0]
  return elementsOf([matmul(size(inverse), matmul(add(size(a), identity), size(x)))])
}

/** The largest size in each matrix at all its places. */
const largest = (a: Tensor): Tensor => {
  const axes = [a.shape.length - 2, a.shape.length - 1]
  return sizeOf(a.shape) === 0 ? a : repeated(applyOne(primitives.reduceMax, { axes }, size(a)), a)
}

/**
 * |L| |U| where no l is greater than 1, and no u than 2^(n - 1) times the largest number in A, as each step at most
 * doubles it: n 2^(n - 1) max|A|.
 */
const factors = (a: Tensor): Tensor => scaled(largest(a), rowsOf(a) * 2 ** (rowsOf(a) - 1))

/** |A^-1| (|L| |U|) |X| for A X = B. */
export const ofSystem = ([a]: readonly Tensor[], x: Tensor): readonly number[] => {
  const inverse = applyOne(primitives.solve, noAttributes, a, identityLike(a))
  return elementsOf([matmul(size(inverse), matmul(factors(a), size(x)))])
}

/** |L| G G' with G = |L^-1| |L|, from dL = L lowerHalf(L^-1 dS L'^-1) and |dS| <= |L| |L'|. */
export const ofCholesky = (_: readonly Tensor[], l: Tensor): readonly number[] => {
  const lower = { lower: true, unitDiagonal: false }
  const g = matmul(size(applyOne(primitives.triangularSolve, lower, l, identityLike(l))), size(l))
  return elementsOf([matmul(size(l), matmul(g, transposed(g)))])
}

/** Sums over each matrix. */
const totals = (x: Tensor): readonly number[] =>
  elementsOf([applyOne(primitives.sumTo, { shape: [...x.shape.slice(0, -2), 1, 1] }, x)])

/**
 * With complete pivoting no number grows beyond n times the largest of up to four rows (Cohen, A note on pivot size in
 * Gaussian elimination): |L| |D U| is at most n^2 max|A|.
 */
const completeFactors = (a: Tensor): Tensor => scaled(largest(a), rowsOf(a) ** 2)

/** <|C|, |L| |D U|> + |det A|, with the cofactors C. */
export const ofDeterminant = ([a]: readonly Tensor[], det: Tensor): readonly number[] => {
  const own = elementsOf([det])
  const cofactors = applyOne(primitives.cofactors, noAttributes, a)
  return totals(mul(size(cofactors), completeFactors(a))).map((sum, index) => sum + Math.abs(own[index]))
}

/**
 * <|A^-1|, |L| |U|>, and the sizes of the logarithms of n pivots: their sum is log|det A|, and none is above that of
 * 2^(n - 1) max|A|. The sign is what it is.
 */
export const ofLogarithm = (
  [a]: readonly Tensor[],
  logarithm: Tensor,
  _: unknown,
  which: number,
): readonly number[] => {
  const own = elementsOf([logarithm])
  if (which === 0) return own.map(() => 0)
  const n = rowsOf(a)
  const inverse = applyOne(primitives.solve, noAttributes, a, identityLike(a))
  const top = n === 0 ? [] : elementsOf([largest(a)])
  return totals(mul(size(transposed(inverse)), factors(a))).map((sum, index) => {
    const above = n === 0 ? 0 : Math.max(0, Math.log(2 ** (n - 1) * top[index * n * n]))
    return sum + 2 * n * above + Math.abs(own[index])
  })
}

/** tr(X) I + X' */
const trace = (x: Tensor): Tensor => {
  const sum = applyOne(primitives.sumTo, { shape: [...x.shape.slice(0, -2), 1, 1] }, mul(x, identityLike(x)))
  return add(mul(repeated(sum, x), identityLike(x)), transposed(x))
}

/** Whether determinants of these matrices have cofactors whose slopes depend on the place. */
const areSmall = (a: Tensor): boolean => rowsOf(a) <= 2

/**
 * |C| (tr(R) I + R') with the cofactors C and R = |A^-1| (|L| |D U|), from dC = C (tr(A^-1 dA) I - A^-1 dA)'. Of two
 * rows cofactors are elements of the matrix, and of one row 1.
 */
export const ofCofactors = ([a]: readonly Tensor[], cofactors: Tensor): readonly number[] => {
  if (areSmall(a)) return elementsOf([scaled(completeFactors(a), rowsOf(a) - 1)])
  const inverse = size(applyOne(primitives.solve, noAttributes, a, identityLike(a)))
  return elementsOf([matmul(size(cofactors), trace(matmul(inverse, completeFactors(a))))])
}

/** The same of C (tr(S) I - S)', S = A^-1 E; of two rows, elements of E, which pass through factors of A and back. */
export const ofCofactorsAlong = ([a, e]: readonly Tensor[]): readonly number[] => {
  if (areSmall(a)) return elementsOf([scaled(completeFactors(e), 8 * (rowsOf(a) - 1))])
  const inverse = size(applyOne(primitives.solve, noAttributes, a, identityLike(a)))
  const cofactors = size(applyOne(primitives.cofactors, noAttributes, a))
  const [r, s] = [completeFactors(a), size(e)].map((x) => matmul(inverse, x))
  return elementsOf([matmul(cofactors, add(matmul(trace(r), trace(s)), trace(matmul(r, s))))])
}
