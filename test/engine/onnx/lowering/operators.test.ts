import {
  leakyRelu,
  less,
  lessEqual,
  log2,
  log10,
  makeGraph,
  maximum,
  mul,
  neg,
  relu,
  sigmoid,
  sin,
  type Tensor,
  tensor,
  where,
} from 'cotangent'
import { describe, expect, it } from 'vitest'
import { type Graph, interpret } from '../../../../src/graph/index.js'
import { type Constant, rowMajor } from '../../../../src/tensor/index.js'
import { onnx } from '../deviation.js'
import { modelFor, runInOnnx, runModel } from '../run.js'

const points = [
  Number.NEGATIVE_INFINITY,
  -800,
  -30,
  -2,
  -0.5,
  0,
  1e-3,
  0.5,
  2,
  30,
  800,
  Number.POSITIVE_INFINITY,
  Number.NaN,
]
const x = tensor(points) as Tensor as Constant

const graphOf = (f: (x: Tensor) => Tensor): Graph => makeGraph(f)(x)

const operatorsOf = (graph: Graph): readonly (string | undefined)[] =>
  (modelFor(graph).graph?.node ?? []).map(({ opType }) => opType).filter((name) => name !== 'Identity')

/** How a graph's results in ONNX Runtime differ from its own by more than twice what one function may be off by. */
const differences = async (graph: Graph, operand: Constant): Promise<readonly string[]> => {
  const [found] = await runInOnnx(graph, [operand])
  const [expected] = interpret(graph, [operand]) as readonly Constant[]
  return Array.from<number>(rowMajor(expected)).flatMap((y, at) => {
    const other = rowMajor(found)[at]
    const close =
      other === y || Object.is(other, y) || Math.abs(other - y) <= 2 * onnx.elementary * 2 ** -52 * Math.abs(y)
    return close ? [] : [`${other}, not ${y}, at ${rowMajor(operand)[at]}`]
  })
}

describe('what is one operator', () => {
  it.each([
    ['relu', relu, ['Relu']],
    ['the larger of x and 0', (x: Tensor) => maximum(x, 0), ['Relu']],
    ['the larger of 0 and x', (x: Tensor) => maximum(0, x), ['Relu']],
  ] as const)('%s', async (_, f, operators) => {
    const graph = graphOf(f as (x: Tensor) => Tensor)
    expect(operatorsOf(graph)).toEqual(operators)
    expect(await differences(graph, x)).toEqual([])
  })
})

it('a sigmoid chooses nothing', async () => {
  const graph = graphOf(sigmoid)
  expect(operatorsOf(graph)).not.toContain('Where')
  expect(await differences(graph, x)).toEqual([])
})

describe('what looks like it and is not', () => {
  it.each<[string, (x: Tensor) => Tensor]>([
    ['1 where x <= 0', (x) => where(lessEqual(x, 0), 1, x)],
    ['0 where x <= 1', (x) => where(lessEqual(x, 1), 0, x)],
    ['0 where x >= 0', (x) => where(lessEqual(0, x), 0, x)],
    ['0 where x <= 0, and elsewhere -x', (x) => where(lessEqual(x, 0), 0, neg(x))],
    ['x where x > 0, and 0 for NaN', (x) => where(less(0, x), x, 0)],
    ['a leaky relu', (x) => leakyRelu(x)],
  ])('%s', async (_, f) => {
    const graph = graphOf(f)
    expect(operatorsOf(graph)).not.toContain('Relu')
    expect(await differences(graph, x)).toEqual([])
  })
})

describe('the long way of a kernel', () => {
  const everyday = [-3, 0.5, 2, 99_999, -0, 1]
  const huge = [1e22, -1e300, 100_000, 7e9, 2 ** 1023, -(2 ** 40)]

  it.each([
    ['no', everyday],
    ['some', [...everyday, ...points, ...huge]],
    ['every', huge],
  ])('is as good where %s element takes it', async (_, elements) => {
    const graph = makeGraph(sin)(tensor(elements))
    const operand: Tensor = tensor(elements)
    expect(operatorsOf(graph)).toContain('If')
    expect(await differences(graph, operand as Constant)).toEqual([])
  })

  it('may be of no elements', async () => {
    const empty = tensor([] as number[]) as Tensor as Constant
    const [[found]] = await runModel(modelFor(makeGraph(sin)(empty)), [[empty]])
    expect(Array.from(rowMajor(found))).toEqual([])
  })
})

it('an operand is not expanded to be added, and a result no more than it has to be', () => {
  const row = tensor([1, 2, 3])
  const graph = makeGraph((a: Tensor, b: Tensor) => mul(maximum(a, b), sin(b)))(tensor([[1, 2, 3]]), row)
  expect(operatorsOf(graph)).not.toContain('Expand')
})

it('a graph may be thousands of steps deep, be they what waits to be made or not', () => {
  const steps: readonly ((y: Tensor, x: Tensor) => Tensor)[] = [
    (y) => neg(y),
    (y, x) => where(lessEqual(x, 1), y, x),
    (y, x) => where(lessEqual(y, 1), x, y),
  ]
  for (const step of steps) {
    const deep = graphOf((x) => Array.from({ length: 5000 }).reduce<Tensor>((y) => step(y, x), x))
    expect(operatorsOf(deep).length).toBeGreaterThanOrEqual(5000)
  }
})

describe('logarithms of other bases', () => {
  it.each([
    ['log2', log2, 2, 1023, -1022],
    ['log10', log10, 10, 308, -307],
  ] as const)('%s is exact of powers', async (_, f, base, most, least) => {
    const exponents = Array.from({ length: most - least + 1 }, (_, at) => least + at)
    const powers = tensor(exponents.map((n) => Number(base === 10 ? `1e${n}` : 2 ** n)))
    const [found] = await runInOnnx(makeGraph(f)(powers), [powers as Tensor as Constant])
    expect(Array.from(rowMajor(found))).toEqual(exponents)
  })
})
