import {
  abs,
  add,
  cos,
  cumsum,
  div,
  exp,
  expm1,
  flip,
  log,
  log1p,
  matmul,
  max,
  maximum,
  mean,
  mul,
  neg,
  relu,
  sigmoid,
  sign,
  sin,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '../../src/index.js'
import type { Expression, Operation } from './expression.js'

type Apply = (...operands: readonly never[]) => unknown

const operations = {
  neg,
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  tanh,
  sigmoid,
  sqrt,
  square,
  abs,
  sign,
  relu,
  add,
  sub,
  mul,
  div,
  maximum,
  sum,
  mean,
  max,
  cumsum,
  reverse: flip,
  softmax,
  matvec: matmul,
} as unknown as Readonly<Record<Operation, Apply>>

/** An expression as a function of our tensors. */
export const tensorFunction =
  (expression: Expression) =>
  (x: Tensor): Tensor => {
    const made = (part: Expression): unknown => {
      if (part === 'x') return x
      if (typeof part === 'number') return part
      if ('constant' in part) return tensor(part.constant as number[], { dtype: x.dtype as 'float64' })
      return operations[part.operation](...(part.operands.map(made) as never[]))
    }
    return made(expression) as Tensor
  }
