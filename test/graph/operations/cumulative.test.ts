import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { indicesOf, smallShapes, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, named, untyped } from './untyped.js'

const { cummax, cummin, cumprod, cumsum, diff, flip, grad, hessian, jacfwd, jvp, logCumSumExp, logSumExp } = untyped
const { prod, slice, sum, tensor, zeros } = untyped

/** What each is of the elements so far, in order. */
const reductions: Readonly<Record<string, (elements: readonly number[]) => number>> = {
  cumsum: (elements) => elements.reduce((total, x) => total + x, 0),
  cumprod: (elements) => elements.reduce((product, x) => product * x, 1),
  cummax: (elements) => Math.max(...elements),
  cummin: (elements) => Math.min(...elements),
}

/** Each element replaced by a reduction of those up to it along an axis. */
const accumulated = (x: Tensor, axis: number, of: (elements: readonly number[]) => number): readonly number[] => {
  const places = indicesOf(x.shape)
  const elements = elementsOf(x)
  const upTo = (index: readonly number[]) =>
    elements.filter((_, at) =>
      places[at].every((place, each) => (each === axis ? place <= index[axis] : place === index[each])),
    )
  return places.map((index) => of(upTo(index)))
}

const drawn = smallShapes
  .filter((shape) => shape.length > 0)
  .chain((shape) => fc.record({ x: wholeTensors(shape, -3, 3), axis: fc.nat(shape.length - 1) }))

describe('a cumulative operation', () => {
  it.each(Object.entries(reductions))('%s is a loop along any axis, from either end', (name, of) => {
    fc.assert(
      fc.property(drawn, ({ x, axis }) => {
        const result = named(name)(x, { axis })
        expect(result.shape).toEqual(x.shape)
        const plain = (elements: readonly number[]) => elements.map((element) => element + 0)
        expect(plain(elementsOf(result))).toEqual(accumulated(x, axis, of).map((element) => element + 0))
        expect(elementsOf(named(name)(x, { axis: axis - x.shape.length }))).toEqual(elementsOf(result))
        const backward = flip(named(name)(flip(x, { axis }), { axis }), { axis })
        expect(plain(elementsOf(named(name)(x, { axis, reverse: true })))).toEqual(plain(elementsOf(backward)))
      }),
    )
  })

  it.each([...Object.keys(reductions), 'logCumSumExp'])('%s goes in row-major order without an axis', (name) => {
    const x = tensor([
      [1, -2],
      [3, 0.5],
    ])
    const flat = named(name)(tensor([1, -2, 3, 0.5]), { axis: 0 })
    expect(named(name)(x).shape).toEqual([4])
    expect(elementsOf(named(name)(x))).toEqual(elementsOf(flat))
    expect(elementsOf(named(name)(tensor(2)))).toEqual([2])
    expect(elementsOf(pipe(x, named(name)))).toEqual(elementsOf(flat))
    expect(elementsOf(pipe(x, named(name)({ axis: 0 }) as never))).toEqual(elementsOf(named(name)(x, { axis: 0 })))
    expect(named(name)(zeros([0, 3]), { axis: 0 }).shape).toEqual([0, 3])
  })

  it('keeps dtypes, wraps int32, and takes bools as int32', () => {
    const large = tensor([2 ** 30, 2 ** 30, 3], { dtype: 'int32' })
    expect(elementsOf(cumsum(large))).toEqual([2 ** 30, -(2 ** 31), -(2 ** 31) + 3])
    expect(elementsOf(cumprod(large))).toEqual([2 ** 30, 0, 0])
    expect(cummax(large).dtype).toBe('int32')
    for (const of of [cumsum, cumprod]) {
      const counted = of(tensor([true, true, false]))
      expect(counted.dtype).toBe('int32')
      expect(of(zeros([2], { dtype: 'float32' })).dtype).toBe('float32')
    }
    expect(elementsOf(cumsum(tensor([true, true, false])))).toEqual([1, 2, 2])
  })
})

describe('cumsum', () => {
  it('adds up one after another, and keeps the first element as it is', () => {
    expect(elementsOf(cumsum(tensor([0.1, 0.2, 0.3])))).toEqual([0.1, 0.1 + 0.2, 0.1 + 0.2 + 0.3])
    expect(elementsOf(cumsum(tensor([-0, -0])))).toEqual([-0, -0])
  })
})

describe('cumprod', () => {
  it('has the derivatives of products, whatever elements are 0', () => {
    for (const elements of [
      [2, 0, 3, -1],
      [0, 2, 0, 5],
      [0, 0, 0],
      [2, -3, 0.5, 4, 1.5],
    ]) {
      const x = tensor(elements)
      const one = (at: number) => (each: unknown) => untyped.take(cumprod(each), at)
      const other = (at: number) => (each: unknown) => prod(slice(each, [[0, at + 1]]))
      elements.forEach((_, at) => {
        for (const order of [grad, hessian, (f: unknown) => jacfwd(hessian(f))]) {
          const [got, want] = [one(at), other(at)].map((f) => elementsOf((order(f) as (x: unknown) => unknown)(x)))
          expect(got.map((slope) => slope + 0)).toEqual(want.map((slope) => slope + 0))
        }
      })
    }
  })
})

