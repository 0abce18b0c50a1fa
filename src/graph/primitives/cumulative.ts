import { allocate, DTypeError, fromRowMajor, rowMajor, sizeOf, type Tensor } from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { roundings } from '../reduce.js'
import { linear, structuralCases, typeAs } from '../rules.js'

// --- cumulativeSum along an axis: y_i = y_(i-1) + x_i one after another, y_0 = x_0; adjoint, the same from the other end

/** Along which axis, and whether from its last element to its first. */
export interface CumulativeAttributes {
  readonly axis: number
  readonly reverse: boolean
}

export const cumulativeSumRecord = linear<'cumulativeSum', CumulativeAttributes>({
  name: 'cumulativeSum',
  infer: ([x]) => {
    if (x.dtype === 'bool')
      throw new DTypeError({
        operation: 'cumulativeSum',
        operands: [x],
        problem: 'it does not take bool',
        remedy: 'Convert with astype',
      })
    return [typeAs(x, x.shape)]
  },
  evaluate: ([x], { axis, reverse }) => {
    const elements = rowMajor(x)
    const sums = allocate(x.dtype, elements.length)
    const round = roundings[x.dtype]
    const extent = x.shape[axis]
    const stride = sizeOf(x.shape.slice(axis + 1))
    const [first, step] = reverse ? [(extent - 1) * stride, -stride] : [0, stride]
    for (let block = 0; block < elements.length; block += extent * stride)
      for (let inner = 0; inner < stride; inner++) {
        let at = block + inner + first
        sums[at] = elements[at]
        for (let count = 1; count < extent; count++, at += step) sums[at + step] = round(sums[at] + elements[at + step])
      }
    return [fromRowMajor(x.dtype, x.shape, sums)]
  },
  transpose: (cotangent, _, { axis, reverse }) => cumulativeSum(cotangent, { axis, reverse: !reverse }),
  batch: (x, { axis, reverse }) => cumulativeSum(x, { axis: axis + 1, reverse }),
  domain: () =>
    structuralCases(
      [[4], { axis: 0, reverse: false }],
      [[3], { axis: 0, reverse: true }],
      [[2, 3, 2], { axis: 1, reverse: false }],
      [[3, 2], { axis: 0, reverse: true }],
      [[2, 0], { axis: 1, reverse: false }],
      [[0, 2], { axis: 1, reverse: true }],
    ),
})

export const cumulativeSum = (x: Tensor, attributes: CumulativeAttributes): Tensor =>
  applyOne(cumulativeSumRecord, attributes, x)
