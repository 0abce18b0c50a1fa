import {
  astype,
  avgPool,
  type ConvolutionOptions,
  type ConvTransposeOptions,
  conv,
  convTranspose,
  maxPool,
  pad,
  relu,
  reshape,
  type Tensor,
  tensor,
  vjp,
  where,
} from 'cotangent'
import { describe, expect, it } from 'vitest'
import { type Constant, type DType, type Shape, sizeOf, type TensorType } from '../../../../src/tensor/index.js'
import { constantOf } from '../../agreement.js'
import { difference, integers, operatorsIn, simpleGraph } from './models.js'

const of = (dtype: DType, ...shape: Shape): TensorType => ({ shape, dtype })

interface Case {
  readonly x: Shape
  readonly w: Shape
  readonly options?: ConvolutionOptions
}

const cases: Readonly<Record<string, Case>> = {
  plain: { x: [2, 3, 6, 7], w: [4, 3, 3, 2] },
  'padded by one': { x: [2, 3, 6, 7], w: [4, 3, 3, 3], options: { padding: 1 } },
  'padded on one side': {
    x: [1, 1, 6, 7],
    w: [1, 1, 3, 3],
    options: {
      padding: [
        [1, 0],
        [0, 2],
      ],
    },
  },
  'of stride 2, with places left over': { x: [2, 3, 8, 7], w: [4, 3, 3, 3], options: { stride: 2, padding: 1 } },
  dilated: { x: [2, 3, 8, 9], w: [4, 3, 3, 2], options: { dilation: [2, 3] } },
  'in groups': { x: [2, 4, 6, 7], w: [6, 2, 3, 3], options: { groups: 2, padding: 1 } },
  'of each channel by itself': { x: [2, 4, 6, 7], w: [4, 1, 3, 3], options: { groups: 4, padding: 1 } },
  'of one image': { x: [1, 3, 6, 7], w: [4, 3, 3, 3], options: { padding: 1 } },
  'along one axis': { x: [2, 3, 9], w: [4, 3, 3], options: { stride: 2 } },
  'along three axes': { x: [2, 2, 4, 5, 4], w: [3, 2, 2, 2, 2] },
  'of single pixels': { x: [2, 3, 4, 5], w: [4, 3, 1, 1] },
  'of one row': { x: [2, 3, 4, 5], w: [4, 3, 1, 3] },
  'of patches': { x: [2, 3, 8, 8], w: [4, 3, 4, 4], options: { stride: 4 } },
  'of patches with a rest': { x: [2, 3, 9, 11], w: [4, 3, 4, 4], options: { stride: 4 } },
  'of patches with holes': { x: [2, 3, 11, 11], w: [4, 3, 2, 2], options: { stride: 4, dilation: 2 } },
  'of the whole image': { x: [2, 3, 4, 4], w: [4, 3, 4, 4] },
  'that is one number': { x: [1, 1, 2], w: [1, 1, 2] },
  'of two images, one number each': { x: [2, 1, 2], w: [1, 1, 2] },
  'of one channel with itself': { x: [1, 2, 1], w: [2, 2, 1] },
  'of many places': { x: [1, 2, 12, 12], w: [3, 2, 7, 7], options: { padding: 3 } },
}

const pullback =
  (f: (x: Tensor, w: Tensor) => Tensor) =>
  (x: Tensor, w: Tensor, cotangent: Tensor): readonly Tensor[] =>
    vjp(f, [x, w])[1](cotangent) as readonly Tensor[]

describe.each(Object.entries(cases))('a convolution %s', (_, { x, w, options = {} }) => {
  const f = (image: Tensor, kernels: Tensor): Tensor => conv(image, kernels, options)

  it('is a Conv of float32, and its derivative by the image a ConvTranspose', async () => {
    const types = [of('float32', ...x), of('float32', ...w)]
    const forward = simpleGraph(f, types)
    expect(operatorsIn(forward)).toEqual(['Conv'])
    expect(await difference(forward, types.map(integers))).toBeUndefined()
    const all = [...types, forward.outputs[0]]
    expect(operatorsIn(simpleGraph((...given) => pullback(f)(given[0], given[1], given[2])[0], all))).toEqual([
      'ConvTranspose',
    ])
    expect(await difference(simpleGraph(pullback(f), all), all.map(integers))).toBeUndefined()
  })

  it.each(['float64', 'int32'] as const)('is what it is composed of for %s', async (dtype) => {
    const types = [of(dtype, ...x), of(dtype, ...w)]
    const forward = simpleGraph(f, types)
    expect(operatorsIn(forward)).not.toContain('Conv')
    expect(await difference(forward, types.map(integers))).toBeUndefined()
    if (dtype !== 'float64') return
    const all = [...types, forward.outputs[0]]
    expect(await difference(simpleGraph(pullback(f), all), all.map(integers))).toBeUndefined()
  })
})

