import {
  type Apply,
  applyPrimitive,
  environmentOf,
  type Graph,
  noDerivative,
  type PrimitiveName,
  primitives,
  traceBranch,
} from '../src/graph/index.js'
import { isFloat, sizeOf, type Tensor, type TensorType, unitRoundoff } from '../src/tensor/index.js'
import * as conditioning from './conditioning.js'
import * as factoring from './factoring.js'
import { countOf, elementsOf, inner, type TensorMap } from './maps.js'
import { holdsGraphs, unrolled } from './unroll.js'

/** Numbers of the size of what one of the results may be off by. */
type Magnitude = (operands: readonly Tensor[], result: Tensor, attributes: unknown, which: number) => readonly number[]

/** How far a primitive's computed result may be from the exact one: `count` unit roundoffs of a magnitude. */
interface Rounding {
  /**
   * Of the result itself, of what the primitive gives for operands without their signs (the terms of a sum), or of what
   * a function says.
   */
  readonly of: 'result' | 'terms' | Magnitude
  readonly count: (operands: readonly TensorType[], result: TensorType) => number
}

const exact: Rounding = { of: 'result', count: () => 0 }

/** Correctly rounded: within half a unit in the last place, one unit roundoff. */
const rounded: Rounding = { of: 'result', count: () => 1 }

/** The elementary functions: within a unit in the last place, two unit roundoffs. */
const withinOneUlp: Rounding = { of: 'result', count: () => 2 }

/** One that takes an elementary function and a quotient: within two units in the last place, four unit roundoffs. */
const withinTwoUlp: Rounding = { of: 'result', count: () => 4 }

/** Only to a float of fewer digits does a conversion round. */
const conversion: Rounding = {
  of: 'result',
  count: ([{ dtype }], result) => (result.dtype === 'float32' && dtype !== 'bool' ? 1 : 0),
}

/** Additions that one element passes through: lanes of an eighth of a block, their tree, and one for each block. */
const summation: Rounding = {
  of: 'terms',
  count: ([x], result) => {
    const length = sizeOf(x.shape) / Math.max(1, sizeOf(result.shape))
    return length <= 1 ? 0 : Math.ceil(Math.min(length, 1024) / 8) + 3 + Math.ceil(length / 1024)
  },
}

/** One addition for each element before, the first being none. */
const running: Rounding = { of: 'terms', count: ([{ shape }]) => Math.max(0, ...shape.map((extent) => extent - 1)) }

/** One product and then at most K - 1 additions that round, the first being to 0. */
const contraction: Rounding = { of: 'terms', count: ([a]) => a.shape[a.shape.length - 1] }

/** As many additions to one place as there are indices, at most. */
const accumulation: Rounding = { of: 'terms', count: ([, indices]) => sizeOf(indices.shape) }

/** As many additions to one place as a window has elements, at most. */
const overlap: Rounding = { of: 'terms', count: ([windows]) => windows.shape[windows.shape.length - 1] }

/** So many roundings for each row of the matrices that an element passes through. */
const elimination = (of: Magnitude, perRow: number): Rounding => ({
  of,
  count: ([{ shape }]) => perRow * shape[shape.length - 1] + 2,
})

/** Some roundings for each row and column of a matrix that is reflected or turned some ten times. */
const turning = (of: Magnitude): Rounding => ({
  of,
  count: ([{ shape }]) => 10 * (shape[shape.length - 2] + shape[shape.length - 1]),
})

/** Control flow rounds nothing itself: it is unrolled before anybody asks. */
const unrolledFirst = exact

