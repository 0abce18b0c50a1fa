import {
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  floor,
  log,
  neg,
  reciprocal,
  relu,
  round,
  sigmoid,
  sign,
  sin,
  sinh,
  softsign,
  sqrt,
  tan,
  tanh,
} from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { type Operators, required } from '../operator.js'

/** An operator that is one of our operations on one tensor. */
const unary =
  (operation: (x: Tensor) => Tensor) =>
  (...[call]: Parameters<Operators[string]>): readonly Tensor[] => [operation(required(call, 0))]

/** Functions of each element that take nothing else. */
export const elementwise: Operators = {
  Abs: unary(abs),
  Acos: unary(acos),
  Acosh: unary(acosh),
  Asin: unary(asin),
  Asinh: unary(asinh),
  Atan: unary(atan),
  Atanh: unary(atanh),
  Ceil: unary(ceil),
  Cos: unary(cos),
  Cosh: unary(cosh),
  Erf: unary(erf),
  Exp: unary(exp),
  Floor: unary(floor),
  Identity: unary((x) => x),
  Log: unary(log),
  Neg: unary(neg),
  Reciprocal: unary(reciprocal),
  Relu: unary(relu),
  Round: unary(round),
  Sigmoid: unary(sigmoid),
  Sign: unary(sign),
  Sin: unary(sin),
  Sinh: unary(sinh),
  Softsign: unary(softsign),
  Sqrt: unary(sqrt),
  Tan: unary(tan),
  Tanh: unary(tanh),
}
