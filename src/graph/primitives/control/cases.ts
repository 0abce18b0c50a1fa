import { type Constant, soleElement, type Tensor, type TensorType } from '../../../tensor/index.js'
import type { DomainCase } from '../../primitive.js'
import { operandDomain } from '../../rules.js'
import { type Graph, traceClosed } from '../../trace.js'
import { add, fullLike, less, mul, sub, tanh } from '../arithmetic.js'
import { convert } from '../conversion.js'

const float = (...shape: readonly number[]): TensorType => ({ shape, dtype: 'float64' })

const whole: TensorType = { shape: [], dtype: 'int32' }

/** tanh' as a function of tanh. */
const oneMinusSquare = (y: Tensor): Tensor => sub(fullLike(y, 1), mul(y, y))

/** n x^2 and its derivative 2 n x, for an int32 n. */
const timesSquare = (n: Tensor, x: Tensor): Tensor => mul(convert(n, 'float64'), mul(x, x))
const timesDouble = (n: Tensor, x: Tensor): Tensor => mul(convert(n, 'float64'), add(x, x))

/** A small closed graph, for the laws to try control flow on. */
export const sampleGraph = (
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  ...types: readonly TensorType[]
): Graph => traceClosed('sample', f, types).graph

/** s' = tanh(c s + x), y = s x: constant, carry and element all matter. */
const recurrence = (): Graph =>
  sampleGraph(([c, s, x]) => [tanh(add(mul(c, s), x)), mul(s, x)], float(2), float(2), float(2))

/**
 * Integers beside it, in one element: s' = tanh(c s + n x), y = w s (c s + n x) for a count n among the carries and a
 * weight w for each step.
 */
const weighted = (): Graph =>
  sampleGraph(
    ([c, count, s, x, weight]) => {
      const z = add(mul(c, s), mul(convert(count, 'float64'), x))
      return [add(count, weight), tanh(z), mul(convert(weight, 'float64'), mul(s, z)), mul(count, weight)]
    },
    ...[float(), whole, float(), float(), whole],
  )

export const scanCases = (): readonly DomainCase<{
  readonly body: Graph
  readonly length: number
  readonly constants: number
  readonly carries: number
  readonly reverse: boolean
  readonly every?: number
}>[] => [
  ...[
    { length: 3, reverse: false },
    { length: 2, reverse: true },
    { length: 0, reverse: false },
    // Two segments and a step left over.
    { length: 5, reverse: true, every: 2 },
  ].map((attributes) => ({
    operands: [[2], [2], [attributes.length, 2]].map((shape) => operandDomain(shape, { low: -1.5, high: 1.5 })),
    attributes: { body: recurrence(), constants: 1, carries: 1, ...attributes },
  })),
  ...[false, true].map((reverse) => ({
    operands: [
      operandDomain([], { low: -1, high: 1 }),
      operandDomain([], { low: 1, high: 2 }, 'int32'),
      operandDomain([], { low: -1, high: 1 }),
      operandDomain([3], { low: -0.5, high: 0.5 }),
      operandDomain([3], { low: 1, high: 3 }, 'int32'),
    ],
    attributes: { body: weighted(), length: 3, constants: 1, carries: 2, reverse },
  })),
]

export const condCases = (): readonly DomainCase<{ readonly onTrue: Graph; readonly onFalse: Graph }>[] => [
  {
    operands: [operandDomain([], { low: 0, high: 1 }, 'bool'), operandDomain([2]), operandDomain([2])],
    attributes: {
      onTrue: sampleGraph(([a, b]) => [mul(a, tanh(b))], float(2), float(2)),
      onFalse: sampleGraph(([a, b]) => [mul(tanh(a), mul(b, b))], float(2), float(2)),
    },
  },
]

