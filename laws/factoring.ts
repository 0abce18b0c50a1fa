import { applyPrimitive, noAttributes, primitives } from '../src/graph/index.js'
import { sizeOf, type Tensor } from '../src/tensor/index.js'
import { elementsOf } from './maps.js'

/**
 * What the factors of a matrix may be off by, for each unit roundoff by which the algorithm counts. Reflections and
 * rotations factor a matrix that is off by some E exactly, where |E| is some units of rounding of |A| (Higham, Accuracy
 * and Stability of Numerical Algorithms, chapter 19); what that makes of the factors is told by their derivatives, each
 * term bounded by the lengths of what it is made of.
 */

/** Each of several matrices, or lists, under leading axes: its elements in row-major order. */
const apart = (x: Tensor, axes: number): readonly (readonly number[])[] => {
  const size = sizeOf(x.shape.slice(x.shape.length - axes))
  const elements = elementsOf([x])
  return Array.from({ length: size === 0 ? 0 : elements.length / size }, (_, index) =>
    elements.slice(index * size, (index + 1) * size),
  )
}

const lengths = (matrices: Tensor): readonly number[] => apart(matrices, 2).map((elements) => Math.hypot(...elements))

/** The smallest distance of two neighbours in a sorted list. */
const gap = (sorted: readonly number[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...sorted.slice(1).map((x, index) => Math.abs(x - sorted[index])))

/** One number for each matrix, at all places of its result. */
const everywhere = (result: Tensor, axes: number, of: (matrix: number) => number): readonly number[] =>
  apart(result, axes).flatMap((elements, matrix) => elements.map(() => of(matrix)))

const singularValues = (a: Tensor): readonly (readonly number[])[] =>
  apart(applyPrimitive(primitives.svd, noAttributes, [a])[1], 1)

/** The first columns of matrices, as many as they have rows at most. */
const firstColumns = (a: Tensor): Tensor => {
  const [rows, columns] = a.shape.slice(-2)
  const size = a.shape.with(-1, Math.min(rows, columns))
  return applyPrimitive(primitives.slice, { start: size.map(() => 0), size, step: size.map(() => 1) }, [a])[0]
}

/** |dQ| <= |dA| 2 |R^-1|, and |dR| <= |dA| (1 + 2 |R^-1| |A|). */
export const ofOrthogonalFactors = (
  [a]: readonly Tensor[],
  result: Tensor,
  _: unknown,
  which: number,
): readonly number[] => {
  const sizes = lengths(a)
  const conditions = singularValues(firstColumns(a)).map((s, matrix) => (sizes[matrix] * s.length) / s[s.length - 1])
  return everywhere(result, 2, (matrix) => (which === 0 ? 1 : sizes[matrix]) * (1 + 2 * conditions[matrix]))
}

/** |dw| <= |dA|, and |dV| <= |dA| / the smallest gap. */
export const ofEigenSystem = ([a]: readonly Tensor[], result: Tensor, _: unknown, which: number): readonly number[] => {
  const sizes = lengths(a)
  if (which === 0) return everywhere(result, 1, (matrix) => sizes[matrix])
  const values = apart(applyPrimitive(primitives.eigh, noAttributes, [a])[0], 1)
  return everywhere(result, 2, (matrix) => 1 + sizes[matrix] / gap(values[matrix]))
}

/** |dS| <= |dA|, and |dU|, |dV| <= |dA| (1 / the smallest gap + 2 / the smallest value). */
export const ofSingularFactors = (
  [a]: readonly Tensor[],
  result: Tensor,
  _: unknown,
  which: number,
): readonly number[] => {
  const sizes = lengths(a)
  if (which === 1) return everywhere(result, 1, (matrix) => sizes[matrix])
  const values = singularValues(a)
  return everywhere(result, 2, (matrix) => {
    const s = values[matrix]
    return 1 + sizes[matrix] * (1 / gap(s) + 2 / s[s.length - 1])
  })
}

/** |dX| <= 3 |dA| |X|^2. */
export const ofPseudoInverse = ([a]: readonly Tensor[], result: Tensor): readonly number[] => {
  const [sizes, own] = [lengths(a), lengths(result)]
  return everywhere(result, 2, (matrix) => 3 * sizes[matrix] * own[matrix] ** 2)
}
