import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { indicesOf, smallShapes, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, named, untyped } from './untyped.js'

const { all, any, argmax, argmin, countNonzero, grad, hessian, jacfwd, logSumExp, max, mean, min, neg, prod } = untyped
const { softplus, sum, tensor, zeros } = untyped

/** What each reduction is of a list of elements, in order. */
const reductions: Readonly<Record<string, (elements: readonly number[]) => number>> = {
  sum: (elements) => elements.reduce((total, x) => total + x, 0),
  mean: (elements) => elements.reduce((total, x) => total + x, 0) / elements.length,
  max: (elements) => Math.max(...elements),
  min: (elements) => Math.min(...elements),
  prod: (elements) => elements.reduce((product, x) => product * x, 1),
  countNonzero: (elements) => elements.filter((x) => x !== 0).length,
  any: (elements) => Number(elements.some((x) => x !== 0)),
  all: (elements) => Number(elements.every((x) => x !== 0)),
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
        if (/^(max|min)$/.test(name)) fc.pre(axes.every((axis) => x.shape[axis] > 0))
        const result = named(name)(x, { axis: axes, keepdims })
        expect(result.shape).toEqual(keepdims ? x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n)) : shape)
        expect(elementsOf(result)).toEqual(rows.map(of))
        const negative = axes.map((axis) => axis - x.shape.length)
        expect(elementsOf(named(name)(x, { axis: negative }))).toEqual(elementsOf(result))
      }),
    )
  })

  it.each([...Object.keys(reductions), 'argmax', 'argmin', 'logSumExp', 'norm', 'std', 'variance'])(
    '%s stands in pipes in three ways',
    (name) => {
      const x = tensor([
        [1, 5, 2],
        [4, 3, 6],
      ])
      const whole = elementsOf(named(name)(x))
      expect(elementsOf(pipe(x, named(name)))).toEqual(whole)
      expect(elementsOf(pipe(x, named(name)() as never))).toEqual(whole)
      expect(elementsOf(pipe(x, named(name)({ axis: 0 }) as never))).toEqual(elementsOf(named(name)(x, { axis: 0 })))
    },
  )
})

