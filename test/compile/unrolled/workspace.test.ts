import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Element, Spot } from '../../../src/compile/unrolled/element.js'
import { Workspace } from '../../../src/compile/unrolled/workspace.js'
import { type Lanes, loadPack, type Pack, splat, storePack } from '../../../src/compile/vector/index.js'
import { type Code, i32 } from '../../../src/compile/wasm/index.js'
import { allocate, bytesOf, type DType, type TypedArray } from '../../../src/tensor/index.js'
import { runOn } from '../vector/machine.js'

const numbers: Readonly<Record<DType, readonly number[]>> = {
  float64: [1.5, -0, Number.NaN, 1e300, 5e-324, -7, Number.POSITIVE_INFINITY, 0.1, 11],
  float32: [1.5, -0, Number.NaN, 2 ** 100, 2 ** -149, -7, Number.POSITIVE_INFINITY, 0.5, 11],
  int32: [1, -1, 2 ** 31 - 1, -(2 ** 31), 0, 77, -3, 65_536, 11],
  bool: [1, 0, 0, 1, 1, 1, 0, 1, 0],
}

const dtypes = Object.keys(numbers) as readonly DType[]

const arrayOf = (dtype: DType, values: readonly number[]): TypedArray => {
  const data = allocate(dtype, values.length)
  data.set(values)
  return data
}

/** Truth values in lanes as wide as those of float64. */
const widened = (code: Code, from: Pack): Pack => {
  const extended = ['i64x2.extend_low_i32x4_s', 'i64x2.extend_high_i32x4_s'] as const
  const [part] = from.parts as readonly Parameters<typeof code.apply<'v128.not'>>[1][]
  return { ...from, width: 64, parts: extended.slice(0, from.lanes / 2).map((name) => code.apply(name, part)) }
}

const stored = (workspace: Workspace, dtype: DType, length: number, start: Spot): readonly Element[] => {
  const { at } = workspace.stored(dtype, length, start)
  return Array.from({ length }, (_, index) => at(index))
}

/** Elements from everywhere that they may come from, each with the number that it is. */
const sourcesOf = (workspace: Workspace, dtype: DType, address: number): readonly (readonly [Element, number])[] => {
  const { code } = workspace
  const values = numbers[dtype]
  const load = (lanes: Lanes, start: number): Pack => loadPack(code, dtype, lanes, i32(address), start * bytesOf(dtype))
  const of = (elements: readonly Element[], start: number) =>
    elements.map((element, at) => [element, values[start + at]] as const)
  const packs = ([4, 2, 1, 1] as const).flatMap((lanes, index) => of(workspace.spread(load(lanes, index)), index))
  const wide = dtype === 'bool' ? of(workspace.spread(widened(code, load(4, 2))), 2) : []
  return [
    ...of(stored(workspace, dtype, values.length, { pointer: i32(0), offset: address }), 0),
    ...of(stored(workspace, dtype, 3, { pointer: i32(address), offset: bytesOf(dtype) }), 1),
    ...packs,
    ...wide,
    [workspace.oneOf(splat(code, load(1, 5), 2)), values[5]],
    ...values.slice(0, 3).map((value) => [workspace.constant(dtype, value), value] as const),
  ]
}

/** Some gatherings of one, two or four elements, each element by a number. */
const gatherings = fc.array(
  fc.constantFrom(1, 2, 4).chain((lanes) => fc.array(fc.nat(), { minLength: lanes, maxLength: lanes })),
  { minLength: 1, maxLength: 12 },
)

describe('a workspace', () => {
  for (const dtype of dtypes)
    it(`brings elements of ${dtype} side by side from wherever they are`, () => {
      fc.assert(
        fc.property(gatherings, (all) => {
          let expected: readonly number[] = []
          const [found] = runOn(
            [arrayOf(dtype, numbers[dtype])],
            [allocate(dtype, all.flat().length)],
            'inline',
            (code, host, [from, to]) => {
              const workspace = new Workspace(code, host)
              const sources = sourcesOf(workspace, dtype, from)
              const chosen = all.map((each) => each.map((number) => sources[number % sources.length]))
              expected = chosen.flat().map(([, value]) => value)
              let offset = 0
              for (const each of chosen) {
                storePack(code, i32(to), workspace.pack(each.map(([element]) => element)), offset)
                offset += each.length * bytesOf(dtype)
              }
            },
          )
          expect([...found]).toEqual([...arrayOf(dtype, expected)])
        }),
        { numRuns: 300 },
      )
    })

  it('counts nothing for what is there already, and something for what is not', () => {
    runOn([arrayOf('float64', numbers.float64)], [], 'inline', (code, host, [address]) => {
      const workspace = new Workspace(code, host)
      const four = stored(workspace, 'float64', 4, { pointer: i32(0), offset: address })
      const [a, b, c, d] = workspace.spread(loadPack(code, 'float64', 4, i32(address)))
      const [zero] = [workspace.constant('float64', 0)]
      expect([[a, b, c, d], [a, b], [c, d], [zero, zero], [zero]].map((each) => workspace.cost(each))).toEqual([
        0, 0, 0, 0, 0,
      ])
      const others = [[b, a], [a, c], [a, a], [b], four, [four[1]], [four[2], four[2]]]
      for (const each of others) {
        expect(workspace.cost(each)).toBeGreaterThan(0)
        workspace.pack(each)
        expect(workspace.cost(each)).toBe(0)
      }
    })
  })

  it('writes the code for a gathering once', () => {
    runOn([arrayOf('float64', numbers.float64)], [], 'inline', (code, host, [address]) => {
      const workspace = new Workspace(code, host)
      const [a, b, c] = stored(workspace, 'float64', 3, { pointer: i32(0), offset: address })
      for (const each of [[a, c], [b, b], [c], [b, a]]) workspace.pack(each)
      const { length } = code
      for (const each of [[a, c], [b, b], [c], [b, a]]) workspace.pack(each)
      expect(code.length).toBe(length)
    })
  })
})
