import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { derivativesAt, expectClose, expectDigits, expectValues, slopeAt } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { logit, sigmoid, softsign, squareplus, tanhShrink, tensor, zeros } = untyped

const grid = (low: number, high: number) => fc.array(fc.integer({ min: low, max: high }).map((x) => x / 1000))

describe('softsign', () => {
  it('is x / (1 + |x|)', () => {
    fc.assert(
      fc.property(grid(-9000, 9000), (xs) => {
        expectDigits(
          elementsOf(softsign(tensor(xs))),
          xs.map((x) => x / (1 + Math.abs(x))),
          5e-16,
        )
      }),
    )
  })

  it('has the derivative 1 / (1 + |x|)^2 to the last digits', () => {
    for (const x of [-1e300, -1e9, -1, -1e-3, 0, 1e-9, 0.999, 1, 7, 1e12])
      expectDigits([slopeAt(softsign, x)], [1 / (1 + Math.abs(x)) / (1 + Math.abs(x))], 1e-15)
  })

  it('reaches 1 and -1, without slope', () => {
    expectValues(elementsOf(softsign(tensor([-Infinity, Infinity]))), [-1, 1])
    for (const x of [-Infinity, Infinity]) expectValues(derivativesAt(softsign, x, 3).slice(1), [0, 0, 0])
    expect(elementsOf(softsign(tensor(NaN)))).toEqual([NaN])
  })
})

describe('tanhShrink', () => {
  it('is x - tanh(x)', () => {
    expectClose(elementsOf(tanhShrink(tensor([-2, 0, 0.5]))), [Math.tanh(2) - 2, 0, 0.5 - Math.tanh(0.5)])
    expectValues(elementsOf(tanhShrink(tensor([-Infinity, -800, Infinity]))), [-Infinity, -799, Infinity])
    expectClose(derivativesAt(tanhShrink, 0, 3), [0, 0, 0, 2])
  })
})

describe('squareplus', () => {
  it('is (x + sqrt(x^2 + b)) / 2', () => {
    fc.assert(
      fc.property(grid(-9000, 9000), (xs) => {
        expectClose(
          elementsOf(squareplus(tensor(xs))),
          xs.map((x) => (x + Math.sqrt(x * x + 4)) / 2),
          4e-15,
        )
        expectClose(
          elementsOf(pipe(tensor(xs), squareplus({ b: 0.5 })) as never),
          xs.map((x) => (x + Math.sqrt(x * x + 0.5)) / 2),
          4e-15,
        )
      }),
    )
  })

  it('keeps its digits far below 0, and does not overflow', () => {
    expectDigits(elementsOf(squareplus(tensor([-1e9, -1e300, 1e300]))), [1e-9, 1e-300, 1e300])
    expectDigits([slopeAt(squareplus, -1e9)], [1e-18])
    expectValues(elementsOf(squareplus(tensor([-Infinity, Infinity, NaN]))), [0, Infinity, NaN])
  })

  it('has the derivatives of its formula at 0, and slope 1/2 there with b = 0', () => {
    expectClose(derivativesAt(squareplus, 0, 4), [1, 0.5, 0.25, 0, -0.1875])
    expect(slopeAt(squareplus({ b: 0 }), 0)).toBe(0.5)
  })
})

describe('logit', () => {
  it('is the inverse of sigmoid', () => {
    fc.assert(
      fc.property(grid(-9000, 9000), (xs) => {
        const p = elementsOf(sigmoid(tensor(xs)))
        // One rounding of p moves logit(p) by u p / (p (1 - p)) = u / (1 - p).
        for (const [index, x] of elementsOf(logit(tensor(p))).entries())
          expect(Math.abs(x - xs[index])).toBeLessThanOrEqual(2 ** -51 * (Math.abs(xs[index]) + 1 / (1 - p[index])))
      }),
    )
  })

  it('keeps its digits at 1/2, where it is 4 (p - 1/2), and at the ends', () => {
    for (const d of [2 ** -50, -(2 ** -40), 2 ** -30])
      expectDigits(elementsOf(logit(tensor(0.5 + d))), [4 * d + (16 / 3) * d ** 3])
    expectDigits(elementsOf(logit(tensor([1e-300, 1e-20]))), [Math.log(1e-300), Math.log(1e-20)])
    expectDigits(elementsOf(logit(tensor(1 - 2 ** -50))), [50 * Math.LN2])
    expectValues(elementsOf(logit(tensor([0, 1, -0.1, 1.1, NaN]))), [-Infinity, Infinity, NaN, NaN, NaN])
  })

  it('has the derivative 1 / (p (1 - p)), also where its formulas meet', () => {
    for (const p of [1e-9, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9])
      expectDigits([slopeAt(logit, p)], [1 / (p * (1 - p))], 2e-15)
    expect(slopeAt(logit, 0)).toBe(Infinity)
    expect(slopeAt(logit, 1)).toBe(Infinity)
    expectClose(derivativesAt(logit, 0.5, 4), [0, 4, 0, 32, 0], 1e-14)
  })
})

refuses([
  ...['softsign', 'tanhShrink', 'squareplus', 'logit'].map(
    (name): Refusal => [
      () => named(name)(zeros([2], { dtype: 'int32' })),
      'DTypeError',
      `${name}: it does not take int32`,
    ],
  ),
  [() => squareplus(zeros([2]), { b: -1 }), 'ArgumentError', 'squareplus: b is -1, not a finite number from 0'],
])
