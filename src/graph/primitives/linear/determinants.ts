import {
  type AnyRoutine,
  cofactorMatrix,
  cofactorSlope,
  determinant,
  type Shape,
  signAndLogarithm,
  type Tensor,
} from '../../../tensor/index.js'
import { applyOne, applyPrimitive } from '../../expression.js'
import { type DomainCase, type NoAttributes, noAttributes, type OperandDomain } from '../../primitive.js'
import { type RoutinePrimitive, routine } from '../../routine.js'
import { fromResult, operandDomain, typeAs } from '../../rules.js'
import { addDifferentials, mul, sub } from '../arithmetic.js'
import { matmul, matrixTranspose } from '../contraction.js'
import { broadcastTo, reshape } from '../structural.js'
import { checkMatrices, dominatedByDiagonal, innerProducts, kept, leadingAxes, traces } from './matrices.js'
import { solve } from './systems.js'

/** Any matrices, or far from singular ones where the determinant has derivatives that only those have. */
const matrices = (shape: Shape): OperandDomain =>
  shape[shape.length - 1] > 2 ? dominatedByDiagonal(shape) : operandDomain(shape)

const casesOf = (
  operands: (shape: Shape) => readonly OperandDomain[],
  shapes: readonly Shape[] = [
    [3, 3],
    [2, 2, 2],
    [1, 1],
    [0, 0],
  ],
): readonly DomainCase<NoAttributes>[] =>
  shapes.map((shape) => ({ operands: operands(shape), attributes: noAttributes }))

// --- slogdet: the sign of the determinant of [..., N, N], and the logarithm of its size

export const slogdetRecord: RoutinePrimitive<'slogdet', NoAttributes> = routine<'slogdet', NoAttributes>({
  name: 'slogdet',
  routine: signAndLogarithm,
  infer: ([a]) => {
    checkMatrices('slogdet', [a])
    const type = typeAs(a, leadingAxes(a))
    return [type, type]
  },
  // d log|det A| = tr(A^-1 dA), and the sign is constant wherever it has a derivative
  jvp: ({ operands: [a] }, [da]) => [undefined, da && reshape(traces(solve(a, da)), leadingAxes(a))],
  // Of log|det A| it is A'^-1, each matrix times its own cotangent.
  vjp: ({ operands: [a] }) => [
    ([, ofLogarithm]) =>
      ofLogarithm &&
      solve(
        matrixTranspose(a),
        kept(perMatrix(ofLogarithm, a), (row, column) => row === column),
      ),
  ],
  domain: () => casesOf((shape) => [dominatedByDiagonal(shape)]),
})

export const slogdet = (a: Tensor): readonly Tensor[] => applyPrimitive(slogdetRecord, noAttributes, [a])

// --- det: the determinant of [..., N, N], a polynomial, whose slopes are finite where A is singular too

export const detRecord: RoutinePrimitive<'det', NoAttributes> = routine<'det', NoAttributes>({
  name: 'det',
  routine: determinant,
  infer: ([a]) => {
    checkMatrices('det', [a])
    return [typeAs(a, leadingAxes(a))]
  },
  // d det A = sum of cof(A) dA
  jvp: ({ operands: [a] }, [da]) => [da && innerProducts(cofactors(a), da)],
  vjp: ({ operands: [a] }) => [fromResult((cotangent) => mul(perMatrix(cotangent, a), cofactors(a)))],
  domain: () => casesOf((shape) => [matrices(shape)]),
})

export const det = (a: Tensor): Tensor => applyOne(detRecord, noAttributes, a)

/** One number for each of the matrices, at all their places. */
const perMatrix = (x: Tensor, matrices: Tensor): Tensor =>
  broadcastTo(reshape(x, [...leadingAxes(matrices), 1, 1]), matrices.shape)

/** A primitive of matrices that gives one of the same shape. */
const ofMatrices = <N extends string>(
  name: N,
  of: AnyRoutine<NoAttributes>,
  rules: Pick<RoutinePrimitive<N, NoAttributes>, 'jvp' | 'vjp' | 'domain'>,
): RoutinePrimitive<N, NoAttributes> =>
  routine({
    name,
    routine: of,
    infer: (operands) => {
      checkMatrices(name, operands)
      return [typeAs(operands[0], operands[0].shape)]
    },
    ...rules,
  })

// --- cofactors: the slopes of the determinant, d det A = <cof(A), dA>

export const cofactorsRecord = ofMatrices('cofactors', cofactorMatrix, {
  jvp: ({ operands: [a] }, [da]) => [da && cofactorsAlong(a, da)],
  // <G, C(A, dA)> = <C(A, G), dA>
  vjp: ({ operands: [a] }) => [fromResult((cotangent) => cofactorsAlong(a, cotangent))],
  domain: () => casesOf((shape) => [matrices(shape)]),
})

export const cofactors = (a: Tensor): Tensor => applyOne(cofactorsRecord, noAttributes, a)

/** tr(S) I - S */
const traceLess = (s: Tensor): Tensor => {
  const diagonal = kept(broadcastTo(traces(s), s.shape), (row, column) => row === column)
  return sub(diagonal, s)
}

/**
 * The third slope of the determinant along E and F, as a matrix: from C(A, E) = cof(A) (tr(S) I - S)', S = A^-1 E,
 *
 *   dC = C(A, F) (tr(S) I - S)' - cof(A) (tr(T S) I - T S)',   T = A^-1 F
 *
 * where A is regular; NaN where it is singular, unless it is too small to have any.
 */
const secondCofactorSlope = (a: Tensor, e: Tensor, f: Tensor): Tensor => {
  const [s, t] = [solve(a, e), solve(a, f)]
  const along = matmul(cofactorsAlong(a, f), matrixTranspose(traceLess(s)))
  return sub(along, matmul(cofactors(a), matrixTranspose(traceLess(matmul(t, s)))))
}

/** Whether the determinant of these matrices is of third degree at least. */
const isCubic = ({ shape }: Tensor): boolean => shape[shape.length - 1] > 2

// --- cofactorsAlong: the second slopes of the determinant, C(A, E), linear in E and its own adjoint there

export const cofactorsAlongRecord = ofMatrices('cofactorsAlong', cofactorSlope, {
  jvp: ({ operands: [a, e] }, [da, de]) => [
    addDifferentials(de && cofactorsAlong(a, de), da && isCubic(a) ? secondCofactorSlope(a, e, da) : undefined),
  ],
  // The third slope <G, dC(A, E)> is symmetric in G, E and dA.
  vjp: ({ operands: [a, e] }) => [
    fromResult((cotangent) => (isCubic(a) ? secondCofactorSlope(a, e, cotangent) : undefined)),
    fromResult((cotangent) => cofactorsAlong(a, cotangent)),
  ],
  domain: () =>
    casesOf(
      (shape) => [matrices(shape), operandDomain(shape)],
      [
        [4, 4],
        [2, 3, 3],
        [2, 2],
        [1, 1],
        [0, 0],
      ],
    ),
})

export const cofactorsAlong = (a: Tensor, e: Tensor): Tensor => applyOne(cofactorsAlongRecord, noAttributes, a, e)