const roundings: Readonly<Record<PrimitiveName, Rounding>> = {
  abs: exact,
  acos: withinOneUlp,
  acosh: withinOneUlp,
  add: rounded,
  argmax: exact,
  argmin: exact,
  argsort: exact,
  asin: withinOneUlp,
  asinh: withinOneUlp,
  atan: withinOneUlp,
  atan2: withinOneUlp,
  atanh: withinOneUlp,
  bitwiseAnd: exact,
  bitwiseOr: exact,
  bitwiseXor: exact,
  broadcastTo: exact,
  call: unrolledFirst,
  ceil: exact,
  cbrt: withinOneUlp,
  cholesky: elimination(conditioning.ofCholesky, 1),
  cofactors: elimination(conditioning.ofCofactors, 3),
  cofactorsAlong: elimination(conditioning.ofCofactorsAlong, 3),
  concatenate: exact,
  cond: unrolledFirst,
  convert: conversion,
  cos: withinOneUlp,
  cosh: withinOneUlp,
  cumulativeSum: running,
  customJvp: unrolledFirst,
  customVjp: unrolledFirst,
  det: elimination(conditioning.ofDeterminant, 3),
  div: rounded,
  eigh: turning(factoring.ofEigenSystem),
  equal: exact,
  erf: withinOneUlp,
  erfc: withinOneUlp,
  exp: withinOneUlp,
  exp2: withinOneUlp,
  expm1: withinOneUlp,
  flip: exact,
  floor: exact,
  floorDiv: rounded,
  hypot: withinOneUlp,
  less: exact,
  lessEqual: exact,
  log: withinOneUlp,
  log10: withinOneUlp,
  log1p: withinOneUlp,
  log2: withinOneUlp,
  logistic: withinTwoUlp,
  matmul: contraction,
  maximum: exact,
  minimum: exact,
  mul: rounded,
  neg: exact,
  overlapAdd: overlap,
  pad: exact,
  pinv: turning(factoring.ofPseudoInverse),
  power: { of: 'result', count: () => 4 },
  qr: turning(factoring.ofOrthogonalFactors),
  reduceMax: exact,
  reduceMin: exact,
  remainder: rounded,
  reshape: exact,
  round: exact,
  rsqrt: withinOneUlp,
  scan: unrolledFirst,
  scatter: exact,
  scatterAdd: accumulation,
  shiftLeft: exact,
  shiftRight: exact,
  shiftRightLogical: exact,
  sign: exact,
  sin: withinOneUlp,
  sinh: withinOneUlp,
  slice: exact,
  slogdet: elimination(conditioning.ofLogarithm, 3),
  solve: elimination(conditioning.ofSystem, 3),
  sqrt: rounded,
  stopGradient: exact,
  sub: rounded,
  sumTo: summation,
  svd: turning(factoring.ofSingularFactors),
  take: exact,
  tan: withinOneUlp,
  tanh: withinOneUlp,
  transpose: exact,
  trunc: exact,
  triangularSolve: elimination(conditioning.ofTriangularSystem, 1),
  where: exact,
  whileLoop: unrolledFirst,
  windows: exact,
}

const magnitudes = (x: Tensor): Tensor => (isFloat(x.dtype) ? applyPrimitive(primitives.abs, {}, [x])[0] : x)

const sizesOf = (
  of: Rounding['of'],
  { primitive, attributes }: Apply,
  operands: readonly Tensor[],
  which: number,
  result: Tensor,
): readonly number[] => {
  if (of === 'result') return elementsOf([result])
  if (of === 'terms') return elementsOf([applyPrimitive(primitive, attributes, operands.map(magnitudes))[which]])
  return of(operands, result, attributes, which)
}

/** What one application may be off by, in each element of its result. */
const localErrors = (
  apply: Apply,
  operands: readonly Tensor[],
  which: number,
  result: Tensor,
): readonly number[] | undefined => {
  const rounding = roundings[apply.primitive.name as PrimitiveName]
  const count = rounding.count(operands, result)
  if (count === 0 || !isFloat(result.dtype)) return undefined
  const unit = count * unitRoundoff(result.dtype)
  return sizesOf(rounding.of, apply, operands, which, result).map((size) => unit * Math.abs(size))
}

/**
 * The map traced at a point into straight-line primitives, whose every intermediate value is there to be looked at:
 * traced as a branch is, so that what is computed from constants alone is among them.
 */
const straightLine = (map: TensorMap, primals: readonly Tensor[]): Graph => {
  const { graph } = traceBranch('laws', map, primals, primals)
  return graph.applies.some(holdsGraphs)
    ? traceBranch('laws', (inputs) => unrolled(graph, inputs), primals, primals).graph
    : graph
}

