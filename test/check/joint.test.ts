import {
  abs,
  add,
  astype,
  equal,
  type GradcheckOptions,
  type GradientFailure,
  type GradientReport,
  gradcheck,
  jacobiancheck,
  matmul,
  max,
  maximum,
  maxPool1d,
  mul,
  relu,
  reshape,
  type ScalarFunction,
  sin,
  sort,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
  unstack,
} from 'cotangent'
import fc from 'fast-check'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { isBent } from '../../src/check/beside.js'
import { runs } from '../laws/counts.js'

type Vector = Tensor<[number], 'float64'>

const vector = (elements: readonly number[]): Vector => tensor([...elements]) as Vector

/** The verdict on numbers given as the gradient of a function. */
const checked = (
  value: ScalarFunction<Vector>,
  gradient: readonly number[],
  at: readonly number[],
  options: GradcheckOptions = {},
): Either<GradientFailure, GradientReport> =>
  gradcheck({ value, gradient: () => vector(gradient) }, vector(at), options)

/** `right`; `together`, of entries that are each right; or another reason. */
const saidOf = (found: Either<GradientFailure, GradientReport>): string =>
  isLeft(found) ? (found.left.joint === undefined ? found.left.reason : 'together') : 'right'

const largestOf: ScalarFunction<Vector> = (x) => max(x)
const weights = vector([1, 2, 3])
const sorted: ScalarFunction<Vector> = (x) => sum(mul(sort(x), weights))
const pooled: ScalarFunction<Vector> = (x) => sum(maxPool1d(reshape(x, [1, 1, 4]), { kernelSize: 2 }))
const distance: ScalarFunction<Vector> = (x) => abs(sum(mul(x, vector([1, -1]))))
/** The largest of the first and the third, less that of the others. */
const opposed: ScalarFunction<Vector> = (x) => {
  const [a, b, c, d] = unstack(x as Tensor<[4], 'float64'>)
  return sub(maximum(a, c), maximum(b, d))
}
const sizes =
  (...signs: readonly number[]): ScalarFunction<Vector> =>
  (x) =>
    sum(mul(abs(x), vector(signs)))

