import {
  type GradientFailure,
  type GradientReport,
  gradcheckOpaque,
  type OpaqueFunction,
  type OpaqueOptions,
} from 'cotangent'
import fc from 'fast-check'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { functions } from '../../side/cases/functions.js'
import { plainFunction } from '../../side/plain.js'

const report = (result: Either<GradientFailure, GradientReport>): GradientReport => {
  if (isLeft(result)) throw new Error(String(result.left))
  return result.right
}

const failure = <T>(result: Either<GradientFailure<T>, GradientReport>): GradientFailure<T> => {
  if (isRight(result)) throw new Error(String(result.right))
  return result.left
}

const reason = (f: OpaqueFunction, at: ArrayLike<number>, options?: OpaqueOptions): string => {
  const result = gradcheckOpaque(f, at, options)
  return isLeft(result) ? result.left.reason : result.right.kinks.length > 0 ? 'kink' : 'right'
}

const squares = (x: Float64Array): number => x.reduce((sum, entry) => sum + entry * entry, 0)
const ofSquares = (x: Float64Array): Float64Array => x.map((entry) => 2 * entry)

const arithmetics = ['float64', 'float32'] as const
type Arithmetic = (typeof arithmetics)[number]

const named = Object.entries(functions)

const opaque = (name: keyof typeof functions, arithmetic: Arithmetic, spoil = (slope: number, _: number) => slope) => {
  const [value, gradient] = [functions[name].value, functions[name].gradient].map((part) =>
    plainFunction(part, arithmetic),
  )
  return {
    value: (x: Float64Array) => value(x) as number,
    gradient: (x: Float64Array) => (gradient(x) as readonly number[]).map(spoil),
  }
}

/** Four positive numbers of a grid, where all the functions are smooth. */
const points = fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 25, max: 400 }).map((n) => n / 100)))

describe('right gradients of plain code pass', () => {
  it.each(arithmetics.flatMap((arithmetic) => named.map(([name]) => [name, arithmetic] as const)))(
    '%s in %s, anywhere',
    (name, arithmetic) => {
      const f = opaque(name as keyof typeof functions, arithmetic)
      const found = report(gradcheckOpaque(f, points, { arithmetic, runs: 8, seed: 6 }))
      expect(found.points).toBe(8)
      expect(found.checked).toBe(32)
    },
  )

  it('with what is measured of them', () => {
    const found = report(gradcheckOpaque({ value: squares, gradient: ofSquares }, [1, -2, 3]))
    expect(found.value).toBe(14)
    expect(found.entries.map(({ index, numeric }) => [...index, Math.round(numeric * 1e9) / 1e9])).toEqual([
      [0, 2],
      [1, -4],
      [2, 6],
    ])
    for (const { error, tolerance } of found.entries) expect(error).toBeLessThanOrEqual(tolerance)
    expect(Math.max(...found.entries.map(({ tolerance }) => tolerance))).toBeLessThan(1e-9)
  })

  it('that need what their value left behind', () => {
    let layer: Float64Array = new Float64Array(0)
    const value = (x: Float64Array): number => {
      layer = x
      return squares(x)
    }
    expect(reason({ value, gradient: () => ofSquares(layer) }, [1, 2])).toBe('right')
  })

  it('that come in a buffer that is used again', () => {
    const buffer = new Float64Array(2)
    const gradient = (x: Float64Array): Float64Array => {
      buffer.set(ofSquares(x))
      return buffer
    }
    expect(reason({ value: squares, gradient }, [1, 2])).toBe('right')
  })

  it('of code that computes in float32, though it is taken for float64', () => {
    const rough = (x: Float64Array): number => Math.fround(Math.fround(squares(x.map(Math.fround))))
    const gradient = (x: Float64Array): Float64Array => ofSquares(x).map(Math.fround)
    expect(reason({ value: rough, gradient }, [1, 2, 0.5])).not.toBe('wrong')
    expect(reason({ value: rough, gradient }, [1, 2, 0.5], { arithmetic: 'float32' })).toBe('right')
  })

  it('of code that is less accurate than its numbers, where that is said', () => {
    // Sines by interpolation in a table, as games have them: off by 1e-4 and bent at every entry.
    const steps = 256
    const table = (x: number): number => {
      const at = (x * steps) / (2 * Math.PI)
      const [below, share] = [Math.floor(at), at - Math.floor(at)]
      const sine = (entry: number): number => Math.sin((entry * 2 * Math.PI) / steps)
      return (1 - share) * sine(below) + share * sine(below + 1)
    }
    const f = { value: (x: Float64Array) => table(x[0]), gradient: (x: Float64Array) => [table(x[0] + Math.PI / 2)] }
    expect(reason(f, [1], { accuracy: 2 ** -13, resolution: 2 ** -4 })).toBe('right')
    expect(reason({ ...f, gradient: (x) => [-table(x[0] + Math.PI / 2)] }, [1], { accuracy: 2 ** -13 })).not.toBe(
      'right',
    )
  })
})

