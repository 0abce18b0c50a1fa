import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/index.js'
import { div } from '../../../src/graph/primitives/arithmetic.js'
import { broadcastTo } from '../../../src/graph/primitives/structural.js'
import { filled, type Shape, type Tensor } from '../../../src/tensor/index.js'
import { float64, graphOf } from '../../engine/agreement.js'
import { linesOf } from './agreement.js'

const lines = (f: (x: Tensor, y: Tensor) => Tensor, ...shapes: readonly Shape[]): readonly string[] =>
  linesOf(
    simplify(
      graphOf(([x, y]) => [f(x, y)], ...shapes.map((shape) => float64(...shape))),
      'fast',
    ),
  )

const by = (divisor: number) => (x: Tensor) => div(x, filled('float64', x.shape, divisor))

describe('a quotient in fast arithmetic', () => {
  it('by one number is a product', () => expect(lines(by(10), [4])).toEqual(['%2 = mul %1 (0.1)', 'return %2']))

  it('by a number whose reciprocal is not normal stays', () => {
    for (const divisor of [0, 2 ** -1030, 2 ** 1023, Number.POSITIVE_INFINITY, Number.NaN])
      expect(lines(by(divisor), [4])[0]).toMatch(/^%2 = div %1/)
  })

  it('by what is broadcast divides once for each element before', () =>
    expect(lines((x, y) => div(x, broadcastTo(y, [4, 3])), [4, 3], [4, 1])).toEqual([
      '%3 = div (1) %2',
      '%4 = broadcastTo %3 { shape: [4, 3] }',
      '%5 = mul %1 %4',
      'return %5',
    ]))

  it('of equally many elements stays', () =>
    expect(lines(div, [4, 3], [4, 3])).toEqual(['%3 = div %1 %2', 'return %3']))

  it('by what is broadcast, of one number, is no product', () =>
    expect(lines((x, y) => div(filled('float64', [4, 3], 2), broadcastTo(y, x.shape)), [4, 3], [4, 1])).toEqual([
      '%3 = div (2) %2',
      '%4 = broadcastTo %3 { shape: [4, 3] }',
      'return %4',
    ]))
})