describe('entries at a kink that they share', () => {
  it.each<[string, ScalarFunction<Vector>, readonly number[], readonly number[], string]>([
    ['the whole slope for each of a tie', largestOf, [1, 1, 0], [2, 2, 1], 'together'],
    ['the whole slope for each of three', largestOf, [1, 1, 1], [2, 2, 2], 'together'],
    ['too little in all', largestOf, [0.25, 0.25, 0], [2, 2, 1], 'together'],
    ['nothing', largestOf, [0, 0, 0], [2, 2, 1], 'together'],
    ['a little too much', largestOf, [0.5, 0.5 + 1e-7, 0], [2, 2, 1], 'together'],
    ['even shares', largestOf, [0.5, 0.5, 0], [2, 2, 1], 'right'],
    ['uneven shares', largestOf, [0.25, 0.75, 0], [2, 2, 1], 'right'],
    ['all for the last', largestOf, [0, 1, 0], [2, 2, 1], 'right'],
    ['the smaller weight for each of a tie', sorted, [2, 2, 1], [2, 2, 1], 'together'],
    ['the larger weight for each', sorted, [3, 3, 1], [2, 2, 1], 'together'],
    ['each weight for one', sorted, [3, 2, 1], [2, 2, 1], 'right'],
    ['two windows, of which one is given twice', pooled, [0.5, 0.5, 1, 1], [1, 1, 3, 3], 'together'],
    ['two windows, one for each', pooled, [1, 0, 0, 1], [1, 1, 3, 3], 'right'],
    ['a distance, of which one end moves', distance, [0, 1], [1, 1], 'together'],
    ['a distance, of which both do', distance, [-0.5, 0.5], [1, 1], 'right'],
    ['what is smooth beside', (x) => add(max(sin(x)), sum(square(x))), [Math.cos(2) + 4, 5], [2, 2], 'wrong'],
    ['a bent tie', (x) => square(max(mul(x, x))), [32, 32], [2, 2], 'together'],
    ['a bent tie that is shared', (x) => square(max(mul(x, x))), [8, 24], [2, 2], 'right'],
    ['large numbers', (x) => mul(max(x), 1e6), [1e6, 1e6], [1e6, 1e6], 'together'],
    ['a tie of sizes, of which one is negative', (x) => max(abs(x)), [1, -1], [2, -2], 'together'],
    ['a tie of sizes that is shared', (x) => max(abs(x)), [0.5, -0.5], [2, -2], 'right'],
    ['one of two ties that bend against each other', opposed, [1, -0.5, 1, -0.5], [1, 1, 1, 1], 'together'],
    ['two ties that bend against each other', opposed, [0.5, -1, 0.5, 0], [1, 1, 1, 1], 'right'],
    ['sizes', sizes(1, 1, 1), [1, -1, 0.5], [0, 0, 0], 'right'],
    ['sizes of both signs', sizes(1, -1, 1, -1), [1, 1, -1, 1], [0, 0, 0, 0], 'right'],
    ['a difference of sizes', sizes(1, -1), [1, -1], [0, 0], 'right'],
  ])('%s', (_, f, gradient, at, expected) => expect(saidOf(checked(f, gradient, at))).toBe(expected))

  const ties = vector(Array.from({ length: 40 }, (_, index) => (index === 3 || index === 38 ? 1 : -index)))

  it('are found by projections, in the arithmetic of the leaves, in batches, in float32 and among many', () => {
    const given = (options: GradcheckOptions) => saidOf(checked(largestOf, [1, 1, 0], [2, 2, 1], options))
    expect(
      [{ fast: true }, { engine: 'wasm' }, { engine: 'reference' }, { batched: true }, { seed: 5 }].map((options) =>
        given(options as GradcheckOptions),
      ),
    ).toEqual(['together', 'together', 'together', 'together', 'together'])
    expect(given({ only: { path: '', index: [0] } })).toBe('right')
    const at = tensor([2, 2], { dtype: 'float32' })
    type Float32 = Tensor<[2], 'float32'>
    const single = (gradient: readonly [number, number]) =>
      saidOf(gradcheck({ value: (x: Float32) => max(x), gradient: () => tensor(gradient, { dtype: 'float32' }) }, at))
    expect([single([1, 1]), single([0.25, 0.75])]).toEqual(['together', 'right'])
  })

  it.each([{}, { fast: true }])('however far apart they are: %o', (options) => {
    const share = (each: number) => (x: Vector) => mul(largestOnes(x), each)
    const said = (each: number) => saidOf(gradcheck({ value: largestOf, gradient: share(each) }, ties, options))
    expect([said(1), said(0.5)]).toEqual(['together', 'right'])
  })

  it('are those of trees too, and of Jacobians', () => {
    type Scalars = { readonly a: Tensor<[], 'float64'>; readonly b: Tensor<[], 'float64'> }
    const f = {
      value: ({ a, b }: Scalars) => maximum(a, b),
      gradient: (): Scalars => ({ a: tensor(1), b: tensor(1) }),
    }
    const found = gradcheck(f, { a: tensor(3), b: tensor(3) })
    const joint = isLeft(found) ? found.left.joint : undefined
    expect(joint?.entries.map(({ path }) => path)).toEqual(['.a', '.b'])
    expect(joint).toMatchObject({ direction: [1, 1], analytic: 2, error: 1 })
    const rows = (jacobian: readonly (readonly [number, number])[]) =>
      saidOf(
        jacobiancheck(
          { value: (x: Vector) => stack([mul(max(x), 3), max(x)]), jacobian: () => tensor(jacobian as never) },
          vector([1, 1]),
        ),
      )
    expect([rows([[3, 0], [1, 1]]), rows([[3, 0], [0.5, 0.5]])]).toEqual(['together', 'right']) // biome-ignore format: a matrix each
  })

  it('are told with their direction, their slopes and what is likely', () => {
    const found = checked(largestOf, [1, 1, 0], [2, 2, 1])
    const failure = isLeft(found) ? found.left : expect.fail('it is wrong')
    expect(failure.problem).toBe('the gradient is wrong in 2 entries together, at a kink that they share')
    expect(failure.message).toMatch(
      /^along \+ the argument\[0\] \+ the argument\[1\]\n {4}analytic {5}2\n {4}slopes {7}1 ± \S+ on the left, 1 ± \S+ on the right\n {4}error {8}1 beyond these$/m,
    )
    expect(failure.entries).toEqual([])
    expect(failure.diagnosis?.cause).toBe('unshared')
    expect(failure.diagnosis?.text).toMatch(/^each of the 2 entries of a tie is given its whole slope: /)
    expect(failure.replay).toBe('gradcheck(f, point)')
    expect(JSON.parse(JSON.stringify(failure)).joint).toMatchObject({ direction: [1, 1], analytic: 2 })
    const little = checked(largestOf, [0.25, 0.25, 0], [2, 2, 1])
    expect(isLeft(little) && little.left.diagnosis?.text).toMatch(/are given 1\/2 times its slope in all: /)
    for (const f of [distance, (x: Vector) => add(distance(x), sum(mul(x, vector([1, 0]))))] as const) {
      const apart = checked(f, [1, 1], [1, 1])
      expect(isLeft(apart) && [apart.left.joint?.direction, apart.left.diagnosis]).toEqual([[1, 1], undefined])
    }
  })

  it('are told at the smallest point', () => {
    const points = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 3, maxLength: 3 }).map(vector)
    const found = gradcheck({ value: largestOf, gradient: (x: Vector) => largestOnes(x) }, points)
    expect(isLeft(found) && found.left.message).toMatch(
      /smallest {5}the argument = .*\n {17}along .*: analytic \d, slopes 1 and 1$/m,
    )
  })

  it('by rules of the library go by its conventions, one for each operation', () => {
    const twice: ScalarFunction<Vector> = (x) => add(sum(x), distance(x))
    expect(saidOf(gradcheck(twice, vector([1, 1])))).toBe('right')
    const rectified: ScalarFunction<Vector> = (x) => {
      const all = sum(x)
      return add(add(relu(all), mul(relu(mul(all, -1)), -1)), distance(x))
    }
    expect(saidOf(gradcheck(rectified, vector([0, 0])))).toBe('right')
    expect(saidOf(checked(rectified, [0, 0], [0, 0]))).toBe('together')
  })
})

