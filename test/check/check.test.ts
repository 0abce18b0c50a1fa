import { gradientCheck, mul, relu, sigmoid, square, sum, type Tensor, tensor } from 'cotangent'
import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

type Two = Tensor<[2], 'float64'>

const at = tensor([1, 2])
const value = (x: Two) => sum(square(x))

describe('a described check', () => {
  it('keeps the line where it was made', () => {
    expect(gradientCheck({ of: value, at }).site).toMatch(/test\/check\/check\.test\.ts:13:\d+$/)
  })

  it('runs what it is of', () => {
    expect(isRight(gradientCheck({ of: value, at }).run())).toBe(true)
    expect(isLeft(gradientCheck({ of: { value, gradient: (x) => x }, at }).run())).toBe(true)
    const jacobian = gradientCheck({ derivative: 'jacobian', of: (x: Two) => sigmoid(x), at }).run()
    expect(String(jacobian)).not.toBe('')
    expect(isRight(jacobian) && jacobian.right.checked).toBe(4)
    const eye = tensor([
      [1, 0],
      [0, 1],
    ])
    const byHand = { value: (x: Two) => mul(x, 1), jacobian: () => eye }
    expect(isRight(gradientCheck({ of: byHand, at }).run())).toBe(true)
    expect(isRight(gradientCheck({ of: { value, hessian: () => mul(eye, 2) }, at }).run())).toBe(true)
    expect(isLeft(gradientCheck({ of: { value, hessian: () => eye }, at }).run())).toBe(true)
    expect(isRight(gradientCheck({ derivative: 'hessian', of: value, at }).run())).toBe(true)
  })

  it('runs what is in any code, where the point is flat numbers', () => {
    const of = { value: (x: Float64Array) => x[0] * x[1], gradient: (x: Float64Array) => [x[1], x[0]] }
    expect(isRight(gradientCheck({ of, at: [1, 2] }).run({ seed: 3, order: 2, engine: 'wasm' }))).toBe(true)
    expect(isLeft(gradientCheck({ of: { ...of, gradient: (x) => x }, at: new Float64Array([1, 2]) }).run())).toBe(true)
    expect(() => gradientCheck({ of, at: [1, 2], mode: 'forward' } as never)).toThrow('there is no option "mode"')
  })

  it('runs at drawn points, as many as it is told to', () => {
    const points = fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => tensor([a, b]))
    const drawn = gradientCheck({ of: value, at: points, runs: 3 }).run({ runs: 5, seed: 7 })
    expect(isRight(drawn) && [drawn.right.points, drawn.right.seed]).toEqual([5, 7])
  })

  it('takes options of its own, and others in their place', () => {
    const one = gradientCheck({ of: value, at, only: { path: '', index: [0] } }).run()
    expect(isRight(one) && one.right.checked).toBe(1)
    const flat = gradientCheck({ of: (x: Two) => sum(relu(x)), at, engine: 'reference' })
    expect(isRight(flat.run())).toBe(true)
    expect(isRight(flat.run({ engine: 'wasm', order: 2 }))).toBe(true)
  })

  it.each([
    [{ of: value, at, oder: 2 }, 'there is no option "oder"'],
    [{ of: value, at, derivative: 'slope' }, 'the derivative "slope" is none that is checked'],
    [
      { of: { value, gradient: (x: Two) => x }, at, derivative: 'hessian' },
      'the derivative "hessian" is not the gradient given',
    ],
    [{ of: { value }, at }, 'there is nothing to check in `of`'],
    [{ of: 3, at }, 'there is nothing to check in `of`'],
  ])('does not take what it does not know: %#', (description, problem) => {
    expect(() => gradientCheck(description as never)).toThrow(problem)
  })
})
