import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Axes, coalesced } from '../../src/compile/loops.js'

/** Offsets of all pointers at every index, in row-major order. */
const visits = ({ extents, strides }: Axes): readonly (readonly number[])[] =>
  extents.reduce<readonly (readonly number[])[]>(
    (offsets, extent, axis) =>
      offsets.flatMap((each) =>
        [...Array(extent).keys()].map((index) => each.map((offset, which) => offset + index * strides[which][axis])),
      ),
    [strides.map(() => 0)],
  )

describe('coalesced axes', () => {
  it('visit the same places in the same order', () => {
    const axes = fc.array(
      fc.record({
        extent: fc.integer({ min: 0, max: 3 }),
        a: fc.constantFrom(0, 8, -8, 24),
        b: fc.constantFrom(0, 8, 16, 72),
      }),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(axes, (all) => {
        const walk = {
          extents: all.map(({ extent }) => extent),
          strides: [all.map(({ a }) => a), all.map(({ b }) => b)],
        }
        expect(visits(coalesced(walk.extents, walk.strides))).toEqual(visits(walk))
      }),
    )
  })

  it.each([
    ['contiguous ones into one', [2, 3, 4], [[12, 4, 1]], { extents: [24], strides: [[1]] }],
    ['a scalar into none', [1, 1], [[5, 7]], { extents: [], strides: [[]] }],
    [
      'only where all pointers run on',
      [2, 3],
      [
        [3, 1],
        [1, 2],
      ],
      {
        extents: [2, 3],
        strides: [
          [3, 1],
          [1, 2],
        ],
      },
    ],
    [
      'repetition with repetition',
      [4, 2, 3],
      [
        [0, 3, 1],
        [0, 0, 0],
      ],
      {
        extents: [4, 6],
        strides: [
          [0, 1],
          [0, 0],
        ],
      },
    ],
  ])('join %s', (_, extents, strides, expected) => expect(coalesced(extents, strides)).toEqual(expected))
})
