import { applyPrimitive } from '../../src/graph/expression.js'
import type { Differential } from '../../src/graph/primitive.js'
import { addRecord, mulRecord } from '../../src/graph/primitives/arithmetic.js'
import { pullback } from '../../src/graph/pullback.js'
import { pushforward } from '../../src/graph/pushforward.js'
import { type Graph, interpret, traceClosed } from '../../src/graph/trace.js'
import {
  type Constant,
  filled,
  isFloat,
  rowMajor,
  type Tensor,
  type TensorType,
  unitRoundoff,
} from '../../src/tensor/index.js'

const isPresent = <T>(item: T | undefined): item is T => item !== undefined

/** The coarsest unit roundoff among the float types. */
const roundoffOf = (types: readonly TensorType[]): number =>
  Math.max(0, ...types.map(({ dtype }) => (isFloat(dtype) ? unitRoundoff(dtype) : 0)))

const elementsOf = (tensors: readonly Differential[]): readonly number[] =>
  tensors.filter(isPresent).flatMap((tensor) => [...rowMajor(tensor as Constant)])

const largest = (numbers: readonly number[]): number => Math.max(0, ...numbers.map(Math.abs))

/** Inner product of differentials, and the sum of the sizes of its terms. */
const inner = (a: readonly Differential[], b: readonly Differential[]): readonly [sum: number, size: number] => {
  const terms = a.flatMap((one, index) => {
    const other = b[index]
    if (one === undefined || other === undefined) return []
    const right = rowMajor(other as Constant)
    return [...rowMajor(one as Constant)].map((element, at) => element * right[at])
  })
  return [terms.reduce((sum, term) => sum + term, 0), terms.reduce((sum, term) => sum + Math.abs(term), 0)]
}

const displaced = (primals: readonly Tensor[], tangents: readonly Differential[], step: number): readonly Tensor[] =>
  primals.map((primal, index) => {
    const tangent = tangents[index]
    if (tangent === undefined) return primal
    const [scaled] = applyPrimitive(mulRecord, {}, [tangent, filled(tangent.dtype, tangent.shape, step)])
    return applyPrimitive(addRecord, {}, [primal, scaled])[0]
  })

const floatOutputs = (graph: Graph, primals: readonly Tensor[]): readonly number[] =>
  elementsOf(interpret(graph, primals).filter(({ dtype }) => isFloat(dtype)))

/** Where a derivative disagrees with what it must be: by how much, and how much were allowed. */
export interface Disagreement {
  readonly law: string
  readonly found: number
  readonly due: number
  readonly allowed: number
}

/** The roundings that one element of a derivative goes through, at most, in the graphs tested here. */
const roundings = 256

/**
 * The adjoint law: <v, J u> = <J' v, u>, where both sides are sums of terms each of which has gone through `roundings`
 * roundings at most, of numbers not much larger than the terms or 1.
 */
export const adjointFaults = (
  graph: Graph,
  primals: readonly Tensor[],
  tangents: readonly Differential[],
  cotangents: readonly Differential[],
): readonly Disagreement[] => {
  const [, pushed] = pushforward(graph, primals, tangents)
  const pulled = pullback(graph, primals, cotangents)
  const [left, leftSize] = inner(cotangents, pushed)
  const [right, rightSize] = inner(pulled, tangents)
  const unit = roundoffOf([...graph.inputs, ...graph.outputs])
  const allowed = roundings * unit * (1 + leftSize + rightSize)
  return Math.abs(left - right) <= allowed ? [] : [{ law: 'adjoint', found: left, due: right, allowed }]
}

/** The step of central differences: the fourth root of the unit roundoff, as a power of 2. */
export const stepOf = (types: readonly TensorType[]): number => 2 ** Math.round(Math.log2(roundoffOf(types)) / 4)

