import { eigenSystem, type Tensor } from '../../../tensor/index.js'
import { applyPrimitive } from '../../expression.js'
import { type NoAttributes, noAttributes } from '../../primitive.js'
import { type RoutinePrimitive, routine } from '../../routine.js'
import { typeAs } from '../../rules.js'
import { addDifferentials, mul } from '../arithmetic.js'
import { matmul, matrixTranspose } from '../contraction.js'
import { checkMatrices, symmetricPart } from './matrices.js'
import { diagonalMatrices, diagonals, pairsOf, reciprocalUnlessBlurred, spreadAlongDiagonal } from './rectangular.js'

// --- eigh: eigenvalues w [..., N], ascending, and orthonormal eigenvectors, the columns of V [..., N, N], of the symmetric
// part S of A [..., N, N]: S V = V diag(w)

export const eighRecord: RoutinePrimitive<'eigh', NoAttributes> = routine<'eigh', NoAttributes>({
  name: 'eigh',
  routine: eigenSystem,
  infer: ([a]) => {
    checkMatrices('eigh', [a])
    return [typeAs(a, a.shape.slice(0, -1)), typeAs(a, a.shape)]
  },
  // With P = V' dS V:   dw_i = p_ii,   dV = V W,   w_ij = p_ij / (w_j - w_i)
  //
  // Where eigenvalues are equal their vectors may turn among themselves, and W is 0 there. That is right, to first order,
  // for functions of whole eigenspaces and symmetric ones of the eigenvalues, whose cotangents have nothing for W to
  // multiply. It is not for V diag(f(w)) V': its slope has f'(w) p_ij there, for which W would have to be infinite.
  jvp: ({ results: [w, v] }, [da]) => {
    if (da === undefined) return [undefined, undefined]
    const moved = matmul(matrixTranspose(v), matmul(symmetricPart(da), v))
    const turns = mul(moved, reciprocalUnlessBlurred(pairsOf(w).differences, w))
    return [diagonals(moved), matmul(v, turns)]
  },
  // With f_ij = 1 / (w_j - w_i), or 0, that of S is V (diag(cotangent of w) + f . V' (cotangent of V)) V'.
  vjp: ({ results: [w, v] }) => [
    ([ofW, ofV]) => {
      const turned = ofV && mul(reciprocalUnlessBlurred(pairsOf(w).differences, w), matmul(matrixTranspose(v), ofV))
      const inner = addDifferentials(ofW && diagonalMatrices(ofW), turned)
      return inner && symmetricPart(matmul(matmul(v, inner), matrixTranspose(v)))
    },
  ],
  domain: () =>
    [
      [3, 3],
      [2, 2, 2],
      [1, 1],
      [0, 0],
    ].map((shape) => ({ operands: [spreadAlongDiagonal(shape)], attributes: noAttributes })),
})

export const eigh = (a: Tensor): readonly Tensor[] => applyPrimitive(eighRecord, noAttributes, [a])
