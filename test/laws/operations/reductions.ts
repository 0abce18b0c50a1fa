import type { InputDomain } from '../../../laws/index.js'
import type { Constant } from '../../../src/tensor/index.js'
import {
  along,
  domain,
  fromZero,
  type OperationCase,
  operation,
  reduction,
  truth,
  whole,
  withSettings,
  withTies,
} from './cases.js'

/** Standard deviations, clear of those near 0, where there is a kink. */
const spread = (...cases: readonly (readonly [x: InputDomain, options: object])[]): readonly OperationCase[] =>
  cases.map(([x, options]) => ({
    ...withSettings('std', [x, options])[0],
    kinkDistance: ([input]) => (fromZero([operation.std(input, { ...options, ddof: 0 }) as Constant]) > 0.3 ? 1 : 0),
  }))

/** Norms, of elements that are not 0 where that matters, and whose sizes differ where the extreme one counts. */
const norms: readonly OperationCase[] = [
  ...withSettings('norm', [domain([], 0.5, 3)], [domain([3], 0.5, 3)], [domain([2, 3], -3, -0.5), { axis: -1 }]),
  ...withSettings('norm', [domain([2, 1, 3], 0.5, 3), { axis: [0, 2], keepdims: true }], [domain([0, 2]), { axis: 0 }]),
  ...withSettings('norm', [domain([3]), { ord: 0 }]).map((one) => ({ ...one, kinkDistance: fromZero })),
  ...[1, 3, 1.5].flatMap((ord) =>
    withSettings('norm', [domain([2, 3], 0.5, 3), { ord, axis: 0 }], [domain([3], -3, -0.5), { ord }]),
  ),
  ...withSettings('norm', [domain([3], 0.5, 3), { ord: -2 }], [domain([4], 0.5, 3), { ord: 0.5 }]),
  ...[Infinity, -Infinity].flatMap((ord) =>
    withTies(withSettings('norm', [domain([4], 0.5, 3), { ord }], [domain([2, 3], -3, -0.5), { ord, axis: 1 }])),
  ),
]

/** Reductions, and what goes along an axis. */
export const reductions: readonly OperationCase[] = [
  ...reduction('sum'),
  ...reduction('mean'),
  ...withTies(reduction('max')),
  ...withTies(reduction('min')),
  ...reduction('logSumExp'),
  ...withSettings(
    'argmax',
    [domain([3])],
    [domain([2, 3]), { axis: 0, keepdims: true }],
    [whole([2, 3], -2, 2), { axis: 1 }],
  ),
  ...withSettings(
    'argmin',
    [domain([3])],
    [domain([2, 3]), { axis: 0, keepdims: true }],
    [whole([2, 3], -2, 2), { axis: 1 }],
  ),
  ...withTies(reduction('median').slice(0, -1)),
  ...withTies(
    withSettings(
      'quantile',
      [domain([4]), 0.3],
      [domain([2, 3]), [0, 0.4, 1], { axis: 1 }],
      [domain([3, 1, 2]), 0.5, { axis: [0, -1], keepdims: true }],
    ),
  ),
  ...reduction('prod'),
  ...withSettings('prod', [domain([5], -1, 1)], [domain([1, 7]), { axis: 1 }], [whole([2, 3], -3, 3), { axis: -1 }]),
  ...['any', 'all', 'countNonzero'].flatMap((name) => [
    ...withSettings(
      name,
      [domain([2, 3], -1, 1), { axis: 0 }],
      [whole([2, 3], 0, 1), { axis: [0, 1], keepdims: true }],
    ),
    ...withSettings(
      name,
      [truth([2, 3])],
      [truth([2, 3]), { axis: -1 }],
      [truth([]), {}],
      [truth([0, 2]), { axis: 0 }],
    ),
  ]),
  ...reduction('variance'),
  ...withSettings('variance', [domain([4]), { ddof: 1 }], [domain([2, 3]), { axis: -1, ddof: 0.5 }]),
  ...spread(
    [domain([4]), {}],
    [domain([2, 3]), { axis: 0, ddof: 1 }],
    [domain([3, 2]), { axis: [0, -1], keepdims: true }],
  ),
  ...spread([domain([0, 2]), { axis: 1 }], [domain([2, 1, 3]), { axis: 2, ddof: 1 }]),
  ...norms,
  ...along('softmax'),
  ...along('logSoftmax'),
]
