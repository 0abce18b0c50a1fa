import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, named, untyped } from './untyped.js'

const { grad, hessian, jvp, mul, norm, std, sum, tensor, variance, zeros } = untyped

const { POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: negativeInfinity, NaN: nan } = Number

/** The formula, for elements of moderate size. */
const naive = (elements: readonly number[], ord: number): number => {
  const sizes = elements.map(Math.abs)
  if (ord === 0) return elements.filter((x) => x !== 0).length
  if (ord === infinity) return Math.max(...sizes)
  if (ord === negativeInfinity) return Math.min(...sizes)
  return sizes.reduce((total, x) => total + x ** ord, 0) ** (1 / ord)
}

const close = (got: number, want: number, tolerance = 1e-14): void =>
  expect(Math.abs(got - want), `${got}, ${want}`).toBeLessThanOrEqual(tolerance * Math.abs(want))

const orders = [0, 1, 2, 3, 2.5, 0.5, -1, -2, 100, infinity, negativeInfinity]

describe('norm', () => {
  it.each(orders)('of order %d is its formula', (ord) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 1, maxLength: 6 }), (eighths) => {
        const elements = eighths.map((n) => n / 8)
        close(elementsOf(norm(tensor(elements), { ord }))[0], naive(elements, ord))
      }),
    )
  })

  it.each(orders)('of order %d scales with its vector, to the ends of the range', (ord) => {
    const [x, scales] = [
      [0.75, -2, 1.25],
      [2 ** -1000, 2 ** -400, 2 ** 400, 2 ** 1000],
    ]
    const direction = elementsOf(grad((a: unknown) => norm(a, { ord }))(tensor(x)))
    for (const scale of scales) {
      const scaled = tensor(x.map((each) => each * scale))
      const [value] = elementsOf(norm(scaled, { ord }))
      close(value, naive(x, ord) * (ord === 0 ? 1 : scale))
      const slopes = elementsOf(grad((a: unknown) => norm(a, { ord }))(scaled))
      const largest = Math.max(...direction.map(Math.abs))
      slopes.forEach((slope, index) => {
        expect(Math.abs(slope - direction[index])).toBeLessThanOrEqual(1e-14 * largest)
      })
    }
  })

  it('does so in float32', () => {
    const x = tensor([3e30, 4e30, 0], { dtype: 'float32' })
    close(elementsOf(norm(x))[0], 5e30, 1e-7)
    close(elementsOf(norm(tensor([3e-40, 4e-40], { dtype: 'float32' })))[0], 5e-40, 1e-5)
    close(elementsOf(norm(x, { ord: 3 }))[0], 4.497941445275415e30, 1e-6)
  })

  it('of squares is to the bit what it is unscaled', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 }), (x) => {
        fc.pre(x.some((each) => Math.abs(each) > 1e-6))
        expect(elementsOf(norm(tensor(x)))).toEqual([Math.sqrt(elementsOf(sum(mul(tensor(x), tensor(x))))[0])])
      }),
    )
  })

  it('of nothing is 0, of infinities infinite', () => {
    for (const ord of [0, 1, 2, 3, infinity]) expect(elementsOf(norm(zeros([2, 0]), { ord, axis: 1 }))).toEqual([0, 0])
    for (const ord of [1, 2, 3, infinity]) expect(elementsOf(norm(tensor([1, -infinity]), { ord }))).toEqual([infinity])
    expect(elementsOf(norm(tensor([2, infinity]), { ord: -1 }))).toEqual([2])
    expect(elementsOf(norm(tensor([2, 0]), { ord: -1 }))).toEqual([0])
  })

  it.each(orders)('of order %d has derivative 0 at 0', (ord) => {
    const f = (a: unknown) => norm(a, { ord })
    expect(elementsOf(grad(f)(zeros([3])))).toEqual([0, 0, 0])
    expect(elementsOf(jvp(f, [zeros([3])], [tensor([1, 2, 3])])[1])).toEqual([0])
    expect(elementsOf(hessian(f)(zeros([2])))).toEqual([0, 0, 0, 0])
  })

  it.each(orders)('of order %d has finite derivatives beside zeros, in both modes', (ord) => {
    const f = (a: unknown) => norm(a, { ord })
    const x = tensor([2, 0, -1])
    expect(elementsOf(grad(f)(x)).every(Number.isFinite)).toBe(true)
    expect(elementsOf(grad(f)(x))[1]).toBe(0)
    expect(elementsOf(hessian(f)(x)).every(Number.isFinite)).toBe(true)
    const [, slope] = jvp(f, [x], [tensor([0, 1, 0])])
    expect(elementsOf(slope)).toEqual([0])
  })

  it('shares ties of extreme sizes', () => {
    expect(elementsOf(grad((a: unknown) => norm(a, { ord: infinity }))(tensor([-2, 1, 2])))).toEqual([-0.5, 0, 0.5])
    expect(elementsOf(grad((a: unknown) => norm(a, { ord: negativeInfinity }))(tensor([1, -1, 2])))).toEqual([
      0.5, -0.5, 0,
    ])
  })

  const refusals: readonly Refusal[] = [
    [() => norm(zeros([2]), { ord: nan }), 'ArgumentError', 'norm: ord is NaN, not a number'],
    [() => norm(zeros([2]), { ord: 'fro' }), 'ArgumentError', 'norm: ord is string, not a number'],
    [() => norm(zeros([0]), { ord: -1 }), 'ArgumentError', 'norm: it goes over no elements'],
    [() => norm(zeros([2], { dtype: 'int32' })), 'DTypeError', 'norm: it does not take int32'],
    [() => norm(zeros([2]), { axis: 1 }), 'AxisError', 'norm: there is no axis 1'],
  ]
  refuses(refusals)
})

