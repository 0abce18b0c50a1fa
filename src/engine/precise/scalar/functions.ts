import type { Elementwise, primitives } from '../../../graph/index.js'
import { acos, asin, atan, atan2 } from './arctangent.js'
import { abs, add, div, mul, neg, sqrt, sub } from './arithmetic.js'
import { equal, less, lessEqual, maximum, minimum, sign, where } from './comparison.js'
import { floorDiv, remainder } from './division.js'
import { erf, erfc } from './erf.js'
import { exp, exp2, expm1, logistic } from './exp.js'
import { acosh, asinh, atanh, cosh, sinh, tanh } from './hyperbolic.js'
import { log, log1p, log2, log10 } from './log.js'
import type { Pair } from './pair.js'
import { power } from './power.js'
import { cbrt, hypot, rsqrt } from './roots.js'
import { ceil, floor, round, trunc } from './rounding.js'
import { cos, sin, tan } from './trigonometric.js'

type Primitives = typeof primitives

/** The primitives that take int32 only. */
type Integral = 'bitwiseAnd' | 'bitwiseOr' | 'bitwiseXor' | 'shiftLeft' | 'shiftRight' | 'shiftRightLogical'

/** The primitives that work element by element, on floats too. */
export type ElementwiseName = Exclude<
  { [P in keyof Primitives]: Primitives[P] extends Elementwise ? P : never }[keyof Primitives],
  Integral
>

/** What one element of a result is, as a function of one element of each operand; truth values are 1 and 0. */
export type PairFunction = ((x: Pair) => Pair) | ((a: Pair, b: Pair) => Pair) | ((a: Pair, b: Pair, c: Pair) => Pair)

/** The meaning of every elementwise primitive on floats, in pairs. */
export const functions = {
  abs,
  acos,
  acosh,
  add,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  ceil,
  cos,
  cosh,
  div,
  equal,
  erf,
  erfc,
  exp,
  exp2,
  expm1,
  floor,
  floorDiv,
  hypot,
  less,
  lessEqual,
  log,
  log10,
  log1p,
  log2,
  logistic,
  maximum,
  minimum,
  mul,
  neg,
  power,
  remainder,
  round,
  rsqrt,
  sign,
  sin,
  sinh,
  sqrt,
  sub,
  tan,
  tanh,
  trunc,
  where,
} as const satisfies { readonly [P in ElementwiseName]: PairFunction }
