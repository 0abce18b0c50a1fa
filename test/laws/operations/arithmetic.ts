import { apart, binary, domain, fromZero, type OperationCase, truth, unary, whole, withSettings } from './cases.js'

const integers = { dtype: 'int32' } as const

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
  ...['add', 'sub', 'mul', 'maximum', 'bitwiseXor', 'shiftLeft', 'shiftRightLogical'].flatMap((name) =>
    binary(name, [-1000, 1000], [-9, 40], integers),
  ),
  ...['less', 'lessEqual', 'greater', 'greaterEqual', 'equal', 'notEqual'].flatMap((name) => [
    ...binary(name),
    ...binary(name, [-2, 2], [-2, 2], integers),
  ]),
  ...['logicalAnd', 'logicalOr', 'equal'].flatMap((name) => binary(name, [0, 1], [0, 1], { dtype: 'bool' })),
  ...withSettings('logicalNot', [truth([2, 2])]),
  ...withSettings('oneHot', [whole([2, 2], -3, 2), 3], [whole([], 0, 1), 2, { dtype: 'float32' }]),
]
