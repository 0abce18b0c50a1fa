import { describe, expect, it } from 'vitest'
import { compileGraph } from '../../src/engine/index.js'
import { type Elementwise, type Primitive, primitives } from '../../src/graph/index.js'
import {
  type Arithmetic,
  allocate,
  type Constant,
  float64Arithmetic,
  fromRowMajor,
  identicalConstants,
  int32Arithmetic,
  rowMajor,
} from '../../src/tensor/index.js'
import { constantOf, graphOfOne, randomElement, uniformNumbers } from './agreement.js'

const truths: readonly string[] = ['less', 'lessEqual', 'equal', 'and', 'or', 'not']
const bits: readonly string[] = ['xor', 'shiftLeft', 'shiftRightLogical']

/** What an operation gives where it is wrong: another sign, another truth value, another bit. */
const wrongly = (operation: string, right: number): number =>
  truths.includes(operation) ? 1 - Number(right) : bits.includes(operation) ? right ^ 1 : -right

/** An arithmetic whose operations, numbered as they come from one element on, go through `change`; constants are none. */
const watched = (
  arithmetic: Arithmetic<number>,
  change: (operation: string, right: number, index: number) => number,
): { readonly arithmetic: Arithmetic<number>; readonly begin: () => void } => {
  let index = 0
  const operations = Object.entries(arithmetic) as [string, (...operands: unknown[]) => number][]
  const changed = operations.map(([name, of]) => [
    name,
    name === 'constant' ? of : (...operands: unknown[]) => change(name, of(...operands), index++),
  ])
  const begin = (): void => {
    index = 0
  }
  return { arithmetic: Object.fromEntries(changed), begin }
}

/**
 * Of kernels that carry error terms, which are often zero or far below the last place, or select among many cases, not
 * every fault shows in a few hundred points: this share of them may not.
 */
const unseenShare = 0.25

const compensated: readonly string[] = [
  ...['log', 'log1p', 'power', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan2'],
  ...['sinh', 'cosh', 'asinh', 'acosh', 'atanh', 'hypot', 'rsqrt'],
  ...['cbrt', 'erf', 'exp2', 'log2', 'log10'],
]

const records = (Object.values(primitives) as readonly Primitive[]).filter(
  (record): record is Elementwise => 'kernel' in record,
)

const points = 400

describe('a fault in one operation of a kernel, on one engine alone', () => {
  it.each(records.map((record) => [record.name, record] as const))('is seen in %s', (name, record) => {
    const random = uniformNumbers(5)
    const dtypes = record.domain()[0].operands.map(({ type }) => type.dtype)
    const arithmetic = dtypes.includes('int32') ? int32Arithmetic : float64Arithmetic
    const operands = dtypes.map((dtype) => constantOf(dtype, [points], () => randomElement(dtype, random)))
    const elements = operands.map(rowMajor)
    const [right] = compileGraph(graphOfOne(record, {}, operands))(operands)
    /** The results where the operations go through `change`. */
    const resultsOf = (change: Parameters<typeof watched>[1]): Constant => {
      const { arithmetic: changed, begin } = watched(arithmetic, change)
      const data = allocate(right.dtype, points)
      for (let at = 0; at < points; at++) {
        begin()
        data[at] = record.kernel(changed, ...elements.map((each) => each[at]))
      }
      return fromRowMajor(right.dtype, right.shape, data)
    }
    let count = 0
    const unchanged = resultsOf((_, result, index) => {
      count = Math.max(count, index + 1)
      return result
    })
    expect(identicalConstants(unchanged, right)).toBe(true)
    const unseen = Array.from({ length: count }, (_, fault) =>
      resultsOf((name, result, index) => (index === fault ? wrongly(name, result) : result)),
    ).flatMap((wrong, fault) => (identicalConstants(wrong, right) ? [fault] : []))
    expect(count).toBeGreaterThan(0)
    expect(unseen.length, `unseen: ${unseen}`).toBeLessThanOrEqual(compensated.includes(name) ? count * unseenShare : 0)
  })
})
