import { applyOne } from '../../../src/graph/index.js'
import { add, exp, mul, neg } from '../../../src/graph/primitives/arithmetic.js'
import { convert } from '../../../src/graph/primitives/conversion.js'
import { cumulativeSum } from '../../../src/graph/primitives/cumulative.js'
import { argmax, reduceMax } from '../../../src/graph/primitives/extrema.js'
import { scatterAdd, take } from '../../../src/graph/primitives/indexing.js'
import { broadcastTo, reshape, sumToRecord, transpose } from '../../../src/graph/primitives/structural.js'
import { concatenate, flip, pad, slice } from '../../../src/graph/primitives/windows.js'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { filled } from '../../../src/tensor/index.js'
import { constantOf } from '../../engine/agreement.js'
import { all, type Case, c, describeCases, floats, numbers } from './cases.js'

const along = { axis: 0, batchAxes: 0 } as const

const sumTo = (x: Tensor, shape: Shape): Tensor => applyOne(sumToRecord, { shape }, x)

const cases: Readonly<Record<string, readonly Case[]>> = {
  views: [
    [
      'transposes',
      all,
      (x) => transpose(transpose(x, [1, 2, 0]), [1, 2, 0]),
      ['%3 = transpose %1 { permutation: [2, 0, 1] }', 'return %3'],
      [2, 3, 4],
    ],
    [
      'transposes that undo each other',
      all,
      (x) => transpose(transpose(x, [1, 2, 0]), [2, 0, 1]),
      ['return %1'],
      [2, 3, 4],
    ],
    [
      'reshapes',
      all,
      (x) => reshape(reshape(x, [6, 4]), [4, 6]),
      ['%3 = reshape %1 { shape: [4, 6] }', 'return %3'],
      [2, 3, 4],
    ],
    ['reshapes that undo each other', all, (x) => reshape(reshape(x, [6, 4]), [2, 3, 4]), ['return %1'], [2, 3, 4]],
    [
      'a transpose that moves axes of size 1, reshaped',
      all,
      (x) => reshape(transpose(x, [1, 0, 2]), [12]),
      ['%3 = reshape %1 { shape: [12] }', 'return %3'],
      [1, 3, 4],
    ],
    [
      'a reshape, transposed in axes of size 1',
      all,
      (x) => transpose(reshape(x, [12, 1]), [1, 0]),
      ['%3 = reshape %1 { shape: [1, 12] }', 'return %3'],
      [3, 4],
    ],
    [
      'broadcasts',
      all,
      (x) => broadcastTo(broadcastTo(x, [4, 3]), [2, 4, 3]),
      ['%3 = broadcastTo %1 { shape: [2, 4, 3] }', 'return %3'],
      [1, 3],
    ],
    [
      'a reshape that broadcasting does itself',
      all,
      (x) => broadcastTo(reshape(x, [1, 3]), [2, 3]),
      ['%3 = broadcastTo %1 { shape: [2, 3] }', 'return %3'],
      [3],
    ],
    [
      'one element, broadcast and reshaped',
      all,
      (x) => reshape(broadcastTo(x, [2, 3]), [6]),
      ['%3 = broadcastTo %1 { shape: [6] }', 'return %3'],
      [],
    ],
    [
      'one element, broadcast and transposed',
      all,
      (x) => transpose(broadcastTo(x, [2, 3]), [1, 0]),
      ['%3 = broadcastTo %1 { shape: [3, 2] }', 'return %3'],
      [1],
    ],
    [
      'a broadcast that adds axes of size 1, reshaped',
      all,
      (x) => reshape(broadcastTo(x, [1, 3]), [3, 1]),
      ['%3 = reshape %1 { shape: [3, 1] }', 'return %3'],
      [3],
    ],
    ['flips', all, (x) => flip(flip(x, [0, 1]), [1, 2]), ['%3 = flip %1 { axes: [0, 2] }', 'return %3'], [2, 3, 4]],
    ['flips that undo each other', all, (x) => flip(flip(x, [0, 1]), [1, 0]), ['return %1'], [2, 3, 4]],
    [
      'a flip of one element, and of what is repeated',
      all,
      (x) => flip(broadcastTo(x, [5, 3, 1]), [0, 2]),
      ['%3 = broadcastTo %1 { shape: [5, 3, 1] }', 'return %3'],
      [3, 1],
    ],
    [
      'slices',
      all,
      (x) =>
        slice(slice(x, { start: [1, 0], size: [4, 3], step: [2, 1] }), { start: [1, 1], size: [2, 2], step: [2, 1] }),
      ['%3 = slice %1 { size: [2, 2], start: [3, 1], step: [4, 1] }', 'return %3'],
      [9, 3],
    ],
    ['a slice of all', all, (x) => slice(x, { start: [0], size: [5], step: [1] }), ['return %1'], [5]],
    [
      'a slice of what is repeated',
      all,
      (x) => slice(broadcastTo(x, [5, 3]), { start: [1, 0], size: [2, 3], step: [2, 1] }),
      ['%3 = broadcastTo %1 { shape: [2, 3] }', 'return %3'],
      [3],
    ],
    [
      'a slice of one operand in a row',
      all,
      (x, y) => slice(concatenate([x, y], 0), { start: [3], size: [2], step: [2] }),
      ['%3 = slice %2 { size: [2], start: [0], step: [2] }', 'return %3'],
      [3],
      [4],
    ],
    [
      'a slice of both operands in a row',
      all,
      (x, y) => slice(concatenate([x, y], 0), { start: [1], size: [2], step: [2] }),
      ['%3 = concatenate %1 %2 { axis: 0 }', '%4 = slice %3 { size: [2], start: [1], step: [2] }', 'return %4'],
      [3],
      [4],
    ],
  ],
  joining: [
    ['one operand', all, (x) => concatenate([x], 0), ['return %1']],
    ['nothing beside something', all, (x, y) => concatenate([y, x, y], 0), ['return %1'], [3], [0]],
    [
      'the same constants',
      numbers,
      (x) => add(x, concatenate([c({ shape: [1], dtype: x.dtype }, 7), c({ shape: [2], dtype: x.dtype }, 7)], 0)),
      ['%3 = add %1 (7)', 'return %3'],
      [3],
    ],
    ['no padding', all, (x) => pad(x, { low: [0], high: [0], interior: [0] }), ['return %1']],
    [
      'zeros around zeros',
      floats,
      (x) => add(x, pad(c({ shape: [1], dtype: x.dtype }, 0), { low: [1], high: [1], interior: [0] })),
      ['%3 = add %1 (0)', 'return %3'],
      [3],
    ],
  ],
  selections: [
    [
      'by one index',
      all,
      (x) => take(x, filled('int32', [], -1), along),
      ['%3 = slice %1 { size: [1, 2], start: [2, 0], step: [1, 1] }', '%4 = reshape %3 { shape: [2] }', 'return %4'],
      [3, 2],
    ],
    [
      'by indices in equal steps',
      all,
      (x) =>
        take(
          x,
          constantOf('int32', [2], (index) => [1, -2][index]),
          { axis: 1, batchAxes: 0 },
        ),
      ['%3 = slice %1 { size: [2, 2], start: [0, 1], step: [1, 2] }', 'return %3'],
      [2, 5],
    ],
    [
      'by other indices',
      all,
      (x) =>
        take(
          x,
          constantOf('int32', [3], (index) => [1, 2, 0][index]),
          along,
        ),
      ['%3 = take %1 (1 2 0) { axis: 0, batchAxes: 0 }', 'return %3'],
      [5],
    ],
    [
      'by an index outside',
      all,
      (x) => take(x, filled('int32', [], 3), along),
      ['%3 = take %1 (3) { axis: 0, batchAxes: 0 }', 'return %3'],
      [3],
    ],
    [
      'added to zeros',
      floats,
      (x) => scatterAdd(c({ shape: [4], dtype: x.dtype }, 0), filled('int32', [], 1), exp(x), along),
      [
        '%3 = exp %1',
        '%4 = reshape %3 { shape: [1] }',
        '%5 = pad %4 { high: [2], interior: [0], low: [1] }',
        'return %5',
      ],
      [],
    ],
    [
      'added to zeros, -0 among them',
      floats,
      (x) => scatterAdd(c({ shape: [4], dtype: x.dtype }, 0), filled('int32', [], 1), x, along),
      ['%3 = scatterAdd (0) (1) %1 { axis: 0, batchAxes: 0 }', 'return %3'],
      [],
    ],
  ],
  reductions: [
    [
      'the sum of one element',
      floats,
      (x) => sumTo(x, [3]),
      ['%3 = reshape %1 { shape: [3] }', '%4 = add %3 (0)', 'return %4'],
      [1, 3],
    ],
    [
      'the sum of one element that is not -0',
      floats,
      (x) => sumTo(exp(x), [3]),
      ['%3 = exp %1', '%4 = reshape %3 { shape: [3] }', 'return %4'],
      [1, 3],
    ],
    [
      'the sum of one integer',
      ['int32'],
      (x) => sumTo(x, [3]),
      ['%3 = reshape %1 { shape: [3] }', 'return %3'],
      [1, 3],
    ],
    [
      'a sum along other axes than a broadcast',
      numbers,
      (x) => sumTo(broadcastTo(x, [4, 3, 2]), [4, 1, 2]),
      ['%3 = sumTo %1 { shape: [1, 1] }', '%4 = broadcastTo %3 { shape: [4, 1, 2] }', 'return %4'],
      [3, 1],
    ],
    [
      'a sum that leaves out axes',
      numbers,
      (x) => sumTo(broadcastTo(x, [3, 2]), [2]),
      ['%3 = sumTo %1 { shape: [1] }', '%4 = broadcastTo %3 { shape: [2] }', 'return %4'],
      [3, 1],
    ],
    [
      'a sum of what is repeated',
      floats,
      (x) => sumTo(broadcastTo(x, [4, 3]), [3]),
      ['%3 = broadcastTo %1 { shape: [4, 3] }', '%4 = sumTo %3 { shape: [3] }', 'return %4'],
      [3],
    ],
    [
      'a sum of repetitions that are not -0',
      floats,
      (x) => sumTo(broadcastTo(exp(x), [16, 3]), [3]),
      ['%3 = exp %1', '%4 = mul %3 (16)', 'return %4'],
      [3],
    ],
    [
      'a sum of three repetitions, which rounds',
      floats,
      (x) => sumTo(broadcastTo(exp(x), [3, 2]), [2]),
      ['%3 = exp %1', '%4 = broadcastTo %3 { shape: [3, 2] }', '%5 = sumTo %4 { shape: [2] }', 'return %5'],
      [2],
    ],
    [
      'a sum of repeated integers',
      ['int32'],
      (x) => sumTo(broadcastTo(x, [7, 3]), [3]),
      ['%3 = mul %1 (7)', 'return %3'],
      [3],
    ],
    [
      'a sum of a constant',
      numbers,
      (x) => add(x, sumTo(c({ shape: [3, 1000], dtype: x.dtype }, 3), [3, 1])),
      ['%3 = add %1 (3000)', 'return %3'],
      [3, 1],
    ],
    ['a sum of nothing', floats, (x, y) => add(x, sumTo(y, [3])), ['%3 = add %1 (0)', 'return %3'], [3], [0, 3]],
    ['an extremum of one element', numbers, (x) => reduceMax(x, [0]), ['return %1'], [1, 3]],
    ['its index', numbers, (x) => convert(argmax(x, 0), 'float64'), ['return (0)'], [1, 3]],
    [
      'a sum so far of one element',
      numbers,
      (x) => cumulativeSum(x, { axis: 0, reverse: false }),
      ['return %1'],
      [1, 3],
    ],
  ],
  broadcasts: [
    [
      'a function of what is repeated',
      numbers,
      (x) => neg(broadcastTo(x, [4, 3])),
      ['%3 = neg %1', '%4 = broadcastTo %3 { shape: [4, 3] }', 'return %4'],
      [3],
    ],
    [
      'of two of them',
      numbers,
      (x, y) => mul(broadcastTo(x, [2, 4, 3]), broadcastTo(y, [2, 4, 3])),
      [
        '%3 = broadcastTo %1 { shape: [4, 3] }',
        '%4 = broadcastTo %2 { shape: [4, 3] }',
        '%5 = mul %3 %4',
        '%6 = broadcastTo %5 { shape: [2, 4, 3] }',
        'return %6',
      ],
      [3],
      [4, 1],
    ],
    [
      'with a constant',
      numbers,
      (x) => mul(broadcastTo(x, [4, 3]), filled(x.dtype, [4, 3], 5)),
      ['%3 = mul %1 (5)', '%4 = broadcastTo %3 { shape: [4, 3] }', 'return %4'],
      [3],
    ],
    [
      'of two along different axes, which computes as much',
      numbers,
      (x, y) => mul(broadcastTo(x, [4, 3]), broadcastTo(y, [4, 3])),
      ['%3 = broadcastTo %1 { shape: [4, 3] }', '%4 = broadcastTo %2 { shape: [4, 3] }', '%5 = mul %3 %4', 'return %5'],
      [3],
      [4, 1],
    ],
    [
      'a conversion',
      ['bool', ...floats],
      (x) => convert(broadcastTo(x, [4, 3]), 'int32'),
      ['%3 = convert %1 { dtype: int32 }', '%4 = broadcastTo %3 { shape: [4, 3] }', 'return %4'],
      [3],
    ],
  ],
  equals: [
    [
      'are computed once',
      numbers,
      (x, y) => add(mul(x, y), mul(y, x)),
      ['%3 = mul %1 %2', '%4 = add %3 %3', 'return %4'],
    ],
    [
      'constants included',
      numbers,
      (x) =>
        mul(
          add(x, c(x, 5)),
          add(
            constantOf(x.dtype, x.shape, () => 5),
            x,
          ),
        ),
      ['%3 = add %1 (5)', '%4 = mul %3 %3', 'return %4'],
      [4],
    ],
    [
      'constants are computed in advance',
      floats,
      (x) => add(x, exp(mul(c(x, 2), c(x, -0)))),
      ['%3 = add %1 (1)', 'return %3'],
    ],
  ],
}

describeCases(cases)
