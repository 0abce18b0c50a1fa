import { type Shape, solution, type Tensor, type Triangle, triangularSolution } from '../../../tensor/index.js'
import { applyOne } from '../../expression.js'
import { type DomainCase, type NoAttributes, noAttributes } from '../../primitive.js'
import { type RoutinePrimitive, routine } from '../../routine.js'
import { fromResult, operandDomain, shared, typeAs } from '../../rules.js'
import { addDifferentials, neg } from '../arithmetic.js'
import { matmul, matrixTranspose } from '../contraction.js'
import { checkMatrices, dominatedByDiagonal, kept } from './matrices.js'

const systemCases = <A>(
  attributes: A,
  ...shapes: readonly (readonly [a: Shape, b: Shape])[]
): readonly DomainCase<A>[] =>
  shapes.map(([a, b]) => ({ operands: [dominatedByDiagonal(a), operandDomain(b)], attributes }))

/** The part of a matrix that a triangular system reads. */
const read = (a: Tensor, { lower, unitDiagonal }: Triangle): Tensor =>
  kept(a, (row, column) => (row === column ? !unitDiagonal : row > column === lower))

// --- triangularSolve: X with T X = B, T a triangle of A, for A [..., N, N] and B [..., N, K]

export const triangularSolveRecord: RoutinePrimitive<'triangularSolve', Triangle> = routine({
  name: 'triangularSolve',
  routine: triangularSolution,
  infer: (operands) => {
    checkMatrices('triangularSolve', operands)
    return [typeAs(operands[1], operands[1].shape)]
  },
  // T dX = dB - dT X
  jvp: ({ operands: [a], results: [x], attributes }, [da, db]) => [
    triangularSolve(a, addDifferentials(da && neg(matmul(read(da, attributes), x)), db) as Tensor, attributes),
  ],
  // The cotangent of B solves the transposed triangle; that of T is minus it times X'.
  vjp: ({ operands: [a], results: [x], attributes }) => {
    const transposed = { ...attributes, lower: !attributes.lower }
    const ofRight = shared((cotangent) => triangularSolve(matrixTranspose(a), cotangent, transposed))
    return [
      fromResult((cotangent) => neg(read(matmul(ofRight(cotangent), matrixTranspose(x)), attributes))),
      fromResult(ofRight),
    ]
  },
  domain: () => [
    ...[true, false].flatMap((lower) =>
      [true, false].flatMap((unitDiagonal) =>
        systemCases({ lower, unitDiagonal }, [
          [3, 3],
          [3, 2],
        ]),
      ),
    ),
    ...systemCases(
      { lower: true, unitDiagonal: false },
      [
        [2, 2, 2],
        [2, 2, 1],
      ],
      [
        [0, 0],
        [0, 2],
      ],
    ),
  ],
})

export const triangularSolve = (a: Tensor, b: Tensor, triangle: Triangle): Tensor =>
  applyOne(triangularSolveRecord, triangle, a, b)

// --- solve: X with A X = B, for A [..., N, N] and B [..., N, K]

export const solveRecord: RoutinePrimitive<'solve', NoAttributes> = routine<'solve', NoAttributes>({
  name: 'solve',
  routine: solution,
  infer: (operands) => {
    checkMatrices('solve', operands)
    return [typeAs(operands[1], operands[1].shape)]
  },
  // A dX = dB - dA X
  jvp: ({ operands: [a], results: [x] }, [da, db]) => [
    solve(a, addDifferentials(da && neg(matmul(da, x)), db) as Tensor),
  ],
  // The cotangent of B solves the transposed system; that of A is minus it times X'.
  vjp: ({ operands: [a], results: [x] }) => {
    const ofRight = shared((cotangent) => solve(matrixTranspose(a), cotangent))
    return [fromResult((cotangent) => neg(matmul(ofRight(cotangent), matrixTranspose(x)))), fromResult(ofRight)]
  },
  domain: () =>
    systemCases(
      noAttributes,
      [
        [3, 3],
        [3, 2],
      ],
      [
        [2, 2, 2],
        [2, 2, 1],
      ],
      [
        [2, 2],
        [2, 2],
      ],
      [
        [0, 0],
        [0, 2],
      ],
    ),
})

export const solve = (a: Tensor, b: Tensor): Tensor => applyOne(solveRecord, noAttributes, a, b)
