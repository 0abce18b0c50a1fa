import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { refuses } from './refusals.js'
import { derivativesAt, expectDigits } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { exp, expm1, log, log1p, power, sqrt, tanh, tensor, zeros } = untyped

const grid = (low: number, high: number) => fc.array(fc.integer({ min: low, max: high }).map((x) => x / 100))

describe.each([
  ['exp', Math.exp, grid(-70_000, 70_000)],
  ['expm1', Math.expm1, grid(-70_000, 70_000)],
  ['log', Math.log, grid(1, 100_000)],
  ['log1p', Math.log1p, grid(-99, 100_000)],
  ['sqrt', Math.sqrt, grid(0, 100_000)],
  ['tanh', Math.tanh, grid(-3000, 3000)],
] as const)('%s', (name, of, numbers) => {
  it('is what it is for numbers', () => {
    fc.assert(fc.property(numbers, (xs) => expectDigits(elementsOf(named(name)(tensor(xs))), xs.map(of), 1e-15)))
  })

  it('keeps shape and dtype, stands in a pipe, takes a number', () => {
    const x = tensor([[0.5, 2, 8]], { dtype: 'float32' })
    const result = pipe(x, named(name))
    expect([result.shape, result.dtype]).toEqual([[1, 3], 'float32'])
    expect(elementsOf(result)).toEqual(elementsOf(named(name)(tensor([0.5, 2, 8]))).map(Math.fround))
    expect(named(name)(zeros([0, 2])).shape).toEqual([0, 2])
    expect(elementsOf(named(name)(0.5))).toEqual(elementsOf(named(name)(tensor(0.5))))
  })

  refuses([
    [
      () => named(name)(zeros([2], { dtype: 'int32' })),
      'DTypeError',
      `${name}: it does not take int32 (operands int32[2])`,
    ],
    [() => named(name)(true), 'DTypeError', `${name}: it does not take bool`],
    [() => named(name)([8]), 'ArgumentError', `${name}: an operand (Array) is neither a tensor nor a number`],
  ])
})

describe('elementary functions keep their digits', () => {
  it('where a difference to 1 is tiny', () => {
    expectDigits(elementsOf(expm1(tensor([1e-20, -1e-300, 1e-9]))), [1e-20, -1e-300, 1.0000000005e-9])
    expectDigits(elementsOf(log1p(tensor([1e-20, -1e-300, 1e-9]))), [1e-20, -1e-300, 9.999999995e-10])
    expectDigits(elementsOf(tanh(tensor([1e-20, -1e-300]))), [1e-20, -1e-300])
  })

  it('in their derivatives', () => {
    expectDigits(derivativesAt(exp, -40, 3), Array(4).fill(Math.exp(-40)))
    expectDigits(derivativesAt(expm1, -40, 2).slice(1), Array(2).fill(Math.exp(-40)))
    expectDigits(derivativesAt(log, 1e-9, 3).slice(1), [1e9, -1e18, 2e27])
    expectDigits(derivativesAt(log1p, 3, 3).slice(1), [1 / 4, -1 / 16, 1 / 32])
    expectDigits(derivativesAt(sqrt, 4, 3), [2, 1 / 4, -1 / 32, 3 / 256])
    expectDigits(derivativesAt(sqrt, 0, 1), [0, Infinity])
  })
})

describe('power', () => {
  it('is what it is for numbers, broadcast', () => {
    fc.assert(
      fc.property(grid(1, 2000), grid(-300, 300), (xs, ys) => {
        const wanted = xs.flatMap((x) => ys.map((y) => x ** y))
        const columns = named('reshape')(tensor(xs), [xs.length, 1])
        expectDigits(elementsOf(power(columns, tensor(ys))), wanted, 1e-15)
      }),
    )
  })

  it('of negative bases has the sign of odd exponents', () => {
    expect(elementsOf(power(tensor([-2, -2, -2]), tensor([3, 2, 0.5])))).toEqual([-8, 4, NaN])
  })
})
