import { describe, expect, it } from 'vitest'
import { tableOfLowerings } from '../../../src/compile/lowering.js'
import { worksInPlace } from '../../../src/compile/plan/inPlace.js'
import { planOf } from '../../../src/compile/plan/plans.js'
import type { Graph } from '../../../src/graph/index.js'
import { add, exp, less, mul, neg } from '../../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../../src/graph/primitives/contraction.js'
import { scan } from '../../../src/graph/primitives/control/scan.js'
import { whileLoop } from '../../../src/graph/primitives/control/while.js'
import { broadcastTo, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import { flip } from '../../../src/graph/primitives/windows.js'
import { filled, type Tensor, type TensorType } from '../../../src/tensor/index.js'
import { constantOf, disagreement, float64, graphOf, int32, uniformNumbers } from '../../engine/agreement.js'

/** Which outputs can lie where the inputs of the same numbers lay. */
const inPlace = (graph: Graph): readonly boolean[] =>
  worksInPlace(
    graph,
    planOf(graph, tableOfLowerings),
    graph.outputs.map((output, index) => [graph.inputs[index], output] as const),
  )

const random = uniformNumbers(5)
const floats = ({ shape }: TensorType) => constantOf('float64', shape, () => random() - 0.5)

/** Which carries a body works on in place; as a loop it must equal interpretation. */
const carried = (
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  ...types: readonly TensorType[]
): readonly boolean[] => {
  const body = graphOf(f, ...types)
  const carries = body.outputs.length
  for (const length of [1, 2, 5]) {
    const loop = (inputs: readonly Tensor[]): readonly Tensor[] => {
      const constants = types.length - carries
      const attributes = { body: rotated(body, carries), length, constants, carries, reverse: false }
      return scan(attributes, [...inputs.slice(carries), ...inputs.slice(0, carries)])
    }
    expect(disagreement(graphOf(loop, ...types), types.map(floats))).toBeUndefined()
  }
  return inPlace(body)
}

/** The same graph with the inputs after the carries in front of them. */
const rotated = (graph: Graph, carries: number): Graph => ({
  ...graph,
  inputs: [...graph.inputs.slice(carries), ...graph.inputs.slice(0, carries)],
})

const small = float64(2, 3)
const large = float64(20, 30)

describe('a carry is worked on in place', () => {
  it('by a block, which reads all before it stores', () => {
    expect(carried(([x, y]) => [add(x, y), mul(x, y)], small, small)).toEqual([true, true])
    expect(carried(([x]) => [flip(mul(x, x), [0, 1])], small)).toEqual([true])
  })

  it('where it stays as it is', () => {
    expect(carried(([x, y]) => [x, add(x, y)], small, small)).toEqual([true, true])
    expect(carried(([x, y]) => [x, add(x, y)], large, large)).toEqual([true, false])
  })

  it('by a block after all that reads it', () => {
    expect(
      carried(
        ([x, y]) => {
          const sum = sumTo(mul(y, y), [])
          return [add(x, sum), neg(y)]
        },
        float64(),
        large,
      ),
    ).toEqual([true, false])
  })

  it('by a loop that carries it on and uses it for nothing else', () => {
    const body = graphOf(([x, c]) => [mul(x, c)], small, small)
    const attributes = { body: rotated(body, 1), length: 2, constants: 1, carries: 1, reverse: false }
    expect(carried(([x, c]) => scan(attributes, [c, x]), small, small)).toEqual([true])
    expect(carried(([x]) => scan(attributes, [x, x]), small)).toEqual([false])
    const stepping = graphOf(([x, row]) => [mul(x, broadcastTo(row, [2, 3]))], small, float64(3))
    const over = { body: stepping, length: 2, constants: 0, carries: 1, reverse: false }
    expect(carried(([x]) => scan(over, [x, x]), small)).toEqual([false])
    const condition = graphOf(([i]) => [less(i, filled('int32', [], 3))], int32(), small)
    const counting = graphOf(([i, x]) => [add(i, filled('int32', [], 1)), mul(x, x)], int32(), small)
    const loop = { condition, body: counting, conditionConstants: 0, bodyConstants: 0, maxSteps: undefined }
    expect(carried(([x]) => [whileLoop(loop, [filled('int32', [], 0), x])[1]], small)).toEqual([true])
  })
})

describe('a carry is not worked on in place', () => {
  it('where it becomes another carry, as it is or seen in another way', () => {
    expect(carried(([x, y]) => [y, x], small, small)).toEqual([false, false])
    expect(carried(([x, y]) => [add(x, y), x], small, small)).toEqual([false, false])
    expect(carried(([x, y]) => [add(x, y), flip(x, [0])], large, large)).toEqual([false, true])
  })

  it('by a nest that reads it', () => {
    expect(carried(([x, y]) => [exp(add(x, y))], large, large)).toEqual([false])
  })

  it('by a block before other steps that read it', () => {
    const body = ([x, y]: readonly Tensor[]): readonly Tensor[] => [
      mul(x, x),
      add(mul(y, y), matmul(transpose(x, [1, 0]), x)),
    ]
    expect(carried(body, float64(1, 8), float64(8, 8))).toEqual([false, false])
  })

  it('by a block before another one that reads it', () => {
    const late = ([x, sum, y]: readonly Tensor[]): readonly Tensor[] => [exp(x), add(x, add(sum, sumTo(neg(y), []))), y]
    expect(carried(late, float64(), float64(), large)).toEqual([false, true, true])
  })

  it('by a loop that takes its elements one by one, and stores others in their place before it is done with them', () => {
    const inner = graphOf(([sum, each]) => [each, add(sum, sum)], float64(4), float64(4))
    const attributes = { body: inner, length: 3, constants: 0, carries: 1, reverse: false }
    const body = ([x]: readonly Tensor[]): readonly Tensor[] => [scan(attributes, [filled('float64', [4], 1), x])[1]]
    expect(carried(body, float64(3, 4))).toEqual([false])
  })
})
