import { choleskyFactor, type Tensor } from '../../../tensor/index.js'
import { applyOne } from '../../expression.js'
import { type NoAttributes, noAttributes } from '../../primitive.js'
import { type RoutinePrimitive, routine } from '../../routine.js'
import { fromResult, typeAs } from '../../rules.js'
import { matmul, matrixTranspose } from '../contraction.js'
import { checkMatrices, dominatedByDiagonal, kept, symmetricPart, weighted } from './matrices.js'
import { triangularSolve } from './systems.js'

/** The lower triangle with half of the diagonal: of a symmetric matrix, what makes it up with its own transpose. */
const lowerHalf = (x: Tensor): Tensor =>
  weighted(
    kept(x, (row, column) => row >= column),
    (row, column) => (row === column ? 0.5 : 1),
  )

// --- cholesky: the lower factor L of the symmetric part S = L L' of [..., N, N]

export const choleskyRecord: RoutinePrimitive<'cholesky', NoAttributes> = routine<'cholesky', NoAttributes>({
  name: 'cholesky',
  routine: choleskyFactor,
  infer: ([a]) => {
    checkMatrices('cholesky', [a])
    return [typeAs(a, a.shape)]
  },
  // With M = L^-1 dS L'^-1 symmetric: dS = dL L' + L dL' means M = L^-1 dL + (L^-1 dL)', so dL = L lowerHalf(M).
  jvp: ({ results: [l] }, [da]) => {
    if (da === undefined) return [undefined]
    const lower = { lower: true, unitDiagonal: false }
    const left = triangularSolve(l, symmetricPart(da), lower)
    return [matmul(l, lowerHalf(triangularSolve(l, matrixTranspose(left), lower)))]
  },
  // <G, L lowerHalf(M)> = <lowerHalf(L' G), L^-1 dS L'^-1>, so the cotangent of S is L'^-1 lowerHalf(L' G) L^-1.
  vjp: ({ results: [l] }) => [
    fromResult((cotangent) => {
      const back = (x: Tensor): Tensor => triangularSolve(matrixTranspose(l), x, { lower: false, unitDiagonal: false })
      const product = lowerHalf(matmul(matrixTranspose(l), cotangent))
      return symmetricPart(back(matrixTranspose(back(product))))
    }),
  ],
  domain: () =>
    [
      [3, 3],
      [2, 2, 2],
      [1, 1],
      [0, 0],
    ].map((shape) => ({
      operands: [dominatedByDiagonal(shape)],
      attributes: noAttributes,
    })),
})

export const cholesky = (a: Tensor): Tensor => applyOne(choleskyRecord, noAttributes, a)
