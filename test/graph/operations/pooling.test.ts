import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { failureOf } from '../../tensor/failures.js'
import { indicesOf, wholeTensors } from './generators.js'
import { elementsOf, named, untyped } from './untyped.js'

const { avgPool, avgPool1d, avgPool2d, avgPool3d, grad, maxPool, maxPool1d, maxPool2d, maxPool3d, sum, tensor } =
  untyped
const { toArray, zeros } = untyped

/** Settings of one spatial axis, padded by less than the kernel takes, so that each window sees something. */
const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    extent: fc.integer({ min: 3, max: 5 }),
    widths: fc.tuple(fc.nat(2), fc.nat(2)),
  })
  .map(({ widths, ...one }) => ({
    ...one,
    before: Math.min(widths[0], one.size - 1),
    after: Math.min(widths[1], one.size - 1),
  }))

type Axis = typeof axis extends fc.Arbitrary<infer A> ? A : never

const cases = fc
  .record({ spatial: fc.array(axis, { minLength: 1, maxLength: 3 }), ceilMode: fc.boolean() })
  .chain(({ spatial, ceilMode }) =>
    fc.record({
      spatial: fc.constant(spatial),
      ceilMode: fc.constant(ceilMode),
      x: wholeTensors([2, 1, ...spatial.map(({ extent }) => extent)]),
    }),
  )

const optionsOf = (spatial: readonly Axis[], ceilMode: boolean): object => ({
  kernelSize: spatial.map(({ size }) => size),
  stride: spatial.map(({ stride }) => stride),
  padding: spatial.map(({ before, after }) => [before, after]),
  ceilMode,
})

/** Windows start at every stride, so long as they fit in; with `ceilMode`, so long as they start before the end. */
const startsOf = ({ extent, size, stride, before, after }: Axis, ceilMode: boolean): readonly number[] =>
  [...Array(20).keys()]
    .map((window) => window * stride - before)
    .filter(
      (start) =>
        start + size <= extent + after || (ceilMode && start < extent && start - stride + size < extent + after),
    )

/** For each window its places, in x and around it. */
const windowsOf = (spatial: readonly Axis[], ceilMode: boolean): readonly (readonly (readonly number[])[])[] => {
  const starts = spatial.map((one) => startsOf(one, ceilMode))
  const offsets = indicesOf(spatial.map(({ size }) => size))
  return indicesOf(starts.map(({ length }) => length)).map((window) =>
    offsets.map((offset) => offset.map((k, i) => starts[i][window[i]] + k)),
  )
}

const isInside = (spatial: readonly Axis[]) => (place: readonly number[]) =>
  place.every((p, i) => p >= 0 && p < spatial[i].extent)

const isPadded = (spatial: readonly Axis[]) => (place: readonly number[]) =>
  place.every((p, i) => p < spatial[i].extent + spatial[i].after)

/** What is at some places of example n. */
const seen = (x: Tensor, n: number, places: readonly (readonly number[])[]): readonly number[] => {
  const elements = elementsOf(x)
  return places.map((place) => elements[[n, 0, ...place].reduce((at, p, i) => at * x.shape[i] + p, 0)])
}

describe('maxPool', () => {
  it('is the largest of what a window sees', () => {
    fc.assert(
      fc.property(cases, ({ x, spatial, ceilMode }) => {
        const wanted = [0, 1].flatMap((n) =>
          windowsOf(spatial, ceilMode).map((places) => Math.max(...seen(x, n, places.filter(isInside(spatial))))),
        )
        expect(elementsOf(maxPool(x, optionsOf(spatial, ceilMode)))).toEqual(wanted)
      }),
    )
  })

  it('shares a derivative evenly among those that tie, and gives none to padding', () => {
    const f = (x: Tensor): Tensor => sum(maxPool1d(x, { kernelSize: 3, padding: 1, stride: 3 }))
    expect(toArray(grad(f)(tensor([[[2, 2, 1, 4]]])))).toEqual([[[0.5, 0.5, 0, 1]]])
  })

  it('keeps NaN, -Infinity and int32', () => {
    expect(toArray(maxPool1d(tensor([[[1, NaN, 2, -Infinity]]]), { kernelSize: 2, stride: 2 }))).toEqual([[[NaN, 2]]])
    expect(toArray(maxPool1d(tensor([[[-Infinity, 1]]]), { kernelSize: 1 }))).toEqual([[[-Infinity, 1]]])
    const whole = maxPool1d(tensor([[[-5, -7]]], { dtype: 'int32' }), { kernelSize: 2, padding: 1 })
    expect([toArray(whole), whole.dtype]).toEqual([[[[-5, -7]]], 'int32'])
  })
})

