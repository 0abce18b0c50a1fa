import {
  absRecord,
  addRecord,
  divRecord,
  equalRecord,
  expm1Record,
  expRecord,
  lessEqualRecord,
  lessRecord,
  log1pRecord,
  logRecord,
  maximumRecord,
  minimumRecord,
  mulRecord,
  negRecord,
  powerRecord,
  signRecord,
  sqrtRecord,
  subRecord,
  tanhRecord,
  whereRecord,
} from './arithmetic.js'
import {
  bitwiseAndRecord,
  bitwiseOrRecord,
  bitwiseXorRecord,
  shiftLeftRecord,
  shiftRightLogicalRecord,
  shiftRightRecord,
} from './bits.js'
import { matmulRecord } from './contraction.js'
import { callRecord } from './control/call.js'
import { condRecord } from './control/cond.js'
import { customJvpRecord, customVjpRecord } from './control/custom.js'
import { scanRecord } from './control/scan.js'
import { whileRecord } from './control/while.js'
import { convertRecord, stopGradientRecord } from './conversion.js'
import { cumulativeSumRecord } from './cumulative.js'
import { floorDivRecord, remainderRecord } from './division.js'
import { erfcRecord, erfRecord } from './errorFunction.js'
import { argmaxRecord, argminRecord, reduceMaxRecord, reduceMinRecord } from './extrema.js'
import {
  acoshRecord,
  asinhRecord,
  atanhRecord,
  coshRecord,
  hypotRecord,
  logisticRecord,
  rsqrtRecord,
  sinhRecord,
} from './hyperbolic.js'
import { scatterAddRecord, scatterRecord, takeRecord } from './indexing.js'
import { choleskyRecord } from './linear/cholesky.js'
import { cofactorsAlongRecord, cofactorsRecord, detRecord, slogdetRecord } from './linear/determinants.js'
import { eighRecord } from './linear/eigen.js'
import { qrRecord } from './linear/orthogonal.js'
import { pinvRecord, svdRecord } from './linear/singular.js'
import { solveRecord, triangularSolveRecord } from './linear/systems.js'
import { cbrtRecord, exp2Record, log2Record, log10Record } from './powers.js'
import { ceilRecord, floorRecord, roundRecord, truncRecord } from './rounding.js'
import { overlapAddRecord, windowsRecord } from './sliding.js'
import { argsortRecord } from './sorting.js'
import { broadcastToRecord, reshapeRecord, sumToRecord, transposeRecord } from './structural.js'
import { acosRecord, asinRecord, atan2Record, atanRecord, cosRecord, sinRecord, tanRecord } from './trigonometric.js'
import { concatenateRecord, flipRecord, padRecord, sliceRecord } from './windows.js'

/** Every primitive: the one table that laws, engines and printers go by. */
export const primitives = {
  abs: absRecord,
  acos: acosRecord,
  acosh: acoshRecord,
  add: addRecord,
  argmax: argmaxRecord,
  argmin: argminRecord,
  argsort: argsortRecord,
  asin: asinRecord,
  asinh: asinhRecord,
  atan: atanRecord,
  atan2: atan2Record,
  atanh: atanhRecord,
  bitwiseAnd: bitwiseAndRecord,
  bitwiseOr: bitwiseOrRecord,
  bitwiseXor: bitwiseXorRecord,
  broadcastTo: broadcastToRecord,
  call: callRecord,
  cbrt: cbrtRecord,
  ceil: ceilRecord,
  cholesky: choleskyRecord,
  cofactors: cofactorsRecord,
  cofactorsAlong: cofactorsAlongRecord,
  concatenate: concatenateRecord,
  cond: condRecord,
  convert: convertRecord,
  cos: cosRecord,
  cosh: coshRecord,
  cumulativeSum: cumulativeSumRecord,
  customJvp: customJvpRecord,
  customVjp: customVjpRecord,
  det: detRecord,
  div: divRecord,
  eigh: eighRecord,
  equal: equalRecord,
  erf: erfRecord,
  erfc: erfcRecord,
  exp: expRecord,
  exp2: exp2Record,
  expm1: expm1Record,
  flip: flipRecord,
  floor: floorRecord,
  floorDiv: floorDivRecord,
  hypot: hypotRecord,
  less: lessRecord,
  lessEqual: lessEqualRecord,
  log: logRecord,
  log10: log10Record,
  log1p: log1pRecord,
  log2: log2Record,
  logistic: logisticRecord,
  matmul: matmulRecord,
  maximum: maximumRecord,
  minimum: minimumRecord,
  mul: mulRecord,
  neg: negRecord,
  overlapAdd: overlapAddRecord,
  pad: padRecord,
  pinv: pinvRecord,
  power: powerRecord,
  qr: qrRecord,
  reduceMax: reduceMaxRecord,
  reduceMin: reduceMinRecord,
  remainder: remainderRecord,
  reshape: reshapeRecord,
  round: roundRecord,
  rsqrt: rsqrtRecord,
  scan: scanRecord,
  scatter: scatterRecord,
  scatterAdd: scatterAddRecord,
  shiftLeft: shiftLeftRecord,
  shiftRight: shiftRightRecord,
  shiftRightLogical: shiftRightLogicalRecord,
  sign: signRecord,
  sin: sinRecord,
  sinh: sinhRecord,
  slice: sliceRecord,
  slogdet: slogdetRecord,
  solve: solveRecord,
  sqrt: sqrtRecord,
  stopGradient: stopGradientRecord,
  sub: subRecord,
  sumTo: sumToRecord,
  svd: svdRecord,
  take: takeRecord,
  tan: tanRecord,
  tanh: tanhRecord,
  transpose: transposeRecord,
  triangularSolve: triangularSolveRecord,
  trunc: truncRecord,
  where: whereRecord,
  whileLoop: whileRecord,
  windows: windowsRecord,
} as const

export type PrimitiveName = keyof typeof primitives

/** The type of a primitive's attributes. */
export type AttributesOf<P extends PrimitiveName> = Parameters<(typeof primitives)[P]['infer']>[1]
