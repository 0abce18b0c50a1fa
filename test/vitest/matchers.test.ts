import { stripVTControlCharacters } from 'node:util'
import { mul, sigmoid, square, sub, sum, type Tensor, tensor } from 'cotangent'
import { differing, law, lawfulGradient } from 'cotangent/laws'
import fc from 'fast-check'
import { assert, describe, expect, it } from 'vitest'
import 'cotangent/vitest'

type Three = Tensor<[3], 'float64'>

const at = tensor([-1, 0, 2])
const value = (x: Three) => sum(sigmoid(x))
const slope = (x: Three) => mul(sigmoid(x), sub(1, sigmoid(x)))
const right = { value, gradient: slope }
const twice = { value, gradient: (x: Three) => mul(slope(x), 2) }

/** What an assertion says when it fails, without colours; nothing where it holds. */
const said = (assertion: () => void): string | undefined => {
  try {
    assertion()
    return undefined
  } catch (thrown) {
    return stripVTControlCharacters((thrown as Error).message)
  }
}

describe('toHaveCorrectGradient', () => {
  it('holds of what is right', () => {
    expect(value).toHaveCorrectGradient({ at })
    expect(right).toHaveCorrectGradient({ at })
    expect(twice).not.toHaveCorrectGradient({ at })
  })

  it('tells a wrong gradient as the failure does, and gives vitest both values for its difference', () => {
    const assertion = () => expect(twice).toHaveCorrectGradient({ at })
    expect(said(assertion)).toMatch(
      /^expect\(f\)\.toHaveCorrectGradient\(\{ at \}\)\n\nthe gradient is wrong in 3 entries\nat the argument\[\d\]\n {4}analytic +0\.\d+\n {4}numeric +0\.\d+/,
    )
    let thrown: unknown
    try {
      assertion()
    } catch (error) {
      thrown = error
    }
    const { actual, expected } = thrown as { readonly actual: number; readonly expected: number }
    expect(actual / expected).toBeCloseTo(2, 8)
  })

  it('negated, tells that it found nothing', () => {
    expect(said(() => expect(right).not.toHaveCorrectGradient({ at }))).toMatch(
      /^expect\(f\)\.not\.toHaveCorrectGradient\(\{ at \}\)\n\nExpected: the gradient is wrong\nReceived: the gradient is right in 3 entries/,
    )
  })

  it('holds neither so nor negated where nothing can be told', () => {
    let calls = 0
    const moody = {
      value: (x: Three) => mul(value(x), ++calls),
      gradient: slope,
    }
    expect(said(() => expect(moody).toHaveCorrectGradient({ at }))).toContain('another value')
    expect(said(() => expect(moody).not.toHaveCorrectGradient({ at }))).toMatch(
      /not\.toHaveCorrectGradient.*\n\nNeither the gradient nor its being wrong can be told here:\n.*another value/,
    )
  })

  it.each<[string, object, RegExp]>([
    ['a jump', { value: (x: Float64Array) => Math.floor(x[0]), gradient: () => [0] }, /jumps at the point/],
    ['a value that is not finite', { value: () => Number.NaN, gradient: () => [0] }, /NaN/],
    ['code that throws', { value: () => 1, gradient: () => assert.fail('no rule') }, /gradient throws: .*no rule/],
    ['code that gives something else', { value: () => 1, gradient: () => 'none' }, /gradient gives/],
  ])('holds neither so nor negated of %s', (_, f, text) => {
    const check = { at: [2] } as never
    expect(said(() => expect(f).toHaveCorrectGradient(check))).toMatch(text)
    expect(said(() => expect(f).not.toHaveCorrectGradient(check))).toMatch(text)
  })

  it('passes options on, and names one that there is not', () => {
    expect(said(() => expect(value).toHaveCorrectGradient({ at, only: { path: '.w', index: [0] } }))).toContain('".w"')
    expect(said(() => expect(value).toHaveCorrectGradient({ at, oder: 2 } as never))).toContain(
      'there is no option "oder"',
    )
  })

  it('works in a larger expectation', () => {
    expect({ model: twice }).toEqual({ model: expect.not.toHaveCorrectGradient({ at }) })
  })
})

describe('toHaveCorrectJacobian and toHaveCorrectHessian', () => {
  const wide = (x: Three) => square(x)
  it('hold of what is right', () => {
    expect(wide).toHaveCorrectJacobian({ at })
    expect(value).toHaveCorrectHessian({ at })
  })

  it('tell what is wrong', () => {
    const ones = tensor([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ])
    expect(said(() => expect({ value: wide, jacobian: () => ones }).toHaveCorrectJacobian({ at }))).toMatch(
      /^expect\(f\)\.toHaveCorrectJacobian\(\{ at \}\)\n\nthe Jacobian is wrong in 9 entries\nat the result\[\d\] by the argument\[\d\]/,
    )
    expect(said(() => expect({ value, hessian: () => ones }).toHaveCorrectHessian({ at }))).toMatch(
      /^expect\(f\)\.toHaveCorrectHessian\(\{ at \}\)\n\nthe Hessian is wrong in 9 entries\n/,
    )
  })
})