/** Ones where an element is the largest, zeros elsewhere. */
const largestOnes = (x: Vector): Vector => astype(equal(x, max(x)), 'float64') as Vector

it('what falls with the step is told from what falls with its square', () => {
  const along = (f: (t: number) => number): boolean =>
    isBent({ change: ([[, by]]) => f(by), distance: 2 ** -40, rounding: (size) => 2 ** -104 + 2 ** -51 * size }, (t) =>
      [-t, t].map((by) => [1, [[{ which: 0, offset: 0 }, by]]] as const),
    )
  expect(
    [Math.abs, (t: number) => t * t, (t: number) => 3 * t, (t: number) => t * t + Math.max(0, t)].map(along),
  ).toEqual([true, false, false, true])
})

describe('laws of entries together', () => {
  const parts = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 5 })

  it('shares of a tie are right where they add up to the whole, and wrong where they do not', () =>
    fc.assert(
      fc.property(parts, fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 2 }), (some, height, below) => {
        // Shares of which the last is what is left of 8: only those between 0 and the whole are right one by one.
        const given = some.reduce((total, part) => total + part, 0)
        const at = [...some.map(() => height), ...Array.from({ length: below }, () => height - 1)]
        const gradient = [...some.map((part) => part / 8), ...Array.from({ length: below }, () => 0)]
        expect(saidOf(checked(largestOf, gradient, at))).toBe(given === 8 ? 'right' : 'together')
        const whole = given === 0 ? 0 : 8 / given
        if (Number.isInteger(Math.log2(whole)) && some.every((part) => part * whole <= 8))
          expect(
            saidOf(
              checked(
                largestOf,
                some.map((part) => (part * whole) / 8),
                some.map(() => height),
              ),
            ),
          ).toBe('right')
      }),
      runs(15),
    ))

  const rows = fc.integer({ min: 2, max: 4 }).chain((n) =>
    fc.record({
      rows: fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n, maxLength: n }), {
        minLength: 1,
        maxLength: 6,
      }),
      signs: fc.array(fc.constantFrom(-2, -1, 1, 2), { minLength: 6, maxLength: 6 }),
      side: fc.array(fc.integer({ min: -500, max: 500 }), { minLength: n, maxLength: n }),
    }),
  )

  it('limits of gradients are never wrong together, of sums and of differences of rectifiers', () =>
    fc.assert(
      fc.property(rows, ({ rows: all, signs, side }) => {
        const factors = signs.slice(0, all.length)
        const value: ScalarFunction<Vector> = (x) =>
          sum(mul(relu(matmul(tensor(all) as never, x) as Vector), vector(factors)))
        const isOn = all.map((row) => row.reduce((total, each, at) => total + each * side[at], 0) > 0)
        const limit = side.map((_, at) =>
          all.reduce((total, row, which) => total + (isOn[which] ? factors[which] * row[at] : 0), 0),
        )
        expect(
          saidOf(
            checked(
              value,
              limit,
              side.map(() => 0),
            ),
          ),
        ).not.toBe('together')
      }),
      runs(30),
    ))
})
