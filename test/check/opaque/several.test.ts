import { type GradientFailure, gradcheckOpaque, type OpaqueFunction } from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

const failure = (f: OpaqueFunction, at = [2, 3]): GradientFailure | undefined => {
  const result = gradcheckOpaque(f, at, at.length === 3 ? {} : { outputShape: { product: [], both: [2] } })
  return isLeft(result) ? result.left : undefined
}

/** (a b, a, sin b) */
const value = ([a, b]: Float64Array) => [a * b, a, Math.sin(b)]
const jacobian = ([a, b]: Float64Array) => [
  [b, a],
  [1, 0],
  [0, Math.cos(b)],
]
const vjp = ([a, b]: Float64Array, [c, d, e]: Float64Array) => [b * c + d, a * c + Math.cos(b) * e]
const jvp = ([a, b]: Float64Array, [s, t]: Float64Array) => [b * s + a * t, s, Math.cos(b) * t]

describe('functions to several numbers', () => {
  it('are right by their Jacobian, in rows or flat, by their vjp and by their jvp', () => {
    expect(failure({ value, jacobian })).toBeUndefined()
    expect(failure({ value, jacobian: (x) => jacobian(x).flat() })).toBeUndefined()
    expect(failure({ value, vjp })).toBeUndefined()
    expect(failure({ value, jvp })).toBeUndefined()
  })

  it.each<[string, OpaqueFunction, RegExp]>([
    ['a wrong entry', { value, jacobian: (x) => jacobian(x).with(2, [0, 1]) }, /at \.both\[1\] by the argument\[1\]\n/],
    ['a row too few', { value, jacobian: (x) => jacobian(x).slice(1) }, /jacobian gives 2 rows, and not 3/],
    ['a row too long', { value, jacobian: (x) => jacobian(x).with(1, [1, 0, 0]) }, /row 1 of jacobian gives 3 entries/],
    ['an entry of a vjp', { value, vjp: (x, c) => [vjp(x, c)[0], 0] }, /wrong in 2 of 6 entries/],
    ['an entry of a jvp', { value, jvp: (x, t) => [jvp(x, t)[0], t[1], 0] }, /wrong in 3 of 6 entries/],
    [
      'a vjp of squares',
      {
        value,
        vjp: (x, c) =>
          vjp(
            x,
            c.map((entry) => entry * entry),
          ),
      },
      /not linear in its cotangent/,
    ],
    ['a jvp of sizes', { value, jvp: (x, t) => jvp(x, t.map(Math.abs)) }, /not linear in its tangent/],
    ['a vjp that is too short', { value, vjp: () => [1] }, /vjp gives 1 entries, and not 2 numbers/],
    ['a jvp that is too short', { value, jvp: () => [1] }, /jvp gives 1 entries, and not 3 numbers/],
    ['outputs that are no numbers', { value: () => ['a'] as never, jvp }, /value gives string at 0, and not a number/],
  ])('%s is found', (_, f, expected) => expect(String(failure(f))).toMatch(expected))

  it('a transposed Jacobian is called so', () => {
    const square = { value: ([a, b]: Float64Array) => [a * b, b, 0].slice(0, 2) }
    const result = gradcheckOpaque({ ...square, jacobian: ([a, b]) => [b, 0, a, 1] }, [2, 3])
    expect(isLeft(result) && result.left.diagnosis?.cause).toBe('transposed')
  })

  it('a dropped cotangent is called so, where it is dropped', () => {
    const tanh = { value: (x: Float64Array) => x.map(Math.tanh) }
    const slope = (x: number): number => 1 - Math.tanh(x) ** 2
    const everywhere = failure({ ...tanh, vjp: (x) => x.map(slope) }, [1, -1, 0.5])
    expect(everywhere?.diagnosis).toMatchObject({
      cause: 'droppedCotangent',
      text: expect.stringMatching(/left out: /),
    })
    const below = failure(
      { ...tanh, vjp: (x, c) => x.map((entry, at) => slope(entry) * (entry < 0 ? 1 : c[at])) },
      [1, -1, 0.5],
    )
    expect(below?.diagnosis?.text).toMatch(/left out in 1 of 3 entries/)
    const doubled = failure({ ...tanh, vjp: (x) => x.map((entry) => 2 * slope(entry)) }, [1, -1, 0.5])
    expect(doubled?.diagnosis?.cause).not.toBe('droppedCotangent')
  })
})
