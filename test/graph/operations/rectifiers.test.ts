import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { derivativesAt, expectDigits, expectValues, slopeAt } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { celu, elu, hardShrink, hardSwish, leakyRelu, prelu, relu6, selu, softShrink, softplus, sum, tensor, zeros } =
  untyped

/** What each function is, by plain JavaScript. */
const definitions: Readonly<Record<string, (x: number) => number>> = {
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  hardTanh: (x) => Math.min(Math.max(x, -1), 1),
  hardSigmoid: (x) => Math.min(Math.max((x + 3) / 6, 0), 1),
  hardSwish: (x) => (x < -3 ? 0 : x > 3 ? x : (x * (x + 3)) / 6),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  celu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  softShrink: (x) => (x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0),
  hardShrink: (x) => (Math.abs(x) > 0.5 ? x : 0),
}

const names = Object.keys(definitions)
const numbers = fc.oneof(
  fc.integer({ min: -9000, max: 9000 }).map((x) => x / 1000),
  fc.constantFrom(-800, 0, 1e-9, 800),
)

/**
 * By how much ours and the definition may differ, relative: `expm1` is within a unit in the last place in both, which is two
 * unit roundoffs each, and up to three products and quotients round in either.
 */
const tolerance = (2 * 2 + 2 * 3) * 2 ** -53

describe.each(names)('%s', (name) => {
  it('is what it is defined to be', () => {
    fc.assert(
      fc.property(fc.array(numbers), (xs) => {
        expectDigits(elementsOf(named(name)(tensor(xs))), xs.map(definitions[name]), tolerance)
      }),
    )
  })

  it('passes NaN on, and reaches its limits', () => {
    expect(elementsOf(named(name)(tensor(NaN)))).toEqual([NaN])
    expectValues(
      elementsOf(named(name)(tensor([-Infinity, Infinity]))),
      [-Infinity, Infinity].map((x) => definitions[name](x)).map((x) => x + 0),
    )
  })

  it('has finite derivatives to any order, also at -1e300 and at the infinities', () => {
    for (const x of [-Infinity, -1e300, -1, 0, 1, 1e300, Infinity])
      for (const slope of derivativesAt(named(name), x, 3).slice(1)) expect(Number.isFinite(slope)).toBe(true)
  })
})

describe('slopes where pieces meet', () => {
  it.each([
    ['relu6', [0, 6], [0, 0]],
    ['hardTanh', [-1, 1], [0, 0]],
    ['hardSigmoid', [-3, 3], [0, 0]],
    ['hardSwish', [-3, 3], [-0.5, 1.5]],
    ['elu', [0, -0], [1, 1]],
    ['celu', [0, -0], [1, 1]],
    ['selu', [0, -0], [1.7580993408473766, 1.7580993408473766]],
    ['softShrink', [-0.5, 0, 0.5], [0, 0, 0]],
    ['hardShrink', [-0.5, 0, 0.5], [0, 0, 0]],
  ])('of %s at %j are %j', (name, points, slopes) => {
    expectValues(
      points.map((x) => slopeAt(named(name), x)),
      slopes,
    )
  })

  it('with settings', () => {
    expect(slopeAt(elu({ alpha: 2 }), 0)).toBe(2)
    expect(slopeAt(celu({ alpha: 2 }), 0)).toBe(1)
    expect(slopeAt(softShrink({ lambda: 0 }), 0)).toBe(0)
    expect(slopeAt((x: unknown) => prelu(x, 0.3), 0)).toBe(0.3)
    expectValues(
      derivativesAt((slope: unknown) => sum(prelu(tensor([-2, 3]), slope)), 0.5, 2),
      [2, -2, 0],
    )
  })
})

describe('settings', () => {
  const x = tensor([-2, -0.25, 3])

  it('stand in both forms', () => {
    for (const [operation, settings, want] of [
      [elu, { alpha: 2 }, [2 * Math.expm1(-2), 2 * Math.expm1(-0.25), 3]],
      [celu, { alpha: 2 }, [2 * Math.expm1(-1), 2 * Math.expm1(-0.125), 3]],
      [softShrink, { lambda: 0.125 }, [-1.875, -0.125, 2.875]],
      [hardShrink, { lambda: 2 }, [0, 0, 3]],
    ] as const) {
      expectDigits(elementsOf(operation(x, settings)), want)
      expectDigits(elementsOf(pipe(x, operation(settings)) as never), want)
      expect(elementsOf(pipe(x, operation) as never)).toEqual(elementsOf(operation(x)))
    }
    expectDigits(elementsOf(pipe(x, prelu(0.5)) as never), [-1, -0.125, 3])
  })

  it('of prelu broadcast', () => {
    expect(prelu(zeros([2, 1]), zeros([1, 3])).shape).toEqual([2, 3])
  })

  it('relu6 takes int32', () => {
    expect(elementsOf(relu6(tensor([-1, 5, 7], { dtype: 'int32' })))).toEqual([0, 5, 6])
  })
})

const refusals: readonly Refusal[] = [
  [() => elu(zeros([2]), { alpha: NaN }), 'ArgumentError', 'elu: alpha is NaN, not a finite number'],
  [() => elu(zeros([2]), { alpha: '1' }), 'ArgumentError', 'elu: alpha is string, not a finite number'],
  [() => pipe(zeros([2]), celu({ alpha: 0 })), 'ArgumentError', 'celu: alpha is 0, not a finite number above 0'],
  [() => softplus(zeros([2]), { beta: -1 }), 'ArgumentError', 'softplus: beta is -1, not a finite number above 0'],
  [
    () => leakyRelu(zeros([2]), { negativeSlope: Infinity }),
    'ArgumentError',
    'leakyRelu: negativeSlope is Infinity, not a finite number',
  ],
  [
    () => softShrink(zeros([2]), { lambda: -1 }),
    'ArgumentError',
    'softShrink: lambda is -1, not a finite number from 0',
  ],
  [
    () => hardShrink(zeros([2]), { lambda: NaN }),
    'ArgumentError',
    'hardShrink: lambda is NaN, not a finite number from 0',
  ],
  [() => selu(zeros([2], { dtype: 'int32' })), 'DTypeError', 'selu: it does not take int32'],
  [() => hardSwish(zeros([2], { dtype: 'bool' })), 'DTypeError', 'hardSwish: it does not take bool'],
  [() => relu6(zeros([2], { dtype: 'bool' })), 'DTypeError', 'relu6: it does not take bool'],
  [() => elu(null), 'ArgumentError', 'elu: an operand (null) is neither a tensor nor a number'],
  [() => prelu(zeros([2]), zeros([3])), 'ShapeError', 'prelu: sizes 2 and 3 differ'],
  [() => prelu(zeros([2], { dtype: 'int32' }), 1), 'DTypeError', 'prelu: it does not take int32'],
  [() => prelu(zeros([2]), zeros([2], { dtype: 'float32' })), 'DTypeError', 'prelu: dtypes float64 and float32 differ'],
]

refuses(refusals)
