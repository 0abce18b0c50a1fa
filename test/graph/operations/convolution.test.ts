import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { failureOf } from '../../tensor/failures.js'
import { indicesOf, wholeTensors } from './generators.js'
import { elementsOf, named, untyped } from './untyped.js'

const { conv, conv1d, conv2d, conv3d, convTranspose, convTranspose2d, mul, ones, sum, tensor, toArray, vmap, zeros } =
  untyped

/** Settings of one spatial axis, and the sizes of x and w there. */
const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.nat(2),
    after: fc.nat(2),
    beyond: fc.nat(3),
  })
  .map((one) => ({
    ...one,
    extent: Math.max(1, (one.size - 1) * one.dilation + 1 + one.beyond - one.before - one.after),
  }))

type Axis = typeof axis extends fc.Arbitrary<infer A> ? A : never

const axes = fc.array(axis, { minLength: 1, maxLength: 3 })

const optionsOf = (spatial: readonly Axis[], groups: number): object => ({
  stride: spatial.map(({ stride }) => stride),
  dilation: spatial.map(({ dilation }) => dilation),
  padding: spatial.map(({ before, after }) => [before, after]),
  groups,
})

const cases = fc
  .record({ axes, groups: fc.integer({ min: 1, max: 2 }), ins: fc.nat(2), outs: fc.nat(2), batch: fc.nat(2) })
  .chain(({ axes: spatial, groups, ins, outs, batch }) =>
    fc.record({
      spatial: fc.constant(spatial),
      groups: fc.constant(groups),
      x: wholeTensors([batch, ins * groups, ...spatial.map(({ extent }) => extent)]),
      w: wholeTensors([outs * groups, ins, ...spatial.map(({ size }) => size)]),
    }),
  )

const at = (x: Tensor, elements: readonly number[], index: readonly number[]): number =>
  elements[x.shape.reduce((position, extent, each) => position * extent + index[each], 0)]

/** The convolution by its definition, every element a sum over channels and places. */
const bySums = (x: Tensor, w: Tensor, spatial: readonly Axis[], groups: number): readonly number[] => {
  const [inX, inW] = [elementsOf(x), elementsOf(w)]
  const counts = spatial.map(({ extent, size, stride, dilation, before, after }) =>
    Math.floor((extent + before + after - (size - 1) * dilation - 1) / stride + 1),
  )
  const [filters, perGroup, ...kernel] = w.shape
  return indicesOf([x.shape[0], filters, ...counts]).map(([n, o, ...m]) => {
    const first = Math.floor(o / (filters / groups)) * perGroup
    return indicesOf([perGroup, ...kernel]).reduce((total, [c, ...k]) => {
      const place = spatial.map(({ stride, dilation, before }, i) => m[i] * stride + k[i] * dilation - before)
      const isInside = place.every((p, i) => p >= 0 && p < spatial[i].extent)
      return isInside ? total + at(w, inW, [o, c, ...k]) * at(x, inX, [n, first + c, ...place]) : total
    }, 0)
  })
}

describe('conv', () => {
  it('is the sum over channels and places of the kernel', () => {
    fc.assert(
      fc.property(cases, ({ x, w, spatial, groups }) => {
        const y = conv(x, w, optionsOf(spatial, groups))
        expect(elementsOf(y)).toEqual(bySums(x, w, spatial, groups).map((element) => element + 0))
        expect(sizeOf(y.shape)).toBe(elementsOf(y).length)
      }),
    )
  })

  it('goes by its own name for each number of spatial axes', () => {
    const w = (rank: number) => ones([2, 3, ...Array(rank).fill(2)])
    const x = (rank: number) => ones([1, 3, ...Array(rank).fill(4)])
    for (const [index, of] of [conv1d, conv2d, conv3d].entries())
      expect(toArray(of(x(index + 1), w(index + 1)))).toEqual(toArray(conv(x(index + 1), w(index + 1))))
    const transposed = ['convTranspose1d', 'convTranspose2d', 'convTranspose3d']
    const kernel = (rank: number) => ones([3, 2, ...Array(rank).fill(2)])
    for (const [index, name] of transposed.entries())
      expect(toArray(named(name)(x(index + 1), kernel(index + 1)))).toEqual(
        toArray(convTranspose(x(index + 1), kernel(index + 1))),
      )
    expect(toArray(pipe(x(2), conv2d(w(2), { stride: 2 })))).toEqual(toArray(conv2d(x(2), w(2), { stride: 2 })))
    expect(toArray(pipe(x(1), conv1d(w(1))))).toEqual(toArray(conv1d(x(1), w(1))))
  })

  it("pads 'same' so that there is a window for each stride, the odd zero at the end", () => {
    fc.assert(
      fc.property(axis, fc.integer({ min: 1, max: 7 }), ({ size, stride, dilation }, extent) => {
        const options = { stride, dilation, padding: 'same' }
        expect(conv(zeros([1, 1, extent]), zeros([1, 1, size]), options).shape).toEqual([
          1,
          1,
          Math.ceil(extent / stride),
        ])
      }),
    )
    expect(toArray(conv1d(tensor([[[1, 2, 3]]]), tensor([[[1, 10]]]), { padding: 'same' }))).toEqual([[[21, 32, 3]]])
    expect(conv1d(zeros([1, 1, 3]), zeros([1, 1, 2]), { padding: 'valid' }).shape).toEqual([1, 1, 2])
  })

  it('adds a bias to each channel, and convolves int32, which wraps', () => {
    const x = tensor([[[1, 2]]], { dtype: 'int32' })
    const w = tensor([[[2 ** 30]], [[3]]], { dtype: 'int32' })
    const bias = tensor([1, 2], { dtype: 'int32' })
    expect(toArray(conv1d(x, w, { bias }))).toEqual([
      [
        [2 ** 30 + 1, -(2 ** 31) + 1],
        [5, 8],
      ],
    ])
  })

  it('has as many examples as vmap gives it', () => {
    const [x, w] = [ones([3, 1, 2, 4]), ones([2, 2, 3])]
    const each = (one: Tensor) => conv1d(one, w, { padding: 1 })
    expect(vmap(each)(x).shape).toEqual([3, 1, 2, 4])
  })
})

