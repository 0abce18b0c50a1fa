import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { refuses } from './refusals.js'
import { derivativesAt, expectDigits } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { cbrt, exp2, log2, log10, tensor, zeros } = untyped

const grid = (low: number, high: number) => fc.array(fc.integer({ min: low, max: high }).map((x) => x / 100))

describe.each([
  ['exp2', (x: number) => 2 ** x, grid(-90_000, 90_000)],
  ['log2', Math.log2, grid(1, 100_000)],
  ['log10', Math.log10, grid(1, 100_000)],
  ['cbrt', Math.cbrt, grid(-100_000, 100_000)],
] as const)('%s', (name, of, numbers) => {
  it('is what it is for numbers', () => {
    fc.assert(fc.property(numbers, (xs) => expectDigits(elementsOf(named(name)(tensor(xs))), xs.map(of), 1e-15)))
  })

  it('keeps shape and dtype, stands in a pipe, takes a number', () => {
    const x = tensor([[1, 2, 8]], { dtype: 'float32' })
    const result = pipe(x, named(name))
    expect([result.shape, result.dtype]).toEqual([[1, 3], 'float32'])
    expect(elementsOf(result)).toEqual(elementsOf(named(name)(tensor([1, 2, 8]))).map(Math.fround))
    expect(named(name)(zeros([0, 2])).shape).toEqual([0, 2])
    expect(elementsOf(named(name)(8))).toEqual(elementsOf(named(name)(tensor(8))))
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

describe('derivatives', () => {
  it('of 2^x are the powers of log 2', () => {
    expectDigits(derivativesAt(exp2, 3, 3), [8, 8 * Math.LN2, 8 * Math.LN2 ** 2, 8 * Math.LN2 ** 3])
    expectDigits(derivativesAt(exp2, -Infinity, 2), [0, 0, 0])
  })

  it.each([
    ['log2', log2, Math.LN2],
    ['log10', log10, Math.LN10],
  ])('of %s are those of the logarithm in its units', (_, f, unit) => {
    expectDigits(derivativesAt(f, 4, 3).slice(1), [1 / (4 * unit), -1 / (16 * unit), 2 / (64 * unit)])
    expectDigits(derivativesAt(f, 1e-300, 1).slice(1), [1e300 / unit])
    expectDigits(derivativesAt(f, 0, 1), [-Infinity, Infinity])
  })

  it('of the cube root: 1 / (3 cbrt(x)^2) on both sides of 0, and Infinity there', () => {
    expectDigits(derivativesAt(cbrt, 8, 3), [2, 1 / 12, -1 / 144, 5 / 3456])
    expectDigits(derivativesAt(cbrt, -8, 2), [-2, 1 / 12, 1 / 144])
    expectDigits(derivativesAt(cbrt, 0, 1), [0, Infinity])
    expectDigits(derivativesAt(cbrt, 1e-300, 1).slice(1), [1e200 / 3])
  })
})