/**
 * Derivatives against central differences D(h) = (f(x + h u) - f(x - h u)) / 2h. Their truncation error grows as h^2,
 * so that of D(h) is a third of D(2h) - D(h); that of rounding is some u (|f| + |x| |f'|) / h.
 */
export const differenceFaults = (
  graph: Graph,
  primals: readonly Tensor[],
  tangents: readonly Differential[],
  cotangents: readonly Differential[],
): readonly Disagreement[] => {
  const types = [...graph.inputs, ...graph.outputs]
  const [unit, step] = [roundoffOf(types), stepOf(types)]
  if (unit === 0) return []
  const at = (multiple: number): readonly number[] => floatOutputs(graph, displaced(primals, tangents, multiple * step))
  const [far, near, nearer, farther] = [-2, -1, 1, 2].map(at)
  const quotients = near.map((before, index) => (nearer[index] - before) / (2 * step))
  const coarse = far.map((before, index) => (farther[index] - before) / (4 * step))
  const scale = 1 + largest(near) + largest(elementsOf(primals)) * largest(quotients)
  const slack = quotients.map((quotient, index) => Math.abs(coarse[index] - quotient) + (64 * unit * scale) / step)
  const zero = (tensor: Tensor): Tensor => filled(tensor.dtype, tensor.shape, 0)
  const [outputs, pushed] = pushforward(graph, primals, tangents)
  const tangentsOut = elementsOf(
    pushed.flatMap((tangent, index) => (isFloat(outputs[index].dtype) ? [tangent ?? zero(outputs[index])] : [])),
  )
  const faults = tangentsOut.flatMap((found, index) =>
    Math.abs(found - quotients[index]) <= slack[index]
      ? []
      : [{ law: 'jvp by differences', found, due: quotients[index], allowed: slack[index] }],
  )
  const weights = elementsOf(cotangents)
  const due = quotients.reduce((sum, quotient, index) => sum + quotient * weights[index], 0)
  const allowed = slack.reduce((sum, one, index) => sum + one * Math.abs(weights[index]), roundings * unit * scale)
  const [found] = inner(pullback(graph, primals, cotangents), tangents)
  return Math.abs(found - due) <= allowed ? faults : [...faults, { law: 'vjp by differences', found, due, allowed }]
}

const floatsOf = <T extends TensorType>(types: readonly T[]): readonly T[] =>
  types.filter(({ dtype }) => isFloat(dtype))

/** Puts differentials of the floats to their places among all. */
const amongAll = (types: readonly TensorType[], ofFloats: readonly Tensor[]): readonly Differential[] => {
  let next = 0
  return types.map(({ dtype }) => (isFloat(dtype) ? ofFloats[next++] : undefined))
}

const explicit = (differentials: readonly Differential[], types: readonly TensorType[]): readonly Tensor[] =>
  types.flatMap(({ shape, dtype }, index) => (isFloat(dtype) ? [differentials[index] ?? filled(dtype, shape, 0)] : []))

/** The graph from inputs and cotangents of the float outputs to cotangents of the float inputs. */
export const pulledGraph = (graph: Graph): Graph =>
  traceClosed(
    'pullback',
    (inputs) => {
      const primals = inputs.slice(0, graph.inputs.length)
      const cotangents = amongAll(graph.outputs, inputs.slice(graph.inputs.length))
      return explicit(pullback(graph, primals, cotangents), graph.inputs)
    },
    [...graph.inputs, ...floatsOf(graph.outputs)],
  ).graph

/** The graph from inputs and tangents of the float inputs to tangents of the float outputs. */
export const pushedGraph = (graph: Graph): Graph =>
  traceClosed(
    'pushforward',
    (inputs) => {
      const primals = inputs.slice(0, graph.inputs.length)
      const tangents = amongAll(graph.inputs, inputs.slice(graph.inputs.length))
      return explicit(pushforward(graph, primals, tangents)[1], graph.outputs)
    },
    [...graph.inputs, ...floatsOf(graph.inputs)],
  ).graph
