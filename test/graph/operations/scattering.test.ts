import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Shape, sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { at, indexTensors, indicesOf, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, named, untyped } from './untyped.js'

const {
  grad,
  indexAdd,
  indexSet,
  jit,
  mul,
  scatter,
  scatterAdd,
  sum,
  takeAlongAxis,
  tensor,
  toArray,
  vjp,
  vmap,
  zeros,
} = untyped

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })

const normal = (index: number, extent: number): number => (index < 0 ? index + extent : index)

/** What each element becomes when updates, each with its index in x, come one after another. */
const oneByOne = (
  x: Tensor,
  updates: readonly (readonly [index: readonly number[], value: number])[],
  join: (old: number, update: number) => number,
): readonly number[] => {
  const elements = [...elementsOf(x)]
  for (const [index, value] of updates) {
    const position = x.shape.reduce((place, extent, axis) => place * extent + index[axis], 0)
    elements[position] = join(elements[position], value)
  }
  return elements
}

const joins: Readonly<Record<string, (old: number, update: number) => number>> = {
  scatter: (_, update) => update,
  scatterAdd: (old, update) => old + update,
  indexSet: (_, update) => update,
  indexAdd: (old, update) => old + update,
}

describe.each(['scatter', 'scatterAdd'])('%s', (name) => {
  it('puts one update after another where its index says', () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) =>
          fc.tuple(fc.nat(shape.length - 1), fc.nat(4)).chain(([axis, count]) => {
            const own = shape.with(axis, count)
            return fc.tuple(
              wholeTensors(shape),
              fc.constant(axis),
              indexTensors(own, shape[axis]),
              wholeTensors(own),
              fc.boolean(),
            )
          }),
        ),
        ([x, axis, indices, updates, fromEnd]) => {
          const result = named(name)(x, indices, updates, { axis: fromEnd ? axis - x.shape.length : axis })
          const each = indicesOf(indices.shape).map((index) => {
            const place = index.with(axis, normal(at(indices, index), x.shape[axis]))
            return [place, at(updates, index)] as const
          })
          expect(result.shape).toEqual(x.shape)
          expect(elementsOf(result)).toEqual(oneByOne(x, each, joins[name]))
        },
      ),
    )
  })
})

/** A tensor, one of its axes, and indices with as many axes that differ in size along that one only. */
const alongSelections = shapes.chain((shape) =>
  fc
    .tuple(fc.nat(shape.length - 1), fc.integer({ min: 0, max: 3 }))
    .chain(([axis, count]) =>
      fc.tuple(wholeTensors(shape), fc.constant(axis), indexTensors(shape.with(axis, count), shape[axis])),
    ),
)

describe('scatterAdd alone', () => {
  it('is the adjoint of takeAlongAxis', () => {
    fc.assert(
      fc.property(
        alongSelections.chain(([x, axis, indices]) =>
          fc.tuple(fc.constant(x), fc.constant(axis), fc.constant(indices), wholeTensors(indices.shape)),
        ),
        ([x, axis, indices, updates]) => {
          const scattered = scatterAdd(zeros(x.shape), indices, updates, { axis })
          const inner = (a: Tensor, b: Tensor): number => elementsOf(sum(mul(a, b)))[0]
          expect(inner(scattered, x)).toBe(inner(updates, takeAlongAxis(x, indices, { axis })))
        },
      ),
    )
  })

  it('takes one number for all updates', () => {
    expect(elementsOf(scatterAdd(zeros([3]), [0, -1, 2], 1))).toEqual([1, 0, 2])
    expect(elementsOf(pipe(zeros([2], { dtype: 'int32' }), scatterAdd([1, 1], 1)))).toEqual([0, 2])
  })
})

describe.each(['indexSet', 'indexAdd'])('%s', (name) => {
  const selection = (shape: Shape, axis: number | undefined, own: Shape): Shape =>
    axis === undefined ? own : shape.toSpliced(axis, 1, ...own)

  it('puts one slice after another where its index says', () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) =>
          fc
            .tuple(
              fc.option(fc.nat(shape.length - 1), { nil: undefined }),
              fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
            )
            .chain(([axis, own]) =>
              fc.tuple(
                wholeTensors(shape),
                fc.constant(axis),
                indexTensors(own, axis === undefined ? sizeOf(shape) : shape[axis]),
                wholeTensors(selection(shape, axis, own)),
              ),
            ),
        ),
        ([x, axis, indices, updates]) => {
          const [row, along] = axis === undefined ? [named('ravel')(x), 0] : [x, axis]
          const rank = indices.shape.length
          const each = indicesOf(updates.shape).map((index) => {
            const chosen = normal(at(indices, index.slice(along, along + rank)), row.shape[along])
            return [index.toSpliced(along, rank, chosen), at(updates, index)] as const
          })
          const result = named(name)(x, indices, updates, { axis })
          expect(result.shape).toEqual(x.shape)
          expect(elementsOf(result)).toEqual(oneByOne(row, each, joins[name]))
        },
      ),
    )
  })
})