describe('convTranspose', () => {
  it('is the adjoint of the convolution in its input', () => {
    fc.assert(
      fc.property(
        cases.chain(({ x, w, spatial, groups }) => {
          const y = conv(x, w, optionsOf(spatial, groups))
          return fc.tuple(fc.constant({ x, w, spatial, groups }), wholeTensors(y.shape))
        }),
        ([{ x, w, spatial, groups }, y]) => {
          // What the strides leave over at the end of x, no window reaches.
          const outputPadding = spatial.map(({ extent, size, stride, dilation, before, after }, i) => {
            const reached = (y.shape[2 + i] - 1) * stride + (size - 1) * dilation + 1
            return extent + before + after - reached
          })
          const back = convTranspose(y, w, { ...optionsOf(spatial, groups), outputPadding })
          expect(back.shape).toEqual(x.shape)
          const inner = (a: Tensor, b: Tensor): number => elementsOf(sum(mul(a, b)))[0]
          expect(inner(back, x) + 0).toBe(inner(y, conv(x, w, optionsOf(spatial, groups))) + 0)
        },
      ),
    )
  })

  it('puts zeros where no kernel reaches, and may be cut short', () => {
    const [x, w] = [tensor([[[1, 2]]]), tensor([[[1, 10]]])]
    expect(toArray(convTranspose(x, w, { stride: 3, outputPadding: 2 }))).toEqual([[[1, 10, 0, 2, 20, 0, 0]]])
    expect(toArray(convTranspose(x, w, { padding: [[1, 0]] }))).toEqual([[[12, 20]]])
    expect(toArray(convTranspose(x, w, { padding: [[0, 2]], dilation: 2, outputPadding: 1 }))).toEqual([[[1, 2, 10]]])
    expect(toArray(pipe(x, convTranspose(w, { bias: tensor([100]) })))).toEqual([[[101, 112, 120]]])
    expect(
      toArray(convTranspose(tensor([[[3]]]), ones([1, 1, 1]), { padding: [[2, 0]], stride: 4, outputPadding: 3 })),
    ).toEqual([[[0, 0]]])
  })
})

const x = (): Tensor => zeros([2, 4, 5, 5])
const w = (): Tensor => zeros([6, 4, 3, 3])
const v = (): Tensor => zeros([4, 6, 3, 3])

type Refusal = readonly [name: string, args: readonly unknown[], tag: string, message: string]

