import { sum, transpose } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { type AttributesOf, applyPrimitive, type PrimitiveName, primitives } from '../../../../src/graph/index.js'
import { type Constant, type DType, dtypes, type Shape } from '../../../../src/tensor/index.js'
import { constantOf, graphOf, graphOfOne, randomElement, specialValues, uniformNumbers } from '../../agreement.js'
import { runInOnnx } from '../run.js'
import { difference, integers } from './models.js'

const random = uniformNumbers(33)

type Selection = AttributesOf<'take'>

/** One application of a primitive to operands, as a model: how it differs. */
const differenceOf = (name: PrimitiveName, attributes: unknown, operands: readonly Constant[]) =>
  difference(graphOfOne(primitives[name], attributes, operands), operands)

const any = (dtype: DType, shape: Shape): Constant => constantOf(dtype, shape, () => randomElement(dtype, random))

describe('selections', () => {
  const selections: readonly (readonly [x: Shape, indices: Shape, selection: Selection])[] = [
    [[4], [], { axis: 0, batchAxes: 0 }],
    [[3, 4], [2, 5], { axis: 0, batchAxes: 0 }],
    [[2, 3, 4], [6], { axis: 2, batchAxes: 0 }],
    [[2, 3], [2], { axis: 1, batchAxes: 1 }],
    [[2, 3, 4, 2], [2, 5], { axis: 2, batchAxes: 1 }],
    [[2, 3, 4], [2, 3, 2], { axis: 2, batchAxes: 2 }],
    [[2, 3, 5, 4], [2, 2, 2], { axis: 2, batchAxes: 1 }],
    [[0, 3], [0], { axis: 1, batchAxes: 1 }],
    [[3, 0], [2], { axis: 0, batchAxes: 0 }],
  ]

  const indicesFor = (x: Shape, shape: Shape, { axis }: Selection): Constant =>
    constantOf('int32', shape, () => Math.floor(random() * 2 * x[axis]) - x[axis])

  const updated = (x: Shape, indices: Shape, { axis, batchAxes }: Selection): Shape => [
    ...x.slice(0, axis),
    ...indices.slice(batchAxes),
    ...x.slice(axis + 1),
  ]

  it.each(dtypes)('of %s move what they select, and of updates with one index the last stays', async (dtype) => {
    for (const [x, shape, selection] of selections) {
      const indices = indicesFor(x, shape, selection)
      expect(await differenceOf('take', selection, [any(dtype, x), indices])).toBeUndefined()
      const updates = any(dtype, updated(x, shape, selection))
      expect(await differenceOf('scatter', selection, [any(dtype, x), indices, updates])).toBeUndefined()
    }
  })

  it.each(['float64', 'float32', 'int32'] as const)('of %s add up where an index comes again', async (dtype) => {
    for (const [x, shape, selection] of selections) {
      const indices = indicesFor(x, shape, selection)
      const [a, b] = [x, updated(x, shape, selection)].map((own) => integers({ dtype, shape: own }))
      expect(await differenceOf('scatterAdd', selection, [a, indices, b])).toBeUndefined()
    }
  })

  it.each([4, -5])('refuse an index of %i among four', async (wrong) => {
    const selection = { axis: 1, batchAxes: 0 }
    const [x, updates] = [integers({ dtype: 'float32', shape: [2, 4] }), integers({ dtype: 'float32', shape: [2, 2] })]
    const indices = constantOf('int32', [2], (index) => [0, wrong][index])
    const applied = (name: PrimitiveName, operands: readonly Constant[]) =>
      runInOnnx(graphOfOne(primitives[name], selection, operands), operands)
    await expect(applied('take', [x, indices])).rejects.toThrow(/out of data bounds/)
    await expect(applied('scatter', [x, indices, updates])).rejects.toThrow(/out of data bounds/)
    await expect(applied('scatterAdd', [x, indices, updates])).rejects.toThrow(/invalid indice/)
    const batched = { axis: 1, batchAxes: 1 }
    const each = constantOf('int32', [2], (index) => [0, wrong][index])
    const graph = graphOfOne(primitives.take, batched, [x, each])
    await expect(runInOnnx(graph, [x, each])).rejects.toThrow(/invalid index/)
  })
})

