import { domain, type OperationCase, whole, withSettings, withTies } from './cases.js'

const alongAxes = (name: string): readonly OperationCase[] =>
  withSettings(
    name,
    [domain([4])],
    [domain([2, 3])],
    [domain([2, 3]), { axis: 0, reverse: true }],
    [domain([2, 1, 3]), { axis: -1 }],
    [domain([3, 1]), { axis: 1 }],
    [domain([]), {}],
    [domain([2, 0]), { axis: 1 }],
    [domain([5, 2]), { axis: -2, reverse: true }],
  )

const ofIntegers = (name: string): readonly OperationCase[] =>
  withSettings(name, [whole([2, 3], -3, 3), { axis: 1 }], [whole([5], -3, 3), { reverse: true }])

/** What comes of all elements up to each, and differences of neighbours. */
export const cumulative: readonly OperationCase[] = [
  ...['cumsum', 'cumprod'].flatMap((name) => [...alongAxes(name), ...ofIntegers(name)]),
  ...withSettings('cumprod', [domain([6], -1, 1), { axis: 0 }]),
  ...['cummax', 'cummin'].flatMap((name) => [...withTies(alongAxes(name)), ...ofIntegers(name)]),
  ...alongAxes('logCumSumExp'),
  ...withSettings(
    'diff',
    [domain([4])],
    [domain([3, 2]), { axis: 0 }],
    [domain([2, 5]), { n: 2 }],
    [domain([2, 1]), { n: 3, axis: -1 }],
    [domain([0, 2]), { axis: 0 }],
    [whole([4], -9, 9), { n: 0 }],
  ),
]
