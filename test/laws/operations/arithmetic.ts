import {
  apart,
  binary,
  domain,
  from,
  fromZero,
  type OperationCase,
  of,
  operation,
  truth,
  unary,
  whole,
  withSettings,
} from './cases.js'

const integers = { dtype: 'int32' } as const

const bits = ['bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'shiftLeft', 'shiftRight', 'shiftRightLogical'] as const

/** Arithmetic, comparisons, logic, conversions. */
export const arithmetic: readonly OperationCase[] = [
  ...unary('abs', -3, 3, fromZero),
  ...unary('neg'),
  ...unary('sign', -3, 3, fromZero),
  ...unary('square'),
  ...withSettings('astype', [domain([3]), 'float32'], [whole([3], -9, 9), 'float64'], [truth([2]), 'int32']),
  ...binary('add'),
  ...binary('sub'),
  ...binary('mul'),
  ...binary('div', [-3, 3], [0.4, 3]),
  ...binary('maximum', [-3, 3], [-3, 3], { kinkDistance: apart }),
  ...binary('minimum', [-3, 3], [-3, 3], { kinkDistance: apart }),
  ...['add', 'sub', 'mul', 'maximum', ...bits].flatMap((name) => binary(name, [-1000, 1000], [-9, 40], integers)),
  ...['less', 'lessEqual', 'greater', 'greaterEqual', 'equal', 'notEqual'].flatMap((name) => [
    ...binary(name),
    ...binary(name, [-2, 2], [-2, 2], integers),
  ]),
  ...['logicalAnd', 'logicalOr', 'logicalXor', 'equal'].flatMap((name) =>
    binary(name, [0, 1], [0, 1], { dtype: 'bool' }),
  ),
  ...['isNaN', 'isFinite', 'isInf'].flatMap((name) =>
    withSettings(name, [domain([2, 3])], [domain([])], [domain([0, 2])], [whole([2], -9, 9)], [truth([2])]),
  ),
  ...withSettings('bitwiseNot', [whole([2, 2], -9, 9)]),
  ...withSettings(
    'clip',
    [domain([]), { min: -1, max: 1.5 }],
    [domain([2, 3]), { min: -1 }],
    [domain([3]), { max: 1.5 }],
    [domain([0, 2]), { min: -1, max: 1.5 }],
  ).map((one) => ({ ...one, kinkDistance: from(-1, 1.5) })),
  ...withSettings('clip', [whole([4], -9, 9), { min: -2, max: 3 }]),
  {
    ...of('clip', (x, min, max) => operation.clip(x, { min, max }), domain([2, 3]), domain([2, 1]), domain([])),
    kinkDistance: apart,
  },
  ...withSettings('logicalNot', [truth([2, 2])]),
  ...withSettings('oneHot', [whole([2, 2], -3, 2), 3], [whole([], 0, 1), 2, { dtype: 'float32' }]),
]