describe('variance and std', () => {
  const whole = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 8 })

  it('are their formulas', () => {
    fc.assert(
      fc.property(whole, fc.constantFrom(0, 1, 0.5, -1), (x, ddof) => {
        const mean = x.reduce((a, b) => a + b) / x.length
        const wanted = x.reduce((total, each) => total + (each - mean) ** 2, 0) / (x.length - ddof)
        const [got] = elementsOf(variance(tensor(x), { ddof }))
        expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-13)
        expect(elementsOf(std(tensor(x), { ddof }))).toEqual([Math.sqrt(got)])
      }),
    )
  })

  it.each(['variance', 'std'])('%s is NaN where no degrees of freedom are left', (name) => {
    const of = named(name)
    expect(elementsOf(of(tensor([1, 2]), { ddof: 2 }))).toEqual([nan])
    expect(elementsOf(of(tensor([1, 2]), { ddof: 3 }))).toEqual([nan])
    expect(elementsOf(of(zeros([2, 0]), { axis: 1, ddof: -1 }))).toEqual([nan, nan])
    expect(elementsOf(of(tensor([[3], [4]]), { axis: 1, ddof: 1 }))).toEqual([nan, nan])
    expect(elementsOf(grad((x: unknown) => of(x, { ddof: 1 }))(tensor([5])))).toEqual([nan])
  })

  it('of equal elements are 0, with derivative 0', () => {
    for (const name of ['variance', 'std']) {
      const of = named(name)
      expect(elementsOf(of(tensor([3, 3, 3])))).toEqual([0])
      expect(elementsOf(grad(of)(tensor([3, 3, 3])))).toEqual([0, 0, 0])
      expect(elementsOf(jvp(of, [tensor([3, 3])], [tensor([1, 5])])[1])).toEqual([0])
    }
  })

  it('of spreads that are very large or small', () => {
    close(elementsOf(std(tensor([-1e300, 1e300])))[0], 1e300)
    close(elementsOf(std(tensor([-1e-300, 1e-300])))[0], 1e-300)
  })

  const refusals: readonly Refusal[] = [
    [() => variance(zeros([2]), { ddof: nan }), 'ArgumentError', 'variance: ddof is NaN, not a finite number'],
    [() => std(zeros([2]), { ddof: '1' }), 'ArgumentError', 'std: ddof is string, not a finite number'],
    [() => std(zeros([2], { dtype: 'int32' })), 'DTypeError', 'std: it does not take int32'],
    [() => variance(zeros([2], { dtype: 'bool' })), 'DTypeError', 'variance: it does not take bool'],
    [() => variance(zeros([2]), { axis: 3 }), 'AxisError', 'variance: there is no axis 3'],
  ]
  refuses(refusals)
})
