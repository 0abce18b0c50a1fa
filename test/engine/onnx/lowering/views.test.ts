import {
  add,
  conv,
  exp,
  flip,
  lessEqual,
  matmul,
  maxPool,
  mul,
  neg,
  reshape,
  sigmoid,
  sum,
  type Tensor,
  tensor,
  transpose,
  where,
} from 'cotangent'
import { describe, expect, it } from 'vitest'
import { broadcastTo } from '../../../../src/graph/index.js'
import { type Shape, sizeOf } from '../../../../src/tensor/index.js'
import { constantOf, graphOf, uniformNumbers } from '../../agreement.js'
import { modelFor, runInOnnx } from '../run.js'
import { difference, integers, operatorsIn, simpleGraph } from './models.js'

const random = uniformNumbers(21)
const below = (n: number): number => Math.floor(random() * n)
const of = (...shape: Shape) => ({ shape, dtype: 'float32' as const })

/** Another shape of as many elements: prime factors dealt out among a few axes. */
const anotherShape = (shape: Shape): Shape => {
  const axes: number[] = Array.from({ length: 1 + below(4) }, () => 1)
  let rest = sizeOf(shape)
  for (let factor = 2; rest > 1; factor++)
    for (; rest % factor === 0; rest /= factor) axes[below(axes.length)] *= factor
  return axes
}

const shuffled = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, axis) => [random(), axis] as const)
    .sort(([a], [b]) => a - b)
    .map(([, axis]) => axis)

/** Some rearrangements one after another, and perhaps what is done to all elements in between. */
const rearrangement =
  (steps: number) =>
  (x: Tensor): Tensor => {
    let y = x
    for (let step = 0; step < steps; step++) {
      const what = below(5)
      if (what < 2) y = reshape(y, anotherShape(y.shape))
      else if (what < 4) y = transpose(y, shuffled(y.shape.length))
      else y = add(y, y)
    }
    return y
  }

describe('rearrangements', () => {
  it('of any kind and number are the ones of the graph', async () => {
    const x = of(4, 3, 1, 6, 2)
    for (let chain = 0; chain < 60; chain++) {
      const graph = graphOf(([input]) => [rearrangement(1 + (chain % 7))(input)], x)
      expect(await difference(graph, [integers(x)])).toBeUndefined()
    }
  })

  const parted = (x: Tensor): Tensor => reshape(transpose(reshape(x, [2, 3, 20]), [1, 0, 2]), [6, 4, 5])

  it('that one Transpose does are one', () => {
    const graph = graphOf(([x]) => [transpose(transpose(x, [1, 2, 0]), [1, 2, 0])], of(2, 3, 4))
    expect(operatorsIn(graph)).toEqual(['Transpose'])
    expect(operatorsIn(graphOf(([x]) => [parted(x)], of(6, 4, 5)))).toEqual(['Reshape', 'Transpose', 'Reshape'])
  })

  it('of axes that are split are two where two move, and one where one does', async () => {
    const one = (x: Tensor): Tensor => reshape(transpose(reshape(x, [2, 3, 20]), [2, 0, 1]), [20, 6])
    const two = (x: Tensor): Tensor => reshape(transpose(reshape(x, [2, 3, 4, 5]), [2, 0, 3, 1]), [8, 15])
    for (const [f, count] of [
      [one, 1],
      [two, 2],
    ] as const) {
      const graph = graphOf(([x]) => [f(x)], of(6, 20))
      expect(operatorsIn(graph).filter((each) => each === 'Transpose')).toHaveLength(count)
      expect(await difference(graph, [integers(of(6, 20))])).toBeUndefined()
    }
  })

  it('that differ are made before they meet', async () => {
    const [a, b] = [of(2, 3, 4), of(4, 2, 3)]
    const f = (x: Tensor, y: Tensor): Tensor => add(transpose(x, [1, 2, 0]), transpose(y, [2, 0, 1]))
    const graph = graphOf(([x, y]) => [f(x, y), f(x, transpose(y, [0, 1, 2]))], a, b)
    expect(await difference(graph, [integers(a), integers(b)])).toBeUndefined()
  })

  it('that undo each other are none', () => {
    const f = (x: Tensor): Tensor => reshape(transpose(transpose(reshape(x, [4, 6]), [1, 0]), [1, 0]), [2, 3, 4])
    expect(operatorsIn(graphOf(([x]) => [f(x)], of(2, 3, 4)))).toEqual([])
  })

  it('of what goes through all elements are undone behind it', async () => {
    const [x, row] = [of(2, 3, 32), of(3)]
    const f = (a: Tensor, b: Tensor): Tensor =>
      transpose(mul(exp(transpose(a, [0, 2, 1])), broadcastTo(b, [2, 32, 3])), [0, 2, 1])
    const graph = graphOf(([a, b]) => [f(a, b)], x, row)
    expect(operatorsIn(graph).filter((each) => each === 'Transpose')).toEqual([])
    const zeros = constantOf('float32', x.shape, () => 0)
    expect(await difference(graph, [zeros, integers(row)])).toBeUndefined()
  })

  it('that nothing needs are not made', () => {
    const graph = graphOf(([x]) => [maxPool(transpose(x, [0, 1, 3, 2]), { kernelSize: 2 }), flip(x)], of(1, 2, 4, 4))
    expect(operatorsIn(graph)).toEqual(['Transpose', 'MaxPool', 'Slice'])
  })
})

describe('what is made when it is needed', () => {
  it.each([
    ['products', (x: Tensor, w: Tensor) => matmul(x, w)],
    ['sums', (x: Tensor) => broadcastTo(sum(x, { axis: 0 }), [2, 2])],
    ['negatives', (x: Tensor) => neg(x)],
  ] as const)('may wait for thousands of others: %s', (_, step) => {
    const graph = graphOf(
      ([x, w]) => {
        let y = x
        for (let count = 0; count < 5000; count++) y = step(y, w)
        return [y]
      },
      of(2, 2),
      of(2, 2),
    )
    expect(operatorsIn(graph).length).toBeGreaterThanOrEqual(5000)
  })
})

describe('what signs tell of something broadcast', () => {
  it.each([
    ['a sigmoid', sigmoid],
    ['a size', (x: Tensor) => where(lessEqual(0, x), neg(x), x)],
  ] as const)('has the shape that it has here: %s', async (_, f) => {
    const graph = graphOf(([x]) => [f(broadcastTo(x, [2, 2]))], of(2))
    const [found] = await runInOnnx(graph, [constantOf('float32', [2], (index) => index - 1)])
    expect(found.shape).toEqual([2, 2])
    const product = graphOf(
      ([x, w]) => [matmul(where(lessEqual(0, broadcastTo(x, [2, 2])), 0, neg(x)), w)],
      of(2),
      of(2, 2),
    )
    expect(await difference(product, [integers(of(2)), integers(of(2, 2))])).toBeUndefined()
  })
})

describe('constants', () => {
  it('that repeat along axes stand in a model once', async () => {
    const bias = tensor(
      Array.from({ length: 40 }, (_, index) => index),
      { dtype: 'float32' },
    )
    const x = of(2, 3, 5, 5)
    const kernels = tensor([[[[1]], [[2]], [[0]]]], { dtype: 'float32' })
    const graph = simpleGraph((a) => add(conv(a, kernels), broadcastTo(reshape(bias, [40, 1, 1]), [2, 40, 5, 5])), [x])
    const sizes = (modelFor(graph).graph?.initializer ?? []).map(({ dims }) => sizeOf(dims))
    expect(Math.max(...sizes)).toBe(40)
    expect(await difference(graph, [integers(x)])).toBeUndefined()
  })
})
