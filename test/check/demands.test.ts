import {
  ArgumentError,
  add,
  exp,
  type GradcheckOptions,
  gradcheck,
  jacobiancheck,
  mul,
  neg,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

type Vector = Tensor<[number], 'float64'>
const point = tensor([1, 2]) as Vector
const f = (x: Vector) => sum(square(x))

/** What plain JavaScript may hold. */
const refused: readonly object[] = [
  { fats: true },
  { toString: true },
  { engine: 'gpu' },
  { mode: 'sideways' },
  { order: 3 },
  { batched: 1 },
  { fast: {} },
  { fast: { misses: 0 } },
  { fast: { misses: 2 } },
  { only: { path: '' } },
  { runs: 0 },
  { seed: 1.5 },
  { replayPath: 3 },
  { resolution: Number.NaN },
]

describe('an option', () => {
  it.each(refused.map((options) => [options] as const))('that there is not is refused: %j', (options) => {
    const [name] = Object.keys(options)
    expect(() => gradcheck(f, point, options as GradcheckOptions)).toThrow(ArgumentError)
    expect(() => gradcheck(f, point, options as GradcheckOptions)).toThrow(name)
  })

  it('that is undefined is as if it were not given', () => {
    expect(gradcheck(f, point, { seed: undefined, only: undefined } as never)._tag).toBe('Right')
  })
})

describe('what is no function', () => {
  it.each([3, undefined, null, {}, { value: f }, { value: f, gradient: 3 }])('is refused: %j', (given) => {
    expect(() => gradcheck(given as never, point)).toThrow(ArgumentError)
    expect(() => jacobiancheck(given as never, point)).toThrow(ArgumentError)
  })
})

describe('numbers at the ends of their range', () => {
  it('are stepped from as long as they are finite', () => {
    expect(gradcheck((x: Vector) => sum(x), tensor([1.7e308, -1.7e308]) as Vector)._tag).toBe('Right')
    const wrong = { value: (x: Vector) => sum(mul(x, 2 ** -600)), gradient: (x: Vector) => mul(x, 0) }
    expect(gradcheck(wrong, tensor([1.7e308]) as Vector)).toMatchObject({ left: { reason: 'wrong' } })
  })

  it('are no point where they are not finite', () => {
    const found = gradcheck((x: Vector) => sum(exp(neg(x))), tensor([1, Number.POSITIVE_INFINITY]) as Vector)
    expect(found).toMatchObject({ left: { reason: 'nonFinite' } })
    expect(String(isLeft(found) && found.left)).toContain('the point at the argument[1] is Infinity')
    expect(
      gradcheck((x: Vector) => sum(exp(neg(x))), tensor([1, Number.POSITIVE_INFINITY]) as Vector, {
        only: { path: '', index: [0] },
      })._tag,
    ).toBe('Right')
  })
})

describe('what looks plainly wrong', () => {
  it('is not called so where steps are lost in larger numbers within the function', () => {
    const large = {
      value: (x: Vector) => sum(sub(add(x, 2 ** 94), 2 ** 94)),
      gradient: (x: Vector) => add(mul(x, 0), 1),
    }
    const found = gradcheck(large, tensor(Array.from({ length: 12 }, (_, i) => i + 1.5)) as Vector)
    expect(isLeft(found) && found.left.reason).not.toBe('wrong')
  })

  it('takes a few values of the function for each entry, and no more in all than some times as many', () => {
    const count = 30
    let calls = 0
    const value = (x: Vector) => {
      calls += 1
      return sum(mul(square(x), Number(String(sum(x)) !== '')))
    }
    const at = tensor(Array.from({ length: count }, (_, i) => i / 7)) as Vector
    expect(gradcheck({ value, gradient: (x: Vector) => mul(x, 2) }, at)._tag).toBe('Right')
    const ofRight = calls
    calls = 0
    expect(gradcheck({ value, gradient: (x: Vector) => mul(x, 3) }, at)._tag).toBe('Left')
    expect(calls).toBeGreaterThan(0)
    // Four values for each entry in place of two, at the point and at smaller ones.
    expect(calls).toBeLessThan(4 * 1000 + 4 * ofRight + 80 * 8)
  })
})
