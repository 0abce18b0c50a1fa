import type { PrimitiveName } from '../graph/index.js'
import type { Application, Lowering } from './application.js'
import type { ApplyLowering } from './assembly.js'
import { cond, inlined, scan, whileLoop } from './control.js'
import { matmul } from './nests/contraction.js'
import { cumulativeSum } from './nests/cumulative.js'
import { convert, elementwise } from './nests/elementwise.js'
import { concatenate, pad } from './nests/joining.js'
import { argmax, argmin, reduceMax, reduceMin, sumTo } from './nests/reduce.js'
import { routine } from './nests/routine.js'
import { scatter, scatterAdd, take } from './nests/selection.js'
import { overlapAdd } from './nests/sliding.js'
import { reshape, view } from './nests/views.js'

/** How each primitive becomes WebAssembly. */
const lowerings: { readonly [P in PrimitiveName]: Lowering<P> } = {
  abs: elementwise,
  acos: elementwise,
  acosh: elementwise,
  add: elementwise,
  argmax,
  argmin,
  argsort: routine,
  asin: elementwise,
  asinh: elementwise,
  atan: elementwise,
  atan2: elementwise,
  atanh: elementwise,
  bitwiseAnd: elementwise,
  bitwiseOr: elementwise,
  bitwiseXor: elementwise,
  broadcastTo: view,
  call: inlined,
  cbrt: elementwise,
  ceil: elementwise,
  cholesky: routine,
  cofactors: routine,
  cofactorsAlong: routine,
  concatenate,
  cond,
  convert,
  cos: elementwise,
  cosh: elementwise,
  cumulativeSum,
  customJvp: inlined,
  customVjp: inlined,
  det: routine,
  div: elementwise,
  eigh: routine,
  equal: elementwise,
  erf: elementwise,
  erfc: elementwise,
  exp: elementwise,
  exp2: elementwise,
  expm1: elementwise,
  flip: view,
  floor: elementwise,
  floorDiv: elementwise,
  hypot: elementwise,
  less: elementwise,
  lessEqual: elementwise,
  log: elementwise,
  log10: elementwise,
  log1p: elementwise,
  log2: elementwise,
  matmul,
  maximum: elementwise,
  minimum: elementwise,
  mul: elementwise,
  neg: elementwise,
  overlapAdd,
  pad,
  pinv: routine,
  power: elementwise,
  qr: routine,
  reduceMax,
  reduceMin,
  remainder: elementwise,
  reshape,
  round: elementwise,
  rsqrt: elementwise,
  scan,
  scatter,
  scatterAdd,
  shiftLeft: elementwise,
  shiftRight: elementwise,
  shiftRightLogical: elementwise,
  sign: elementwise,
  sin: elementwise,
  sinh: elementwise,
  slice: view,
  slogdet: routine,
  solve: routine,
  sqrt: elementwise,
  stopGradient: view,
  sub: elementwise,
  sumTo,
  svd: routine,
  take,
  tan: elementwise,
  tanh: elementwise,
  transpose: view,
  triangularSolve: routine,
  trunc: elementwise,
  where: elementwise,
  whileLoop,
  windows: view,
}

/** Writes the code of an Apply by the row of its primitive. */
export const lowerApply: ApplyLowering = (assembly, { primitive, attributes, results }, operands, destinations) => {
  const lowering = lowerings[primitive.name as PrimitiveName] as Lowering<PrimitiveName>
  const application = { primitive, attributes, operands, types: results, destinations } as Application<PrimitiveName>
  return lowering(assembly, application)
}
