import * as operations from 'cotangent'
import { type Tensor, tensor, zeros } from 'cotangent'
import { unequal } from 'cotangent/laws'
import * as nn from 'cotangent/nn'
import { seed } from 'cotangent/random'
import { describe, expect, it } from 'vitest'
import { drawnOf } from './layerCases.js'

type Operation = (...args: readonly unknown[]) => Tensor
type Made = {
  readonly init: (state: object) => [{ readonly weights: Tensor; readonly bias: Tensor }, object]
  readonly apply: (params: object) => (x: Tensor) => Tensor
  readonly parts: nn.AnyModel['parts']
}
const operation = (name: string): Operation => (operations as unknown as Record<string, Operation>)[name]
const layer = (name: string, ...args: readonly unknown[]): Made =>
  (nn as unknown as Record<string, (...args: readonly unknown[]) => Made>)[name](...args)

describe.each([
  ['conv1d', [4, 7], 6, [3], { stride: 2, padding: 1, groups: 2 }, [6, 2, 3]],
  ['conv2d', [3, 6, 5], 2, [3, 2], { padding: 'same', dilation: [1, 2] }, [2, 3, 3, 2]],
  ['conv3d', [2, 3, 4, 3], 4, [2, 2, 1], { stride: [1, 2, 1] }, [4, 2, 2, 2, 1]],
  ['convTranspose1d', [4, 5], 6, [3], { stride: 2, outputPadding: 1, groups: 2 }, [4, 3, 3]],
  ['convTranspose2d', [3, 4, 3], 2, [3, 2], { padding: [1, 0], dilation: [1, 2] }, [3, 2, 3, 2]],
  ['convTranspose3d', [2, 3, 2, 3], 4, [2, 2, 1], { stride: [1, 2, 1] }, [2, 4, 2, 2, 1]],
] as const)('%s', (name, input, filters, kernel, options, weights) => {
  const made = layer(name, input, filters, kernel, { ...options, bias: nn.initializers.randn })
  const [params] = made.init(seed(1))
  const x = drawnOf([2, ...input], 2)

  it('is the operation of this name', () =>
    expect(
      unequal(
        'result',
        [made.apply(params)(x)],
        [operation(name)(x, params.weights, { ...options, bias: params.bias })],
      ),
    ).toEqual([]))

  it('draws kernels, then the bias', () => {
    expect([params.weights.shape, params.bias.shape]).toEqual([weights, [filters]])
    const places = kernel.reduce<number>((product, size) => product * size, 1)
    const groups = 'groups' in options ? options.groups : 1
    const fans = { fanIn: (input[0] / groups) * places, fanOut: (filters / groups) * places }
    const [kernels, between] = nn.initializers.glorotUniform(weights, fans)(seed(1))
    const [bias] = nn.initializers.randn([filters], fans)(between)
    expect(unequal('parameter', [params.weights, params.bias], [kernels as Tensor, bias as Tensor])).toEqual([])
  })

  it('tells the shapes of an example', () =>
    expect(made.parts).toEqual([
      {
        kind: name,
        path: [],
        parameters: ['weights', 'bias'],
        input: [...input],
        output: made.apply(params)(x).shape.slice(1),
      },
    ]))

  it('has no bias where it is left out', () => {
    const bare = layer(name, input, filters, kernel, { ...options, bias: false })
    const [own] = bare.init(seed(1))
    expect([Object.keys(own), bare.parts[0].parameters]).toEqual([['weights'], ['weights']])
    expect(unequal('result', [bare.apply(own)(x)], [operation(name)(x, own.weights, options)])).toEqual([])
  })

  it('takes examples of any size, of channels alone', () => {
    const open = layer(name, input[0], filters, kernel, options)
    expect(unequal('result', [open.apply(params)(x)], [made.apply(params)(x)])).toEqual([])
    expect(open.parts[0].output).toBeUndefined()
  })
})

