import type { Apply, Elementwise, PrimitiveName } from '../graph/index.js'
import type { Application, Lowering } from './application.js'
import type { ApplyLowering, Lowerings, Target } from './assembly.js'
import { matmul } from './contraction/matmul.js'
import { cond, inlined } from './control.js'
import { scan, whileLoop } from './iteration.js'
import { cumulativeSum } from './nests/cumulative.js'
import { argmax, argmin } from './nests/extremum.js'
import { concatenate, pad } from './nests/joining.js'
import { routine } from './nests/routine.js'
import { scatter, scatterAdd, take } from './nests/selection.js'
import { overlapAdd } from './nests/sliding.js'
import { reshape, view } from './nests/views.js'
import type { Form } from './plan/step.js'
import { thresholds } from './thresholds.js'
import { unrolledCost } from './unrolled/unrolling.js'
import { profileOf } from './vector/index.js'

/** How each primitive becomes WebAssembly: as a part of loop nests, or by code of its own. */
const lowerings: { readonly [P in PrimitiveName]: Lowering<P> | Exclude<Form, 'own'> } = {
  abs: 'mapped',
  acos: 'mapped',
  acosh: 'mapped',
  add: 'mapped',
  argmax,
  argmin,
  argsort: routine,
  asin: 'mapped',
  asinh: 'mapped',
  atan: 'mapped',
  atan2: 'mapped',
  atanh: 'mapped',
  bitwiseAnd: 'mapped',
  bitwiseOr: 'mapped',
  bitwiseXor: 'mapped',
  broadcastTo: view,
  call: inlined,
  cbrt: 'mapped',
  ceil: 'mapped',
  cholesky: routine,
  cofactors: routine,
  cofactorsAlong: routine,
  concatenate,
  cond,
  convert: 'mapped',
  cos: 'mapped',
  cosh: 'mapped',
  cumulativeSum,
  customJvp: inlined,
  customVjp: inlined,
  det: routine,
  div: 'mapped',
  eigh: routine,
  equal: 'mapped',
  erf: 'mapped',
  erfc: 'mapped',
  exp: 'mapped',
  exp2: 'mapped',
  expm1: 'mapped',
  flip: view,
  floor: 'mapped',
  floorDiv: 'mapped',
  hypot: 'mapped',
  less: 'mapped',
  lessEqual: 'mapped',
  log: 'mapped',
  log10: 'mapped',
  log1p: 'mapped',
  log2: 'mapped',
  logistic: 'mapped',
  matmul,
  maximum: 'mapped',
  minimum: 'mapped',
  mul: 'mapped',
  neg: 'mapped',
  overlapAdd,
  pad,
  pinv: routine,
  power: 'mapped',
  qr: routine,
  reduceMax: 'reduced',
  reduceMin: 'reduced',
  remainder: 'mapped',
  reshape,
  round: 'mapped',
  rsqrt: 'mapped',
  scan,
  scatter,
  scatterAdd,
  shiftLeft: 'mapped',
  shiftRight: 'mapped',
  shiftRightLogical: 'mapped',
  sign: 'mapped',
  sin: 'mapped',
  sinh: 'mapped',
  slice: view,
  slogdet: routine,
  solve: routine,
  sqrt: 'mapped',
  stopGradient: view,
  sub: 'mapped',
  sumTo: 'reduced',
  svd: routine,
  take,
  tan: 'mapped',
  tanh: 'mapped',
  transpose: view,
  triangularSolve: routine,
  trunc: 'mapped',
  where: 'mapped',
  whileLoop,
  windows: view,
}

const rowOf = ({ primitive }: Apply): (typeof lowerings)[PrimitiveName] => lowerings[primitive.name as PrimitiveName]

/** Writes the code of an Apply that has code of its own. */
const lower: ApplyLowering = (assembly, apply, operands, destinations) => {
  const { primitive, attributes, results } = apply
  const lowering = rowOf(apply) as Lowering<PrimitiveName>
  const application = { primitive, attributes, operands, types: results, destinations } as Application<PrimitiveName>
  return lowering(assembly, application)
}

/** The table as compiling a graph goes by it. */
export const tableOfLowerings: Lowerings = {
  lower,
  formOf: (apply) => {
    const row = rowOf(apply)
    return typeof row === 'string' ? row : 'own'
  },
  mapped: ({ primitive, operands }) =>
    'kernel' in primitive ? profileOf((primitive as Elementwise).kernel, operands.length).operations : 1,
  unrolled: unrolledCost,
  thresholds,
}

/** The same where nothing is written out. */
const tableOfLoops: Lowerings = { ...tableOfLowerings, unrolled: () => undefined }

/** The table as compiling for a target goes by it. */
export const tableFor = ({ loopsOnly, thresholds: own }: Target): Lowerings => {
  const table = loopsOnly ? tableOfLoops : tableOfLowerings
  return own === undefined ? table : { ...table, thresholds: own }
}
