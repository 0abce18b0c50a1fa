import {
  ArgumentError,
  add,
  exp,
  floor,
  type GradcheckOptions,
  gradcheck,
  gradcheckOpaque,
  item,
  jacobiancheck,
  less,
  min,
  mul,
  neg,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  whileLoop,
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
  it.each([[1e-6], ['fast'], [null]])('is named, and not given as %j', (options) => {
    const check = gradcheck as (...args: readonly unknown[]) => unknown
    expect(() => check(f, point, options)).toThrow(/the options are .*, not a record\. The options are engine, mode/)
  })

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

/** What plain JavaScript may hold for code that knows no tensors. */
const refusedOfOpaque: readonly object[] = [
  { runz: 3 },
  { order: 2 },
  { arithmetic: 'float16' },
  { accuracy: 1 },
  { only: 3 },
  { seed: Number.NaN },
  { runs: 0 },
  { replayPath: 3 },
  { resolution: 0 },
]

describe('of gradcheckOpaque', () => {
  const opaque = { value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [2 * x] }

  it.each(refusedOfOpaque.map((options) => [options] as const))(
    'an option that there is not is refused: %j',
    (options) => {
      const [name] = Object.keys(options)
      expect(() => gradcheckOpaque(opaque, [1], options)).toThrow(ArgumentError)
      expect(() => gradcheckOpaque(opaque, [1], options)).toThrow(name)
    },
  )

  it.each([3, 'ab', undefined, null, {}])('what is no point is refused: %j', (point) => {
    expect(() => gradcheckOpaque(opaque, point as never)).toThrow(ArgumentError)
  })

  it.each([3, undefined, null, opaque.value, {}, { value: opaque.value }])(
    'what is no function is refused: %j',
    (given) => {
      expect(() => gradcheckOpaque(given as never, [1])).toThrow(ArgumentError)
    },
  )
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

describe('a point that is not finite', () => {
  it('is told of where the value is not', () => {
    const found = gradcheck(f, tensor([1, Number.NaN]) as Vector)
    expect(String(isLeft(found) && found.left)).toContain(
      "the function's value at the point is NaN, and the point itself is NaN at the argument[1]",
    )
  })
})

describe('a function that may not end elsewhere', () => {
  const wrong = (value: (x: Vector) => Tensor<[], 'float64'>) =>
    gradcheck({ value, gradient: (x: Vector) => x }, vector)
  const vector = tensor([1.5, 2.5]) as Vector

  it('is not tried at simpler points: doubled until it is large, 0 is so for ever', () => {
    const looped = wrong((x) =>
      sum(
        whileLoop(
          (y: Vector) => less(sum(y), 100),
          (y: Vector) => mul(y, 2),
          x,
        ),
      ),
    )
    const read = wrong((x) => {
      let y = x
      while (item(sum(y)) < 100) y = mul(y, 2)
      return sum(y)
    })
    for (const found of [looped, read]) {
      expect(found).toMatchObject({ left: { reason: 'wrong', smallest: undefined } })
      expect(isLeft(found) && found.left.counterexample).toBe(vector)
    }
  })

  it('nor is a likely mistake held against others', () => {
    // Squared until all are large, what is less than one becomes ever smaller.
    const squared = (x: Vector) =>
      whileLoop(
        (y: Vector) => less(min(y), 10),
        (y: Vector) => square(y),
        x,
      )
    const steps = (x: Vector) => floor(mul(squared(x), 1e-9))
    const half = {
      value: (x: Vector) => sum(add(square(x), steps(x))),
      gradient: (x: Vector) => add(x, steps(x)),
    }
    const at = tensor([1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1, 2.2]) as Vector
    expect(gradcheck(half, at)).toMatchObject({ left: { diagnosis: { cause: 'factor', factor: 0.5 } } })
  })

  it('is where it repeats so many times at most', () => {
    const bounded = wrong((x) =>
      sum(
        whileLoop(
          (y: Vector) => less(sum(y), 100),
          (y: Vector) => mul(y, 2),
          x,
          { maxSteps: 9 },
        ),
      ),
    )
    expect(isLeft(bounded) && bounded.left.smallest?.point).toContain('the argument = [0.]')
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
