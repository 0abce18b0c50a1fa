import { describe, expect, it } from 'vitest'
import * as errors from '../../src/tensor/errors.js'
import { fromNested } from '../../src/tensor/make.js'
import { failureOf, here } from './failures.js'

const classes = [
  errors.ShapeError,
  errors.DTypeError,
  errors.AxisError,
  errors.IndexError,
  errors.ArgumentError,
  errors.NotConcrete,
  errors.EscapedInput,
  errors.NotDifferentiable,
  errors.TreeError,
  errors.WrongDerivative,
  errors.MemoryError,
  errors.ThreadError,
]

describe('CotangentError', () => {
  it.each(classes)('%o is told apart by its tag, which is its name too', (Class) => {
    const error = new Class({ operation: 'add', problem: 'something is wrong' })
    expect(error).toBeInstanceOf(errors.CotangentError)
    expect(error).toBeInstanceOf(Error)
    expect(error._tag).toBe(Class.name)
    expect(error.name).toBe(Class.name)
    expect(error.stack).toContain(`${Class.name}: add: something is wrong`)
  })

  it('names the operation, the operands, the remedy and the line that called', () => {
    const operands = [
      { shape: [2, 3], dtype: 'float64' },
      { shape: [], dtype: 'int32' },
    ] as const
    const complaint = { operation: 'add', operands, problem: 'the dtypes differ', remedy: 'Convert one with astype' }
    const [error, line] = [new errors.DTypeError(complaint), here()]
    expect(error.message.split('\n')).toEqual([
      'add: the dtypes differ (operands float64[2, 3], int32[]). Convert one with astype',
      `    in your code at ${error.site}`,
    ])
    expect(error.site).toContain(line)
    expect(error).toMatchObject({ operation: 'add', operands, problem: 'the dtypes differ' })
  })

  it('keeps a site that is known better', () => {
    const error = new errors.ShapeError({ operation: 'matmul', problem: 'no', site: '/home/ada/model.ts:3:7' })
    expect(error.site).toBe('/home/ada/model.ts:3:7')
    expect(error.message).toBe('matmul: no\n    in your code at /home/ada/model.ts:3:7')
  })

  it('sees past many frames of the library', () => {
    let nested: unknown = 'no number'
    for (let depth = 0; depth < 30; depth++) nested = [nested]
    const [error, line] = [failureOf(() => fromNested('tensor', nested as number[], 'float64')), here()]
    expect(error.site).toContain(line)
  })
})

describe('describe', () => {
  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [2.5, '2.5'],
    ['text', 'string'],
    [Symbol('s'), 'symbol'],
    [() => 0, 'function'],
    [new Float32Array(2), 'Float32Array'],
    [new Date(0), 'Date'],
    [Object.create(null), 'object'],
    [{ constructor: 3 }, 'object'],
  ])('says what %o is', (value, text) => {
    expect(errors.describe(value)).toBe(text)
  })
})

describe('written', () => {
  it.each([
    [[[1, 1n], [Number.NaN]], '[[1,bigint],[NaN]]'],
    ['1', '"1"'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{ axis: 0 }, 'Object'],
  ])('gives %o as it was written', (value, text) => {
    expect(errors.written(value)).toBe(text)
  })
})
