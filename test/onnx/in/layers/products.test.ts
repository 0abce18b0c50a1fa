import { describe, it } from 'vitest'
import { drawn, drawnWhole, expectDerivative, expectLayer, type LayerCase, sumsOf } from '../support/layers.js'
import { attribute, i32 } from '../support/models.js'

const { int, float, string } = attribute

const products: Readonly<Record<string, LayerCase>> = {
  'of matrices': { operator: 'MatMul', inputs: [drawn([2, 3]), drawn([3, 4], 2)], tolerance: sumsOf(3), double: true },
  'of a vector and stacked matrices': {
    operator: 'MatMul',
    inputs: [drawn([3]), drawn([2, 3, 4], 2)],
    tolerance: sumsOf(3),
    double: true,
  },
  'of stacks that broadcast': {
    operator: 'MatMul',
    opset: 9,
    inputs: [drawn([2, 1, 2, 5]), drawn([3, 5, 2], 2)],
    tolerance: sumsOf(5),
    double: true,
  },
  'of whole matrices': { operator: 'MatMul', inputs: [i32([2, 2], [1, 2, 3, 4]), i32([2, 2], [5, 6, 7, -8])] },
  'turned round, with factors and a summand that broadcasts': {
    operator: 'Gemm',
    opset: 13,
    inputs: [drawn([3, 2]), drawn([4, 3], 2), drawn([4], 3)],
    attributes: [int('transA', 1), int('transB', 1), float('alpha', 0.5), float('beta', 2)],
    tolerance: sumsOf(4, 2),
    double: true,
  },
  'without a summand': {
    operator: 'Gemm',
    inputs: [drawn([3, 2]), drawn([2, 4], 2)],
    tolerance: sumsOf(2),
    double: true,
  },
  'with a column': {
    operator: 'Gemm',
    opset: 7,
    inputs: [drawn([3, 2]), drawn([2, 4], 2), drawn([3, 1], 3)],
    tolerance: sumsOf(3),
  },
  'by subscripts': {
    operator: 'Einsum',
    opset: 12,
    inputs: [drawn([2, 3, 4]), drawn([2, 4, 5], 2)],
    attributes: [string('equation', 'bij, bjk -> bik')],
    tolerance: sumsOf(4),
    double: true,
  },
  'by subscripts with an ellipsis': {
    operator: 'Einsum',
    inputs: [drawn([2, 3, 3])],
    attributes: [string('equation', '...ii->...i')],
    double: true,
  },
  'of bytes': {
    operator: 'MatMulInteger',
    inputs: [drawnWhole('uint8', [3, 4]), drawnWhole('uint8', [4, 2], 2)],
    outputs: ['int32'],
  },
  'of bytes less zero points': {
    operator: 'MatMulInteger',
    inputs: [
      drawnWhole('uint8', [3, 4]),
      drawnWhole('int8', [4, 2], 2, -128, 127),
      drawnWhole('uint8', [], 3),
      drawnWhole('int8', [2], 4, -5, 5),
    ],
    outputs: ['int32'],
  },
}

describe('products as ONNX Runtime has them', () => {
  for (const [name, one] of Object.entries(products)) it(`${one.operator} ${name}`, () => expectLayer(one))
})

describe('derivatives of products', () => {
  it('MatMul', () => expectDerivative(products['of stacks that broadcast']))
  it('Gemm', () => expectDerivative(products['turned round, with factors and a summand that broadcasts']))
  it('Einsum', () => expectDerivative(products['by subscripts']))
})