describe('in any code', () => {
  const flat = {
    value: (x: Float64Array) => x[0] ** 2 + 3 * x[1],
    gradient: (x: Float64Array) => [2 * x[0], 3],
  }

  it('gradients and Jacobians are checked at flat numbers', () => {
    expect(flat).toHaveCorrectGradient({ at: [1, 2] })
    expect(flat).toHaveCorrectGradient({ at: fc.tuple(fc.integer(), fc.integer()), runs: 5 })
    const vjp = (x: Float64Array, [first]: Float64Array) => [2 * x[0] * first, 3 * first]
    expect({ value: (x: Float64Array) => [flat.value(x)], vjp }).toHaveCorrectJacobian({ at: [1, 2] })
    const wrong = { ...flat, gradient: (x: Float64Array) => [x[0], 3] }
    expect(wrong).not.toHaveCorrectGradient({ at: [1, 2] })
    expect(said(() => expect(wrong).toHaveCorrectGradient({ at: [1, 2], shape: { w: [2] } }))).toMatch(
      /^expect\(f\)\.toHaveCorrectGradient\(\{ at \}\)\n\nthe gradient is wrong in 1 of 2 entries\nat \.?w\[0\]/,
    )
  })

  it('one derivative is not taken for another', () => {
    expect(said(() => expect(flat).toHaveCorrectJacobian({ at: [1, 2] } as never))).toContain('not the gradient given')
  })
})

describe('toSatisfy', () => {
  const oddness = law('oddness', 'f(-x) = -f(x)', (x: number) => differing('f(-x)', (-x) ** 2, -(x ** 2)))
  const evenness = law('evenness', 'f(-x) = f(x)', (x: number) => differing('f(-x)', (-x) ** 2, x ** 2))
  const numbers = fc.tuple(fc.integer({ min: 1, max: 1000 }))

  it('holds of a law at given arguments and at drawn ones', () => {
    expect([3]).toSatisfy(evenness)
    expect(numbers).toSatisfy(evenness)
    expect([3]).not.toSatisfy(oddness)
    expect(numbers).not.toSatisfy(oddness)
    expect([at]).toSatisfy(lawfulGradient(value, fc.constant(at)))
  })

  it('tells what contradicts a law, and where', () => {
    expect(said(() => expect([3]).toSatisfy(oddness))).toBe(
      'expect(arguments).toSatisfy(oddness)\n\nExpected: f(-x) = -f(x)\nReceived: f(-x) is 9, not -9\n          at [3]',
    )
    expect(said(() => expect(numbers).toSatisfy(oddness))).toMatch(
      /^expect\(arbitrary\)\.toSatisfy\(oddness\)\n\nExpected: f\(-x\) = -f\(x\)\nReceived: f\(-x\) is 1, not -1\n {10}at \[1\]\n {10}found after 1 draws, shrunk \d+ times; to replay: \{ seed: -?\d+, path: '[\d:]+' \}$/,
    )
  })

  it('negated, tells that nothing contradicts it', () => {
    expect(said(() => expect([3]).not.toSatisfy(evenness))).toBe(
      'expect(arguments).not.toSatisfy(evenness)\n\nExpected: a violation of f(-x) = f(x)\nReceived: none at [3]',
    )
    expect(said(() => expect(numbers).not.toSatisfy(evenness))).toMatch(/Received: none at 100 places drawn with seed/)
  })

  it('tells what was thrown on the way', () => {
    const explosive = law('calm', 'nothing happens', (x: number) => {
      if (x > 2) throw new RangeError(`too hot at ${x}`)
      return []
    })
    expect(said(() => expect(numbers).toSatisfy(explosive))).toContain('Received: too hot at 3\n          at [3]\n')
    expect(said(() => expect([3]).toSatisfy(explosive))).toBe('too hot at 3')
  })

  it('says what a law is about where it is given something else', () => {
    expect(said(() => expect(3).toSatisfy(evenness as never))).toContain(
      "the law evenness was given 3. Expect a tuple of the law's arguments, or an arbitrary of one",
    )
  })

  it("is vitest's own of a predicate", () => {
    const positive = (x: number): boolean => x > 0
    expect(3).toSatisfy(positive)
    expect(-3).not.toSatisfy(positive)
    expect({ a: 3 }).toEqual({ a: expect.toSatisfy(positive) })
    expect(said(() => expect(-3).toSatisfy(positive))).toBe(
      'expect(received).toSatisfy()\n\nExpected value to satisfy:\n[Function positive]\n\nReceived:\n-3',
    )
    expect(said(() => expect(3).not.toSatisfy(positive, 'not above 0'))).toBe(
      'expect(received).not.toSatisfy()\n\nExpected value to not satisfy:\nnot above 0\n\nReceived:\n3',
    )
  })
})
