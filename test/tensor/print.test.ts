import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from '../../src/tensor/allocate.js'
import { filled, rowMajor } from '../../src/tensor/constant.js'
import type { DType } from '../../src/tensor/dtype.js'
import { fromNested } from '../../src/tensor/make.js'
import { showTensor } from '../../src/tensor/print.js'
import { sizeOf } from '../../src/tensor/shape.js'
import { stridedViews } from './generators.js'

interface Printed {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly data?: readonly (number | string)[]
  readonly start: number
  readonly step: number
  readonly text: string
}

const golden = JSON.parse(readFileSync(new URL('../golden/printing.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Printed[]
}

const elementsOf = ({ dtype, shape, data, start, step }: Printed) => {
  const elements = allocate(dtype, sizeOf(shape))
  for (let i = 0; i < elements.length; i++) elements[i] = data === undefined ? start + i * step : Number(data[i])
  return elements
}

describe('showTensor', () => {
  it.each(golden.cases)('prints as NumPy does: $name, $dtype $shape', (printed) => {
    expect(showTensor(printed.shape, printed.dtype, elementsOf(printed))).toBe(printed.text)
  })

  it('prints a view as it prints a copy of its elements', () => {
    fc.assert(
      fc.property(stridedViews, ({ constant }) => {
        expect(String(constant)).toBe(showTensor(constant.shape, constant.dtype, rowMajor(constant)))
      }),
    )
  })

  it('aligns: in a column all elements have the same width, each its own number to eight digits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500_000, max: 500_000 }), { minLength: 1, maxLength: 20 }), (grid) => {
        const values = Float64Array.from(grid, (n) => n / 1000)
        const rows = showTensor([values.length, 1], 'float64', values).slice(1, -1).split('\n')
        expect(new Set(rows.map((row) => row.trimStart().length)).size).toBe(1)
        const read = rows.map((row) => Number(row.replaceAll(/[[\] ]/g, '')))
        expect(read).toEqual(Array.from(values, (value) => (value === 0 ? 0 : value)))
      }),
    )
  })

  it('reads only the corners of a large tensor', () => {
    expect(String(filled('float32', [60_000, 60_000], 0))).toBe(
      [
        '[[0. 0. 0. ... 0. 0. 0.]',
        ' [0. 0. 0. ... 0. 0. 0.]',
        ' [0. 0. 0. ... 0. 0. 0.]',
        ' ...',
        ' [0. 0. 0. ... 0. 0. 0.]',
        ' [0. 0. 0. ... 0. 0. 0.]',
        ' [0. 0. 0. ... 0. 0. 0.]]',
      ].join('\n'),
    )
  })

  it('leaves elements out of account that it does not show', () => {
    const elements = new Float64Array(1001)
    elements[500] = 1e300
    expect(showTensor([1001], 'float64', elements)).toBe('[0. 0. 0. ... 0. 0. 0.]')
  })

  it('is what console.log shows, also inside records', () => {
    const weights = fromNested('tensor', [[1, 2.5]], 'float64')
    expect(inspect(weights)).toBe('[[1.  2.5]]')
    expect(inspect({ weights })).toBe('{ weights: [[1.  2.5]] }')
  })
})