describe('wrong gradients of plain code are found', () => {
  const mistakes: readonly (readonly [string, (slope: number, at: number) => number])[] = [
    ['the sign', (slope) => -slope],
    ['nothing', () => 0],
    ['twice as much', (slope) => 2 * slope],
    ['one entry off by a part', (slope, at) => (at === 2 ? slope * 1.02 : slope)],
  ]
  it.each(arithmetics.flatMap((arithmetic) => named.map(([name]) => [name, arithmetic] as const)))(
    'of %s in %s',
    (name, arithmetic) => {
      for (const [mistake, spoil] of mistakes) {
        const found = reason(opaque(name as keyof typeof functions, arithmetic, spoil), [0.5, 1.25, 2, 0.75], {
          arithmetic,
        })
        expect([mistake, found]).toEqual([mistake, 'wrong'])
      }
    },
  )

  it('by little, in float64', () => {
    const spoil = (slope: number, at: number): number => (at === 1 ? slope * (1 + 1e-8) : slope)
    expect(named.map(([name]) => reason(opaque(name as never, 'float64', spoil), [0.5, 1.25, 2, 0.75]))).toEqual(
      named.map(() => 'wrong'),
    )
  })

  it('with a message that tells where and how to look again', () => {
    const found = failure(
      gradcheckOpaque({ value: squares, gradient: (x) => x }, [1, 2, 3, 4], { shape: { a: [2], 'b c': [2, 1] } }),
    )
    expect(found.entries).toHaveLength(4)
    expect(found.diagnosis).toMatchObject({ cause: 'factor', factor: 0.5 })
    expect(found.replay).toMatch(
      /^gradcheckOpaque\(f, \[1, 2, 3, 4\], \{ shape: \{ a: \[2\], "b c": \[2, 1\] \}, only: \{ path: '\.(a|b c)', index: \[\d(, 0)?\] \} \}\)$/,
    )
    expect(String(found)).toMatch(/^gradcheckOpaque: the gradient is wrong in 4 entries\nat \.(a\[\d\]|b c\[\d, 0\])\n/)
    expect(found.counterexample).toEqual(Float64Array.of(1, 2, 3, 4))
  })

  it('in one entry alone, where only that is looked at', () => {
    const f = { value: squares, gradient: (x: Float64Array) => ofSquares(x).with(1, 0) }
    const shape = [2, 2]
    expect(reason(f, [1, 2, 3, 4], { shape, only: { path: '', index: [1, 0] } })).toBe('right')
    expect(reason(f, [1, 2, 3, 4], { shape, only: { path: '', index: [0, -1] } })).toBe('wrong')
  })
})

describe('at drawn points', () => {
  const value = (x: Float64Array): number => x.reduce((sum, entry) => sum + Math.max(entry, 2 * entry - 3), 0)
  const above = (limit: number) => (x: Float64Array) => x.map((entry) => (entry > limit ? 2 : 1))
  const whole = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 1 })

  it('the simplest that fails is kept', () => {
    const found = failure(gradcheckOpaque({ value, gradient: above(4) }, whole))
    expect(Array.from(found.counterexample)).toEqual([4])
    expect(found.replay).toBe("gradcheckOpaque(f, [4], { only: { path: '', index: [0] } })")
  })

  it('a long one is drawn again by seed and path', () => {
    const long = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 9, maxLength: 12 })
    const found = failure(gradcheckOpaque({ value, gradient: above(4) }, long, { seed: 3 }))
    const [, seed, replayPath] = found.replay.match(/\{ seed: (\d+), replayPath: '([\d:]+)' \}/) ?? []
    const again = failure(gradcheckOpaque({ value, gradient: above(4) }, long, { seed: Number(seed), replayPath }))
    expect(again.counterexample).toEqual(found.counterexample)
  })

  it('options that fit none of them are refused', () => {
    expect(() => gradcheckOpaque({ value, gradient: above(3) }, whole, { shape: [99] })).toThrow(/its shape holds 99/)
    expect(() => gradcheckOpaque({ value, gradient: above(3) }, whole, { runs: 0 })).toThrow(/option runs is 0/)
    for (const options of [
      { runs: 1.5 },
      { engine: 'wasm' },
      { shapes: [2] },
      { shape: 2 },
      { accuracy: 1 },
      { resolution: 0 },
    ])
      expect(() => gradcheckOpaque({ value, gradient: above(3) }, whole, options as never)).toThrow(
        Object.keys(options)[0],
      )
  })
})
