import { mean, std, type Tensor, tensor, toArray, zeros } from 'cotangent'
import { applyScaling, minMaxScaling, standardScaling, undoScaling } from 'cotangent/data'
import { tensorsBetween } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Equal } from '../../types/equal.js'

const tables = tensorsBetween({ shape: [7, 2], dtype: 'float64' }, -3, 3).map(
  (x) => x as unknown as Tensor<[7, 2], 'float64'>,
)

const u = 2 ** -53

describe('standard scaling', () => {
  it('gives every feature mean 0 and deviation 1', () =>
    fc.assert(
      fc.property(tables, (x) => {
        const scaling = standardScaling(x)
        const scaled = applyScaling(scaling)(x)
        const spread = toArray(scaling.scale)
        toArray(mean(scaled, { axis: 0 })).forEach((centre, feature) => {
          // 7 numbers below 3 add up with 7 roundings, which the deviation divides.
          expect(Math.abs(centre)).toBeLessThanOrEqual((2 * 7 * 3 * 7 * u) / spread[feature])
        })
        toArray(std(scaled, { axis: 0 })).forEach((deviation, feature) => {
          const isConstant = toArray(x).every((row) => row[feature] === toArray(x)[0][feature])
          expect(deviation).toBeCloseTo(isConstant ? 0 : 1, 10)
        })
      }),
      { numRuns: 50 },
    ))

  it('makes 0 of a constant whose mean is another number', () => {
    const x = tensor([[0.1], [0.1], [0.1]])
    expect(toArray(mean(x))).not.toBe(0.1)
    expect(toArray(applyScaling(standardScaling(x))(x))).toEqual([[0], [0], [0]])
  })

  it('never divides by 0, where the spread is too small for its square either', () => {
    const x = tensor([[0], [5e-324]])
    expect(
      toArray(applyScaling(standardScaling(x))(x))
        .flat()
        .every(Number.isFinite),
    ).toBe(true)
  })

  it('is learned from some rows and applied to others', () => {
    const scaling = standardScaling(
      tensor([
        [0, 1],
        [2, 5],
      ]),
    )
    expect(
      toArray(
        applyScaling(scaling)(
          tensor([
            [1, 3],
            [4, 7],
          ]),
        ),
      ),
    ).toEqual([
      [0, 0],
      [3, 2],
    ])
    expect(toArray(applyScaling(scaling)(tensor([2, 5])))).toEqual([1, 1])
  })
})

describe('min-max scaling', () => {
  it('goes from 0 to 1 exactly', () =>
    fc.assert(
      fc.property(tables, (x) => {
        const columns = (feature: number) => toArray(applyScaling(minMaxScaling(x))(x)).map((row) => row[feature])
        for (const feature of [0, 1]) {
          const constant = toArray(x).every((row) => row[feature] === toArray(x)[0][feature])
          expect([Math.min(...columns(feature)), Math.max(...columns(feature))]).toEqual([0, constant ? 0 : 1])
        }
      }),
      { numRuns: 50 },
    ))

  it('goes between other bounds', () => {
    const x = tensor(
      [
        [0, 7],
        [4, 7],
        [1, 7],
      ],
      { dtype: 'float32' },
    )
    const scaled = applyScaling(minMaxScaling(x, { low: -1, high: 3 }))(x)
    expect(scaled.dtype).toBe('float32')
    expect(toArray(scaled)).toEqual([
      [-1, -1],
      [3, -1],
      [0, -1],
    ])
  })

  it('refuses bounds that are no range, and no rows', () => {
    expect(() => minMaxScaling(zeros([2, 2]), { low: 1, high: 1 })).toThrow(/from 1 to 1 is no range/)
    expect(() => minMaxScaling(zeros([0, 2]))).toThrow(/no row to learn from/)
    expect(() => standardScaling(tensor(1))).toThrow(/no row to learn from/)
  })
})

describe('a scaling', () => {
  it('can be undone', () =>
    fc.assert(
      fc.property(tables, (x) => {
        for (const scaling of [standardScaling(x), minMaxScaling(x, { low: -2, high: 2 })]) {
          const back = toArray(undoScaling(scaling)(applyScaling(scaling)(x))).flat()
          // Four operations on numbers below 9 (x, centre and their difference), each rounding by at most u.
          toArray(x)
            .flat()
            .forEach((value, index) => {
              expect(Math.abs(back[index] - value)).toBeLessThanOrEqual(4 * 9 * u)
            })
        }
      }),
      { numRuns: 50 },
    ))

  it('has the type of a row', () => {
    const scaling = standardScaling(zeros([4, 3], { dtype: 'float32' }))
    const shape: Equal<(typeof scaling.scale)['shape'], [3]> = true
    const dtype: Equal<(typeof scaling.scale)['dtype'], 'float32'> = true
    expect([shape, dtype, scaling.centre.shape]).toEqual([true, true, [3]])
  })
})
