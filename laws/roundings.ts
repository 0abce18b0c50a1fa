import { type Apply, applyPrimitive, type PrimitiveName, primitives } from '../src/graph/index.js'
import { isFloat, sizeOf, type Tensor, type TensorType, unitRoundoff } from '../src/tensor/index.js'
import * as conditioning from './conditioning.js'
import * as factoring from './factoring.js'
import { elementsOf } from './maps.js'

/** What an engine's arithmetic leaves open. */
export interface Manner {
  /** By how many units in the last place an elementary function may be off. */
  readonly elementary: number
  /** Whether sums are added up in the order that the records say, or in any. */
  readonly inOrder: boolean
}

/** The arithmetic of the records, which engines of ours have too. */
export const ours: Manner = { elementary: 1, inOrder: true }

/** Numbers of the size of what one of the results may be off by. */
type Magnitude = (operands: readonly Tensor[], result: Tensor, attributes: unknown, which: number) => readonly number[]

/** How far a primitive's computed result may be from the exact one: `count` unit roundoffs of a magnitude. */
interface Rounding {
  /**
   * Of the result itself, of what the primitive gives for operands without their signs (the terms of a sum), or of what
   * a function says.
   */
  readonly of: 'result' | 'terms' | Magnitude
  readonly count: (operands: readonly TensorType[], result: TensorType, manner: Manner) => number
}

const exact: Rounding = { of: 'result', count: () => 0 }

/** Correctly rounded: within half a unit in the last place, one unit roundoff. */
const rounded: Rounding = { of: 'result', count: () => 1 }

/** The elementary functions, in ours within a unit in the last place: two unit roundoffs for each unit. */
const withinOneUlp: Rounding = { of: 'result', count: (_, __, { elementary }) => 2 * elementary }

/** What takes an elementary function and some more: within two units in the last place in ours. */
const withinTwoUlp: Rounding = { of: 'result', count: (_, __, { elementary }) => 4 * elementary }

/** Only to a float of fewer digits does a conversion round. */
const conversion: Rounding = {
  of: 'result',
  count: ([{ dtype }], result) => (result.dtype === 'float32' && dtype !== 'bool' ? 1 : 0),
}

/**
 * Additions that one element passes through: lanes of an eighth of a block, their tree, and one for each block; in any
 * order, all of them at most.
 */
const summation: Rounding = {
  of: 'terms',
  count: ([x], result, { inOrder }) => {
    const length = sizeOf(x.shape) / Math.max(1, sizeOf(result.shape))
    if (!inOrder) return Math.max(0, length - 1)
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
  power: withinTwoUlp,
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

/** An application as far as its rounding goes. */
export type Applied = Pick<Apply, 'primitive' | 'attributes'>

const sizesOf = (
  of: Rounding['of'],
  { primitive, attributes }: Applied,
  operands: readonly Tensor[],
  which: number,
  result: Tensor,
): readonly number[] => {
  if (of === 'result') return elementsOf([result])
  if (of === 'terms') return elementsOf([applyPrimitive(primitive, attributes, operands.map(magnitudes))[which]])
  return of(operands, result, attributes, which)
}

/** How often an application rounds, at most, in the units that its bound is in; 0 where it rounds nothing. */
export const roundingCount = (
  { primitive }: Pick<Applied, 'primitive'>,
  operands: readonly TensorType[],
  result: TensorType,
  manner: Manner,
): number => (isFloat(result.dtype) ? roundings[primitive.name as PrimitiveName].count(operands, result, manner) : 0)

/** What one application may be off by, in each element of its result; undefined where it rounds nothing. */
export const localErrors = (
  apply: Applied,
  operands: readonly Tensor[],
  which: number,
  result: Tensor,
  manner: Manner,
): readonly number[] | undefined => {
  const rounding = roundings[apply.primitive.name as PrimitiveName]
  const count = roundingCount(apply, operands, result, manner)
  if (count === 0 || !isFloat(result.dtype)) return undefined
  const unit = count * unitRoundoff(result.dtype)
  return sizesOf(rounding.of, apply, operands, which, result).map((size) => unit * Math.abs(size))
}