describe('avgPool', () => {
  it.each([true, false])('is the mean of what a window sees, with the padding if %s', (countIncludePad) => {
    fc.assert(
      fc.property(cases, ({ x, spatial, ceilMode }) => {
        const wanted = [0, 1].flatMap((n) =>
          windowsOf(spatial, ceilMode).map((places) => {
            const inside = places.filter(isInside(spatial))
            const count = countIncludePad ? places.filter(isPadded(spatial)).length : inside.length
            return seen(x, n, inside).reduce((total, element) => total + element, 0) / count
          }),
        )
        expect(elementsOf(avgPool(x, { ...optionsOf(spatial, ceilMode), countIncludePad }))).toEqual(
          wanted.map((element) => element + 0),
        )
      }),
    )
  })
})

describe('pooling', () => {
  it('goes by its own name for each number of spatial axes, and in pipes', () => {
    const x = (axes: number): Tensor => zeros([2, 1, ...Array(axes).fill(5)])
    const options = { kernelSize: 2, dilation: 2, stride: 1 }
    for (const [general, ...each] of [
      [maxPool, maxPool1d, maxPool2d, maxPool3d],
      [avgPool, avgPool1d, avgPool2d, avgPool3d],
    ])
      each.forEach((pool, index) => {
        const wanted = general(x(index + 1), options)
        expect(wanted.shape).toEqual([2, 1, ...Array(index + 1).fill(3)])
        expect(toArray(pool(x(index + 1), options))).toEqual(toArray(wanted))
        expect(toArray(pipe(x(index + 1), pool(options)))).toEqual(toArray(wanted))
      })
  })

  it('has windows side by side without a stride', () => {
    expect(maxPool2d(zeros([1, 1, 6, 6]), { kernelSize: [2, 3] }).shape).toEqual([1, 1, 3, 2])
    expect(avgPool2d(zeros([1, 1, 5, 5]), { kernelSize: 2, padding: 'same' }).shape).toEqual([1, 1, 3, 3])
  })
})

const x = (): Tensor => zeros([1, 1, 5, 5])

type Refusal = readonly [name: string, args: readonly unknown[], tag: string, message: string]

const refusals: readonly Refusal[] = [
  ['maxPool2d', [zeros([5, 5]), { kernelSize: 2 }], 'ShapeError', 'x has 2 axes, not 4'],
  ['maxPool', [zeros([5, 5]), { kernelSize: 2 }], 'ShapeError', 'x has 2 axes, not three or more'],
  ['avgPool1d', [x(), { kernelSize: 2 }], 'ShapeError', 'x has 4 axes, not 3'],
  ['maxPool2d', [x(), {}], 'ArgumentError', 'there is no kernelSize'],
  ['maxPool2d', [x(), { kernelSize: 0 }], 'ArgumentError', 'kernelSize of spatial axis 0 is 0'],
  ['maxPool2d', [x(), { kernelSize: [2, 2.5] }], 'ArgumentError', 'kernelSize of spatial axis 1 is 2.5'],
  ['maxPool2d', [x(), { kernelSize: [2] }], 'ArgumentError', 'kernelSize is given for 1 axes'],
  ['maxPool2d', [x(), { kernelSize: 2, stride: 0 }], 'ArgumentError', 'stride of spatial axis 0 is 0'],
  ['avgPool2d', [x(), { kernelSize: 2, dilation: 0 }], 'ArgumentError', 'dilation of spatial axis 0 is 0'],
  ['avgPool2d', [x(), { kernelSize: 2, padding: -1 }], 'ArgumentError', 'padding of spatial axis 0 is -1'],
  ['maxPool2d', [x(), { kernelSize: 6 }], 'ShapeError', 'a kernel that reaches over 6 places is larger than the 5'],
  [
    'maxPool2d',
    [x(), { kernelSize: 2, padding: 2 }],
    'ArgumentError',
    'a window of spatial axis 0 would see nothing but padding',
  ],
  [
    'avgPool2d',
    [x(), { kernelSize: 8, ceilMode: true, stride: 1 }],
    'ShapeError',
    'a kernel that reaches over 8 places',
  ],
  ['maxPool2d', [zeros([1, 1, 5, 5], { dtype: 'bool' }), { kernelSize: 2 }], 'DTypeError', 'it does not take bool'],
  ['avgPool2d', [zeros([1, 1, 5, 5], { dtype: 'int32' }), { kernelSize: 2 }], 'DTypeError', 'it does not take int32'],
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
})
