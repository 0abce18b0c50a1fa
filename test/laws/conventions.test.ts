import { describe, expect, it } from 'vitest'
import { conventions, primitive } from '../../laws/index.js'
import { applyOne, type Primitive, primitives, reshape, tensor } from '../../src/graph/index.js'
import { sizeOf, type Tensor } from '../../src/tensor/index.js'

/** A primitive at kinks and ties, with ordinary points beside them. */
type Point = readonly [record: Primitive, operands: readonly Tensor[], attributes?: unknown]

const point = (record: unknown, operands: readonly Tensor[], attributes: unknown = {}): Point => [
  record as Primitive,
  operands,
  attributes,
]

const points = [
  point(primitives.abs, [tensor([0, -0, 2, -3])]),
  point(primitives.sign, [tensor([0, -0, 2, -3])]),
  point(primitives.hypot, [tensor([0, -0, 0, 3]), tensor([0, 0, 2, -4])]),
  point(primitives.maximum, [tensor([1, 0, 2]), tensor([1, -0, 3])]),
  point(primitives.minimum, [tensor([1, 0, 2]), tensor([1, -0, 3])]),
  point(
    primitives.reduceMax,
    [
      tensor([
        [3, 1, 3, 3],
        [1, 2, 2, 0],
      ]),
    ],
    { axes: [1] },
  ),
  point(
    primitives.reduceMin,
    [
      tensor([
        [3, 1, 1],
        [1, 1, 2],
      ]),
    ],
    { axes: [0, 1] },
  ),
  point(primitives.power, [tensor([0, 0, 2, -2, 1e-300]), tensor([0, 3, 0, 0, 0])]),
  point(primitives.stopGradient, [tensor([1, 2])]),
]

/** Tangents that are all different. */
const different = (x: Tensor, index: number): Tensor => {
  const numbers = Array.from({ length: sizeOf(x.shape) }, (_, at) => 1 + index / 4 + at * at)
  return reshape(tensor(numbers), x.shape as readonly number[])
}

const plus = (a: Tensor | undefined, b: Tensor): Tensor => (a === undefined ? b : applyOne(primitives.add, {}, a, b))

describe('at kinks and ties', () => {
  it.each(points.map((each) => [each[0].name, each] as const))('%s follows the conventions', (_, each) => {
    const [record, operands, attributes] = each
    const sample = { ...primitive.sampleAt(operands, attributes), tangents: operands.map(different) }
    expect(conventions(record).violations(sample)).toEqual([])
    const wrong: Primitive = {
      ...record,
      jvp: (...at) => record.jvp(...at).map((d, index) => plus(d, different(at[0].results[index], 1))),
    }
    expect(conventions(wrong).holds(sample)).toBe(false)
  })
})
