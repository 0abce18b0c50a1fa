import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { at, indicesOf, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { arange, grad, mul, pad, slice, sum, tensor, toArray, zeros } = untyped

/** A point that goes to and fro in 0 .. n - 1, by steps; it stays an extra step at the ends where it rests there. */
const walk = (n: number, steps: number, rests: boolean): number => {
  let [place, direction] = [0, 1]
  for (let step = 0; step < steps; step++) {
    const next = place + direction
    if (next >= 0 && next < n) place = next
    else if (rests || n === 1) direction = -direction
    else {
      direction = -direction
      place += direction
    }
  }
  return place
}

/** Which element stands at a place, by the words that describe each mode. */
const modes: Readonly<Record<string, (place: number, n: number) => number>> = {
  edge: (place, n) => (place < 0 ? 0 : place >= n ? n - 1 : place),
  reflect: (place, n) => walk(n, Math.abs(place), false),
  symmetric: (place, n) => walk(n, place < 0 ? -place - 1 : place, true),
  wrap: (place, n) => ((place % n) + n) % n,
}

const widths = fc.tuple(fc.nat(7), fc.nat(7))

describe.each(Object.entries(modes))('pad by %s', (mode, source) => {
  it('goes on as its name says, however wide', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 })
          .chain((shape) =>
            fc.tuple(wholeTensors(shape), fc.array(widths, { minLength: shape.length, maxLength: shape.length })),
          ),
        ([x, around]) => {
          const padded = pad(x, around, { mode })
          expect(padded.shape).toEqual(x.shape.map((extent, axis) => extent + around[axis][0] + around[axis][1]))
          const elements = elementsOf(padded)
          indicesOf(padded.shape).forEach((index, position) => {
            const places = index.map((place, axis) => source(place - around[axis][0], x.shape[axis]))
            expect(elements[position]).toBe(at(x, places))
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('takes every dtype, and stands in pipes', () => {
    expect(toArray(pad(tensor([true]), [[1, 1]], { mode }))).toEqual([true, true, true])
    expect(pipe(tensor([1, 2], { dtype: 'int32' }), pad([[1, 0]], { mode }))).toMatchObject({
      shape: [3],
      dtype: 'int32',
    })
    expect(
      pad(
        zeros([0, 2]),
        [
          [0, 0],
          [1, 1],
        ],
        { mode },
      ).shape,
    ).toEqual([0, 4])
  })
})

describe('pad', () => {
  it('agrees with NumPy where the padding is wider than the tensor', () => {
    const wide = (mode: string): unknown => toArray(pad(arange(3), [[5, 4]], { mode }))
    expect(wide('edge')).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2])
    expect(wide('reflect')).toEqual([1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2])
    expect(wide('symmetric')).toEqual([1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0])
    expect(wide('wrap')).toEqual([1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
  })

  it('adds up the derivatives of all copies of an element', () => {
    const weights = tensor([1, 2, 4, 8, 16])
    expect(toArray(grad((x: unknown) => sum(mul(pad(x, [[2, 0]], { mode: 'reflect' }), weights)))(zeros([3])))).toEqual(
      [4, 10, 17],
    )
  })

  it('in mode constant is as without one', () => {
    const x = tensor([1, 2])
    expect(toArray(pad(x, [[1, 1]], { mode: 'constant', value: 3 }))).toEqual([3, 1, 2, 3])
    expect(toArray(slice(pad(x, [[1, 1]], { mode: 'constant' }), [[0, 1]]))).toEqual([0])
  })
})

const x = () => zeros([2])
const refusals: readonly Refusal[] = [
  [
    () => pad(x(), [[1, 1]], { mode: 'mirror' }),
    'ArgumentError',
    "pad: there is no mode mirror. Use 'constant', 'edge', 'reflect', 'symmetric', 'wrap'",
  ],
  [() => pad(x(), [[1, 1]], { mode: 3 }), 'ArgumentError', 'pad: there is no mode 3'],
  [() => pad(x(), [[1, 1]], { mode: 'edge', value: 0 }), 'ArgumentError', "pad: mode 'edge' takes no value"],
  [() => pad(x(), [[1]], { mode: 'edge' }), 'ShapeError', 'pad: [[1]] are no widths for 1 axes'],
  [() => pad(x(), 1), 'ShapeError', 'pad: 1 are no widths for 1 axes'],
  [
    () =>
      pad(
        zeros([2, 0]),
        [
          [0, 0],
          [0, 1],
        ],
        { mode: 'wrap' },
      ),
    'ShapeError',
    "pad: axis 1 is empty and has nothing to pad it with in mode 'wrap'",
  ],
]

describe('refusals', () => refuses(refusals))
