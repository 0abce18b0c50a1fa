import { orthogonalFactors, type Tensor } from '../../../tensor/index.js'
import { applyPrimitive } from '../../expression.js'
import { type NoAttributes, noAttributes } from '../../primitive.js'
import { type RoutinePrimitive, routine } from '../../routine.js'
import { typeAs } from '../../rules.js'
import { add, explicit, sub } from '../arithmetic.js'
import { matmul, matrixTranspose } from '../contraction.js'
import { pad, slice } from '../windows.js'
import { kept, leadingAxes } from './matrices.js'
import { extentsOf, spreadAlongDiagonal } from './rectangular.js'
import { triangularSolve } from './systems.js'

/** The first columns of [..., M, N]. */
const firstColumns = (a: Tensor, count: number): Tensor =>
  count === a.shape[a.shape.length - 1]
    ? a
    : slice(a, { start: a.shape.map(() => 0), size: a.shape.with(-1, count), step: a.shape.map(() => 1) })

/** Columns of zeros behind those of [..., M, K], so that there are as many as said. */
const withColumns = (a: Tensor, columns: number): Tensor => {
  const none = a.shape.map(() => 0)
  return pad(a, { low: none, high: none.with(-1, columns - a.shape[a.shape.length - 1]), interior: none })
}

/** X with X R = B, R upper triangular. */
const dividedBy = (b: Tensor, r: Tensor): Tensor =>
  matrixTranspose(triangularSolve(matrixTranspose(r), matrixTranspose(b), { lower: true, unitDiagonal: false }))

// --- qr: A = Q R for A [..., M, N], Q [..., M, K] with orthonormal columns and R [..., K, N] upper triangular with no
// negative number on its diagonal, K = min(M, N)

export const qrRecord: RoutinePrimitive<'qr', NoAttributes> = routine<'qr', NoAttributes>({
  name: 'qr',
  routine: orthogonalFactors,
  infer: ([a]) => {
    const { rows, columns, rank } = extentsOf('qr', a)
    return [typeAs(a, [...leadingAxes(a), rows, rank]), typeAs(a, [...leadingAxes(a), rank, columns])]
  },
  // Of the first K columns A = Q R, with W = Q' dQ antisymmetric and dR R^-1 upper triangular:
  //
  //   Q' dA R^-1 = W + dR R^-1,   so W is its strictly lower triangle less the transpose of that
  //   dQ = dA R^-1 - Q (Q' dA R^-1 - W),   dR = Q' dA - W R, also of the other columns
  jvp: ({ operands: [a], results: [q, r] }, [da]) => {
    if (da === undefined) return [undefined, undefined]
    const { rank } = extentsOf('qr', a)
    const quotient = dividedBy(firstColumns(da, rank), firstColumns(r, rank))
    const turned = matmul(matrixTranspose(q), quotient)
    const lower = kept(turned, (row, column) => row > column)
    const rotation = sub(lower, matrixTranspose(lower))
    const ofR = sub(matmul(matrixTranspose(q), da), matmul(rotation, r))
    return [add(quotient, matmul(q, sub(rotation, turned))), kept(ofR, (row, column) => row <= column)]
  },
  // With F and G the cotangents of Q and R, Y = Q' F - G R' and X that of dA R^-1 in dQ and W:
  //
  //   X = F - Q Q' F + Q (strictly lower triangle of Y - Y'),   that of A is Q G, its first K columns plus X R'^-1
  vjp: ({ operands: [a], results: [q, r] }) => [
    ([ofQ, ofR]) => {
      const { rank, columns } = extentsOf('qr', a)
      const f = explicit(ofQ, q)
      const g = kept(explicit(ofR, r), (row, column) => row <= column)
      const inQ = matmul(matrixTranspose(q), f)
      const y = sub(inQ, matmul(g, matrixTranspose(r)))
      const turning = kept(sub(y, matrixTranspose(y)), (row, column) => row > column)
      const x = add(f, matmul(q, sub(turning, inQ)))
      const upper = { lower: false, unitDiagonal: false }
      const first = matrixTranspose(triangularSolve(firstColumns(r, rank), matrixTranspose(x), upper))
      return add(matmul(q, g), columns === rank ? first : withColumns(first, columns))
    },
  ],
  domain: () =>
    [
      [3, 3],
      [3, 2],
      [3, 4],
      [2, 3, 2],
      [1, 1],
      [0, 2],
      [2, 0],
    ].map((shape) => ({ operands: [spreadAlongDiagonal(shape)], attributes: noAttributes })),
})

export const qr = (a: Tensor): readonly Tensor[] => applyPrimitive(qrRecord, noAttributes, [a])
