import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { derivativesAt, expectDigits, expectValues, slopeAt } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { acosh, asinh, atanh, cosh, grad, hypot, jvp, mul, reciprocal, rsqrt, sinh, sqrt, sum, tensor, zeros } = untyped

/** What each operation on one operand is, by JavaScript's functions, which are good to some 1e-15 where these are drawn. */
const unaries: Readonly<Record<string, readonly [of: (x: number) => number, at: readonly number[]]>> = {
  sinh: [Math.sinh, [-3, -0.5, 0, 1e-9, 0.2, 1, 20]],
  cosh: [Math.cosh, [-3, -0.5, 0, 0.2, 1, 20]],
  asinh: [Math.asinh, [-30, -0.5, 0, 1e-9, 0.2, 1, 1e9]],
  acosh: [Math.acosh, [1, 1.5, 2, 30, 1e9]],
  atanh: [Math.atanh, [-0.9, -0.5, 0, 1e-9, 0.2, 0.99]],
  rsqrt: [(x) => 1 / Math.sqrt(x), [1e-9, 0.5, 1, 2, 1e9, Infinity]],
  reciprocal: [(x) => 1 / x, [-Infinity, -2, -0, 0, 0.1, 3, 1e9]],
}

describe.each(Object.entries(unaries))('%s', (name, [of, at]) => {
  it('works element by element, as a number does', () => {
    expectDigits(elementsOf(named(name)(tensor(at))), at.map(of), 2e-15)
    expect(elementsOf(named(name)(at[1]))).toEqual(elementsOf(named(name)(tensor(at[1]))))
    expect(named(name)(zeros([0, 2])).shape).toEqual([0, 2])
    expect(elementsOf(named(name)(tensor(NaN)))).toEqual([NaN])
  })

  it('rounds once to float32', () => {
    const single = tensor(at, { dtype: 'float32' })
    const result = named(name)(single)
    expect(result.dtype).toBe('float32')
    const double = elementsOf(named(name)(tensor(elementsOf(single))))
    expect(elementsOf(result)).toEqual(double.map(Math.fround))
  })
})

describe('hypot', () => {
  it('is the length of the hypotenuse, broadcast and dual', () => {
    const [a, b] = [tensor([[3], [-5]]), tensor([4, 12, 0])]
    const lengths = [3, -5].flatMap((x) => [4, 12, 0].map((y) => Math.hypot(x, y)))
    expectDigits(elementsOf(hypot(a, b)), lengths)
    expect(elementsOf(pipe(a, hypot(b)))).toEqual(elementsOf(hypot(a, b)))
    expect(elementsOf(hypot(3, 4))).toEqual([5])
    expect(hypot(tensor([3], { dtype: 'float32' }), 4).dtype).toBe('float32')
  })

  it('neither overflows nor underflows, and neither do its derivatives', () => {
    for (const scale of [1, 1e300, 1e-300, 1e-320]) {
      const [a, b] = [tensor(3 * scale), tensor(4 * scale)]
      expectDigits(elementsOf(hypot(a, b)), [5 * scale], scale < 1e-300 ? 1e-3 : 1e-15)
      expectDigits(
        [0, 1].flatMap((argnums) => elementsOf(grad(hypot, { argnums })(a, b))),
        [0.6, 0.8],
        1e-3,
      )
    }
  })

  it('has slope 0 at (0, 0), also of what has an infinite one there', () => {
    const lengthOf = (x: unknown) => hypot(x, mul(2, x))
    expectValues(derivativesAt(lengthOf, 0, 2), [0, 0, 0])
    expectValues(
      derivativesAt((x: unknown) => sqrt(lengthOf(x)), 0, 1),
      [0, 0],
    )
    const [, tangent] = jvp((x: unknown) => hypot(sqrt(x), 0), [tensor(0)], [tensor(1)]) as unknown as unknown[]
    expectValues(elementsOf(tangent), [0])
  })

  it('has the derivatives of |x| beside 0, to any order', () => {
    expectValues(
      derivativesAt((x: unknown) => hypot(x, 0), -2, 3),
      [2, -1, 0, 0],
    )
  })
})

