import { toArray } from 'cotangent'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../examples/gradbench/evaluation.js'
import {
  type Decoder,
  flag,
  floats,
  integer,
  integers,
  list,
  matrix,
  number,
  record,
  scalar,
  text,
  vector,
} from '../../../examples/gradbench/reading.js'

const sound = <A>(read: Either<string, A>): A => {
  if (isLeft(read)) throw new Error(read.left)
  return read.right
}

describe('what is read', () => {
  it('is single values', () => {
    expect([number(1.5), integer(-3), text('a'), flag(true)].map((read) => sound<Json>(read))).toEqual([
      1.5,
      -3,
      'a',
      true,
    ])
    expect(toArray(sound(scalar(2.5)))).toBe(2.5)
  })

  it.each<[string, Decoder<any>, Json, readonly number[], string]>([
    ['a vector', vector, [1, 2.5], [2], 'float64'],
    ['an empty vector', vector, [], [0], 'float64'],
    [
      'a matrix',
      matrix,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
      'float64',
    ],
    ['no rows', matrix, [], [0, 0], 'float64'],
    ['empty rows', matrix, [[], []], [2, 0], 'float64'],
    ['three axes', floats(3), [[[1], [2]]], [1, 2, 1], 'float64'],
    ['integers', integers(1), [-(2 ** 31), 2 ** 31 - 1], [2], 'int32'],
  ])('is %s', (_, decode, json, shape, dtype) => {
    const read = sound(decode(json))
    expect([read.shape, read.dtype]).toEqual([shape, dtype])
    expect(toArray(read)).toEqual(json)
  })

  it('is objects and lists, whatever else is in them', () => {
    const model = record({ names: list(text), bones: record({ parents: integers(1) }) })
    const { names, bones } = sound(model({ names: ['a', 'b'], bones: { parents: [-1, 0], more: null }, n: 2 }))
    expect([names, toArray(bones.parents)]).toEqual([
      ['a', 'b'],
      [-1, 0],
    ])
  })
})

describe('what is not read, and where', () => {
  const pairs = record({ pairs: list(record({ a: number })) })

  it.each<[string, Decoder<unknown>, Json]>([
    ['input is "1", not a number', number, '1'],
    ['input is 1.5, not an integer', integer, 1.5],
    ['input is 1e+300, not an integer', integer, 1e300],
    ['input is 1, not a string', text, 1],
    ['input is null, not true or false', flag, null],
    ['input is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..., not a number', number, 'a'.repeat(100)],
    ['input is null, not an object', pairs, null],
    ['input has no pairs', pairs, {}],
    ['input.pairs[1] has no a', pairs, { pairs: [{ a: 1 }, {}] }],
    ['input.pairs[1].a is an array, not a number', pairs, { pairs: [{ a: 1 }, { a: [] }] }],
    ['input.pairs is 3, not an array', pairs, { pairs: 3 }],
    ['input is an object, not an array', vector, {}],
    ['input[0] is an array, not a number', vector, [[1]]],
    ['input is an array, not a number', scalar, [1]],
    ['input[1] is 2, not an array', matrix, [[1], 2]],
    ['input[0] is 1, not an array', matrix, [1, 2]],
    ['input[1] has 1 elements, where the first has 2', matrix, [[1, 2], [3]]],
    ['input[1][0] has 2 elements, where the first has 1', floats(3), [[[1]], [[1, 2]]]],
    [
      'input[1][1] is true, not a number',
      matrix,
      [
        [1, 2],
        [3, true],
      ],
    ],
    ['input[1] is 0.5, not an integer of 32 bits', integers(1), [1, 0.5]],
    ['input[0] is 2147483648, not an integer of 32 bits', integers(1), [2 ** 31]],
  ])('%s', (problem, decode, json) => expect(decode(json)).toEqual({ _tag: 'Left', left: problem }))
})
