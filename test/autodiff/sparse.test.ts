import * as cotangent from 'cotangent'
import { sparsity } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compression } from '../../src/autodiff/colouring.js'
import { type Pattern, patternOf, transposed } from '../../src/autodiff/sparsity.js'

// Loosely typed on purpose, so that what does not compile is reached at run time.
const {
  add,
  cos,
  diff,
  indexAdd,
  jit,
  mul,
  reshape,
  sin,
  sparseJacobian,
  square,
  take,
  tensor,
  toArray,
  toDense,
  zeros,
} = cotangent as any
type Any = any

interface Places {
  readonly shape: readonly [number, number]
  readonly rows: readonly number[]
  readonly cols: readonly number[]
}

/** Patterns of any order of places, empty rows and columns among them. */
const patterns: fc.Arbitrary<Places> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .chain(([m, n]) =>
    fc
      .uniqueArray(fc.nat(m * n - 1), { maxLength: m * n })
      .map((at) => ({ shape: [m, n] as const, rows: at.map((k) => Math.floor(k / n)), cols: at.map((k) => k % n) })),
  )

/** y[r] sums a[k] sin(x[c]) cos(x[c] + k) over the places k of the pattern, and squares that. */
const functionOn =
  ({ shape: [m], rows, cols }: Places) =>
  (x: Any): Any => {
    if (rows.length === 0) return mul(zeros([m]), 1)
    const at = take(x, tensor(cols, { dtype: 'int32' }))
    const terms = mul(sin(at), cos(add(at, tensor(rows.map((_, k) => k)))))
    return square(indexAdd(zeros([m]), tensor(rows, { dtype: 'int32' }), terms))
  }

const grid = (n: number): fc.Arbitrary<Any> =>
  fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: n, maxLength: n })
    .map((x) => tensor(x.map((k) => k / 300)))

const count = (pattern: Places, mode?: 'forward' | 'reverse'): number =>
  compression(patternOf('test', pattern), mode).count

const placesOf = ({ rows, pointers, cols }: Pattern): readonly (readonly [number, number])[] =>
  [...Array(rows).keys()].flatMap((row) =>
    [...cols.slice(pointers[row], pointers[row + 1])].map((c) => [row, c] as const),
  )

const banded = (n: number, band: number): Places => {
  const places = [...Array(n).keys()].flatMap((row) =>
    [...Array(2 * band + 1).keys()].map((k) => [row, row + k - band]).filter(([, col]) => col >= 0 && col < n),
  )
  return { shape: [n, n], rows: places.map(([row]) => row), cols: places.map(([, col]) => col) }
}

describe('a pattern', () => {
  it('is the same places by rows, by ascending columns, and by columns when transposed', () => {
    fc.assert(
      fc.property(patterns, (given) => {
        const pattern = patternOf('test', given)
        const places = placesOf(pattern)
        const due = given.rows.map((row, k) => [row, given.cols[k]]).sort(([a, b], [c, d]) => a - c || b - d)
        expect(places).toEqual(due)
        const across = placesOf(transposed(pattern)).map(([col, row]) => [row, col])
        expect(across.sort(([a, b], [c, d]) => a - c || b - d)).toEqual(due)
      }),
    )
  })
  it('may be a bool tensor', () => {
    const mask = tensor([
      [true, false],
      [false, true],
      [true, true],
    ])
    expect(placesOf(patternOf('test', mask))).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ])
  })
})

describe('a colouring', () => {
  it('has no two lines of a colour that meet, in either mode', () => {
    fc.assert(
      fc.property(patterns, fc.constantFrom('forward' as const, 'reverse' as const), (given, mode) => {
        const { colours } = compression(patternOf('test', given), mode)
        const [lines, across] = mode === 'forward' ? [given.cols, given.rows] : [given.rows, given.cols]
        const met = new Set(lines.map((line, k) => `${across[k]} ${colours[line]}`))
        expect(met.size).toBe(lines.length)
        expect(lines.every((line) => colours[line] >= 0)).toBe(true)
      }),
    )
  })
  it('takes as few colours as a band has diagonals, and one for a diagonal or blocks of one row', () => {
    expect(count(banded(200, 0))).toBe(1)
    expect(count(banded(200, 1))).toBe(3)
    expect(count(banded(200, 3))).toBe(7)
    expect(count({ shape: [3, 6], rows: [0, 0, 1, 1, 2, 2], cols: [0, 1, 2, 3, 4, 5] })).toBe(1)
  })
  it('takes the mode of fewer colours, forward where both have as many', () => {
    const star = { shape: [5, 5] as const, rows: [0, 0, 0, 0, 0], cols: [0, 1, 2, 3, 4] }
    const mode = (pattern: Places) => compression(patternOf('test', pattern)).mode
    expect([mode(star), count(star)]).toEqual(['reverse', 1])
    expect([mode({ ...star, rows: star.cols, cols: star.rows }), count(star)]).toEqual(['forward', 1])
    expect(mode(banded(9, 1))).toBe('forward')
    fc.assert(
      fc.property(patterns, (given) => {
        expect(count(given)).toBe(Math.min(count(given, 'forward'), count(given, 'reverse')))
      }),
    )
  })
})

