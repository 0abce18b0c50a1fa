import type { AttributesOf } from '../../../../graph/index.js'
import { composed, inFloat64 } from './composed.js'
import { cofactorMatrix, cofactorSlope, determinant } from './determinant.js'
import { eigenSystem } from './eigen.js'
import { signAndLogarithm, solution } from './elimination.js'
import { orthogonalFactors } from './householder.js'
import { pseudoInverse, singularFactors } from './singular.js'
import { choleskyFactor, triangularSolution } from './triangular.js'

/**
 * Linear algebra, of which ONNX has nothing but Det: algorithms on whole matrices, made of operations of ours, with results
 * of the same order and signs as those of the records. Where a record gives NaN, as for a singular matrix, so do they.
 * Det is not used either: a product of pivots in the order in which they come overflows where the determinant does not.
 */
export const linear = {
  cholesky: composed<AttributesOf<'cholesky'>>(choleskyFactor),
  cofactors: composed<AttributesOf<'cofactors'>>(cofactorMatrix),
  cofactorsAlong: composed<AttributesOf<'cofactorsAlong'>>(cofactorSlope),
  det: composed<AttributesOf<'det'>>(determinant, [1]),
  eigh: composed<AttributesOf<'eigh'>>(inFloat64(eigenSystem)),
  pinv: composed<AttributesOf<'pinv'>>(inFloat64(pseudoInverse)),
  qr: composed<AttributesOf<'qr'>>(inFloat64(orthogonalFactors)),
  slogdet: composed<AttributesOf<'slogdet'>>(signAndLogarithm, [1, 0]),
  solve: composed<AttributesOf<'solve'>>(solution),
  svd: composed<AttributesOf<'svd'>>(inFloat64(singularFactors)),
  triangularSolve: composed<AttributesOf<'triangularSolve'>>(triangularSolution),
}
