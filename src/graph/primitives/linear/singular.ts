import { type Cutoff, pseudoInverse, singularFactors, type Tensor } from '../../../tensor/index.js'
import { applyOne, applyPrimitive } from '../../expression.js'
import { type NoAttributes, noAttributes } from '../../primitive.js'
import { type RoutinePrimitive, routine } from '../../routine.js'
import { fromResult, typeAs } from '../../rules.js'
import { add, addDifferentials, explicit, fullLike, mul, neg, sub } from '../arithmetic.js'
import { matmul, matrixTranspose } from '../contraction.js'
import { leadingAxes } from './matrices.js'
import {
  columnsTimes,
  diagonalMatrices,
  diagonals,
  extentsOf,
  pairsOf,
  reciprocalUnlessBlurred,
  spreadAlongDiagonal,
} from './rectangular.js'

const halfOf = (x: Tensor): Tensor => mul(fullLike(x, 0.5), x)

/** (I - Q Q') X, for Q with orthonormal columns. */
const beside = (q: Tensor, x: Tensor): Tensor => sub(x, matmul(q, matmul(matrixTranspose(q), x)))

const shapes = [
  [3, 3],
  [3, 2],
  [2, 3],
  [2, 3, 3],
  [1, 1],
  [0, 2],
  [2, 0],
]

// --- svd: A = U diag(S) V' for A [..., M, N], U [..., M, K] and V [..., N, K] with orthonormal columns, S [..., K]
// descending to 0 or more, K = min(M, N); gives U, S, V'

export const svdRecord: RoutinePrimitive<'svd', NoAttributes> = routine<'svd', NoAttributes>({
  name: 'svd',
  routine: singularFactors,
  infer: ([a]) => {
    const { rows, columns, rank } = extentsOf('svd', a)
    const leading = leadingAxes(a)
    return [typeAs(a, [...leading, rows, rank]), typeAs(a, [...leading, rank]), typeAs(a, [...leading, rank, columns])]
  },
  // With P = U' dA V, its symmetric part E and its antisymmetric part O:   ds_i = p_ii
  //
  //   dU = U W + (I - U U') dA V diag(1 / S),     w_ij = e_ij / (s_j - s_i) + o_ij / (s_j + s_i)
  //   dV = V X + (I - V V') dA' U diag(1 / S),    x_ij = e_ij / (s_j - s_i) - o_ij / (s_j + s_i)
  //
  // Where singular values are equal their vectors may turn among themselves, those of U with those of V, and where they
  // are 0 each by themselves: the parts of W and X that say how are 0 there, and so is 1 / S. That is right, to first
  // order, for functions of whole singular subspaces, for U V' and for symmetric functions of singular values other than
  // 0. It is not for U diag(f(S)) V', where W would have to be infinite.
  jvp: ({ operands: [a], results: [u, s, vt] }, [da]) => {
    if (da === undefined) return [undefined, undefined, undefined]
    const { rows, columns, rank } = extentsOf('svd', a)
    const v = matrixTranspose(vt)
    const [onRight, onLeft] = [matmul(da, v), matmul(matrixTranspose(da), u)]
    const moved = matmul(matrixTranspose(u), onRight)
    const across = matrixTranspose(moved)
    const { differences, sums } = pairsOf(s)
    const together = mul(halfOf(add(moved, across)), reciprocalUnlessBlurred(differences, s))
    const against = mul(halfOf(sub(moved, across)), reciprocalUnlessBlurred(sums, s))
    const inverses = reciprocalUnlessBlurred(s, s)
    const within = matmul(u, add(together, against))
    const withinV = matmul(v, sub(together, against))
    return [
      rows === rank ? within : add(within, beside(u, columnsTimes(onRight, inverses))),
      diagonals(moved),
      matrixTranspose(columns === rank ? withinV : add(withinV, beside(v, columnsTimes(onLeft, inverses)))),
    ]
  },
  // With Y = U' (cotangent of U) and Z = V' (cotangent of V), f_ij = 1 / (s_j - s_i) and g_ij = 1 / (s_j + s_i), that of P is
  //
  //   diag(cotangent of S) + the symmetric part of f . (Y + Z) + the antisymmetric part of g . (Y - Z)
  //
  // and dA meets beside P the parts of the cotangents that stand beside U and V.
  vjp: ({ operands: [a], results: [u, s, vt] }) => [
    ([ofU, ofS, ofVt]) => {
      const { rows, columns, rank } = extentsOf('svd', a)
      const v = matrixTranspose(vt)
      const [f, g] = [explicit(ofU, u), matrixTranspose(explicit(ofVt, vt))]
      const [y, z] = [matmul(matrixTranspose(u), f), matmul(vt, g)]
      const { differences, sums } = pairsOf(s)
      const together = mul(add(y, z), reciprocalUnlessBlurred(differences, s))
      const against = mul(sub(y, z), reciprocalUnlessBlurred(sums, s))
      const even = halfOf(add(together, matrixTranspose(together)))
      const odd = halfOf(sub(against, matrixTranspose(against)))
      const core = add(diagonalMatrices(explicit(ofS, s)), add(even, odd))
      const inverses = reciprocalUnlessBlurred(s, s)
      const left = rows === rank ? matmul(u, core) : add(matmul(u, core), columnsTimes(beside(u, f), inverses))
      const onRight = columns === rank ? undefined : matrixTranspose(columnsTimes(beside(v, g), inverses))
      return addDifferentials(matmul(left, vt), onRight && matmul(u, onRight))
    },
  ],
  domain: () => shapes.map((shape) => ({ operands: [spreadAlongDiagonal(shape)], attributes: noAttributes })),
})