/** How far limit, c and x may move before some 2 c^k x passes the limit: to first order, and half of that to be sure. */
const distanceToLimit = (steps: number, operands: readonly Constant[]): number => {
  const [limit, c, x] = operands.map((operand) => Number(soleElement(operand)))
  const distances = Array.from({ length: steps }, (_, k) => {
    const slope = 2 * (c ** k + k * c ** (k - 1) * x) + 1
    return Math.abs(2 * c ** k * x - limit) / slope / 2
  })
  return Math.min(...distances)
}

/** Multiplies x by c until twice it is no less than a limit, in 3 to 6 steps; and for 2 steps, when it is still less. */
export const whileCases = (): readonly DomainCase<{
  readonly condition: Graph
  readonly body: Graph
  readonly conditionConstants: number
  readonly bodyConstants: number
  readonly maxSteps: number | undefined
}>[] =>
  [6, 2].map((maxSteps) => ({
    operands: [
      operandDomain([], { low: 8, high: 16 }),
      operandDomain([], { low: 1.5, high: 1.9 }),
      operandDomain([], { low: 0.8, high: 1 }),
    ],
    attributes: {
      condition: sampleGraph(([limit, x]) => [less(add(x, x), limit)], float(), float()),
      body: sampleGraph(([c, x]) => [mul(c, x)], float(), float()),
      conditionConstants: 1,
      bodyConstants: 1,
      maxSteps,
    },
    kinkDistance: (operands: readonly Constant[]) => distanceToLimit(maxSteps, operands),
  }))

/** f(a, b) = b^2 tanh(a); and n x^2 beside 2 n, for an int32 n. */
export const customVjpCases = (): readonly DomainCase<{
  readonly graph: Graph
  readonly forward: Graph
  readonly backward: Graph
}>[] => [
  {
    operands: [operandDomain([2]), operandDomain([2])],
    attributes: {
      graph: sampleGraph(([a, b]) => [mul(mul(b, b), tanh(a))], float(2), float(2)),
      forward: sampleGraph(([a, b]) => [mul(mul(b, b), tanh(a)), tanh(a), b], float(2), float(2)),
      backward: sampleGraph(
        ([y, b, cotangent]) => [mul(mul(cotangent, mul(b, b)), oneMinusSquare(y)), mul(cotangent, mul(add(b, b), y))],
        float(2),
        float(2),
        float(2),
      ),
    },
  },
  {
    operands: [operandDomain([], { low: -9, high: 9 }, 'int32'), operandDomain([])],
    attributes: {
      graph: sampleGraph(([n, x]) => [add(n, n), timesSquare(n, x)], whole, float()),
      forward: sampleGraph(([n, x]) => [add(n, n), timesSquare(n, x), timesDouble(n, x)], whole, float()),
      backward: sampleGraph(([factor, cotangent]) => [mul(cotangent, factor)], float(), float()),
    },
  },
]

/** The same functions with their tangents. */
export const customJvpCases = (): readonly DomainCase<{ readonly graph: Graph; readonly rule: Graph }>[] => [
  {
    operands: [operandDomain([2]), operandDomain([2])],
    attributes: {
      graph: sampleGraph(([a, b]) => [mul(mul(b, b), tanh(a))], float(2), float(2)),
      rule: sampleGraph(
        ([a, b, da, db]) => [add(mul(mul(mul(b, b), oneMinusSquare(tanh(a))), da), mul(mul(add(b, b), tanh(a)), db))],
        ...[float(2), float(2), float(2), float(2)],
      ),
    },
  },
  {
    operands: [operandDomain([], { low: -9, high: 9 }, 'int32'), operandDomain([])],
    attributes: {
      graph: sampleGraph(([n, x]) => [add(n, n), timesSquare(n, x)], whole, float()),
      rule: sampleGraph(([n, x, dx]) => [mul(timesDouble(n, x), dx)], whole, float(), float()),
    },
  },
]

export const callCases = (): readonly DomainCase<{ readonly graph: Graph }>[] => [
  {
    operands: [operandDomain([2]), operandDomain([2])],
    attributes: {
      graph: sampleGraph(([a, b]) => [mul(mul(a, a), tanh(b)), mul(tanh(a), mul(b, b))], float(2), float(2)),
    },
  },
]