describe('windows and their sums', () => {
  const slidings: readonly (readonly [x: Shape, attributes: AttributesOf<'windows'>])[] = [
    [[5], { axis: 0, size: 1, stride: 2, dilation: 1 }],
    [[7, 2], { axis: 0, size: 2, stride: 3, dilation: 1 }],
    [[7, 2], { axis: 0, size: 2, stride: 3, dilation: 2 }],
    [[9, 2], { axis: 0, size: 2, stride: 3, dilation: 3 }],
    [[6], { axis: 0, size: 3, stride: 3, dilation: 1 }],
    [[2, 9, 3], { axis: 1, size: 3, stride: 2, dilation: 1 }],
    [[50, 2], { axis: 0, size: 40, stride: 3, dilation: 1 }],
    [[90], { axis: 0, size: 40, stride: 45, dilation: 1 }],
    [[2, 90], { axis: 1, size: 40, stride: 1, dilation: 2 }],
  ]

  it.each(slidings)('of %j by %j are those of the records', async (shape, attributes) => {
    for (const dtype of dtypes) expect(await differenceOf('windows', attributes, [any(dtype, shape)])).toBeUndefined()
    const { size: _, ...rest } = attributes
    for (const dtype of ['float64', 'float32', 'int32'] as const) {
      const x = integers({ dtype, shape })
      const [{ shape: seen }] = primitives.windows.infer([x], attributes)
      const added = { ...rest, extent: shape[attributes.axis] }
      expect(await differenceOf('overlapAdd', added, [integers({ dtype, shape: seen })])).toBeUndefined()
    }
  })
})

describe('windows of windows', () => {
  const inner = { axis: 0, size: 4, stride: 1, dilation: 1 }

  it.each([
    ['within each', { axis: 2, size: 2, stride: 1, dilation: 1 }],
    ['along the same axis', { axis: 0, size: 2, stride: 1, dilation: 2 }],
    ['along another axis', { axis: 1, size: 2, stride: 2, dilation: 1 }],
  ] as const)('%s are those of the record', async (_, outer) => {
    const type = { shape: [9, 5], dtype: 'float64' as const }
    const graph = graphOf(([x]) => {
      const seen = applyPrimitive(primitives.windows, inner, [x])
      return applyPrimitive(primitives.windows, outer, seen)
    }, type)
    expect(await difference(graph, [integers(type)])).toBeUndefined()
  })
})

describe('orders and extrema', () => {
  /** Rows with several NaNs, zeros of either sign, infinities and ties. */
  const rows = (dtype: DType): Constant =>
    constantOf(dtype, [40, 9], (index) => {
      const kind = Math.floor(index / 9) % 4
      const choices = [specialValues(dtype), [0, -0], [Number.NaN, 1, Number.POSITIVE_INFINITY, -0], [-0, -1, -2]][kind]
      const chosen = choices[Math.floor(random() * choices.length)]
      return dtype === 'int32' || dtype === 'bool' ? Math.trunc(chosen) | 0 : chosen
    })

  it('put the greatest number before infinity, and that before NaN', async () => {
    for (const [dtype, greatest] of [
      ['float64', Number.MAX_VALUE],
      ['float32', 2 ** 128 - 2 ** 104],
    ] as const) {
      const row = [
        Number.NaN,
        Number.POSITIVE_INFINITY,
        greatest,
        -0,
        Number.NaN,
        0,
        greatest / 2,
        Number.NEGATIVE_INFINITY,
      ]
      const x = constantOf(dtype, [row.length], (index) => row[index])
      for (const descending of [false, true]) expect(await differenceOf('argsort', { descending }, [x])).toBeUndefined()
    }
  })

  it.each(dtypes)('of %s know NaN, both zeros and the first of what ties', async (dtype) => {
    for (const descending of [false, true])
      expect(await differenceOf('argsort', { descending }, [rows(dtype)])).toBeUndefined()
    if (dtype === 'bool') return
    for (const axis of [0, 1]) {
      for (const name of ['reduceMax', 'reduceMin'] as const)
        expect(await differenceOf(name, { axes: [axis] }, [rows(dtype)])).toBeUndefined()
      for (const name of ['argmax', 'argmin'] as const)
        expect(await differenceOf(name, { axis }, [rows(dtype)])).toBeUndefined()
    }
  })
})