export const svd = (a: Tensor): readonly Tensor[] => applyPrimitive(svdRecord, noAttributes, [a])

// --- pinv: the pseudoinverse X [..., N, M] of A [..., M, N]

export const pinvRecord: RoutinePrimitive<'pinv', Cutoff> = routine<'pinv', Cutoff>({
  name: 'pinv',
  routine: pseudoInverse,
  infer: ([a]) => {
    const { rows, columns } = extentsOf('pinv', a)
    return [typeAs(a, [...leadingAxes(a), columns, rows])]
  },
  // As long as the rank stays (Golub and Pereyra, 1973):
  //
  //   dX = -X dA X + X X' dA' (I - A X) + (I - X A) dA' X' X
  jvp: ({ operands: [a], results: [x] }, [da]) => {
    if (da === undefined) return [undefined]
    const [xt, dat] = [matrixTranspose(x), matrixTranspose(da)]
    const inner = neg(matmul(x, matmul(da, x)))
    const onLeft = matmul(x, matmul(xt, dat))
    const onRight = matmul(matmul(dat, xt), x)
    return [[inner, sub(onLeft, matmul(matmul(onLeft, a), x)), sub(onRight, matmul(x, matmul(a, onRight)))].reduce(add)]
  },
  // -X' G X' + (I - A X) G' X X' + X' X G' (I - X A), since A X and X A are symmetric
  vjp: ({ operands: [a], results: [x] }) => [
    fromResult((cotangent) => {
      const [xt, gt] = [matrixTranspose(x), matrixTranspose(cotangent)]
      const inner = neg(matmul(matmul(xt, cotangent), xt))
      const onLeft = matmul(matmul(gt, x), xt)
      const onRight = matmul(xt, matmul(x, gt))
      const beyond = add(sub(onLeft, matmul(a, matmul(x, onLeft))), sub(onRight, matmul(matmul(onRight, x), a)))
      return add(inner, beyond)
    }),
  ],
  domain: () => shapes.map((shape) => ({ operands: [spreadAlongDiagonal(shape)], attributes: { cutoff: 2 ** -40 } })),
})

export const pinv = (a: Tensor, attributes: Cutoff): Tensor => applyOne(pinvRecord, attributes, a)
