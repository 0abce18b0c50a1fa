import { gradcheckOpaque, type OpaqueFunction, type OpaqueOptions } from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

const verdict = (f: OpaqueFunction, at: ArrayLike<number>, options?: OpaqueOptions): string => {
  const result = gradcheckOpaque(f, at, options)
  if (isLeft(result)) return `${result.left.reason}: ${result.left.problem}`
  return result.right.kinks.length > 0 ? 'kink' : 'right'
}

const squares = (x: Float64Array): number => x.reduce((sum, entry) => sum + entry * entry, 0)
const ofSquares = (x: Float64Array): Float64Array => x.map((entry) => 2 * entry)
const oops = (): never => {
  throw new Error('no rule')
}

describe('code that does not answer as it should', () => {
  let calls = 0
  let kept: Float64Array = new Float64Array(0)
  const given: unknown = undefined
  it.each<[string, OpaqueFunction, RegExp]>([
    ['a gradient that throws', { value: squares, gradient: oops }, /^threw: gradient throws: Error: no rule$/],
    ['a value that throws', { value: oops, gradient: ofSquares }, /^threw: value throws/],
    [
      'a gradient that is missing',
      { value: squares, gradient: () => given as never },
      /^malformed: gradient gives undefined/,
    ],
    [
      'one that is too short',
      { value: squares, gradient: () => [1] },
      /^malformed: gradient gives 1 entries, and not 2/,
    ],
    [
      'one that is nested',
      { value: squares, gradient: () => [[1], [2]] as never },
      /^malformed: gradient gives Array at 0/,
    ],
    ['one of bigints', { value: squares, gradient: () => [1n, 2n] as never }, /^malformed: gradient gives bigint at 0/],
    [
      'one that is to come',
      { value: squares, gradient: async () => [2, 4] as never } as never,
      /^malformed: gradient gives a Promise/,
    ],
    [
      'a value that is a list',
      { value: ofSquares as never, gradient: ofSquares },
      /^malformed: value gives 2 entries, and not a number/,
    ],
    [
      'a value that is text',
      { value: () => '1' as never, gradient: ofSquares },
      /^malformed: value gives string, and not a number/,
    ],
    [
      'a value that is no number',
      { value: () => Number.NaN, gradient: ofSquares },
      /^nonFinite: the function's value at the point is NaN/,
    ],
    [
      'an infinite slope',
      { value: squares, gradient: () => [2, Infinity] },
      /^nonFinite: the gradient at the argument\[1\] is Infinity/,
    ],
    [
      'a value that changes its argument',
      { value: (x) => squares(x.fill(1)), gradient: ofSquares },
      /^impure: value changes the array/,
    ],
    ['a gradient that does', { value: squares, gradient: (x) => x.fill(2) }, /^impure: gradient changes the array/],
    [
      'one that gives its argument away',
      {
        value: squares,
        gradient: (x) => {
          const slopes = ofSquares(x)
          structuredClone(x, { transfer: [x.buffer as ArrayBuffer] })
          return slopes
        },
      },
      /^impure: gradient changes the array/,
    ],
    [
      'a value that is another each time',
      { value: (x) => squares(x) + ++calls, gradient: ofSquares },
      /^nonDeterministic: value gives/,
    ],
    [
      'a gradient that is',
      { value: squares, gradient: (x) => ofSquares(x).map((entry) => entry + ++calls) },
      /^nonDeterministic: gradient/,
    ],
    [
      'a gradient at the point before',
      {
        value: squares,
        gradient: (x) => {
          const before = kept.length === 0 ? x : kept
          kept = x
          return ofSquares(before)
        },
      },
      /^impure: gradient keeps an array/,
    ],
  ])('%s', (_, f, expected) => expect(verdict(f, [1, 2])).toMatch(expected))

  it('throws where the question makes no sense', () => {
    const f = { value: squares, gradient: ofSquares }
    const tag = (attempt: () => unknown): unknown => {
      try {
        return attempt()
      } catch (error) {
        return (error as { _tag: string })._tag
      }
    }
    const attempts: readonly (readonly [string, () => unknown])[] = [
      ['ArgumentError', () => gradcheckOpaque({ value: squares } as never, [1])],
      ['ArgumentError', () => gradcheckOpaque({ ...f, jacobian: ofSquares } as never, [1])],
      ['ArgumentError', () => gradcheckOpaque({ value: 3, gradient: ofSquares } as never, [1])],
      ['ArgumentError', () => gradcheckOpaque(f, ['1'] as never)],
      ['ArgumentError', () => gradcheckOpaque(f, [1, 2], { shape: [3] })],
      ['ArgumentError', () => gradcheckOpaque(f, [1, 2], { shape: { a: 2 as never } })],
      ['ArgumentError', () => gradcheckOpaque(f, [1], { arithmetic: 'float16' as never })],
      ['ArgumentError', () => gradcheckOpaque(f, [1], { accuracy: -1 })],
      ['ArgumentError', () => gradcheckOpaque(f, [1], { resolution: 0 })],
      ['ArgumentError', () => gradcheckOpaque(f, [1], { only: { path: '.x', index: [0] } })],
      ['IndexError', () => gradcheckOpaque(f, [1], { only: { path: '', index: [1] } })],
    ]
    expect(attempts.map(([, attempt]) => tag(attempt))).toEqual(attempts.map(([expected]) => expected))
  })
})

