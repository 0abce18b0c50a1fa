import { describe, expect, it } from 'vitest'
import {
  addPacks,
  assignPack,
  constantPack,
  gatherPack,
  joined,
  type Lanes,
  lane,
  loadPack,
  multiplyPacks,
  type Pack,
  packOf,
  packVariable,
  scatterPack,
  splat,
  storePack,
} from '../../../src/compile/vector/index.js'
import { type Code, i32 } from '../../../src/compile/wasm/index.js'
import { allocate, bytesOf, type DType, type TypedArray } from '../../../src/tensor/index.js'
import { halvesOf } from './halves.js'
import { mapPacks, runOn } from './machine.js'

const elements: Readonly<Record<DType, readonly number[]>> = {
  float64: [1.5, -0, Number.NaN, 1e300, 5e-324, -7, Number.POSITIVE_INFINITY, 0.1],
  float32: [1.5, -0, Number.NaN, 2 ** 100, 2 ** -149, -7, Number.POSITIVE_INFINITY, 0.5],
  int32: [1, -1, 2 ** 31 - 1, -(2 ** 31), 0, 77, -3, 65_536],
  bool: [1, 0, 0, 1, 1, 1, 0, 1],
}

const dtypes = Object.keys(elements) as readonly DType[]

const arrayOf = (dtype: DType, values: readonly number[]): TypedArray => {
  const data = allocate(dtype, values.length)
  data.set(values)
  return data
}

/** The cases of every dtype in packs of the given sizes. */
const cases = (...sizes: readonly Lanes[]): readonly { readonly dtype: DType; readonly lanes: Lanes }[] =>
  dtypes.flatMap((dtype) => sizes.map((lanes) => ({ dtype, lanes })))

/** What is in an array of as many elements once code has run that is told where the elements and the array lie. */
const resultOf = (
  dtype: DType,
  length: number,
  write: (code: Code, from: number, to: number) => void,
): readonly number[] => {
  const operand = arrayOf(dtype, elements[dtype])
  const [result] = runOn([operand], [allocate(dtype, length)], 'inline', (code, _, [from, to]) => write(code, from, to))
  return [...result]
}

/** Truth values from 64-bit lanes: packs of bool may have either. */
const compared = (code: Code, from: Pack): Pack => {
  if (from.dtype !== 'bool' || from.lanes === 1) return from
  const parts =
    from.lanes === 4 ? ['i64x2.extend_low_i32x4_s', 'i64x2.extend_high_i32x4_s'] : ['i64x2.extend_low_i32x4_s']
  return {
    ...from,
    width: 64,
    parts: parts.map((name) => code.apply(name as 'i64x2.extend_low_i32x4_s', from.parts[0] as never)),
  }
}

