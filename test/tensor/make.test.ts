import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from '../../src/tensor/allocate.js'
import type { Constant } from '../../src/tensor/constant.js'
import { layoutOf, rowMajor } from '../../src/tensor/constant.js'
import type { DType, TypedArray } from '../../src/tensor/dtype.js'
import { ArgumentError, type CotangentError, DTypeError, MemoryError, ShapeError } from '../../src/tensor/errors.js'
import {
  arithmeticProgression,
  evenlySpaced,
  fromNested,
  fromTyped,
  fullOf,
  identityMatrix,
  type NestedArray,
} from '../../src/tensor/make.js'
import { nestedArray } from '../../src/tensor/read.js'
import { failureOf, here } from './failures.js'
import { denseConstants, shapes } from './generators.js'

const elementsOf = (constant: Constant): readonly number[] => Array.from(rowMajor(constant))

/** What an error says, without the line it adds about the caller. */
const saying = (error: CotangentError): string => error.message.split('\n')[0]

describe('fromNested', () => {
  it('undoes nestedArray, but for what stands inside an empty axis', () => {
    fc.assert(
      fc.property(denseConstants, (constant) => {
        const again = fromNested('tensor', nestedArray(constant) as NestedArray, constant.dtype)
        const emptied = constant.shape.indexOf(0)
        expect(again.shape).toEqual(emptied < 0 ? constant.shape : constant.shape.slice(0, emptied + 1))
        expect(elementsOf(again)).toEqual(elementsOf(constant))
      }),
    )
  })

  it.each<[NestedArray, readonly number[]]>([
    [3, []],
    [true, []],
    [[], [0]],
    [
      [[], []],
      [2, 0],
    ],
    [[[[1]]], [1, 1, 1]],
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [3, 2],
    ],
  ])('%j has shape %j', (data, shape) => {
    expect(fromNested('tensor', data, 'float64').shape).toEqual(shape)
  })

  it('takes any rank', () => {
    let data: NestedArray = [1, 2]
    for (let rank = 1; rank < 20; rank++) data = [data]
    const constant = fromNested('tensor', data, 'float64')
    expect(constant.shape).toEqual([...new Array(19).fill(1), 2])
    expect(nestedArray(constant)).toEqual(data)
  })

  it('copies: the array it was made from may change', () => {
    const data = [
      [1, 2],
      [3, 4],
    ]
    const constant = fromNested('tensor', data, 'float64')
    data[0][0] = 100
    data[1].push(5)
    expect(nestedArray(constant)).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('rounds to float32 and takes booleans for 1 and 0', () => {
    expect(elementsOf(fromNested('tensor', [0.1, 1e300], 'float32'))).toEqual([Math.fround(0.1), Infinity])
    expect(elementsOf(fromNested('tensor', [true, false], 'float64'))).toEqual([1, 0])
    expect(nestedArray(fromNested('tensor', [true, 0, 1], 'bool'))).toEqual([true, false, true])
    expect(elementsOf(fromNested('tensor', [-0, 2 ** 31 - 1, -(2 ** 31)], 'int32'))).toEqual([
      0,
      2 ** 31 - 1,
      -(2 ** 31),
    ])
  })

  const advice = 'Every array at one depth must have the same length'
  it.each<[unknown, string]>([
    [[[1, 2], [3]], `at [1] there is an array of 1 where an array of 2 is due. ${advice}`],
    [[[1, 2], 3], `at [1] there is an element where an array of 2 is due. ${advice}`],
    [[1, [2]], `at [1] there is an array of 1 where an element is due. ${advice}`],
    [
      [
        [[1], [2]],
        [[3], []],
      ],
      `at [1, 1] there is an array of 0 where an array of 1 is due. ${advice}`,
    ],
    [[[], [1]], `at [1] there is an array of 1 where an array of 0 is due. ${advice}`],
  ])('refuses the ragged %j and says where', (data, where) => {
    const [error, line] = [failureOf(() => fromNested('tensor', data as NestedArray, 'float64')), here()]
    expect(error).toBeInstanceOf(ShapeError)
    expect(saying(error)).toBe(`tensor: the nested array is ragged: ${where}`)
    expect(error.site).toContain(line)
    expect(error.message).toContain(`in your code at ${error.site}`)
  })

  it('finds the first fault of any nested array that has one', () => {
    const rectangular = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    fc.assert(
      fc.property(rectangular, fc.nat(), fc.boolean(), ([rows, columns], pick, longer) => {
        fc.pre(rows > 1)
        const row = 1 + (pick % (rows - 1))
        const data = Array.from({ length: rows }, (_, index) =>
          new Array<number>(index === row ? columns + (longer ? 1 : -1) : columns).fill(0),
        )
        expect(failureOf(() => fromNested('tensor', data, 'int32')).problem).toContain(`ragged: at [${row}]`)
      }),
    )
  })

  it.each<[unknown, DType, string]>([
    ['text', 'float64', 'tensor: the value (string) is neither a number nor a boolean'],
    [undefined, 'float64', 'tensor: the value (undefined) is neither a number nor a boolean'],
    [[1, null], 'float64', 'tensor: the element at [1] (null) is neither a number nor a boolean'],
    [[[1n]], 'float64', 'tensor: the element at [0, 0] (bigint) is neither a number nor a boolean'],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    [[1, , 3], 'float64', 'tensor: the element at [1] (undefined) is neither a number nor a boolean'],
    [
      [fromNested('tensor', 1, 'float64')],
      'float64',
      'tensor: the element at [0] (Constant) is neither a number nor a boolean. Put tensors together by stack or concatenate',
    ],
    [
      [new Float64Array(2)],
      'float64',
      'tensor: the element at [0] (Float64Array) is neither a number nor a boolean. Use fromTypedArray(data, shape) for a typed array',
    ],
    [
      [0, 1.5],
      'int32',
      'tensor: the element at [1] (1.5) is no int32. Use a float dtype, or whole numbers from -2147483648 to 2147483647',
    ],
    [[0, 2], 'bool', 'tensor: the element at [1] (2) is no bool. Use booleans, or 0 and 1'],
    [1, 'float16' as DType, 'tensor: there is no dtype float16. Use float64, float32, int32, bool'],
  ])('refuses %o as %s', (data, dtype, message) => {
    const [error, line] = [failureOf(() => fromNested('tensor', data as NestedArray, dtype)), here()]
    expect(error).toBeInstanceOf(DTypeError)
    expect(saying(error)).toBe(message)
    expect(error.site).toContain(line)
  })

  it.each([2 ** 31, -(2 ** 31) - 1, Number.NaN, Infinity])('refuses %d as an int32', (value) => {
    expect(failureOf(() => fromNested('tensor', value, 'int32'))).toBeInstanceOf(DTypeError)
  })
})

describe('fromTyped', () => {
  it('copies: the array it was made from may change', () => {
    fc.assert(
      fc.property(denseConstants, (constant) => {
        const source = rowMajor(constant).slice()
        const made = fromTyped('fromTypedArray', source, constant.shape)
        source.fill(1)
        expect([made.dtype, made.shape]).toEqual([constant.dtype, constant.shape])
        expect(elementsOf(made)).toEqual(elementsOf(constant))
      }),
    )
  })

  it('copies the shape as well', () => {
    const shape = [1, 2]
    const constant = fromTyped('fromTypedArray', new Float32Array(2), shape)
    shape[0] = 7
    expect(constant.shape).toEqual([1, 2])
  })

  it('copies a Buffer, whose own slice would share its memory', () => {
    const source = Buffer.from([0, 1, 1])
    const constant = fromTyped('fromTypedArray', source, [3])
    source.fill(0)
    expect(nestedArray(constant)).toEqual([false, true, true])
    expect(layoutOf(constant).data.constructor).toBe(Uint8Array)
  })

  it('copies a part of a buffer, shared memory and the arrays of other realms', () => {
    const whole = Float64Array.of(1, 2, 3, 4)
    const shared = new Int32Array(new SharedArrayBuffer(8))
    const foreign = runInNewContext('Float32Array.of(5, 6)') as Float32Array
    const [part, ints, floats] = [whole.subarray(1, 3), shared, foreign].map((data) => fromTyped('f', data, [2]))
    whole.fill(0)
    shared.fill(9)
    expect([part, ints, floats].map(elementsOf)).toEqual([
      [2, 3],
      [0, 0],
      [5, 6],
    ])
    expect([part, ints, floats].map(({ dtype }) => dtype)).toEqual(['float64', 'int32', 'float32'])
  })

  it('refuses elements that do not fill the shape', () => {
    const [error, line] = [failureOf(() => fromTyped('fromTypedArray', new Float64Array(5), [2, 3])), here()]
    expect(error).toBeInstanceOf(ShapeError)
    expect(saying(error)).toBe('fromTypedArray: shape [2, 3] takes 6 elements, the array has 5')
    expect(error.site).toContain(line)
    expect(failureOf(() => fromTyped('fromTypedArray', new Float64Array(1), [-1]))).toBeInstanceOf(ShapeError)
  })

  it.each([
    new Int8Array(1),
    new Uint8ClampedArray(1),
    new BigInt64Array(1),
    new DataView(new ArrayBuffer(1)),
    [1],
    null,
    'text',
  ])('refuses %o for data', (data) => {
    const [error, line] = [failureOf(() => fromTyped('fromTypedArray', data as unknown as TypedArray, [1])), here()]
    expect(error).toBeInstanceOf(DTypeError)
    expect(saying(error)).toContain('is no Float64Array, Float32Array, Int32Array or Uint8Array (bool)')
    expect(error.site).toContain(line)
  })

  it('takes only 0 and 1 for bools', () => {
    const error = failureOf(() => fromTyped('fromTypedArray', Uint8Array.of(0, 1, 255), [3]))
    expect(error).toBeInstanceOf(DTypeError)
    expect(saying(error)).toBe('fromTypedArray: the element at [2] (255) is no bool. Use booleans, or 0 and 1')
  })
})

describe('fullOf', () => {
  it('repeats one element that it stores once', () => {
    fc.assert(
      fc.property(shapes, fc.integer(), (shape, value) => {
        const constant = fullOf('full', shape, value, 'int32')
        expect(layoutOf(constant).data.length).toBe(1)
        expect(elementsOf(constant).every((element) => element === value)).toBe(true)
        expect(Object.isFrozen(shape)).toBe(false)
      }),
    )
  })

  it('refuses wrong elements, shapes and dtypes', () => {
    expect(failureOf(() => fullOf('full', [2], 0.5, 'int32'))).toBeInstanceOf(DTypeError)
    expect(failureOf(() => fullOf('full', [2], 3, 'bool'))).toBeInstanceOf(DTypeError)
    expect(failureOf(() => fullOf('full', [2.5], 3, 'float64'))).toBeInstanceOf(ShapeError)
    expect(failureOf(() => fullOf('full', [2], 3, 'complex' as DType))).toBeInstanceOf(DTypeError)
  })
})

describe('identityMatrix', () => {
  it.each([
    [2, 2, [1, 0, 0, 1]],
    [2, 3, [1, 0, 0, 0, 1, 0]],
    [3, 2, [1, 0, 0, 1, 0, 0]],
    [0, 2, []],
    [1, 1, [1]],
  ])('[%d, %d]', (n, m, expected) => {
    const constant = identityMatrix(n, m, 'float32')
    expect(constant.shape).toEqual([n, m])
    expect(elementsOf(constant)).toEqual(expected)
  })

  it('refuses sizes that are none', () => {
    expect(failureOf(() => identityMatrix(-1, 2, 'float64'))).toBeInstanceOf(ShapeError)
    expect(failureOf(() => identityMatrix(1, 0.5, 'float64'))).toBeInstanceOf(ShapeError)
  })
})

interface Progressions {
  readonly arange: readonly { start: number; stop: number; step: number; values: number[] }[]
  readonly linspace: readonly { start: number; stop: number; count: number; values: number[] }[]
}

const golden = JSON.parse(readFileSync(new URL('../golden/progressions.json', import.meta.url), 'utf8')) as Progressions

describe('arithmeticProgression', () => {
  it.each(golden.arange)('is arange($start, $stop, $step) to the bit', ({ start, stop, step, values }) => {
    expect(elementsOf(arithmeticProgression(start, stop, step, 'float64'))).toEqual(values)
  })

  it('counts in int32 and rounds to float32', () => {
    expect(elementsOf(arithmeticProgression(0, 5, 1, 'int32'))).toEqual([0, 1, 2, 3, 4])
    expect(elementsOf(arithmeticProgression(0, 0.3, 0.1, 'float32'))).toEqual([0, 0.1, 0.2].map(Math.fround))
    expect(failureOf(() => arithmeticProgression(0, 1, 0.5, 'int32'))).toBeInstanceOf(DTypeError)
  })

  it.each([
    [0, 1, 0],
    [1, 0, 0],
    [0, Infinity, 1],
    [Number.NaN, 1, 1],
    [0, 1, Number.NaN],
    [0, 1e300, 1],
  ])('refuses arange(%d, %d, %d)', (start, stop, step) => {
    const [error, line] = [failureOf(() => arithmeticProgression(start, stop, step, 'float64')), here()]
    expect(error).toBeInstanceOf(ArgumentError)
    expect(error.site).toContain(line)
  })
})

describe('evenlySpaced', () => {
  it.each(golden.linspace)('is linspace($start, $stop, $count) to the bit', ({ start, stop, count, values }) => {
    expect(elementsOf(evenlySpaced(start, stop, count, 'float64'))).toEqual(values)
  })

  it('begins and ends exactly where it should', () => {
    const ends = fc.double({ noNaN: true, min: -1e6, max: 1e6 })
    fc.assert(
      fc.property(ends, ends, fc.integer({ min: 2, max: 50 }), (start, stop, count) => {
        const values = elementsOf(evenlySpaced(start, stop, count, 'float64'))
        expect([values.length, values[0], values[count - 1]]).toEqual([count, start, stop])
      }),
    )
  })

  it('refuses counts that are none and values that the dtype has not', () => {
    expect(failureOf(() => evenlySpaced(0, 1, -1, 'float64'))).toBeInstanceOf(ShapeError)
    expect(failureOf(() => evenlySpaced(0, 1, 1.5, 'float64'))).toBeInstanceOf(ShapeError)
    expect(failureOf(() => evenlySpaced(0, 1, 3, 'int32'))).toBeInstanceOf(DTypeError)
    expect(elementsOf(evenlySpaced(0, 4, 3, 'int32'))).toEqual([0, 2, 4])
  })
})

it('asking for more than there is gives a MemoryError', () => {
  expect(() => allocate('float64', 2 ** 50)).toThrow(MemoryError)
})