const refusals: readonly Refusal[] = [
  ['conv2d', [zeros([4, 5, 5]), w()], 'ShapeError', 'x has 3 axes, not 4'],
  ['conv', [zeros([4, 5]), zeros([4, 5])], 'ShapeError', 'x has 2 axes, not three or more'],
  ['conv', [x(), zeros([6, 4, 3])], 'ShapeError', 'ranks 4 of x and 3 of w differ'],
  ['conv2d', [x(), zeros([6, 4, 0, 3])], 'ShapeError', 'the kernel of w is empty'],
  ['conv2d', [x(), zeros([6, 3, 3, 3])], 'ShapeError', 'x has 4 channels, and w takes 3'],
  ['conv2d', [x(), w(), { groups: 2 }], 'ShapeError', 'x has 4 channels, and w takes 4 in each of 2 groups'],
  [
    'conv2d',
    [x(), zeros([5, 2, 3, 3]), { groups: 2 }],
    'ArgumentError',
    '5 output channels do not divide into 2 groups',
  ],
  ['conv2d', [x(), w(), { groups: 0 }], 'ArgumentError', 'groups is 0'],
  ['conv2d', [x(), w(), { groups: 1.5 }], 'ArgumentError', 'groups is 1.5'],
  ['conv2d', [x(), w(), { stride: 0 }], 'ArgumentError', 'stride of spatial axis 0 is 0'],
  ['conv2d', [x(), w(), { stride: [1, 0.5] }], 'ArgumentError', 'stride of spatial axis 1 is 0.5'],
  ['conv2d', [x(), w(), { stride: [1] }], 'ArgumentError', 'stride is given for 1 axes, and there are 2 spatial ones'],
  ['conv2d', [x(), w(), { dilation: -1 }], 'ArgumentError', 'dilation of spatial axis 0 is -1'],
  ['conv2d', [x(), w(), { dilation: '2' }], 'ArgumentError', 'dilation of spatial axis 0 is 2'],
  ['conv2d', [x(), w(), { padding: -1 }], 'ArgumentError', 'padding of spatial axis 0 is -1'],
  ['conv2d', [x(), w(), { padding: [0, [1, -1]] }], 'ArgumentError', 'padding of spatial axis 1 is [1,-1]'],
  ['conv2d', [x(), w(), { padding: [0, [1]] }], 'ArgumentError', 'padding of spatial axis 1 is [1]'],
  ['conv2d', [x(), w(), { padding: [1, 1, 1] }], 'ArgumentError', 'padding is given for 3 axes'],
  ['conv2d', [x(), w(), { padding: 'full' }], 'ArgumentError', 'there is no padding full'],
  [
    'conv2d',
    [x(), w(), { dilation: 3 }],
    'ShapeError',
    'a kernel that reaches over 7 places is larger than the 5 of spatial axis 0',
  ],
  ['conv2d', [x(), w(), { bias: zeros([5]) }], 'ShapeError', 'the bias has shape [5], not [6]'],
  ['conv2d', [x(), w(), { bias: zeros([6], { dtype: 'float32' }) }], 'DTypeError', 'dtypes float64 and float32 differ'],
  ['conv2d', [x(), zeros([6, 4, 3, 3], { dtype: 'float32' })], 'DTypeError', 'dtypes float64 and float32 differ'],
  [
    'conv',
    [zeros([1, 1, 1], { dtype: 'bool' }), zeros([1, 1, 1], { dtype: 'bool' })],
    'DTypeError',
    'it does not take bool',
  ],
  ['conv2d', [x(), 'w'], 'ArgumentError', 'an operand (string) is neither a tensor nor a number'],
  ['convTranspose2d', [x(), w()], 'ShapeError', 'x has 4 channels, and w takes 6'],
  ['convTranspose2d', [x(), v(), { groups: 3 }], 'ArgumentError', '4 channels do not divide into 3 groups'],
  [
    'convTranspose2d',
    [x(), v(), { outputPadding: 1 }],
    'ArgumentError',
    'outputPadding of spatial axis 0 is 1, no less than',
  ],
  ['convTranspose2d', [x(), v(), { outputPadding: -1 }], 'ArgumentError', 'outputPadding of spatial axis 0 is -1'],
  ['convTranspose2d', [x(), v(), { padding: 'same' }], 'ArgumentError', 'padding of spatial axis 0 is "same"'],
  [
    'convTranspose2d',
    [x(), v(), { padding: 4 }],
    'ShapeError',
    'the padding of spatial axis 0 takes away all 7 places',
  ],
  ['convTranspose2d', [zeros([1, 4, 0, 2]), v()], 'ShapeError', 'spatial axis 0 is empty'],
  ['convTranspose1d', [x(), v()], 'ShapeError', 'x has 4 axes, not 3'],
  ['convTranspose', [x(), v(), { stride: 0 }], 'ArgumentError', 'stride of spatial axis 0 is 0'],
]

describe('refusals', () => {
  it.each(refusals.map(([name, args, tag, message]) => ({ name, args, tag, message })))(
    '$name: $message',
    ({ name, args, tag, message }) => {
      const failure = failureOf(() => named(name)(...args))
      expect(failure._tag).toBe(tag)
      expect(failure.message).toContain(`${name}: ${message}`)
    },
  )

  it('comes before anything is computed, in a pipe as well', () => {
    expect(() => pipe(x(), convTranspose2d(v(), { stride: -2 }))).toThrow('stride of spatial axis 0 is -2')
  })
})
