import {
  div,
  type GradientReport,
  gradcheck,
  gradcheckOpaque,
  less,
  log,
  mul,
  neg,
  relu,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
} from 'cotangent'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { advanced, differenceAt, digitsOf, stepped, twoSum } from '../../src/check/digits.js'
import { replayLine } from '../../src/check/replay.js'
import type { GradientFailure } from '../../src/check/report.js'
import { ulpsBetween, unitAt } from '../../src/check/ulps.js'

type Vector = Tensor<[number], 'float64'>

const vector = (...elements: readonly number[]): Vector => tensor(elements) as Vector

const verdictsOf = (result: Either<GradientFailure, GradientReport>): readonly string[] =>
  (isLeft(result) ? result.left.entries : result.right.entries).map(({ verdict }) => verdict)

const reasonOf = (result: Either<GradientFailure, GradientReport>): string =>
  isRight(result) ? 'right' : result.left.reason

describe('near a kink', () => {
  it.each([1e-3, 1e-9, 1e-13, 1e-16, 1e-20, 1e-24])('%f away the slope of that side alone is right', (away) => {
    const half = { value: (x: Vector) => sum(relu(x)), gradient: (x: Vector) => mul(add0(x), 0.5) }
    expect(verdictsOf(gradcheck((x: Vector) => sum(relu(x)), vector(away, -away)))).toEqual(['right', 'right'])
    expect(reasonOf(gradcheck(half, vector(away)))).toBe('wrong')
  })

  it('at it every slope between those of the sides is', () => {
    const f = (slope: number) => ({ value: (x: Vector) => sum(relu(x)), gradient: (x: Vector) => mul(add0(x), slope) })
    for (const slope of [0, 0.25, 1])
      expect(verdictsOf(gradcheck(f(slope), vector(0)))).toEqual(slope === 0.5 ? [] : ['kink'])
    for (const slope of [-0.001, 1.001]) expect(reasonOf(gradcheck(f(slope), vector(0)))).toBe('wrong')
  })
})

/** Ones in the place of x. */
const add0 = (x: Vector): Vector => sub(x, stopGradient(sub(x, 1))) as Vector

describe('a jump', () => {
  const step = (low: Vector, high: Vector) => (x: Vector) => sum(where(less(x, 0), low, high))

  it.each([1, 1e-6, 1e-12])('of %f at the point is one', (height) => {
    const f = (x: Vector) => step(mul(x, 2), sub(mul(x, 2), height) as Vector)(x)
    expect(reasonOf(gradcheck(f, vector(0)))).toBe('discontinuous')
  })

  it('is told by how far values go on either side, and by no number that is none', () => {
    const f = (x: Vector) => step(mul(x, 2), sub(mul(x, 2), 3) as Vector)(x)
    const result = gradcheck(f, vector(0, 1))
    const { entries, message } = isLeft(result) ? result.left : expect.fail('it jumps')
    expect(entries.map(({ jump }) => [jump?.left, Math.abs(jump?.right ?? 1) < 1e-20])).toEqual([[3, true]])
    expect(message).toMatch(/^ {4}jump {9}by 3 on the left, by \S+e-24 on the right, within \S+e-24$/m)
    expect(message).toMatch(/^ {17}at the argument\[0\]: analytic 2, jump by 3 on the left, by \S+ on the right/m)
    expect(message).not.toMatch(/NaN|Infinity/)
  })

  it('away from the point is none', () => {
    const f = (x: Vector) => step(mul(x, 2), sub(mul(x, 2), 1) as Vector)(x)
    expect(verdictsOf(gradcheck(f, vector(1e-12, -1e-12)))).toEqual(['right', 'right'])
  })

  it('is no root, however steep', () => {
    const root = {
      value: (x: Vector) => sum(where(less(x, 0), neg(sqrt(neg(x))), sqrt(x))),
      gradient: (x: Vector) => mul(x, 0),
    }
    const result = gradcheck(root, vector(0))
    expect(reasonOf(result)).toBe('illConditioned')
    const message = isLeft(result) ? result.left.message : ''
    expect(message).toMatch(/^ {4}numeric {6}not known \(differences do not settle\)$/m)
    expect(message).not.toMatch(/NaN|Infinity/)
  })
})