describe('cummax and cummin', () => {
  it('are NaN from the first NaN on', () => {
    expect(elementsOf(cummax(tensor([1, NaN, 3, NaN])))).toEqual([1, NaN, NaN, NaN])
    expect(elementsOf(cummin(tensor([1, NaN, -3])))).toEqual([1, NaN, NaN])
    expect(elementsOf(cummax(tensor([-Infinity, -Infinity, 2])))).toEqual([-Infinity, -Infinity, 2])
  })

  it('give the derivative to the element that leads, the first of those that tie', () => {
    const weights = tensor([1, 10, 100, 1000])
    const slopes = (of: (x: unknown, options?: object) => unknown, x: readonly number[], options?: object) =>
      elementsOf(grad((each: unknown) => sum(untyped.mul(weights, of(each, options))))(tensor(x)))
    expect(slopes(cummax, [1, 3, 3, 2])).toEqual([1, 1110, 0, 0])
    expect(slopes(cummin, [3, 1, 1, 2])).toEqual([1, 1110, 0, 0])
    expect(slopes(cummax, [1, 3, 3, 2], { reverse: true })).toEqual([0, 0, 111, 1000])
    expect(slopes(cummax, [2, 2, 2, 2])).toEqual([1111, 0, 0, 0])
    const [, tangent] = jvp(cummax, [tensor([1, 3, 3])], [tensor([1, 2, 5])])
    expect(elementsOf(tangent)).toEqual([1, 2, 2])
  })
})

describe('logCumSumExp', () => {
  it('is logSumExp of the elements so far, with its derivatives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 9 }), (eighths) => {
        const x = tensor(eighths.map((n) => n / 8))
        const last = eighths.length - 1
        const all = (each: unknown) => untyped.take(logCumSumExp(each), last)
        for (const order of [(f: unknown) => f, grad, hessian]) {
          const [got, want] = [all, logSumExp].map((f) => elementsOf((order(f) as (x: unknown) => unknown)(x)))
          got.forEach((value, index) => {
            expect(Math.abs(value - want[index])).toBeLessThanOrEqual(2e-15 * (1 + Math.abs(want[index])))
          })
        }
      }),
      { numRuns: 50 },
    )
  })

  it('neither overflows nor underflows, and takes infinities', () => {
    expect(elementsOf(logCumSumExp(tensor([1000, 1000, -1000])))).toEqual([1000, 1000 + Math.LN2, 1000 + Math.LN2])
    expect(elementsOf(logCumSumExp(tensor([-Infinity, -Infinity, 2, -Infinity])))).toEqual([-Infinity, -Infinity, 2, 2])
    expect(elementsOf(logCumSumExp(tensor([1, Infinity, 1])))).toEqual([1, Infinity, Infinity])
    const slopes = grad((x: unknown) => untyped.take(logCumSumExp(x), 2))(tensor([-Infinity, -Infinity, 2]))
    expect(elementsOf(slopes)).toEqual([0, 0, 1])
  })
})

describe('diff', () => {
  it('undoes cumsum', () => {
    fc.assert(
      fc.property(drawn, ({ x, axis }) => {
        const inner = x.shape.map((_, each) => (each === axis ? [1] : null))
        expect(elementsOf(diff(cumsum(x, { axis }), { axis }))).toEqual(elementsOf(slice(x, inner)))
      }),
    )
  })

  it('takes differences n times, until nothing is left', () => {
    const x = tensor([1, 4, 9, 16], { dtype: 'int32' })
    expect(elementsOf(diff(x, { n: 0 }))).toEqual([1, 4, 9, 16])
    expect(elementsOf(diff(x))).toEqual([3, 5, 7])
    expect(elementsOf(diff(x, { n: 2 }))).toEqual([2, 2])
    expect(diff(x, { n: 4 }).shape).toEqual([0])
    expect(diff(x, { n: 9 }).shape).toEqual([0])
    expect(diff(zeros([2, 3]), { axis: 0 }).shape).toEqual([1, 3])
    expect(elementsOf(pipe(x, diff as never))).toEqual([3, 5, 7])
    expect(elementsOf(pipe(x, diff({ n: 3 }) as never))).toEqual([0])
  })
})

describe('what has no sums so far', () => {
  const flags = () => zeros([2], { dtype: 'bool' })
  const refusals: readonly Refusal[] = [
    [() => cumsum(zeros([2]), { axis: 1 }), 'AxisError', 'cumsum: there is no axis 1'],
    [() => cumsum(zeros([2]), { axis: null }), 'AxisError', 'cumsum: there is no axis null'],
    [() => cumprod(tensor(1), { axis: 0 }), 'AxisError', 'cumprod: there is no axis 0'],
    [() => cummax(flags()), 'DTypeError', 'cummax: it does not take bool'],
    [() => cummin(flags(), { axis: 0 }), 'DTypeError', 'cummin: it does not take bool'],
    [() => logCumSumExp(zeros([2], { dtype: 'int32' })), 'DTypeError', 'logCumSumExp: it does not take int32'],
    [() => cumsum('x'), 'ArgumentError', 'cumsum: an operand (string) is neither a tensor nor a number'],
    [() => cumsum(zeros([2]), { reverse: 1 }), 'ArgumentError', 'cumsum: reverse is 1, not true or false'],
    [() => diff(tensor(1)), 'AxisError', 'diff: there is no axis -1'],
    [() => diff(zeros([2]), { axis: 0.5 }), 'AxisError', 'diff: there is no axis 0.5'],
    [() => diff(zeros([2]), { n: -1 }), 'ArgumentError', 'diff: n is -1, not a whole number from 0'],
    [() => diff(zeros([2]), { n: 1.5 }), 'ArgumentError', 'diff: n is 1.5, not a whole number from 0'],
    [() => diff(flags()), 'DTypeError', 'diff: it does not take bool'],
  ]
  refuses(refusals)
})
