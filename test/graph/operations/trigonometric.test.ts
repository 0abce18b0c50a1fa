import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { derivativesAt, expectClose, expectDigits, slopeAt } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { acos, asin, atan, atan2, cos, grad, hessian, jvp, mul, sin, sum, tan, tensor, zeros } = untyped

/** What each operation is, by JavaScript's functions, which are good to some 1e-15 where these are drawn. */
const unaries: Readonly<Record<string, readonly [of: (x: number) => number, at: readonly number[]]>> = {
  sin: [Math.sin, [-3, -0.5, 0, 1e-9, 0.2, 1, 20, 1e6]],
  cos: [Math.cos, [-3, -0.5, 0, 0.2, 1, 20, 1e6]],
  tan: [Math.tan, [-3, -0.5, 0, 1e-9, 0.2, 1, 20, 1e6]],
  asin: [Math.asin, [-1, -0.5, 0, 1e-9, 0.2, 0.9, 1]],
  acos: [Math.acos, [-1, -0.5, 0, 1e-9, 0.2, 0.9, 1]],
  atan: [Math.atan, [-Infinity, -3, -0.5, 0, 1e-9, 0.2, 1, 1e9]],
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

describe('atan2', () => {
  it('is the angle of each point, broadcast and dual', () => {
    const [y, x] = [tensor([[3], [-5]]), tensor([4, -12, 0])]
    const angles = [3, -5].flatMap((b) => [4, -12, 0].map((a) => Math.atan2(b, a)))
    expectDigits(elementsOf(atan2(y, x)), angles)
    expect(elementsOf(pipe(y, atan2(x)))).toEqual(elementsOf(atan2(y, x)))
    expectDigits(elementsOf(atan2(1, -1)), [(3 * Math.PI) / 4])
    expect(atan2(tensor([3], { dtype: 'float32' }), 4).dtype).toBe('float32')
  })

  it('has derivatives that neither overflow nor underflow', () => {
    for (const scale of [1, 1e300, 1e-300]) {
      const [y, x] = [tensor(3 * scale), tensor(4 * scale)]
      const gradients = [0, 1].flatMap((argnums) => elementsOf(grad(atan2, { argnums })(y, x)))
      expectDigits(gradients, [0.16 / scale, -0.12 / scale])
      const [, turned] = jvp(atan2, [y, x], [tensor(scale), tensor(2 * scale)]) as unknown as unknown[]
      expectDigits(elementsOf(turned), [-0.08])
    }
  })

  it('turns by the slopes of a harmonic function', () => {
    const second = (hessian as (f: unknown) => (x: unknown) => unknown)((p: unknown) => {
      const [y, x] = [sum(mul(p, tensor([1, 0]))), sum(mul(p, tensor([0, 1])))]
      return atan2(y, x)
    })(tensor([1, 2]))
    expectDigits(elementsOf(second), [-0.16, -0.12, -0.12, 0.16])
  })

  it('has none at (0, 0)', () => {
    expect(elementsOf(grad(atan2)(tensor(0), tensor(0)))).toEqual([NaN])
    const [, turned] = jvp(atan2, [tensor(0), tensor(0)], [tensor(1), tensor(0)]) as unknown as unknown[]
    expect(elementsOf(turned)).toEqual([NaN])
  })
})

describe('derivatives', () => {
  it('of sin and cos go round', () => {
    for (const x of [-2, 0, 1e-9, 1e22]) {
      const [s, c] = [elementsOf(sin(x)), elementsOf(cos(x))].flat()
      expectDigits(derivativesAt(sin, x, 4), [s, c, -s + 0, -c, s])
      expectDigits(derivativesAt(cos, x, 4), [c, -s + 0, -c, s, c])
    }
  })

  it('of tan: 1 + tan^2', () => {
    const t = Math.tan(0.5)
    expectClose(derivativesAt(tan, 0.5, 2), [t, 1 + t * t, 2 * t * (1 + t * t)])
    expectDigits([slopeAt(tan, 1e-200), slopeAt(tan, Math.PI / 2)], [1, 2.6670937881135714e32])
  })

  it('of asin and acos keep their digits near 1, and are infinite there', () => {
    for (const [x, slope] of [
      [1e-9, 1],
      [-0.6, 1.25],
      [1 - 2 ** -53, 2 ** 26 / Math.sqrt(1 - 2 ** -54)],
      [1, Infinity],
      [-1, Infinity],
      [1.5, NaN],
    ]) {
      expectDigits([slopeAt(asin, x)], [slope])
      expectDigits([slopeAt(acos, x)], [-slope])
    }
  })

  it('of atan: 1 / (1 + x^2)', () => {
    expectDigits(derivativesAt(atan, 2, 2).slice(1), [0.2, -0.16])
    expectDigits(
      [1e-9, 1e100, Infinity, -Infinity].map((x) => slopeAt(atan, x)),
      [1, 1e-200, 0, 0],
    )
    expectDigits(derivativesAt(atan, 1e70, 2).slice(1), [1e-140, -2e-210])
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
  [() => atan2(ints(), 1), 'DTypeError', 'atan2: it does not take int32'],
  [() => atan2(true, true), 'DTypeError', 'atan2: it does not take bool'],
  [() => atan2(zeros([3]), ints()), 'DTypeError', 'atan2: dtypes float64 and int32 differ'],
  [() => pipe(zeros([2, 3]), atan2(zeros([4]))), 'ShapeError', 'atan2: sizes 3 and 4 differ at axis -1'],
  [() => atan2('3', 4), 'ArgumentError', 'atan2: an operand (string) is neither a tensor nor a number'],
]

refuses(refusals)
