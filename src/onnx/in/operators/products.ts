import { add, einsum, matmul, mul, reshape, sub, swapAxes } from '../../../graph/index.js'
import { type OperatorCall, type Operators, refused } from '../operator.js'
import { maybe, type Numbers, numbers, type Whole, whole } from './operands.js'

/** a times a number, which for whole numbers is 1. */
const scaledBy = (call: OperatorCall, a: Numbers, factor: number): Numbers => {
  if (factor === 1) return a
  if (a.dtype === 'int32' && !Number.isInteger(factor)) throw refused(call, `whole numbers are multiplied by ${factor}`)
  return mul(a, factor) as Numbers
}

const turned = (call: OperatorCall, name: string, a: Numbers): Numbers => {
  if (call.attributes.int(name, 0) === 0) return a
  if (a.shape.length < 2) throw refused(call, `${name} turns round a matrix, not a tensor of rank ${a.shape.length}`)
  return swapAxes(a, -1, -2) as Numbers
}

/** alpha A B + beta C, where A and B may be turned round. */
const gemm = (call: OperatorCall): readonly Numbers[] => {
  const { attributes } = call
  const a = turned(call, 'transA', numbers(call, 0))
  const b = turned(call, 'transB', numbers(call, 1))
  if (a.shape.length !== 2 || b.shape.length !== 2) throw refused(call, 'it multiplies matrices')
  const product = scaledBy(call, matmul(a, b) as Numbers, attributes.float('alpha', 1))
  const c = maybe(call, 2, numbers)
  return [c === undefined ? product : (add(product, scaledBy(call, c, attributes.float('beta', 1))) as Numbers)]
}

/** Whole numbers less their zero point: one for all, or one for each row or column. */
const centred = (x: Whole, zero: Whole | undefined, axis: 'rows' | 'columns'): Whole => {
  if (zero === undefined) return x
  const perRow = axis === 'rows' && zero.shape.length === 1 && zero.shape[0] > 1
  return sub(x, perRow ? reshape(zero, [zero.shape[0], 1]) : zero) as Whole
}

/** (A - a) (B - b) of whole numbers, by their zero points. */
export const wholeProduct = (a: readonly [Whole, Whole | undefined], b: readonly [Whole, Whole | undefined]): Whole =>
  matmul(centred(...a, 'rows'), centred(...b, 'columns')) as Whole

/** Products of matrices, and sums of products. */
export const products: Operators = {
  MatMul: (call) => [matmul(numbers(call, 0), numbers(call, 1))],
  Gemm: gemm,
  Einsum: (call) => {
    const operands = call.inputs.map((_, index) => numbers(call, index))
    const equation = call.attributes.string('equation').replaceAll(/\s/g, '')
    return [einsum(equation, ...(operands as [Numbers, ...Numbers[]])) as Numbers]
  },
  MatMulInteger: (call) => [
    wholeProduct([whole(call, 0), maybe(call, 2, whole)], [whole(call, 1), maybe(call, 3, whole)]),
  ],
}