describe.each([
  ['maxPool1d', [2, 7], [3], { padding: 1 }],
  ['maxPool2d', [2, 6, 5], [3, 2], { stride: 2, ceilMode: true }],
  ['maxPool3d', [2, 3, 4, 3], [2, 2, 1], { stride: [1, 2, 1] }],
  ['avgPool1d', [2, 7], [3], { padding: 1, countIncludePad: false }],
  ['avgPool2d', [2, 6, 5], [3, 2], { stride: 2, dilation: [1, 2] }],
  ['avgPool3d', [2, 3, 4, 3], [2, 2, 1], {}],
] as const)('%s', (name, input, kernelSize, options) => {
  it('is the operation of this name, without parameters or draws', () => {
    const made = layer(name, input, kernelSize, options)
    const x = drawnOf([2, ...input], 2)
    const y = made.apply({})(x)
    expect(unequal('result', [y], [operation(name)(x, { ...options, kernelSize })])).toEqual([])
    expect(made.init(seed(1))).toEqual([{}, seed(1)])
    expect(made.parts[0]).toMatchObject({ input: [...input], output: y.shape.slice(1) })
  })
})

describe('a convolutional net', () => {
  it('is composed like any other', () => {
    const net = nn.sequential(
      nn.conv2d([1, 8, 8], 4, 3, { padding: 'same' }),
      nn.activation(operations.relu),
      nn.maxPool2d([4, 8, 8], 2),
      nn.flatten([4, 4, 4]),
      nn.dense(64, 10),
    )
    const [params] = net.init(seed(0))
    expect(net.apply(params)(zeros([5, 1, 8, 8])).shape).toEqual([5, 10])
  })
})

describe('embedding', () => {
  const letters = nn.embedding(4, 3)
  const [params] = letters.init(seed(1))

  it('takes rows, of indices of any shape', () => {
    const indices = tensor(
      [
        [
          [3, 0],
          [1, 1],
        ],
      ],
      { dtype: 'int32' },
    )
    expect(
      unequal('rows', [letters.apply(params)(indices)], [operations.take(params.weights, indices, { axis: 0 })]),
    ).toEqual([])
    expect(letters.apply(params)(tensor(2, { dtype: 'int32' })).shape).toEqual([3])
  })

  it('refuses what is out of range', () =>
    expect(() => letters.apply(params)(tensor([4], { dtype: 'int32' }))).toThrow('4'))
})

describe('mistakes', () => {
  const x = zeros([2, 3, 6, 6]) as Tensor
  const params = { weights: zeros([4, 2, 3, 3]), bias: zeros([4]) }

  it.each([
    ['other channels', () => layer('conv2d', 2, 4, 3).apply(params)(x), 'there are 3 channels, not 2'],
    [
      'other axes',
      () => layer('conv1d', 3, 4, 3).apply({ ...params, weights: zeros([4, 3, 3]) })(x),
      'there are 4 axes, not 3',
    ],
    [
      'kernels of another shape',
      () => layer('conv2d', 3, 4, 3).apply(params)(x),
      'conv2d: the parameter weights is not of shape [4, 3, 3, 3]',
    ],
    [
      // It would broadcast.
      'a bias of one number',
      () => layer('convTranspose2d', 4, 2, 3).apply({ ...params, bias: zeros([1]) })(zeros([1, 4, 2, 2]) as Tensor),
      'convTranspose2d: the parameter bias is not of shape [2]',
    ],
    [
      'groups that do not divide',
      () => layer('conv2d', 3, 4, 3, { groups: 2 }),
      '3 channels do not divide into 2 groups',
    ],
    ['a kernel of other axes', () => layer('conv2d', 3, 4, [3]), 'the kernel size [3] is of 1 axes, not 2'],
    ['an input of other axes', () => layer('conv2d', [3, 6], 4, 3), 'an input of shape [3,6] has not 3 axes'],
    ['a kernel of half a place', () => layer('maxPool1d', 2, 1.5), 'the kernel size is 1.5, not a whole number from 1'],
    ['a window that does not fit', () => layer('maxPool1d', [2, 3], 4), 'maxPool1d'],
    ['a kernel that does not fit', () => layer('conv1d', [2, 3], 1, 4), 'conv1d'],
    [
      'an initialiser of another shape',
      () => layer('conv1d', 2, 1, 3, { bias: () => nn.initializers.zeros([3], { fanIn: 1, fanOut: 1 }) }).init(seed(0)),
      'conv1d',
    ],
  ])('%s', (_, made, problem) => expect(made).toThrow(problem))
})