describe('derivatives neither overflow nor lose digits', () => {
  it('of asinh: 1 / sqrt(1 + x^2)', () => {
    for (const [x, slope] of [
      [1e200, 1e-200],
      [-1e300, 1e-300],
      [1e-9, 1],
      [0.75, 0.8],
    ])
      expectDigits([slopeAt(asinh, x)], [slope])
    expect(slopeAt(asinh, Infinity)).toBe(0)
  })

  it('of acosh: 1 / sqrt((x - 1) (x + 1))', () => {
    for (const [x, slope] of [
      [1e200, 1e-200],
      [1.25, 4 / 3],
      [1 + 2 ** -52, 2 ** 25.5],
    ])
      expectDigits([slopeAt(acosh, x)], [slope])
    expect(slopeAt(acosh, 1)).toBe(Infinity)
    expect(slopeAt(acosh, Infinity)).toBe(0)
    expect(slopeAt(acosh, 0.5)).toBe(NaN)
  })

  it('of atanh: 1 / ((1 - x) (1 + x))', () => {
    for (const [x, slope] of [
      [1e-9, 1],
      [-0.5, 4 / 3],
      [1 - 2 ** -53, 2 ** 52],
    ])
      expectDigits([slopeAt(atanh, x)], [slope])
    expect(slopeAt(atanh, 1)).toBe(Infinity)
    expect(slopeAt(atanh, -1)).toBe(Infinity)
  })

  it('of sinh and cosh: each other', () => {
    for (const x of [-2, 0, 1e-9, 700]) {
      const [s, c] = [elementsOf(sinh(x)), elementsOf(cosh(x))].flat()
      expect(derivativesAt(sinh, x, 3)).toEqual([s, c, s, c])
      expect(derivativesAt(cosh, x, 3)).toEqual([c, s, c, s])
    }
  })

  it('of rsqrt and reciprocal', () => {
    expectDigits(derivativesAt(rsqrt, 4, 2), [0.5, -1 / 16, 3 / 128])
    expectDigits([slopeAt(rsqrt, 1e-200), slopeAt(rsqrt, 1e200)], [-5e299, -5e-301])
    expect(slopeAt(rsqrt, 0)).toBe(-Infinity)
    expectDigits(derivativesAt(reciprocal, -2, 3), [-0.5, -0.25, -0.25, -0.375])
    expect(slopeAt(reciprocal, 0)).toBe(-Infinity)
  })

  it('of a gradient over several elements', () => {
    const gradient = grad((x: unknown) => sum(mul(asinh(x), cosh(x))))(tensor([0, 1]))
    expectDigits(elementsOf(gradient), [1, Math.cosh(1) / Math.SQRT2 + Math.asinh(1) * Math.sinh(1)])
  })
})

const ints = () => zeros([2, 3], { dtype: 'int32' })

const refusals: readonly Refusal[] = [
  ...Object.keys(unaries).map(
    (name): Refusal => [
      () => named(name)(ints()),
      'DTypeError',
      `${name}: it does not take int32 (operands int32[2, 3]). It needs float64 or float32: convert with astype`,
    ],
  ),
  [() => hypot(ints(), 1), 'DTypeError', 'hypot: it does not take int32'],
  [() => hypot(true, true), 'DTypeError', 'hypot: it does not take bool'],
  [() => hypot(zeros([3]), ints()), 'DTypeError', 'hypot: dtypes float64 and int32 differ'],
  [() => pipe(zeros([2, 3]), hypot(zeros([4]))), 'ShapeError', 'hypot: sizes 3 and 4 differ at axis -1'],
  [() => hypot('3', 4), 'ArgumentError', 'hypot: an operand (string) is neither a tensor nor a number'],
]

refuses(refusals)
