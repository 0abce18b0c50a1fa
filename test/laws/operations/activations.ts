import { domain, from, fromZero, type OperationCase, of, operation, unary, whole, withSettings } from './cases.js'

/** Activations. */
export const activations: readonly OperationCase[] = [
  ...unary('elu', -3, 3, fromZero),
  ...unary('celu', -3, 3, fromZero),
  ...unary('gelu', -6, 6),
  ...withSettings('gelu', [domain([2, 3], -6, 6), { approximate: 'tanh' }]),
  ...unary('hardShrink', -3, 3, from(-0.5, 0.5)),
  ...unary('hardSigmoid', -6, 6, from(-3, 3)),
  ...unary('hardSwish', -6, 6, from(-3, 3)),
  ...unary('hardTanh', -3, 3, from(-1, 1)),
  ...unary('leakyRelu', -3, 3, fromZero),
  ...unary('logSigmoid', -9, 9),
  ...unary('logit', 0.1, 0.9),
  ...unary('mish', -9, 9),
  ...unary('relu', -3, 3, fromZero),
  ...unary('relu6', -3, 9, from(0, 6)),
  ...unary('selu', -3, 3, fromZero),
  ...unary('sigmoid', -9, 9),
  ...unary('silu', -9, 9),
  ...unary('softShrink', -3, 3, from(-0.5, 0.5)),
  ...unary('softplus', -9, 9),
  ...unary('softsign', -3, 3, fromZero),
  ...unary('squareplus', -6, 6),
  ...withSettings('squareplus', [domain([3]), { b: 0.5 }]),
  ...unary('tanhShrink'),
  ...withSettings('softplus', [domain([3]), { beta: 2 }]),
  ...withSettings('leakyRelu', [domain([3]), { negativeSlope: 0.2 }]).map((one) => ({
    ...one,
    kinkDistance: fromZero,
  })),
  ...withSettings('elu', [domain([3]), { alpha: 2 }]).map((one) => ({ ...one, kinkDistance: fromZero })),
  ...withSettings('celu', [domain([3]), { alpha: 2 }]).map((one) => ({ ...one, kinkDistance: fromZero })),
  ...withSettings('softShrink', [domain([3]), { lambda: 1 }]).map((one) => ({ ...one, kinkDistance: from(-1, 1) })),
  ...withSettings('hardShrink', [domain([3]), { lambda: 1 }]).map((one) => ({ ...one, kinkDistance: from(-1, 1) })),
  ...withSettings('relu6', [whole([2, 3], -9, 9)]),
  ...withSettings(
    'glu',
    [domain([4])],
    [domain([2, 3]), { axis: 0 }],
    [domain([3, 2, 1]), { axis: -2 }],
    [domain([2, 0])],
    [domain([0, 2])],
  ),
  ...(
    [
      [[3], []],
      [[2, 3], [3]],
      [
        [2, 1],
        [1, 3],
      ],
      [[0, 2], [2]],
    ] as const
  ).map(([x, slope]) => ({
    ...of('prelu', operation.prelu, domain(x), domain(slope)),
    kinkDistance: fromZero,
  })),
]
