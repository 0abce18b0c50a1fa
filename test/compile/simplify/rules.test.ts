import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/index.js'
import { applyOne } from '../../../src/graph/index.js'
import {
  abs,
  add,
  div,
  equal,
  exp,
  less,
  lessEqual,
  maximum,
  minimum,
  mul,
  neg,
  power,
  sub,
  where,
} from '../../../src/graph/primitives/arithmetic.js'
import { convert, stopGradient } from '../../../src/graph/primitives/conversion.js'
import { cumulativeSum } from '../../../src/graph/primitives/cumulative.js'
import { argmax, reduceMax } from '../../../src/graph/primitives/extrema.js'
import { floor, round } from '../../../src/graph/primitives/rounding.js'
import { broadcastTo, reshape, sumToRecord, transpose } from '../../../src/graph/primitives/structural.js'
import { concatenate, flip, pad, slice } from '../../../src/graph/primitives/windows.js'
import { type DType, filled, type Shape, type Tensor, type TensorType } from '../../../src/tensor/index.js'
import { constantOf, graphOf } from '../../engine/agreement.js'
import { fault, simplifiedLines, specialPoints } from './agreement.js'

const floats = ['float64', 'float32'] as const
const numbers = [...floats, 'int32'] as const
const all = [...numbers, 'bool'] as const

const sumTo = (x: Tensor, shape: Shape): Tensor => applyOne(sumToRecord, { shape }, x)
const c = (x: TensorType, value: number): Tensor => filled(x.dtype, x.shape, value)

type Case = readonly [
  title: string,
  dtypes: readonly DType[],
  f: (x: Tensor, y: Tensor) => Tensor,
  lines: readonly string[],
  x?: Shape,
  y?: Shape,
]