describe('what is set', () => {
  it('keeps every bit, of every dtype', () => {
    expect(elementsOf(indexSet(tensor([1, 2]), [0, 1], tensor([-0, NaN])))).toEqual([-0, NaN])
    expect(toArray(indexSet(tensor([true, true]), 0, false))).toEqual([false, true])
    expect(toArray(scatter(tensor([1, 2], { dtype: 'int32' }), [-1], 7))).toEqual([1, 7])
    expect(indexAdd(zeros([2], { dtype: 'float32' }), 0, 1).dtype).toBe('float32')
  })

  it('broadcasts, and stands in pipes', () => {
    const x = zeros([2, 2])
    expect(toArray(pipe(x, indexSet(0, tensor([1, 2]), { axis: 1 })))).toEqual([
      [1, 0],
      [2, 0],
    ])
    expect(toArray(pipe(x, indexAdd([0, 0], 1, { axis: 0 })))).toEqual([
      [2, 2],
      [0, 0],
    ])
    expect(toArray(pipe(x, scatter([[1], [0]], 5)))).toEqual([
      [0, 5],
      [5, 0],
    ])
    expect(toArray(pipe(x, scatterAdd([[1], [0]], 5, { axis: -1 })))).toEqual([
      [0, 5],
      [5, 0],
    ])
  })

  it('has the derivative of what stays, and none of what is overwritten', () => {
    const [x, updates] = [tensor([1, 2, 3]), tensor([4, 5, 6])]
    const weights = tensor([1, 10, 100])
    const indices = tensor([2, 0, -1], { dtype: 'int32' })
    const f = (a: Tensor, b: Tensor): Tensor => mul(scatter(a, indices, b), weights)
    const [y, pull] = vjp(f, [x, updates])
    expect(toArray(y)).toEqual([5, 20, 600])
    expect(pull(tensor([1, 1, 1])).map(toArray)).toEqual([
      [0, 10, 0],
      [0, 1, 100],
    ])
  })

  it('and to the second order', () => {
    const f = (x: Tensor): Tensor => sum(mul(indexSet(x, [0, 0], mul(x, x), { axis: 0 }), x))
    const at = tensor([2, 3])
    // x1^2 x0 + x1^2
    expect(toArray(grad(f)(at))).toEqual([9, 2 * 3 * 2 + 2 * 3])
    expect(toArray(grad((x: Tensor) => sum(mul(grad(f)(x), tensor([1, 0]))))(at))).toEqual([0, 6])
  })

  it('is the last one in batches and compiled programs too', () => {
    const indices = tensor(
      [
        [0, 1, 0],
        [2, 2, 2],
      ],
      { dtype: 'int32' },
    )
    const f = (i: Tensor): Tensor => scatter(zeros([3]), i, tensor([1, 2, 3]))
    expect(toArray(vmap(f)(indices))).toEqual([
      [3, 2, 0],
      [0, 0, 3],
    ])
    expect(toArray(jit(vmap(f))(indices))).toEqual([
      [3, 2, 0],
      [0, 0, 3],
    ])
  })
})

const x = () => zeros([2, 3])
const bools = () => zeros([2, 3], { dtype: 'bool' })
const refusals: readonly Refusal[] = [
  [() => scatter(x(), [0], 1), 'ShapeError', 'scatter: the indices do not have the axes of x beside axis 1'],
  [() => scatter(x(), [[0], [3]], 1), 'IndexError', 'scatter: index 3 is outside axis 1 of size 3'],
  [
    () => jit((i: unknown) => scatter(x(), i, 1))(tensor([[0], [3]], { dtype: 'int32' })),
    'IndexError',
    'scatter: index 3',
  ],
  [
    () => scatter(x(), [[0], [1]], zeros([2, 2])),
    'ShapeError',
    'scatter: the updates have shape [2, 2], not [2, 1] like the indices',
  ],
  [() => scatter(x(), zeros([2, 1]), 1), 'DTypeError', 'scatter: the indices are float64, not int32'],
  [() => scatter(x(), [[0], [0]], zeros([2, 1], { dtype: 'float32' })), 'DTypeError', 'scatter: dtypes float64 and'],
  [() => scatter(x(), [[0], [0]], 1, { axis: 2 }), 'AxisError', 'scatter: there is no axis 2'],
  [() => scatter(bools(), [[0], [0]], 2), 'DTypeError', 'scatter: the value (2) is no bool'],
  [() => scatterAdd(bools(), [[0], [0]], true), 'DTypeError', 'scatterAdd: it does not take bool'],
  [() => indexAdd(bools(), 0, true), 'DTypeError', 'indexAdd: it does not take bool'],
  [() => indexAdd(x(), 6, 1), 'IndexError', 'indexAdd: index 6 is outside axis 0 of size 6'],
  [() => indexAdd(x(), 0, 1, { axis: -3 }), 'AxisError', 'indexAdd: there is no axis -3'],
  [
    () => indexSet(x(), [0, 1], zeros([3]), { axis: 1 }),
    'ShapeError',
    'indexSet: sizes 2 and 3 differ at axis -1 and cannot be broadcast',
  ],
  [
    () => indexSet(x(), 0, zeros([1, 2]), { axis: 1 }),
    'ShapeError',
    'indexSet: the updates have shape [1, 2], not [2] like what the indices select',
  ],
  [() => indexSet(x(), [[2]], 1, { axis: 0 }), 'IndexError', 'indexSet: index 2 is outside axis 0 of size 2'],
]

describe('refusals', () => refuses(refusals))
