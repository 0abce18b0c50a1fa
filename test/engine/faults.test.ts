import { describe, expect, it } from 'vitest'
import { type Elementwise, type Primitive, primitives } from '../../src/graph/index.js'
import {
  type Arithmetic,
  allocate,
  float64Arithmetic,
  fromRowMajor,
  int32Arithmetic,
  rowMajor,
} from '../../src/tensor/index.js'
import { constantOf, disagreement, graphOfOne, randomElement, uniformNumbers } from './agreement.js'

const truths: readonly string[] = ['less', 'lessEqual', 'equal', 'and', 'or', 'not']
const bits: readonly string[] = ['xor', 'shiftLeft', 'shiftRightLogical']

/** What an operation gives where it is wrong: another sign, another truth value, another bit. */
const wrongly = (operation: string, right: number): number =>
  truths.includes(operation) ? 1 - Number(right) : bits.includes(operation) ? right ^ 1 : -right

/** An arithmetic whose operations, numbered as they come, go through `change`; constants are none. */
const watched = (
  arithmetic: Arithmetic<number>,
  change: (operation: string, right: number, index: number) => number,
): Arithmetic<number> => {
  let index = 0
  const operations = Object.entries(arithmetic) as [string, (...operands: number[]) => number][]
  return Object.fromEntries(
    operations.map(([name, of]) => [
      name,
      name === 'constant' ? of : (...operands: number[]) => change(name, of(...operands), index++),
    ]),
  ) as unknown as Arithmetic<number>
}

/** Primitives whose kernels carry error terms that are often zero: not every fault there shows in a few hundred points. */
const compensated: readonly string[] = ['log', 'log1p', 'power']

const records = (Object.values(primitives) as readonly Primitive[]).filter(
  (record): record is Elementwise => 'kernel' in record && !compensated.includes(record.name),
)

const points = 400

describe('a fault in one operation of a kernel, on one engine alone', () => {
  it.each(records.map((record) => [record.name, record] as const))('is seen in %s', (_, record) => {
    const random = uniformNumbers(5)
    const dtypes = record.domain()[0].operands.map(({ type }) => type.dtype)
    const arithmetic = dtypes.includes('int32') ? int32Arithmetic : float64Arithmetic
    const operands = dtypes.map((dtype) => constantOf(dtype, [points], () => randomElement(dtype, random)))
    let count = 0
    const tally = watched(arithmetic, (_, right) => {
      count++
      return right
    })
    record.kernel(tally, ...operands.map((operand) => rowMajor(operand)[0]))
    const unseen = Array.from({ length: count }, (_, fault) => {
      const faulty: Elementwise = {
        ...record,
        evaluate: (given, _, [{ dtype, shape }]) => {
          const data = allocate(dtype, points)
          const elements = given.map(rowMajor)
          for (let at = 0; at < points; at++) {
            const wrong = watched(arithmetic, (name, right, index) => (index === fault ? wrongly(name, right) : right))
            data[at] = record.kernel(wrong, ...elements.map((each) => each[at]))
          }
          return [fromRowMajor(dtype, shape, data)]
        },
      }
      return disagreement(graphOfOne(faulty, {}, operands), operands) === undefined ? fault : -1
    }).filter((fault) => fault >= 0)
    expect(count).toBeGreaterThan(0)
    expect(unseen).toEqual([])
  })
})
