import {
  add,
  type GradientFailure,
  type GradientReport,
  gradcheck,
  log,
  matmul,
  mean,
  mul,
  relu,
  square,
  sum,
  type Tensor,
  tensor,
  toArray,
  transpose,
} from 'cotangent'
import fc from 'fast-check'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { shrunk } from '../../src/check/shrink.js'
import { filled, rowMajor, sizeOf } from '../../src/tensor/index.js'

type Vector = Tensor<[number], 'float64'>
type Matrix = Tensor<[number, number], 'float64'>

const vectors: fc.Arbitrary<Vector> = fc
  .array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 5 })
  .map((elements) => tensor(elements.map((element) => element / 4)) as Vector)

const right = (result: Either<GradientFailure, GradientReport>): GradientReport => {
  if (isLeft(result)) throw new Error(String(result.left))
  return result.right
}

const failure = <T>(result: Either<GradientFailure<T>, GradientReport>): GradientFailure<T> => {
  if (isRight(result)) throw new Error(String(result.right))
  return result.left
}

/** Right for numbers of at most 2 in size. */
const clipped = {
  value: (x: Vector) => sum(square(x)),
  gradient: (x: Vector) => add(mul(x, 2), relu(add(mul(x, x), -4))),
}

describe('drawn points', () => {
  it('are as many as asked for, and counted', () => {
    const report = right(gradcheck((x: Vector) => sum(square(x)), vectors, { runs: 20, seed: 3 }))
    expect(report.points).toBe(20)
    expect(report.checked).toBeGreaterThanOrEqual(20)
    expect(report.seed).toBe(3)
    expect(String(report)).toMatch(/entries at 20 points \(seed 3\)/)
  })

  it('shrink to the smallest that fails, which is found again by seed and path', () => {
    const found = failure(gradcheck(clipped, vectors, { seed: 11 }))
    // The first number beyond 2 among quarters.
    expect((toArray(found.counterexample) as number[]).map(Math.abs).filter((x) => x > 2)).toEqual([2.25])
    const [, seed, path] = /seed: (\d+), replayPath: "([\d:]+)"/.exec(found.replay) ?? []
    expect(Number(seed)).toBe(11)
    const again = failure(gradcheck(clipped, vectors, { seed: 11, replayPath: path }))
    expect(toArray(again.counterexample)).toEqual(toArray(found.counterexample))
    expect(again.entries).toEqual(found.entries)
  })

  it('are shown where they fail', () => {
    const lonely = { value: (x: Vector) => sum(square(x)), gradient: (x: Vector) => mul(x, x) }
    const found = failure(gradcheck(lonely, fc.constant(tensor([0.5, 2]) as Vector)))
    expect(found.smallest?.point).toBe('the argument = [0.5 2. ]')
    expect(found.message).toContain('\n    smallest     the argument = [0.5 2. ]\n    to replay')
  })

  it('are the same for the same seed', () => {
    const [one, other] = [1, 1].map((seed) => String(failure(gradcheck(clipped, vectors, { seed }))))
    expect(one).toBe(other)
  })

  it('keep to their failure while they shrink', () => {
    const f = { value: (x: Vector) => sum(log(square(x))), gradient: (x: Vector) => mul(x, 0) }
    const found = failure(
      gradcheck(
        f,
        vectors.filter((x) => (toArray(x) as number[])[0] !== 0),
        { seed: 5 },
      ),
    )
    expect(['wrong', 'nonFinite']).toContain(found.reason)
    if (found.reason === 'wrong') expect(toArray(found.counterexample)).not.toContain(0)
  })

  it('at which the function throws are no verdict', () => {
    const f = (x: Vector) => {
      if (x.shape[0] > 2) throw new RangeError('too long')
      return sum(x)
    }
    expect(() => gradcheck(f, vectors)).toThrow(RangeError)
  })
})

describe('a failing point', () => {
  const [features, count] = [6, 9]
  const x = tensor(
    Array.from({ length: features }, (_, i) => Array.from({ length: count }, (_, j) => Math.sin(i * 9 + j) * 3)),
  ) as Matrix

  it('is made as small and as simple as fails in the same way', () => {
    const wrong = { value: (at: Matrix) => sum(square(at)), gradient: (at: Matrix) => mul(at, at) }
    const found = failure(gradcheck(wrong, x))
    expect(sizeOf(found.counterexample.shape)).toBeLessThanOrEqual(2)
    expect(found.entries.length).toBeGreaterThan(40)
    expect(found.smallest?.entries.length).toBeGreaterThan(0)
    expect(found.message).toMatch(/\n {4}smallest {5}the argument = /)
  })

  it('is data as well as text', () => {
    const at = { w: tensor([1, 2]) as Vector }
    const found = failure(gradcheck({ value: ({ w }) => sum(square(w)), gradient: ({ w }) => ({ w: mul(w, 3) }) }, at))
    const { counterexample, entries, message, ...rest } = JSON.parse(JSON.stringify(found))
    expect(counterexample).toEqual({ w: toArray(found.counterexample.w) })
    expect(entries).toHaveLength(2)
    expect(message).toBe(found.message)
    expect(rest).toMatchObject({ _tag: 'GradientFailure', check: 'gradcheck', reason: 'wrong', seed: 0 })
  })

  it('keeps shapes that the function insists on', () => {
    const weights = tensor(Array.from({ length: count }, (_, j) => [j + 1])) as Matrix
    const wrong = {
      value: (at: Matrix) => mean(square(matmul(at, weights))),
      gradient: (at: Matrix) => matmul(matmul(at, weights), transpose(weights)) as Matrix,
    }
    expect(failure(gradcheck(wrong, x)).counterexample.shape[1]).toBe(count)
  })
})

describe('shrinking', () => {
  const leaf = (shape: number[], value: number) => filled('float64', shape, value)
  const shapes = (leaves: readonly { readonly shape: readonly number[] }[]) => leaves.map(({ shape }) => shape)

  it('makes a size less on all axes where it occurs', () => {
    const seen = shrunk([leaf([7, 3], 0.5), leaf([3], 0.5)], ([a, b]) => a.shape[1] === b.shape[0] && a.shape[0] >= 2)
    expect(shapes(seen)).toEqual([[2, 1], [1]])
  })

  it('makes numbers simpler one by one', () => {
    const [found] = shrunk([leaf([2], 3.1234)], ([a]) => rowMajor(a).length === 2 && rowMajor(a)[1] > 2.5)
    expect([...rowMajor(found)]).toEqual([0, 3])
  })

  it('takes no number for simpler than one that comes before it', () => {
    const [found] = shrunk([leaf([], 1)], ([a]) => rowMajor(a)[0] >= 1)
    expect([...rowMajor(found)]).toEqual([1])
  })

  it('leaves what fails only as it is', () => {
    const start = [leaf([2], 0.3)]
    expect(shrunk(start, () => false)).toEqual(start)
  })

  it('tries no more than so many points', () => {
    let tried = 0
    shrunk(
      Array.from({ length: 40 }, () => leaf([2], 0.123)),
      () => {
        tried += 1
        return false
      },
    )
    expect(tried).toBeLessThanOrEqual(80)
  })
})