describe.each(['float64', 'float32'] as const)('in %s', (arithmetic) => {
  const max = (x: Float64Array): number => Math.max(...x)
  const sizes = (signs: readonly number[]) => (x: Float64Array) =>
    x.reduce((sum, entry, at) => sum + signs[at] * Math.abs(entry), 0)

  it.each<[string, OpaqueFunction, readonly number[], RegExp]>([
    ['any slope between those of a kink', { value: (x) => Math.abs(x[0]), gradient: () => [0.5] }, [0], /^kink$/],
    ['a slope beyond them', { value: (x) => Math.abs(x[0]), gradient: () => [1.5] }, [0], /^wrong/],
    ['one of a tie', { value: max, gradient: () => [0, 1, 0] }, [2, 2, 1], /^kink$/],
    ['shares of a tie', { value: max, gradient: () => [0.25, 0.75, 0] }, [2, 2, 1], /^kink$/],
    ['thirds of a tie', { value: max, gradient: () => [1 / 3, 1 / 3, 1 / 3] }, [2, 2, 2], /^kink$/],
    [
      'all of a tie',
      { value: max, gradient: () => [1, 1, 0] },
      [2, 2, 1],
      /^wrong: the gradient is wrong in 2 entries together, at a kink that they share$/,
    ],
    ['all of three', { value: max, gradient: () => [1, 1, 1] }, [2, 2, 2], /^wrong: .* 3 entries together/],
    ['too small shares', { value: max, gradient: () => [0.25, 0.25, 0] }, [2, 2, 1], /^wrong: .* 2 entries together/],
    ['kinks of both kinds', { value: sizes([1, -1]), gradient: () => [1, -1] }, [0, 0], /^kink$/],
    ['and of equal slopes', { value: sizes([1, -1]), gradient: () => [1, 1] }, [0, 0], /^kink$/],
    [
      'many kinks',
      { value: sizes([1, -1, 1, 1, -1, -1]), gradient: () => [1, 1, -1, 1, -1, 1] },
      [0, 0, 0, 0, 0, 0],
      /^kink$/,
    ],
    [
      'a bent kink',
      { value: (x) => Math.sin(Math.abs(x[0]) + 2 * Math.abs(x[1])), gradient: () => [1, 2] },
      [0, 0],
      /^kink$/,
    ],
    [
      'a wave in step with powers of two',
      { value: ([x]) => Math.sin(32 * Math.PI * x), gradient: ([x]) => [32 * Math.PI * Math.cos(32 * Math.PI * x)] },
      [1],
      /^right$/,
    ],
    ['a jump', { value: (x) => Math.floor(x[0]), gradient: () => [0] }, [2], /^discontinuous/],
    ['a vertical slope', { value: (x) => Math.cbrt(x[0]), gradient: () => [0] }, [0], /^illConditioned/],
    [
      'an edge',
      { value: (x) => Math.sqrt(x[0] - 2) ** 3 + x[0], gradient: () => [1] },
      [2],
      arithmetic === 'float64' ? /^right$/ : /^illConditioned/,
    ],
    [
      'a root in the slope',
      { value: ([x]) => x * Math.sqrt(Math.abs(x)), gradient: () => [0] },
      [0],
      /^illConditioned/,
    ],
    ['an edge where it throws', { value: ([x]) => (x < 2 ? oops() : 3 * x), gradient: () => [3] }, [2], /^right$/],
    ['a wrong slope at an edge', { value: ([x]) => (x < 2 ? Number.NaN : 3 * x), gradient: () => [2] }, [2], /^wrong/],
  ])('%s', (_, f, at, expected) => expect(verdict(f, at, { arithmetic })).toMatch(expected))
})

it('a failure is told as JSON, the point as its numbers', () => {
  const result = gradcheckOpaque({ value: squares, gradient: (x) => x }, [1, 2])
  expect(isLeft(result)).toBe(true)
  expect(JSON.parse(JSON.stringify(isLeft(result) ? result.left : undefined))).toMatchObject({
    reason: 'wrong',
    counterexample: [1, 2],
    message: expect.stringContaining('2 entries'),
  })
})