describe('a sparse Jacobian', () => {
  it('is the dense one', () => {
    fc.assert(
      fc.property(
        patterns.chain((places) => fc.tuple(fc.constant(places), grid(places.shape[1]))),
        ([places, x]) => {
          expect(sparsity.compression(functionOn(places), places).violations(x)).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  })
  it('is not where a place is missing, which check says', () => {
    const places = banded(6, 1)
    const holes = { ...places, rows: places.rows.slice(1), cols: places.cols.slice(1) }
    const f = functionOn(places)
    const x = tensor([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    expect(sparsity.compression(f, holes).holds(x)).toBe(false)
    for (const mode of ['forward', 'reverse']) {
      expect(() => sparseJacobian(f, places, { mode, check: true })(x)).not.toThrow()
      expect(() => sparseJacobian(f, holes, { mode, check: true })(x)).toThrow(/lacks places: in row 0/)
    }
    fc.assert(
      fc.property(patterns, (given) => {
        const point = tensor(Array.from({ length: given.shape[1] }, (_, k) => Math.cos(k + 1)))
        expect(() => sparseJacobian(functionOn(given), given, { check: true })(point)).not.toThrow()
        for (let hole = 0; hole < given.rows.length; hole++) {
          const without = (list: readonly number[]) => list.filter((_, k) => k !== hole)
          const less = { ...given, rows: without(given.rows), cols: without(given.cols) }
          expect(() => sparseJacobian(functionOn(given), less, { check: true })(point)).toThrow(/lacks places/)
        }
      }),
      { numRuns: 8 },
    )
  })
  it('takes matrices row by row, float32, an argument by its number, and none of the others', () => {
    const f = (scale: Any, x: Any): Any => mul(scale, square(reshape(x, [3, 2])))
    const identity = banded(6, 0)
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { dtype: 'float32' },
    )
    const found = sparseJacobian(f, identity, { argnums: -1 })(tensor(10, { dtype: 'float32' }), x)
    expect(found.values.dtype).toBe('float32')
    expect(toArray(found.values)).toEqual([20, 40, 60, 80, 100, 120])
    expect(toArray(found.cols)).toEqual([0, 1, 2, 3, 4, 5])
    expect(toArray(found.pointers)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })
  it('nests in other transforms: the slope of its sum is twice the sum of the second derivatives', () => {
    const total = (x: Any): Any => cotangent.sum(sparseJacobian((y: Any) => mul(square(y), y), banded(3, 0))(x).values)
    expect(toArray((cotangent as Any).grad(total)(tensor([1, 2, 3])))).toEqual([6, 12, 18])
    const rows = (cotangent as Any).vmap((x: Any) => sparseJacobian(square, banded(2, 0))(x).values)
    expect(
      toArray(
        rows(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([
      [2, 4],
      [6, 8],
    ])
  })
  it('refuses what does not fit', () => {
    const at = (f: Any, pattern: Any, options?: Any) => () => sparseJacobian(f, pattern, options)(tensor([1, 2, 3]))
    const tags = (run: () => unknown): unknown => {
      try {
        return run()
      } catch (error) {
        return (error as Any)._tag
      }
    }
    const two = banded(3, 0)
    expect(tags(at(diff, two))).toBe('ShapeError')
    expect(tags(at((x: Any) => [x], two))).toBe('TreeError')
    expect(tags(at((x: Any) => cotangent.astype(x, 'int32'), two))).toBe('DTypeError')
    expect(tags(at(square, tensor([1, 2])))).toBe('DTypeError')
    expect(tags(at(square, tensor([true])))).toBe('ShapeError')
    expect(tags(at(square, two, { argnums: 1 }))).toBe('ArgumentError')
    expect(tags(at(square, two, { argnums: [0] }))).toBe('ArgumentError')
    expect(tags(at(square, two, { mode: 'both' }))).toBe('ArgumentError')
    expect(tags(at(null, two))).toBe('ArgumentError')
    for (const pattern of [
      null,
      {},
      { ...two, shape: [3] },
      { ...two, rows: [0] },
      { ...two, rows: [0, 0, 0], cols: [1, 2, 1] },
    ])
      expect(tags(at(square, pattern))).toBe('ArgumentError')
    expect(tags(at(square, { ...two, rows: [0, 1, 3] }))).toBe('ArgumentError')
    expect(tags(() => jit(sparseJacobian(square, two, { check: true }))(tensor([1, 2, 3])))).toBe('NotConcrete')
    expect(tags(() => toDense(sparseJacobian(square, two)(tensor([1, 2, 3])), 2))).toBe('IndexError')
    expect(tags(() => toDense(sparseJacobian(square, two)(tensor([1, 2, 3])), 1.5))).toBe('ArgumentError')
  })
  it('puts no value in another row, nor outside', () => {
    const dense = (pointers: readonly number[], cols: readonly number[]) => () => {
      const [starts, places] = [pointers, cols].map((each) => tensor(each, { dtype: 'int32' }))
      return toArray(toDense({ pointers: starts, cols: places, values: tensor([5, 6, 7]) } as Any, 3))
    }
    const tag = (run: () => unknown): unknown => {
      try {
        return run()
      } catch (error) {
        return (error as Any)._tag
      }
    }
    expect(tag(dense([0, 2, 3], [0, 0, 2]))).toEqual([
      [11, 0, 0],
      [0, 0, 7],
    ])
    expect(tag(dense([0, 1, 3], [1, -1, 2]))).toBe('IndexError')
    expect(tag(dense([0, 1, 3], [-1, 1, 2]))).toBe('IndexError')
    expect(tag(dense([0, 1, 3], [3, 1, 2]))).toBe('IndexError')
    expect(tag(dense([1, 2, 3], [0, 1, 2]))).toBe('IndexError')
    expect(tag(dense([0, 1, 2], [0, 1, 2]))).toBe('IndexError')
  })
})