describe('sums', () => {
  it('of int32 wrap around', async () => {
    const x = constantOf('int32', [3, 40], () => Math.floor((random() - 0.5) * 2 ** 32))
    for (const shape of [[], [3, 1], [40], [1, 1]]) expect(await differenceOf('sumTo', { shape }, [x])).toBeUndefined()
    for (const reverse of [false, true])
      expect(await differenceOf('cumulativeSum', { axis: 1, reverse }, [x])).toBeUndefined()
  })

  it('of one element are 0 where that is -0', async () => {
    const x = constantOf('float64', [1, 3], () => -0)
    for (const shape of [[3], [1, 3]]) expect(await differenceOf('sumTo', { shape }, [x])).toBeUndefined()
    const y = constantOf('float64', [1, 1], () => -0)
    expect(await differenceOf('sumTo', { shape: [] }, [y])).toBeUndefined()
  })

  it('along axes of what is rearranged are sums along others', async () => {
    const type = { dtype: 'float32' as const, shape: [2, 3, 4] }
    for (const permutation of [
      [2, 0, 1],
      [1, 0, 2],
      [2, 1, 0],
    ])
      for (const kept of [[0], [1], [2], [0, 2], [1, 2]]) {
        const graph = graphOf(([x]) => {
          const turned = transpose(x, permutation)
          const axes = [0, 1, 2].filter((axis) => !kept.includes(axis))
          return [sum(turned, { axis: axes })]
        }, type)
        expect(await difference(graph, [integers(type)])).toBeUndefined()
      }
  })
})

describe('pads and slices', () => {
  const pads: readonly (readonly [Shape, AttributesOf<'pad'>])[] = [
    [[], { low: [], high: [], interior: [] }],
    [[1], { low: [0], high: [0], interior: [3] }],
    [[3, 2], { low: [0, 0], high: [0, 0], interior: [1, 2] }],
    [[2, 2], { low: [0, 0], high: [1, 0], interior: [3, 0] }],
    [[0, 3], { low: [1, 0], high: [0, 1], interior: [1, 1] }],
    [[0, 3], { low: [0, 0], high: [0, 1], interior: [1, 1] }],
  ]

  it.each(pads)('of %j by %j are those of the record', async (shape, attributes) => {
    for (const dtype of dtypes) expect(await differenceOf('pad', attributes, [any(dtype, shape)])).toBeUndefined()
  })

  it('take every so many elements, from either end, or none', async () => {
    for (const dtype of dtypes)
      for (let each = 0; each < 12; each++) {
        const shape = Array.from({ length: 1 + (each % 3) }, () => Math.floor(random() * 6))
        const step = shape.map(() => 1 + Math.floor(random() * 3))
        const start = shape.map((extent) => Math.floor(random() * (extent + 1)))
        const size = shape.map((extent, axis) =>
          Math.floor(random() * (Math.ceil((extent - start[axis]) / step[axis]) + 1)),
        )
        expect(await differenceOf('slice', { start, size, step }, [any(dtype, shape)])).toBeUndefined()
        const axes = [...shape.keys()].filter(() => random() < 0.5)
        expect(await differenceOf('flip', { axes }, [any(dtype, shape)])).toBeUndefined()
      }
  })
})
