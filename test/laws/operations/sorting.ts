import { apart, domain, type OperationCase, operation, whole, withSettings, withTies } from './cases.js'

const options = [{}, { axis: 0 }, { axis: -2, descending: true }] as const

/** Sorting: places clear of ties are clear of kinks. */
export const sorting: readonly OperationCase[] = [
  ...withTies([
    ...options.flatMap((each) => withSettings('sort', [domain([3, 4]), each])),
    ...withSettings('sort', [domain([5])], [domain([2, 1])], [domain([0, 2])], [domain([1]), { descending: true }]),
    ...[1, 2].map((k) => ({
      name: 'topK',
      f: (x: unknown) => operation.topK(x, k, { axis: 0 }) as unknown as readonly never[],
      domains: [domain([4, 2])],
    })),
  ]),
  { name: 'topK', f: (x) => operation.topK(x, 0) as never, domains: [domain([2, 3])] },
  ...withSettings('sort', [whole([6], -1, 1), { descending: true }]),
  ...options.flatMap((each) => withSettings('argsort', [whole([3, 2], -1, 1), each], [domain([2, 5]), each])),
  ...withSettings('argsort', [domain([2, 0])], [domain([2, 2, 2]), { axis: 1 }]).map((one) => ({
    ...one,
    kinkDistance: apart,
  })),
]
