import {
  add,
  matmul,
  mul,
  reshape,
  slice,
  sub,
  sum,
  swapAxes,
  type Tensor,
  tensor,
  toTypedArray,
  zeros,
} from 'cotangent'
import { unequal } from 'cotangent/laws'
import { learnedPositions, rotary, sinusoidalEncoding, sinusoidalPositions } from 'cotangent/nn'
import { seed, standardNormal } from 'cotangent/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const [T, E] = [5, 6] as const
const q = standardNormal([T, E])(seed(1))[0]
const k = standardNormal([T, E])(seed(2))[0]
const flat = (x: Tensor): readonly number[] => Array.from(toTypedArray(x))

/** Largest |found - wanted|. */
const distance = (found: Tensor, wanted: Tensor): number =>
  Math.max(...flat(found).map((value, index) => Math.abs(value - flat(wanted)[index])))

/**
 * An angle is a position times a frequency below 1, of which the power is right to 2 u and the product adds u, so it is
 * off by 3 u times the position; sine and cosine pass that on and add 2 u. A product of two turned vectors is off by that
 * twice, and by E + 4 roundings, of sums of E products below 64.
 */
const tolerance = (position: number): number => 2 * (2 * (3 * position + 2) + E + 4) * 64 * E * 2 ** -53

describe('rotary', () => {
  it('keeps the norm of every pair', () => {
    const squares = (x: Tensor<[5, 6], 'float64'>): Tensor =>
      sum(reshape(mul(x, x), [T, E / 2, 2]), { axis: -1 }) as Tensor
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (offset) => {
        return distance(squares(rotary(q, { offset })), squares(q)) <= tolerance(0)
      }),
      { numRuns: 20 },
    )
  })

  it('leaves products that depend on the distance of positions alone', () => {
    const products = (offset: number): Tensor =>
      matmul(rotary(q, { offset }), swapAxes(rotary(k, { offset }), 0, 1)) as Tensor
    const here = products(0)
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        (offset) => distance(products(offset), here) <= tolerance(Math.abs(offset) + T),
      ),
      { numRuns: 20 },
    )
    const apart = matmul(rotary(q, { offset: 1 }), swapAxes(rotary(k), 0, 1)) as Tensor
    expect(distance(apart, here)).toBeGreaterThan(0.01)
  })

  it('turns pairs of neighbours by t base^(-2 i / E)', () => {
    const turned = flat(rotary(q, { base: 100, offset: 2 }))
    const wanted = flat(q).map((_, index, all) => {
      const [t, e] = [Math.floor(index / E) + 2, index % E]
      const angle = t * 100 ** ((-2 * Math.floor(e / 2)) / E)
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      return e % 2 === 0 ? all[index] * c - all[index + 1] * s : all[index - 1] * s + all[index] * c
    })
    expect(Math.max(...turned.map((value, index) => Math.abs(value - wanted[index])))).toBeLessThanOrEqual(
      tolerance(T + 2),
    )
  })

  it('turns on from where it was', () => {
    const rest = rotary(slice(q, [[2, T]]), { offset: 2 })
    expect(unequal('result', [rest], [slice(rotary(q), [[2, T]])])).toEqual([])
  })
})

describe('sinusoidal encodings', () => {
  it('are sines and cosines in turn', () => {
    const wanted = Array.from({ length: T * E }, (_, index) => {
      const [t, e] = [Math.floor(index / E), index % E]
      const angle = t * 10000 ** ((-2 * Math.floor(e / 2)) / E)
      return e % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
    })
    const found = flat(sinusoidalEncoding(T, E))
    expect(Math.max(...found.map((value, index) => Math.abs(value - wanted[index])))).toBeLessThanOrEqual(tolerance(T))
  })

  it('are added at every position, the same to all sequences', () => {
    const x = standardNormal([3, T, E])(seed(4))[0]
    const wanted = add(x, sinusoidalEncoding(T, E))
    expect(unequal('result', [sinusoidalPositions(E).apply({})(x)], [wanted])).toEqual([])
  })
})

describe('learned positions', () => {
  it('add as many rows as there are positions', () => {
    const layer = learnedPositions(8, E)
    const [params] = layer.init(seed(5))
    const x = standardNormal([3, T, E])(seed(4))[0]
    const rows = slice(params.weights, [[0, T]])
    expect(unequal('result', [layer.apply(params)(x)], [add(x, rows)])).toEqual([])
    expect(
      distance(sub(layer.apply(params)(zeros([1, 8, E])), params.weights) as Tensor, zeros([1, 8, E]) as Tensor),
    ).toBe(0)
  })
})

describe('mistakes', () => {
  const turn = rotary as unknown as (...args: readonly unknown[]) => unknown
  const learned = learnedPositions(2, 6)
  const [params] = learned.init(seed(0))

  it.each([
    ['an odd number of features', () => turn(zeros([2, 3])), '3 features are no pairs'],
    ['a vector', () => turn(tensor([1, 2])), 'there are fewer than two axes'],
    ['a base of 0', () => rotary(q, { base: 0 }), 'base is 0, not a finite number above 0'],
    ['half a position', () => rotary(q, { offset: 0.5 }), 'offset is 0.5, not a whole number'],
    ['too long a sequence', () => learned.apply(params)(zeros([1, 3, 6])), '3 positions are more than 2'],
    [
      'other features',
      () => (sinusoidalPositions(4) as unknown as typeof learned).apply(params)(zeros([1, 2, 6])),
      '[B, T, 4]',
    ],
    ['no positions', () => sinusoidalEncoding(0, 2), 'the number of positions is 0, not a whole number from 1'],
  ])('%s', (_, made, problem) => expect(made).toThrow(problem))
})
