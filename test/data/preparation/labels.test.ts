import { oneHot, tensor, toArray } from 'cotangent'
import { decodeLabels, encodeLabels } from 'cotangent/data'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('labels', () => {
  it('come back from their numbers', () => {
    const labels = fc.oneof(fc.array(fc.string({ maxLength: 2 })), fc.array(fc.integer({ min: -3, max: 3 })))
    fc.assert(
      fc.property(labels, (given: readonly (string | number)[]) => {
        const { classes, indices } = encodeLabels(given)
        expect(decodeLabels(classes, indices)).toEqual(given)
        expect(new Set(classes)).toEqual(new Set(given))
        classes.slice(1).forEach((each, index) => {
          expect(each > classes[index]).toBe(true)
        })
      }),
      { numRuns: 100 },
    )
  })

  it('of numbers have the order of numbers', () => {
    expect(encodeLabels([10, 9, -1, 9]).classes).toEqual([-1, 9, 10])
  })

  it('take the numbers of classes that are known', () => {
    const { classes } = encodeLabels(['b', 'a', 'c'])
    const { indices } = encodeLabels(['c', 'c'] as readonly string[], { classes })
    expect(toArray(indices)).toEqual([2, 2])
    expect(toArray(oneHot(indices, classes.length))).toEqual([
      [0, 0, 1],
      [0, 0, 1],
    ])
  })

  it.each<[string, () => unknown, RegExp]>([
    [
      'an unknown one',
      () => encodeLabels(['a', 'd'] as string[], { classes: ['a'] }),
      /label d is none of the classes/,
    ],
    ['a class twice', () => encodeLabels(['a'] as string[], { classes: ['a', 'a'] }), /classes are \[a, a\]/],
    ['NaN', () => encodeLabels([1, Number.NaN]), /a label is NaN/],
    ['two kinds', () => encodeLabels([1, '1']), /some labels are strings/],
    ['a number beyond', () => decodeLabels(['a'], tensor([1], { dtype: 'int32' })), /no class 1 among 1/],
    ['a number before', () => decodeLabels(['a'], tensor([-1], { dtype: 'int32' })), /no class -1 among 1/],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})