/** Error per error: what a unit error in each element of an intermediate result does to the whole. */
type Sensitivities = ReadonlyMap<Tensor, Tensor>

const plus = (a: Tensor | undefined, b: Tensor): Tensor =>
  a === undefined ? b : applyPrimitive(primitives.add, {}, [a, b])[0]

const sensitivitiesOf = (
  graph: Graph,
  environment: (tensor: Tensor) => Tensor,
  weights: readonly Tensor[],
): Sensitivities => {
  const found = new Map<Tensor, Tensor>()
  const collect = (tensor: Tensor, cotangent: Tensor | undefined): void => {
    if (cotangent !== undefined && isFloat(tensor.dtype)) found.set(tensor, plus(found.get(tensor), cotangent))
  }
  graph.outputs.forEach((output, index) => {
    collect(output, weights[index])
  })
  for (const apply of graph.applies.toReversed()) {
    const ofResults = apply.results.map((result) => found.get(result))
    if (ofResults.every((sensitivity) => sensitivity === undefined)) continue
    const { primitive, attributes } = apply
    const application = {
      operands: apply.operands.map(environment),
      results: apply.results.map(environment),
      attributes,
    }
    const wanted = apply.operands.map(({ dtype }) => isFloat(dtype))
    const pullbacks = primitive.vjp(application, wanted)
    apply.operands.forEach((operand, index) => {
      const pullback = pullbacks[index]
      if (pullback !== noDerivative && wanted[index]) collect(operand, pullback(ofResults))
    })
  }
  return found
}

/** What is known of the rounding in the inner product of some weights and a map's computed values. */
export interface Rounded {
  /** The inner product. */
  readonly value: number
  /** How far it may be from that of the exact values. */
  readonly noise: number
  /** How far it moves, at most, for each unit roundoff by which every element of `direction` is off. */
  readonly slack: number
}

/**
 * The inner product <w, f(x)> as it is computed, and a bound on its rounding error, to first order: each intermediate
 * result r_k is off by e_k, some unit roundoffs of its magnitude (see `roundings`), which moves the whole by
 * d<w, f>/dr_k e_k. So the error is at most
 *
 *   sum_k |d<w, f>/dr_k| . e_k  +  n u sum_i |w_i f_i|
 *
 * where the last term is for the inner product itself, of n terms. The sensitivities come from one reverse pass. For one
 * correctly rounded operation it is u |f|. What is computed from constants alone counts as well: two ways to one derivative
 * may compute other constants, and round them elsewhere.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { roundedInner } from 'cotangent/laws'
 *
 * const { value, noise } = roundedInner(([x, y]) => [mul(x, y)], [tensor(3), tensor(0.1)], [tensor(1)])
 * Math.abs(value - 0.3) <= noise // => true
 * ```
 */
export const roundedInner = (
  map: TensorMap,
  primals: readonly Tensor[],
  weights: readonly Tensor[],
  direction: readonly Tensor[] = [],
): Rounded => {
  const graph = straightLine(map, primals)
  const environment = environmentOf(graph, primals)
  const sensitivities = sensitivitiesOf(graph, environment, weights)
  let noise = 0
  for (const apply of graph.applies)
    for (const [which, result] of apply.results.entries()) {
      const sensitivity = sensitivities.get(result)
      if (sensitivity === undefined) continue
      const errors = localErrors(apply, apply.operands.map(environment), which, environment(result))
      if (errors !== undefined) noise += weighted(elementsOf([sensitivity]), errors)
    }
  const outputs = graph.outputs.map(environment)
  const { value, magnitude } = inner(weights, outputs)
  const slack = direction.reduce((sum, tangent, index) => {
    const sensitivity = sensitivities.get(graph.inputs[index])
    return sensitivity === undefined ? sum : sum + weighted(elementsOf([sensitivity]), elementsOf([tangent]))
  }, 0)
  return { value, noise: noise + countOf(outputs) * 2 ** -53 * magnitude, slack }
}

/** The sum of |a_i b_i|; where nothing is sensitive, an error may be of any size. */
const weighted = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, element, index) => (element === 0 ? sum : sum + Math.abs(element * b[index])), 0)