describe('convolutions', () => {
  const types = [of('float32', 2, 3, 6, 6), of('float32', 4, 3, 3, 3), of('float32', 4)]

  it('take their bias', async () => {
    const layer = (x: Tensor, w: Tensor, bias: Tensor): Tensor => relu(conv(x, w, { bias }))
    const graph = simpleGraph(layer, types)
    expect(operatorsIn(graph)).toEqual(['Conv', 'Relu'])
    expect(await difference(graph, types.map(integers))).toBeUndefined()
  })

  it('are not done twice where they are needed without their bias too', async () => {
    const layer = (x: Tensor, w: Tensor, bias: Tensor): readonly Tensor[] => [conv(x, w, { bias }), conv(x, w)]
    const graph = simpleGraph(layer, types)
    expect(operatorsIn(graph)).toEqual(['Conv', 'Reshape', 'Add'])
    expect(await difference(graph, types.map(integers))).toBeUndefined()
  })

  const transposed: readonly (readonly [string, Shape, Shape, ConvTransposeOptions])[] = [
    ['of stride 2', [2, 3, 5, 4], [3, 4, 3, 3], { stride: 2 }],
    ['with more at the end', [2, 3, 5, 4], [3, 4, 3, 3], { stride: 2, padding: 1, outputPadding: 1 }],
    ['in groups', [2, 4, 5, 4], [4, 3, 3, 3], { stride: 2, groups: 2 }],
    ['along one axis', [2, 3, 5], [3, 4, 3], { stride: 3, dilation: 2 }],
  ]

  it.each(transposed)('that are transposed, %s, are ConvTranspose', async (_, x, w, options) => {
    const f = (image: Tensor, kernels: Tensor): Tensor => convTranspose(image, kernels, options)
    const own = [of('float32', ...x), of('float32', ...w)]
    const graph = simpleGraph(f, own)
    expect(operatorsIn(graph)).toEqual(['ConvTranspose'])
    expect(await difference(graph, own.map(integers))).toBeUndefined()
    const all = [...own, graph.outputs[0]]
    const derivative = simpleGraph(pullback(f), all)
    expect(operatorsIn(derivative)).toContain('Conv')
    expect(await difference(derivative, all.map(integers))).toBeUndefined()
  })
})

describe('pools', () => {
  const image = of('float32', 2, 3, 7, 8)
  const pools: readonly (readonly [string, (x: Tensor) => Tensor, readonly string[]])[] = [
    ['the greatest of four', (x) => maxPool(x, { kernelSize: 2 }), ['MaxPool']],
    ['of overlapping windows', (x) => maxPool(x, { kernelSize: 3, stride: 2, padding: 1 }), ['MaxPool']],
    ['of windows beyond the end', (x) => maxPool(x, { kernelSize: 2, ceilMode: true }), ['MaxPool']],
    ['of windows with holes', (x) => maxPool(x, { kernelSize: 2, stride: 1, dilation: 3 }), ['MaxPool']],
    ['the mean of four', (x) => avgPool(x, { kernelSize: 2 }), ['AveragePool']],
    ['the mean of eight, with zeros', (x) => avgPool(x, { kernelSize: [2, 4], padding: 1 }), ['AveragePool']],
  ]

  it.each(pools)('%s are operators', async (_, f, operators) => {
    const graph = simpleGraph(f, [image])
    expect(operatorsIn(graph)).toEqual(operators)
    expect(await difference(graph, [integers(image)])).toBeUndefined()
    const all = [image, graph.outputs[0]]
    const derivative = simpleGraph((x, cotangent) => vjp(f, [x])[1](cotangent) as readonly Tensor[], all)
    expect(await difference(derivative, [distinct(image), integers(all[1])])).toBeUndefined()
  })

  it('of what is hidden elsewhere than around are not taken for such', async () => {
    const padded = (x: Tensor): Tensor =>
      pad(x, [
        [0, 0],
        [0, 0],
        [1, 1],
        [1, 1],
      ])
    const hidden = (x: Tensor): Tensor => {
      const shown = astype(tensor(Array.from({ length: 9 * 10 * 6 }, (_, index) => index % 7)), 'bool')
      return maxPool(where(reshape(shown, [2, 3, 9, 10]), padded(x), Number.NEGATIVE_INFINITY), { kernelSize: 3 })
    }
    const graph = simpleGraph(hidden, [image])
    expect(operatorsIn(graph)).toEqual(['Pad', 'Where', 'MaxPool'])
    expect(await difference(graph, [integers(image)])).toBeUndefined()
  })

  it('share a derivative among what ties', async () => {
    const types = [image, of('float32', 2, 3, 3, 4)]
    const f = (x: Tensor): Tensor => maxPool(x, { kernelSize: 2 })
    const derivative = simpleGraph((x, cotangent) => vjp(f, [x])[1](cotangent) as readonly Tensor[], types)
    // Shares of twelve among up to four are whole.
    const twelves = constantOf('float32', types[1].shape, (index) => 12 * (index % 5))
    expect(await difference(derivative, [integers(image), twelves])).toBeUndefined()
  })
})

/** Numbers of which no two are the same. */
const distinct = ({ shape, dtype }: TensorType): Constant =>
  constantOf(dtype, shape, (index) => (index * 101) % sizeOf(shape))
