import type { Tensor, TensorType } from '../../../tensor/index.js'
import type { DomainCase } from '../../primitive.js'
import { operandDomain } from '../../rules.js'
import { type Graph, traceClosed } from '../../trace.js'
import { add, fullLike, less, mul, tanh } from '../arithmetic.js'

const float = (...shape: readonly number[]): TensorType => ({ shape, dtype: 'float64' })

/** A small closed graph, for the laws to try control flow on. */
export const sampleGraph = (
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  ...types: readonly TensorType[]
): Graph => traceClosed('sample', f, types).graph

/** s' = tanh(c s + x), y = s x: constant, carry and element all matter. */
const recurrence = (): Graph =>
  sampleGraph(([c, s, x]) => [tanh(add(mul(c, s), x)), mul(s, x)], float(2), float(2), float(2))

export const scanCases = (): readonly DomainCase<{
  readonly body: Graph
  readonly length: number
  readonly constants: number
  readonly carries: number
  readonly reverse: boolean
}>[] =>
  [
    { length: 3, reverse: false },
    { length: 2, reverse: true },
    { length: 0, reverse: false },
  ].map(({ length, reverse }) => ({
    operands: [operandDomain([2]), operandDomain([2]), operandDomain([length, 2])],
    attributes: { body: recurrence(), length, constants: 1, carries: 1, reverse },
  }))

export const condCases = (): readonly DomainCase<{ readonly onTrue: Graph; readonly onFalse: Graph }>[] => [
  {
    operands: [operandDomain([], { low: 0, high: 1 }, 'bool'), operandDomain([2]), operandDomain([2])],
    attributes: {
      onTrue: sampleGraph(([a, b]) => [mul(a, b)], float(2), float(2)),
      onFalse: sampleGraph(([a, b]) => [add(tanh(a), b)], float(2), float(2)),
    },
  },
]

/** Doubles a scalar until it is large: how often depends on the value, and so the slope is piecewise constant. */
export const whileCases = (): readonly DomainCase<{
  readonly condition: Graph
  readonly body: Graph
  readonly conditionConstants: number
  readonly bodyConstants: number
  readonly maxSteps: number | undefined
}>[] => [
  {
    operands: [operandDomain([], { low: 1.5, high: 2 }), operandDomain([], { low: 0.3, high: 0.4 })],
    attributes: {
      condition: sampleGraph(([x]) => [less(x, fullLike(x, 5))], float()),
      body: sampleGraph(([c, x]) => [mul(c, add(x, mul(x, x)))], float(), float()),
      conditionConstants: 0,
      bodyConstants: 1,
      maxSteps: 4,
    },
  },
]

export const callCases = (): readonly DomainCase<{ readonly graph: Graph }>[] => [
  {
    operands: [operandDomain([2]), operandDomain([2])],
    attributes: { graph: sampleGraph(([a, b]) => [mul(a, tanh(b)), add(a, b)], float(2), float(2)) },
  },
]
