import { describe, expect, it } from 'vitest'
import { exp, mul, neg, sub, tanh } from '../../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../../src/graph/primitives/contraction.js'
import { broadcastTo, sumTo } from '../../../src/graph/primitives/structural.js'
import type { Tensor } from '../../../src/tensor/index.js'
import { float64 } from '../../engine/agreement.js'
import { planned } from './planned.js'

const square = float64(40, 40)

/** What joins a value with a product that has to be made in between, so that it stands in a later nest. */
const later = (x: Tensor, w: Tensor, value: Tensor): Tensor => mul(matmul(x, w), value)

describe('what a later nest alone uses', () => {
  it('goes there, with all that leads to it', () =>
    expect(
      planned(
        ([x, w]) => {
          const e = exp(x)
          return [mul(matmul(e, w), tanh(neg(e)))]
        },
        square,
        square,
      ),
    ).toEqual(['nest exp, stores 1', 'matmul', 'nest neg tanh mul, stores 1']))

  it('stays where two values would have to be stored instead of one', () =>
    expect(planned(([x, w]) => [later(x, w, sub(tanh(x), exp(x)))], square, square)).toEqual([
      'nest tanh exp sub, stores 1',
      'matmul',
      'nest mul, stores 1',
    ]))

  it('stays where it is returned as well', () =>
    expect(
      planned(
        ([x, w]) => {
          const y = tanh(x)
          return [later(x, w, y), y]
        },
        square,
        square,
      ),
    ).toEqual(['nest tanh, stores 1', 'matmul', 'nest mul, stores 1']))

  it('stays where it is reduced', () =>
    expect(
      planned(
        ([x, w]) => {
          const y = tanh(x)
          return [mul(matmul(x, w), broadcastTo(sumTo(y, [40, 1]), [40, 40]))]
        },
        square,
        square,
      ),
    ).toEqual(['nest tanh -> sumTo, stores 0', 'matmul', 'broadcastTo', 'nest mul, stores 1']))

  it('stays where the later nest repeats other elements', () =>
    expect(
      planned(
        ([row, x, w]) => {
          const wide = broadcastTo(row, [40, 40])
          return [later(x, w, tanh(wide))]
        },
        float64(40),
        square,
        square,
      ),
    ).toEqual(['broadcastTo', 'nest tanh, stores 1', 'matmul', 'nest mul, stores 1']))
})
