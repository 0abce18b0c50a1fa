import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { indicesOf, smallShapes, wholeTensors } from './generators.js'
import { elementsOf, named, untyped } from './untyped.js'

const { argmax, grad, hessian, jacfwd, logSumExp, max, mean, min, softplus, sum, tensor, zeros } = untyped

/** What each reduction is of a list of elements, in order. */
const reductions: Readonly<Record<string, (elements: readonly number[]) => number>> = {
  sum: (elements) => elements.reduce((total, x) => total + x, 0),
  mean: (elements) => elements.reduce((total, x) => total + x, 0) / elements.length,
  max: (elements) => Math.max(...elements),
  min: (elements) => Math.min(...elements),
}

interface Drawn {
  readonly x: Tensor
  readonly axes: readonly number[]
  readonly keepdims: boolean
}

const drawn: fc.Arbitrary<Drawn> = smallShapes.chain((shape) =>
  fc.record({
    x: wholeTensors(shape),
    axes: fc.subarray([...shape.keys()]),
    keepdims: fc.boolean(),
  }),
)

/** The elements that fall together when the axes go. */
const groups = (x: Tensor, axes: readonly number[]): { readonly shape: Shape; readonly rows: readonly number[][] } => {
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis))
  const shape = kept.map((axis) => x.shape[axis])
  const elements = elementsOf(x)
  const rows = indicesOf(shape).map(() => [] as number[])
  indicesOf(x.shape).forEach((index, at) => {
    const row = kept.reduce((position, axis) => position * x.shape[axis] + index[axis], 0)
    rows[row].push(elements[at])
  })
  return { shape, rows }
}

describe('a reduction', () => {
  it.each(Object.entries(reductions))('%s agrees with a loop, over any axes', (name, of) => {
    fc.assert(
      fc.property(drawn, ({ x, axes, keepdims }) => {
        const { shape, rows } = groups(x, axes)
        if (/max|min/.test(name)) fc.pre(axes.every((axis) => x.shape[axis] > 0))
        const result = named(name)(x, { axis: axes, keepdims })
        expect(result.shape).toEqual(keepdims ? x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n)) : shape)
        expect(elementsOf(result)).toEqual(rows.map(of))
        const negative = axes.map((axis) => axis - x.shape.length)
        expect(elementsOf(named(name)(x, { axis: negative }))).toEqual(elementsOf(result))
      }),
    )
  })

  it.each(['sum', 'mean', 'max', 'min', 'argmax', 'logSumExp'])('%s stands in pipes in three ways', (name) => {
    const x = tensor([
      [1, 5, 2],
      [4, 3, 6],
    ])
    const whole = elementsOf(named(name)(x))
    expect(elementsOf(pipe(x, named(name)))).toEqual(whole)
    expect(elementsOf(pipe(x, named(name)() as never))).toEqual(whole)
    expect(elementsOf(pipe(x, named(name)({ axis: 0 }) as never))).toEqual(elementsOf(named(name)(x, { axis: 0 })))
  })
})

describe('of no elements', () => {
  it('a sum is 0, a mean NaN, a logSumExp -Infinity', () => {
    expect(elementsOf(sum(zeros([0])))).toEqual([0])
    expect(elementsOf(mean(zeros([2, 0]), { axis: 1 }))).toEqual([NaN, NaN])
    expect(elementsOf(logSumExp(zeros([0, 2]), { axis: 0 }))).toEqual([-Infinity, -Infinity])
  })
})

describe('sum', () => {
  it('counts bools as int32', () => {
    const count = sum(tensor([true, false, true]))
    expect(count.dtype).toBe('int32')
    expect(elementsOf(count)).toEqual([2])
  })

  it('keeps dtypes, and wraps int32', () => {
    expect(sum(zeros([2], { dtype: 'float32' })).dtype).toBe('float32')
    expect(elementsOf(sum(tensor([2 ** 31 - 1, 1], { dtype: 'int32' })))).toEqual([-(2 ** 31)])
  })
})

describe('argmax', () => {
  it('is the first of those that tie, and the first NaN', () => {
    expect(elementsOf(argmax(tensor([1, 3, 3])))).toEqual([1])
    expect(elementsOf(argmax(tensor([1, NaN, 3, NaN])))).toEqual([1])
    expect(elementsOf(argmax(tensor([-Infinity, -Infinity])))).toEqual([0])
  })

  it('goes along an axis, or in row-major order', () => {
    const x = tensor([
      [1, 5],
      [7, 2],
    ])
    expect(argmax(x).dtype).toBe('int32')
    expect(elementsOf(argmax(x))).toEqual([2])
    expect(elementsOf(argmax(x, { axis: -1 }))).toEqual([1, 0])
    expect(argmax(x, { axis: 0, keepdims: true }).shape).toEqual([1, 2])
    expect(argmax(x, { keepdims: true }).shape).toEqual([1, 1])
  })
})

describe('NaN', () => {
  it.each(['sum', 'mean', 'max', 'min', 'logSumExp'])('comes through %s', (name) => {
    expect(elementsOf(named(name)(tensor([1, NaN, -Infinity])))).toEqual([NaN])
  })
})

describe('ties', () => {
  it('share the derivative evenly', () => {
    expect(elementsOf(grad(max)(tensor([2, 3, 3, 1, 3])))).toEqual([0, 1 / 3, 1 / 3, 0, 1 / 3])
    expect(elementsOf(grad(min)(tensor([2, 1, 1])))).toEqual([0, 0.5, 0.5])
  })
})

describe('logSumExp', () => {
  it('neither overflows nor underflows', () => {
    expect(elementsOf(logSumExp(tensor([1000, 1000])))).toEqual([1000 + Math.LN2])
    expect(elementsOf(logSumExp(tensor([-1000, -1000])))).toEqual([-1000 + Math.LN2])
    expect(elementsOf(logSumExp(tensor([1e300, -1e300])))).toEqual([1e300])
  })

  it('of infinities is what it tends to', () => {
    expect(elementsOf(logSumExp(tensor([-Infinity, -Infinity])))).toEqual([-Infinity])
    expect(elementsOf(logSumExp(tensor([-Infinity, 2])))).toEqual([2])
    expect(elementsOf(logSumExp(tensor([Infinity, 2])))).toEqual([Infinity])
    expect(elementsOf(logSumExp(tensor([Infinity, -Infinity])))).toEqual([Infinity])
  })

  it('of two elements is a softplus of their difference, to the third derivative', () => {
    for (const x of [-40, -1, 0, 0.5, 40]) {
      const pair = tensor([x, 0])
      const along = (order: (f: unknown) => unknown, f: unknown, at: unknown): number =>
        elementsOf((order(f) as (at: unknown) => unknown)(at))[0]
      const third = (f: unknown): unknown => jacfwd(hessian(f))
      for (const order of [grad, hessian, third]) {
        const [got, want] = [along(order, logSumExp, pair), along(order, softplus, tensor(x))]
        expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-15)
      }
    }
  })
})