describe('scales', () => {
  it.each([1e-100, 1e-20, 1e-6, 1, 1e6, 1e20, 1e100])('of %f in the function hide nothing', (scale) => {
    const f = (x: Vector) => mul(sum(square(sub(x, 0.3))), scale)
    const wrong = { value: f, gradient: (x: Vector) => mul(sub(x, 0.3), 2.00001 * scale) }
    expect(reasonOf(gradcheck(f, vector(1, -2, 0.3)))).toBe('right')
    expect(verdictsOf(gradcheck(wrong, vector(1, -2)))).toEqual(['wrong', 'wrong'])
  })

  it.each([1e-12, 1e-6, 1e6, 1e12])('of %f in the argument hide nothing', (scale) => {
    const f = (x: Vector) => sum(square(mul(x, 1 / scale)))
    const wrong = { value: f, gradient: (x: Vector) => mul(x, 2.00001 / scale ** 2) }
    expect(reasonOf(gradcheck(f, vector(scale, -2 * scale)))).toBe('right')
    expect(reasonOf(gradcheck(wrong, vector(scale, -2 * scale)))).toBe('wrong')
  })

  it.each([1e-28, 1e-32, 1e-60, 1e-100, 1e-300])('where the function is as steep as %f is small, hide nothing', (x) => {
    expect(reasonOf(gradcheck((x: Vector) => sum(log(x)), vector(x)))).toBe('right')
    expect(
      reasonOf(gradcheck({ value: (x: Vector) => sum(log(x)), gradient: (x: Vector) => div(1.01, x) }, vector(x))),
    ).toBe('wrong')
    const opaque = (slope: number) =>
      gradcheckOpaque(
        { value: ([x]: Float64Array) => Math.sqrt(x), gradient: ([x]: Float64Array) => [slope / Math.sqrt(x)] },
        [x],
      )
    expect([0.5, 0.6].map((slope) => reasonOf(opaque(slope)))).toEqual(['right', 'wrong'])
  })

  it('of the largest number are stepped from, and the search for a step ends', () => {
    const largest = vector(Number.MAX_VALUE)
    expect(reasonOf(gradcheck((x: Vector) => sum(mul(x, 0.5)), largest))).toBe('right')
    expect(
      reasonOf(gradcheck({ value: (x: Vector) => sum(mul(x, 0.5)), gradient: (x: Vector) => div(x, x) }, largest)),
    ).toBe('wrong')
  })

  it('nor does a small entry beside a large one', () => {
    const sizes = vector(1, 1e-12)
    const f = {
      value: (x: Vector) => sum(mul(square(x), sizes)),
      gradient: (x: Vector) => mul(mul(x, sizes), tensor([2, 2.001])),
    }
    const found = gradcheck(f, vector(1, 1))
    expect(isLeft(found) && found.left.entries.map(({ index }) => index)).toEqual([[1]])
  })
})

describe('digits', () => {
  it('of a sum are kept, and differences are exact', () => {
    expect(twoSum(1, 2 ** -80)).toEqual([1, 2 ** -80])
    expect(stepped(1, 2 ** -80, -1)).toEqual([2 ** -80, 0])
    const [x] = advanced(
      [{ shape: [2], dtype: 'float64', high: tensor([1, 3]) as never, low: undefined }],
      [[1, -1]],
      2 ** -70,
    )
    const [moved, still] = [digitsOf([x]), digitsOf([{ ...x, low: undefined, high: tensor([1, 3]) as never }])]
    expect([0, 1].map((index) => differenceAt(moved, still, index))).toEqual([2 ** -70, -(2 ** -70)])
  })

  it('of what is not finite stay so', () => {
    expect(stepped(Number.POSITIVE_INFINITY, 0, 1)).toEqual([Number.POSITIVE_INFINITY, 0])
    const infinite = { high: [Number.POSITIVE_INFINITY], low: [0] }
    expect(differenceAt(infinite, { high: [1], low: [0] }, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(differenceAt(infinite, infinite, 0)).toBeNaN()
  })
})

describe('units in the last place', () => {
  it('are the distance to the next number', () => {
    expect(unitAt('float64', 1)).toBe(2 ** -52)
    expect(unitAt('float64', 0.999)).toBe(2 ** -53)
    expect(unitAt('float32', 3)).toBe(2 ** -22)
    expect([unitAt('float64', 0), unitAt('float32', 0)]).toEqual([2 ** -1074, 2 ** -149])
    expect(ulpsBetween('float64', 1, 1 + 2 ** -50)).toBe(4)
    expect(ulpsBetween('float32', 0, 0)).toBe(0)
  })
})

describe('the line that replays', () => {
  it('has the options that decide what is computed', () => {
    const place = { path: '.w', index: [1, 2] }
    expect(replayLine('gradcheck', {}, undefined)).toBe('gradcheck(f, point)')
    expect(replayLine('gradcheck', { order: 2, fast: true, engine: 'wasm' }, place)).toBe(
      'gradcheck(f, point, { engine: "wasm", order: 2, only: { path: ".w", index: [1, 2] } })',
    )
    expect(replayLine('hessiancheck', {}, undefined, { seed: 3, replayPath: '1:0' })).toBe(
      'hessiancheck(f, arbitrary, { seed: 3, replayPath: "1:0" })',
    )
  })
})
