import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { refuses } from './refusals.js'
import { derivativesAt, expectDigits, expectValues } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { erf, erfc, tensor, zeros } = untyped

/** erf x by its series 2/sqrt(pi) (x - x^3/3 + x^5/(5 2!) - ...), good for small x. */
const series = (x: number): number => {
  let sum = 0
  let term = x
  for (let n = 1; n < 60; n++) {
    sum += term / (2 * n - 1)
    term *= -(x * x) / n
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

describe('the error function', () => {
  const xs = [-1.5, -1, -0.7, -0.3, 0, 1e-9, 0.2, 0.5, 0.9, 1.2]

  it('is its series', () => {
    expectDigits(elementsOf(erf(tensor(xs))), xs.map(series), 1e-14)
    expectDigits(
      elementsOf(erfc(tensor(xs))),
      xs.map((x) => 1 - series(x)),
      1e-13,
    )
  })

  it('has derivatives that are Gaussians times polynomials', () => {
    const at = (x: number): readonly number[] => {
      const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x)
      return [slope, -2 * x * slope, (4 * x * x - 2) * slope]
    }
    for (const x of [-2, -0.5, 0.25, 1, 3, 20]) {
      expectDigits(derivativesAt(erf, x, 3).slice(1), at(x), 1e-13)
      expectDigits(
        derivativesAt(erfc, x, 3).slice(1),
        at(x).map((y) => -y),
        1e-13,
      )
    }
  })

  it('has none where it is flat, to any order', () => {
    for (const x of [-Infinity, -1e200, 40, Infinity]) {
      expectValues(derivativesAt(erf, x, 3), [Math.sign(x), 0, 0, 0])
      expectValues(derivativesAt(erfc, x, 3), [1 - Math.sign(x), 0, 0, 0])
    }
    expect(derivativesAt(erf, NaN, 1)).toEqual([NaN, NaN])
  })
})

describe.each(['erf', 'erfc'])('%s', (name) => {
  it('keeps shape and dtype, stands in a pipe, takes a number', () => {
    const x = tensor([[0.1, 2, -8]], { dtype: 'float32' })
    const result = pipe(x, named(name))
    expect([result.shape, result.dtype]).toEqual([[1, 3], 'float32'])
    expect(elementsOf(result)).toEqual(elementsOf(named(name)(tensor(elementsOf(x)))).map(Math.fround))
    expect(named(name)(zeros([0, 2])).shape).toEqual([0, 2])
    expect(elementsOf(named(name)(0.5))).toEqual(elementsOf(named(name)(tensor(0.5))))
  })

  refuses([
    [
      () => named(name)(zeros([2], { dtype: 'int32' })),
      'DTypeError',
      `${name}: it does not take int32 (operands int32[2]). It needs float64 or float32: convert with astype`,
    ],
    [() => named(name)(true), 'DTypeError', `${name}: it does not take bool`],
    [() => named(name)([8]), 'ArgumentError', `${name}: an operand (Array) is neither a tensor nor a number`],
    [() => named(name)(), 'ArgumentError', `${name}: an operand (undefined)`],
  ])
})
