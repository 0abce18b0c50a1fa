import { describe, it } from 'vitest'
import { attribute, bool, f32, f64, type Given, i32, i64, type NodeCase } from './support/models.js'
import { exactly, expectAgreement, type Tolerance } from './support/runtime.js'

const { int, ints: list } = attribute
const numbers = [0.5, -2, 3.25, 1, 4, -0.75, 2, 2, -1, 6, 0.125, -3, 5, 1.5, 0.25, -4, 7, -6, 3, 0, 2.5, 1.25, -5, 8]
const data = f32([2, 3, 4], numbers)
const wide = f64([2, 3, 4], numbers)
const positive = f32(
  [2, 3, 4],
  numbers.map((each) => Math.abs(each) + 0.5),
)
const whole = i32([2, 3, 4], numbers.map(Math.round))
const axes = (...given: readonly number[]): Given => i64([given.length], given)

/** Sums of at most 24 elements of size 8 or less, each side in its own order: 24 roundings of up to 24 * 64. */
const summed: Tolerance = { ulps: 24, scale: 8 }

/** The same with a logarithm, exponential or root around, which has 4 units of its own (see the elementwise operators). */
const nested: Tolerance = { ulps: 32, scale: 8 }

interface Reduction {
  readonly operator: string
  readonly tolerance: Tolerance
  readonly given?: Given
  readonly since?: number
  readonly whole?: boolean
  readonly double?: boolean
}

const reductions: readonly Reduction[] = [
  { operator: 'ReduceSum', tolerance: summed, since: 13, whole: true, double: true },
  { operator: 'ReduceMean', tolerance: summed, whole: true, double: true },
  { operator: 'ReduceMax', tolerance: exactly, whole: true, double: true },
  { operator: 'ReduceMin', tolerance: exactly, whole: true, double: true },
  { operator: 'ReduceProd', tolerance: summed, whole: true, given: positive },
  { operator: 'ReduceL1', tolerance: summed, whole: true },
  { operator: 'ReduceL2', tolerance: summed, whole: true },
  { operator: 'ReduceSumSquare', tolerance: { ulps: 24, scale: 64 }, whole: true, double: true },
  { operator: 'ReduceLogSum', tolerance: nested, given: positive },
  { operator: 'ReduceLogSumExp', tolerance: nested, double: true },
]

const casesOf = ({ operator, given = data, since = 18, whole: takesWhole, double }: Reduction): readonly NodeCase[] => [
  { operator, inputs: [given] },
  { operator, inputs: [given], attributes: [int('keepdims', 0)] },
  { operator, inputs: [given, axes(1)], constants: [1] },
  { operator, inputs: [given, axes(-1, 0)], constants: [1], attributes: [int('keepdims', 0)] },
  { operator, inputs: [given, axes()], constants: [1], attributes: [int('noop_with_empty_axes', 1)] },
  { operator, opset: since - 1, inputs: [given], attributes: [list('axes', [1])] },
  { operator, opset: since - 1, inputs: [given], attributes: [int('keepdims', 0)] },
  ...(takesWhole ? [{ operator, inputs: [whole, axes(2)], constants: [1] }] : []),
  ...(double ? [{ operator, inputs: [wide, axes(2)], constants: [1] }] : []),
]

describe('reductions', () => {
  for (const one of reductions)
    it(one.operator, async () => {
      for (const each of casesOf(one)) await expectAgreement(each, one.tolerance)
    })

  it('ReduceMax and ReduceMin of truth values', async () => {
    for (const operator of ['ReduceMax', 'ReduceMin'])
      await expectAgreement({ operator, inputs: [bool([2, 2], [0, 1, 1, 1]), axes(1)], constants: [1] })
  })
})

const tied = f32([2, 4], [3, 1, 3, 0, -1, -1, -2, -1])

const others: readonly (NodeCase & { readonly tolerance?: Tolerance })[] = [
  ...['ArgMax', 'ArgMin'].flatMap((operator) =>
    [
      [],
      [int('axis', 1)],
      [int('axis', -1), int('keepdims', 0)],
      [int('axis', 1), int('select_last_index', 1)],
      [int('axis', 0), int('select_last_index', 1)],
    ].map((attributes) => ({ operator, inputs: [tied], attributes, outputs: ['int64' as const] })),
  ),
  ...[[], [int('exclusive', 1)], [int('reverse', 1)], [int('exclusive', 1), int('reverse', 1)]].flatMap((attributes) =>
    [0, 1, -1].map((axis) => ({
      operator: 'CumSum',
      inputs: [f32([2, 3], [1, 2, 3, 4, 5, 6]), i32([], [axis])],
      constants: [1],
      attributes,
    })),
  ),
  ...[[], [int('axis', 0)], [int('largest', 0)], [int('largest', 0), int('axis', 1)]].map((attributes) => ({
    operator: 'TopK',
    inputs: [tied, i64([1], [2])],
    constants: [1],
    attributes,
    outputs: ['float32', 'int64'] as const,
  })),
  { operator: 'TopK', opset: 9, inputs: [tied], attributes: [int('k', 3)], outputs: ['float32', 'int64'] },
  { operator: 'TopK', inputs: [i64([3], [5, 7, 6]), i64([1], [2])], constants: [1], outputs: ['int64', 'int64'] },
  ...['Softmax', 'LogSoftmax', 'Hardmax'].flatMap((operator) =>
    [
      { opset: 13, attributes: [] },
      { opset: 13, attributes: [int('axis', 0)] },
      { opset: 13, attributes: [int('axis', 1)] },
      { opset: 11, attributes: [] },
      { opset: 11, attributes: [int('axis', 0)] },
      { opset: 11, attributes: [int('axis', 2)] },
      { opset: 7, attributes: [int('axis', 1)] },
    ].map((each) => ({ operator, inputs: [data], tolerance: operator === 'Hardmax' ? exactly : nested, ...each })),
  ),
  ...['Softmax', 'LogSoftmax'].map((operator) => ({ operator, inputs: [wide], tolerance: nested })),
  { operator: 'Det', inputs: [f32([2, 2, 2], [1, 2, 3, 4, 2, 0, 1, 3])], tolerance: summed },
]

describe('places, orders and what is normalized along an axis', () => {
  for (const [index, { tolerance = exactly, ...one }] of others.entries())
    it(`${index}: ${one.operator} ${one.opset ?? ''}`, () => expectAgreement(one, tolerance))
})
