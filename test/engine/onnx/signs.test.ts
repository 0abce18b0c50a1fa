import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/index.js'
import { type Graph, traceClosed } from '../../../src/graph/index.js'
import {
  add,
  fromTypedArray,
  grad,
  less,
  lessEqual,
  mul,
  neg,
  sigmoid,
  sub,
  sum,
  type Tensor,
  where,
  zeros,
} from '../../../src/index.js'
import type { Constant } from '../../../src/tensor/index.js'
import { deviationOfGraph } from './deviation.js'
import { modelFor, runInOnnx } from './run.js'

type Vector = Tensor<[number], 'float64'>
type Anyhow = (...args: readonly Vector[]) => Vector

const points = [0, -0, 1, -1, 0.3, -2.5, 17, -17, 40, -40, 100, -100, 700, -700, 5e-9, -5e-9]
const infinities = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]

const vector = (elements: readonly number[], dtype: 'float64' | 'float32' = 'float64'): Constant =>
  fromTypedArray(dtype === 'float64' ? Float64Array.from(elements) : Float32Array.from(elements), [
    elements.length,
  ]) as unknown as Constant

const graphOf = (f: Anyhow, operands: readonly Constant[]): Graph =>
  simplify(traceClosed('test', (inputs) => [f(...(inputs as readonly Vector[]))], operands).graph)

const operatorsIn = (graph: Graph): readonly string[] =>
  modelFor(graph).graph?.node.map(({ opType }) => opType ?? '') ?? []

const slope = (f: (x: Vector) => Vector) => (x: Vector) => grad((each: Vector) => sum(f(each)))(x)

describe('sigmoids', () => {
  const functions: readonly (readonly [string, (x: Vector) => Vector])[] = [
    ['alone', sigmoid],
    ['with a slope', slope(sigmoid)],
    ['with a slope, of a product', slope((x) => mul(sigmoid(x), x))],
    ['with the slope of a slope', slope(slope(sigmoid))],
  ]

  it.each(functions)('%s are what they are, in both dtypes', async (_, f) => {
    for (const dtype of ['float64', 'float32'] as const) {
      const operands = [vector(dtype === 'float64' ? points : points.map((x) => Math.max(-80, Math.min(80, x))), dtype)]
      const graph = graphOf(f as Anyhow, operands)
      expect(deviationOfGraph(graph, operands, await runInOnnx(graph, operands))).toBeUndefined()
    }
  })

  it('keep infinities and NaN', async () => {
    const operands = [vector(infinities)]
    const graph = graphOf(sigmoid as Anyhow, operands)
    const [found] = await runInOnnx(graph, operands)
    expect(found.toString()).toBe('[ 1.  0. nan]')
  })

  it.each(functions.slice(0, 3))('%s choose nothing', (_, f) => {
    const operators = operatorsIn(graphOf(f as Anyhow, [vector(points)]))
    expect(operators).toContain('Exp')
    expect(operators).not.toContain('Where')
    expect(operators).not.toContain('LessOrEqual')
  })
})

describe('negatives by a condition', () => {
  const [a, b] = [vector(points), vector([...points].reverse())]
  const zero: Vector = zeros([points.length])
  const flips: readonly (readonly [string, (x: Vector, y: Vector) => Vector])[] = [
    ['of the value itself, above 0', (x) => where(lessEqual(zero, x), neg(x), x)],
    ['of the value itself, below 0', (x) => where(lessEqual(x, zero), neg(x), x)],
    ['of the value itself, by another comparison', (x) => where(less(x, zero), neg(x), x)],
    ['of another value', (x, y) => where(lessEqual(zero, x), neg(y), y)],
    ['the other way round', (x, y) => where(lessEqual(zero, x), y, neg(y))],
    ['made of two choices', (x, y) => sub(where(lessEqual(zero, x), zero, y), where(lessEqual(zero, x), y, zero))],
    [
      'made of two choices, of which one is a term',
      (x, y) => sub(add(x, where(lessEqual(zero, x), zero, y)), where(lessEqual(zero, x), y, zero)),
    ],
    [
      'of two choices that do not match',
      (x, y) => sub(where(lessEqual(zero, x), zero, y), where(lessEqual(zero, x), x, zero)),
    ],
    [
      'of two choices by two conditions',
      (x, y) => sub(where(lessEqual(zero, x), zero, y), where(lessEqual(zero, y), y, zero)),
    ],
    ['of a factor', (x, y) => mul(where(lessEqual(zero, x), neg(y), y), x)],
    [
      'of both factors, by one condition',
      (x, y) => mul(where(lessEqual(zero, x), neg(y), y), where(lessEqual(zero, x), neg(x), x)),
    ],
    [
      'of both factors, by two',
      (x, y) => mul(where(lessEqual(zero, x), neg(y), y), where(lessEqual(zero, y), neg(x), x)),
    ],
    [
      'twice',
      (x, y) => {
        const z = where(lessEqual(zero, x), neg(y), y)
        return where(lessEqual(zero, x), neg(z), z)
      },
    ],
    [
      'of numbers and a product of them',
      (x, y) => {
        const z = where(lessEqual(zero, x), neg(y), y)
        return sub(mul(z, x), z)
      },
    ],
  ]

  it.each(flips)('%s', async (_, f) => {
    const graph = graphOf(f as Anyhow, [a, b])
    expect(deviationOfGraph(graph, [a, b], await runInOnnx(graph, [a, b]))).toBeUndefined()
  })
})