describe.each(cases(1, 2, 4))('$lanes of $dtype', ({ dtype, lanes }) => {
  const size = bytesOf(dtype)
  const values = elements[dtype]
  const firsts = values.slice(0, lanes)

  it('are stored as they were loaded, and nothing beside them', () => {
    const stored = resultOf(dtype, 8, (code, from, to) => {
      storePack(code, i32(to - 3), loadPack(code, dtype, lanes, i32(from - 5), 5 + size), 3 + 2 * size)
    })
    const expected = new Array<number>(8).fill(0)
    expect(stored).toEqual(expected.toSpliced(2, lanes, ...values.slice(1, 1 + lanes)))
  })

  it('are stored out of 64-bit lanes', () => {
    const stored = resultOf(dtype, 4, (code, from, to) => {
      const loaded = loadPack(code, dtype, lanes, i32(from))
      storePack(code, i32(to), compared(code, loaded))
    })
    expect(stored).toEqual([...firsts, 0, 0, 0].slice(0, 4))
  })

  it.each([0, 1, 2, -1, -2])('are gathered and scattered %d apart', (stride) => {
    const start = stride < 0 ? 7 : 0
    const gathered = resultOf(dtype, 4, (code, from, to) => {
      storePack(code, i32(to), gatherPack(code, dtype, lanes, i32(from), stride * size, start * size))
    })
    const chosen = firsts.map((_, index) => values[start + index * stride])
    expect(gathered).toEqual([...chosen, 0, 0, 0].slice(0, 4))
    if (stride === 0) return
    const scattered = resultOf(dtype, 8, (code, from, to) => {
      scatterPack(code, i32(to + start * size), loadPack(code, dtype, lanes, i32(from)), stride * size)
    })
    const expected = new Array<number>(8).fill(0)
    firsts.forEach((value, index) => {
      expected[start + index * stride] = value
    })
    expect(scattered).toEqual(expected)
  })

  it('are taken apart and put together', () => {
    const reversed = resultOf(dtype, 4, (code, from, to) => {
      const loaded = loadPack(code, dtype, lanes, i32(from))
      const singles = firsts.map((_, index) => lane(code, compared(code, loaded), index))
      storePack(code, i32(to), packOf(code, singles.toReversed()))
    })
    expect(reversed).toEqual([...firsts.toReversed(), 0, 0, 0].slice(0, 4))
  })

  it('may all be the same', () => {
    const spread = resultOf(dtype, 4, (code, from, to) => {
      const single = loadPack(code, dtype, 1, i32(from))
      storePack(code, i32(to), splat(code, single, lanes))
    })
    expect(spread).toEqual([...firsts.fill(values[0]), 0, 0, 0].slice(0, 4))
    const constant = resultOf(dtype, 4, (code, _, to) => {
      storePack(code, i32(to), constantPack(dtype, values[7], lanes))
    })
    expect(constant).toEqual([...firsts.fill(values[7]), 0, 0, 0].slice(0, 4))
  })

  it('stay in variables, whatever the lanes of what is assigned', () => {
    const kept = resultOf(dtype, 4, (code, from, to) => {
      const variable = packVariable(code, loadPack(code, dtype, lanes, i32(from)))
      assignPack(code, variable, compared(code, loadPack(code, dtype, lanes, i32(from), size)))
      storePack(code, i32(to), variable)
    })
    expect(kept).toEqual([...values.slice(1, 1 + lanes), 0, 0, 0].slice(0, 4))
  })
})

describe.each(cases(4))('four of $dtype', ({ dtype }) => {
  const widths =
    dtype === 'bool'
      ? [
          [32, 32],
          [64, 64],
          [32, 64],
        ]
      : [[0, 0]]

  it.each(widths)('are two and two', (first, second) => {
    const swapped = resultOf(dtype, 4, (code, from, to) => {
      const four = loadPack(code, dtype, 4, i32(from))
      const [a, b] = halvesOf(code, four)
      const [c, d] = halvesOf(code, compared(code, four))
      storePack(code, i32(to), joined(code, second === 64 ? d : b, first === 64 ? c : a))
    })
    const [a, b, c, d] = elements[dtype]
    expect(swapped).toEqual([c, d, a, b])
  })
})

describe.each(cases(1, 2, 4).filter(({ dtype }) => dtype !== 'bool'))('$lanes of $dtype', ({ dtype, lanes }) => {
  it.each([
    ['are added', addPacks, (a: number, b: number) => a + b],
    ['are multiplied', multiplyPacks, dtype === 'int32' ? Math.imul : (a: number, b: number) => a * b],
  ] as const)('%s in their own arithmetic', (_, apply, expected) => {
    const pairs = elements[dtype].flatMap((a) => elements[dtype].map((b) => [a, b] as const))
    const [a, b] = [0, 1].map((side) => ({
      dtype,
      data: arrayOf(
        dtype,
        pairs.map((pair) => pair[side]),
      ),
    }))
    const found = mapPacks([a, b], dtype, lanes, 'inline', (code, _, [x, y]) => apply(code, x, y))
    expect([...found]).toEqual([
      ...arrayOf(
        dtype,
        pairs.map(([x, y]) => expected(x, y)),
      ),
    ])
  })
})
