import { describe, expect, it } from 'vitest'
import { add, div, exp, mul, neg, sqrt, sub } from '../../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../../src/graph/primitives/contraction.js'
import { broadcastTo, sumTo } from '../../../src/graph/primitives/structural.js'
import type { Tensor } from '../../../src/tensor/index.js'
import { float64 } from '../../engine/agreement.js'
import { planned } from './planned.js'

const square = float64(40, 40)

/** A value that a nest before and one after a product use, of x, which both read. */
const around = (f: (x: Tensor) => Tensor) =>
  planned(
    ([x, w]) => {
      const value = f(x)
      return [mul(mul(matmul(exp(value), w), x), value)]
    },
    square,
    square,
  )

describe('a value that several nests use', () => {
  it('is computed again where that takes little', () =>
    expect(around((x) => neg(x))).toEqual(['nest neg exp, stores 1', 'matmul', 'nest neg mul mul, stores 1']))

  it.each<[string, (x: Tensor) => Tensor, string]>([
    ['a function of many instructions', exp, 'exp'],
    ['a quotient', (x) => div(x, x), 'div'],
    ['a square root', sqrt, 'sqrt'],
  ])('is stored where it takes long: %s', (_, f, name) =>
    expect(around(f)).toEqual([`nest ${name} exp, stores 2`, 'matmul', 'nest mul mul, stores 1']),
  )

  it('is stored where another nest lacks what it takes', () =>
    expect(
      planned(
        ([x, y, w]) => {
          const value = add(x, y)
          return [mul(matmul(exp(value), w), value)]
        },
        square,
        square,
        square,
      ),
    ).toEqual(['nest add exp, stores 2', 'matmul', 'nest mul, stores 1']))

  it('is stored where something else than a nest uses it', () =>
    expect(
      planned(
        ([x, w]) => {
          const value = neg(x)
          return [mul(mul(matmul(value, w), x), value)]
        },
        square,
        square,
      ),
    ).toEqual(['nest neg, stores 1', 'matmul', 'nest mul mul, stores 1']))

  it('is stored where it is returned', () =>
    expect(
      planned(
        ([x, w]) => {
          const value = neg(x)
          return [mul(mul(matmul(exp(value), w), x), value), value]
        },
        square,
        square,
      ),
    ).toEqual(['nest neg exp, stores 2', 'matmul', 'nest mul mul, stores 1']))

  it('is computed again in each of them', () =>
    expect(
      planned(
        ([x, w]) => {
          const value = neg(x)
          const first = mul(mul(matmul(exp(value), w), x), value)
          return [mul(mul(matmul(first, w), x), value)]
        },
        square,
        square,
      ),
    ).toEqual([
      'nest neg exp, stores 1',
      'matmul',
      'nest neg mul mul, stores 1',
      'matmul',
      'nest neg mul mul, stores 1',
    ]))

  it('is stored where a reduction reads it', () =>
    expect(
      planned(
        ([x, w]) => {
          const value = neg(x)
          const [first, second] = [exp(value), sumTo(value, [40, 1])]
          return [first, second, sumTo(mul(value, matmul(x, w)), [40, 1])]
        },
        square,
        square,
      ),
    ).toEqual(['nest neg exp -> sumTo, stores 2', 'matmul', 'nest mul -> sumTo, stores 0']))

  it.each([
    [
      'much larger than what it is read from',
      1000,
      ['chain of nest sub exp -> sumTo, stores 0; broadcastTo: stores 2', 'nest sub mul -> sumTo, stores 0'],
    ],
    ['small enough for a cache', 100, ['nest sub exp -> sumTo, stores 1', 'nest mul -> sumTo, stores 0']],
  ])('is computed again from what is broadcast where it is %s', (_, extent, steps) =>
    expect(
      planned(
        ([x, y]) => {
          const value = sub(broadcastTo(x, [extent, extent]), broadcastTo(y, [extent, extent]))
          const sums = sumTo(exp(value), [extent, 1])
          return [sumTo(mul(value, broadcastTo(sums, [extent, extent])), [1, extent])]
        },
        float64(extent, 1),
        float64(1, extent),
      ).filter((step) => step !== 'broadcastTo'),
    ).toEqual(steps),
  )
})