const cases: Readonly<Record<string, readonly Case[]>> = {
  zeros: [
    ['x + -0', floats, (x) => add(x, c(x, -0)), ['return %1']],
    ['-0 + x', floats, (x) => add(c(x, -0), x), ['return %1']],
    ['x + 0, which is no rule for floats', floats, (x) => add(x, c(x, 0)), ['%3 = add %1 (0)', 'return %3']],
    ['x + 0 of integers', ['int32'], (x) => add(x, c(x, 0)), ['return %1']],
    ['x + 0 where x is not -0', floats, (x) => add(abs(x), c(x, 0)), ['%3 = abs %1', 'return %3']],
    [
      'x + y + 0 where y is not -0',
      floats,
      (x, y) => add(add(x, mul(y, y)), c(x, 0)),
      ['%3 = mul %2 %2', '%4 = add %1 %3', 'return %4'],
    ],
    ['x - 0', numbers, (x) => sub(x, c(x, 0)), ['return %1']],
    ['x - -0, which is no rule', floats, (x) => sub(x, c(x, -0)), ['%3 = sub %1 (-0)', 'return %3']],
    ['-0 - x', floats, (x) => sub(c(x, -0), x), ['%3 = neg %1', 'return %3']],
    ['0 - x, which is a rule for integers alone', floats, (x) => sub(c(x, 0), x), ['%3 = sub (0) %1', 'return %3']],
    ['0 - x of integers', ['int32'], (x) => sub(c(x, 0), x), ['%3 = neg %1', 'return %3']],
    ['x - x, which is a rule for integers alone', floats, (x) => sub(x, x), ['%3 = sub %1 %1', 'return %3']],
    ['x - x of integers', ['int32'], (x) => sub(x, x), ['return (0)']],
  ],
  signs: [
    ['-(-x)', numbers, (x) => neg(neg(x)), ['return %1']],
    ['x + (-y)', numbers, (x, y) => add(x, neg(y)), ['%3 = sub %1 %2', 'return %3']],
    ['(-x) + y', numbers, (x, y) => add(neg(x), y), ['%3 = sub %2 %1', 'return %3']],
    ['x - (-y)', numbers, (x, y) => sub(x, neg(y)), ['%3 = add %1 %2', 'return %3']],
    ['(-x) (-y)', numbers, (x, y) => mul(neg(x), neg(y)), ['%3 = mul %1 %2', 'return %3']],
    ['(-x) / (-y)', floats, (x, y) => div(neg(x), neg(y)), ['%3 = div %1 %2', 'return %3']],
    ['(-x) 3', numbers, (x) => mul(neg(x), c(x, 3)), ['%3 = mul %1 (-3)', 'return %3']],
    ['(-x) / 3', floats, (x) => div(neg(x), c(x, 3)), ['%3 = div %1 (-3)', 'return %3']],
    ['-(x 3)', numbers, (x) => neg(mul(x, c(x, 3))), ['%3 = mul %1 (-3)', 'return %3']],
    ['-(3 / x)', floats, (x) => neg(div(c(x, 3), x)), ['%3 = div (-3) %1', 'return %3']],
    ['|-x|', numbers, (x) => abs(neg(x)), ['%3 = abs %1', 'return %3']],
    ['||x||', numbers, (x) => abs(abs(x)), ['%3 = abs %1', 'return %3']],
    ['-(x - y), which is no rule', floats, (x, y) => neg(sub(x, y)), ['%3 = sub %1 %2', '%4 = neg %3', 'return %4']],
  ],
  factors: [
    ['x 1', numbers, (x) => mul(x, c(x, 1)), ['return %1']],
    ['1 x', numbers, (x) => mul(c(x, 1), x), ['return %1']],
    ['x (-1)', numbers, (x) => mul(x, c(x, -1)), ['%3 = neg %1', 'return %3']],
    ['x 0, which is no rule for floats', floats, (x) => mul(x, c(x, 0)), ['%3 = mul %1 (0)', 'return %3']],
    ['x 0 of integers', ['int32'], (x) => mul(x, c(x, 0)), ['return (0)']],
    ['x / 1', floats, (x) => div(x, c(x, 1)), ['return %1']],
    ['x / -1', floats, (x) => div(x, c(x, -1)), ['%3 = neg %1', 'return %3']],
    ['x / 8', floats, (x) => div(x, c(x, 8)), ['%3 = mul %1 (0.125)', 'return %3']],
    ['x / 3, which is no rule', floats, (x) => div(x, c(x, 3)), ['%3 = div %1 (3)', 'return %3']],
    [
      'x / 2^127, whose reciprocal is subnormal in float32',
      ['float32'],
      (x) => div(x, c(x, 2 ** 127)),
      ['%3 = div %1 (1.7014118346046923e+38)', 'return %3'],
    ],
    [
      'x / 2^127, whose reciprocal is normal in float64',
      ['float64'],
      (x) => div(x, c(x, 2 ** 127)),
      ['%3 = mul %1 (5.877471754111438e-39)', 'return %3'],
    ],
    ['x / 2^-126', floats, (x) => div(x, c(x, 2 ** -126)), ['%3 = mul %1 (8.507059173023462e+37)', 'return %3']],
    [
      'x / 2^1023, whose reciprocal is subnormal',
      ['float64'],
      (x) => div(x, c(x, 2 ** 1023)),
      ['%3 = div %1 (8.98846567431158e+307)', 'return %3'],
    ],
    ['x / 2^-1074', ['float64'], (x) => div(x, c(x, 2 ** -1074)), ['%3 = div %1 (5e-324)', 'return %3']],
    ['x / 0', floats, (x) => div(x, c(x, 0)), ['%3 = div %1 (0)', 'return %3']],
    ['x^1', floats, (x) => power(x, c(x, 1)), ['return %1']],
    ['x^2', floats, (x) => power(x, c(x, 2)), ['%3 = mul %1 %1', 'return %3']],
    ['x^0', floats, (x) => power(x, c(x, 0)), ['return (1)']],
  ],
  choices: [
    ['where true', all, (x, y) => where(filled('bool', x.shape, 1), x, y), ['return %1']],
    ['where false', all, (x, y) => where(filled('bool', x.shape, 0), x, y), ['return %2']],
    ['where of the same', all, (x, y) => where(equal(x, y), x, x), ['return %1']],
    [
      'where within where, first',
      all,
      (x, y) => where(equal(x, y), where(equal(x, y), x, y), y),
      ['%3 = equal %1 %2', '%4 = where %3 %1 %2', 'return %4'],
    ],
    ['where within where, second', all, (x, y) => where(equal(x, y), y, where(equal(y, x), x, y)), ['return %2']],
    [
      'where of truth values',
      all,
      (x, y) => where(equal(x, y), filled('bool', x.shape, 1), filled('bool', x.shape, 0)),
      ['%3 = equal %1 %2', 'return %3'],
    ],
    ['maximum of the same', numbers, (x) => maximum(x, x), ['return %1']],
    ['minimum of the same', numbers, (x) => minimum(x, x), ['return %1']],
    ['maximum with -Infinity', floats, (x) => maximum(x, c(x, Number.NEGATIVE_INFINITY)), ['return %1']],
    ['minimum with Infinity', floats, (x) => minimum(c(x, Number.POSITIVE_INFINITY), x), ['return %1']],
    ['maximum with the least', ['int32'], (x) => maximum(x, c(x, -(2 ** 31))), ['return %1']],
    ['minimum with the greatest', ['int32'], (x) => minimum(x, c(x, 2 ** 31 - 1)), ['return %1']],
    ['x < x', all, (x) => less(x, x), ['return (false)']],
    ['x = x, which NaN is not', floats, (x) => equal(x, x), ['%3 = equal %1 %1', 'return %3']],
    ['x = x', ['int32', 'bool'], (x) => equal(x, x), ['return (true)']],
    ['x <= x', ['int32', 'bool'], (x) => lessEqual(x, x), ['return (true)']],
    ['b = true', ['bool'], (x) => equal(x, c(x, 1)), ['return %1']],
  ],
  'whole numbers': [
    ['floor of integers', ['int32'], (x) => floor(x), ['return %1']],
    ['round of what is whole', floats, (x) => round(floor(x)), ['%3 = floor %1', 'return %3']],
    ['floor, which does something', floats, (x) => floor(x), ['%3 = floor %1', 'return %3']],
  ],
  conversions: [
    ['to its own dtype and back', all, (x) => convert(convert(x, 'float64'), x.dtype), ['return %1']],
    [
      'through a wider dtype',
      ['bool', 'float32'],
      (x) => convert(convert(x, 'float64'), 'int32'),
      ['%3 = convert %1 { dtype: int32 }', 'return %3'],
    ],
    [
      'through float32, which is no rule',
      ['float64', 'int32'],
      (x) => convert(convert(x, 'float32'), 'int32'),
      ['%3 = convert %1 { dtype: float32 }', '%4 = convert %3 { dtype: int32 }', 'return %4'],
    ],
    ['stopGradient', all, (x) => stopGradient(x), ['return %1']],
  ],
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

describe.each(Object.keys(cases))('%s', (group) => {
  const rows = cases[group].flatMap(([title, dtypes, f, lines, x = [50], y = x]) =>
    dtypes.map((dtype) => ({ title, dtype, f, lines, x, y })),
  )
  it.each(rows)('$title of $dtype', ({ dtype, f, lines, x, y }) => {
    const graph = graphOf(([a, b]) => [f(a, b)], { shape: x, dtype }, { shape: y, dtype })
    expect(simplifiedLines(graph)).toEqual(lines)
    expect(fault(graph, simplify(graph), ...specialPoints(graph))).toBeUndefined()
  })
})