describe('of no elements', () => {
  it('a product is 1, none is not 0, all hold, and none does', () => {
    expect(elementsOf(prod(zeros([0])))).toEqual([1])
    expect(elementsOf(prod(zeros([2, 0], { dtype: 'int32' }), { axis: 1 }))).toEqual([1, 1])
    expect(elementsOf(countNonzero(zeros([0])))).toEqual([0])
    expect(elementsOf(all(zeros([2, 0]), { axis: 1 }))).toEqual([1, 1])
    expect(elementsOf(any(zeros([2, 0]), { axis: 1 }))).toEqual([0, 0])
  })

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

describe('prod', () => {
  it('keeps dtypes, wraps int32, and takes bools as int32', () => {
    expect(prod(zeros([2], { dtype: 'float32' })).dtype).toBe('float32')
    expect(elementsOf(prod(tensor([2 ** 30, 3], { dtype: 'int32' })))).toEqual([Math.imul(2 ** 30, 3)])
    const flags = prod(tensor([true, true, false]))
    expect([flags.dtype, elementsOf(flags)]).toEqual(['int32', [0]])
  })

  it('multiplies halves, the odd one at the end', () => {
    const factors = [0.1, 0.7, 1.3, 2.9, 0.3, 1.7, 1.1]
    const [a, b, c, d, e, f, g] = factors
    expect(elementsOf(prod(tensor(factors)))).toEqual([a * d * (b * e) * (c * f * g)])
  })

  it('has derivatives to any order, whatever elements are 0', () => {
    for (const zeroAt of [[], [1], [0, 2], [0, 1, 2], [0, 1, 2, 3]]) {
      const x = [2, 3, -1.5, 4].map((value, index) => ((zeroAt as number[]).includes(index) ? 0 : value))
      const without = (...left: readonly number[]): number =>
        x.reduce((product, value, index) => (left.includes(index) ? product : product * value), 1)
      const indices = [0, 1, 2, 3]
      expect(elementsOf(grad(prod)(tensor(x))).map((slope) => slope + 0)).toEqual(indices.map((i) => without(i) + 0))
      expect(elementsOf(hessian(prod)(tensor(x))).map((slope) => slope + 0)).toEqual(
        indices.flatMap((i) => indices.map((j) => (i === j ? 0 : without(i, j) + 0))),
      )
      const third = elementsOf((jacfwd(hessian(prod)) as (x: unknown) => unknown)(tensor(x)))
      expect(third[0 * 16 + 1 * 4 + 2] + 0).toBe(x[3] + 0)
    }
  })
})

describe('any, all and countNonzero', () => {
  it('take truth values, and NaN for something', () => {
    const flags = tensor([true, false])
    expect([any(flags), all(flags), countNonzero(flags)].map((result) => result.dtype)).toEqual([
      'bool',
      'bool',
      'int32',
    ])
    expect([any(flags), all(flags), countNonzero(flags)].map(elementsOf)).toEqual([[1], [0], [1]])
    expect(elementsOf(countNonzero(tensor([NaN, -0, 0, 5e-324])))).toEqual([2])
    expect(elementsOf(all(tensor([NaN, Infinity])))).toEqual([1])
  })
})

describe('argmin', () => {
  it('is argmax of the negative', () => {
    fc.assert(
      fc.property(drawn, ({ x, axes, keepdims }) => {
        fc.pre(elementsOf(x).length > 0)
        const options = { keepdims, axis: axes[0] }
        expect(elementsOf(argmin(x, options))).toEqual(elementsOf(argmax(neg(x), options)))
        expect(argmin(x, options).shape).toEqual(argmax(x, options).shape)
      }),
    )
  })

  it('is the first NaN if there is one', () => {
    expect(elementsOf(argmin(tensor([1, NaN, -3, NaN])))).toEqual([1])
    expect(elementsOf(argmin(tensor([2, 1, 1], { dtype: 'int32' })))).toEqual([1])
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
  it.each(['sum', 'mean', 'max', 'min', 'logSumExp', 'prod', 'norm', 'std', 'variance'])('comes through %s', (name) => {
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

describe('reductions refuse', () => {
  const flags = () => zeros([2], { dtype: 'bool' })
  const refusals: readonly Refusal[] = [
    [() => prod(zeros([2]), { axis: 1 }), 'AxisError', 'prod: there is no axis 1'],
    [() => prod('x'), 'ArgumentError', 'prod: an operand (string) is neither a tensor nor a number'],
    [() => sum(zeros([2]), { keepdims: 1 }), 'ArgumentError', 'sum: keepdims is 1, not true or false'],
    [() => argmax(zeros([2]), { keepdims: 'no' }), 'ArgumentError', 'argmax: keepdims is string, not true or false'],
    [() => sum(zeros([2]), { axis: 'rows' }), 'AxisError', 'sum: there is no axis "rows"'],
    [() => any(zeros([2, 2]), { axis: [0, 0] }), 'AxisError', 'any: axis [0, 0] names an axis twice'],
    [() => all(zeros([2]), { axis: -2 }), 'AxisError', 'all: there is no axis -2'],
    [() => countNonzero(zeros([2]), { axis: 0.5 }), 'AxisError', 'countNonzero: there is no axis 0.5'],
    [() => argmin(flags()), 'DTypeError', 'argmin: it does not take bool'],
    [() => argmin(zeros([0])), 'ArgumentError', 'argmin: it goes over no elements, and there is no extremum of none'],
    [() => argmin(zeros([2]), { axis: 1 }), 'AxisError', 'argmin: there is no axis 1'],
  ]
  refuses(refusals)
})
