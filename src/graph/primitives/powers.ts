import {
  cbrt as cbrtKernel,
  exp2 as exp2Kernel,
  irrationals,
  log2 as log2Kernel,
  log10 as log10Kernel,
} from '../../tensor/index.js'
import { unary, unaryOf } from '../elementwise.js'
import { div, fullLike, mul, nearLike } from './arithmetic.js'

// --- powers and logarithms of other bases than e

// d 2^x = 2^x log 2
export const exp2Record = unary('exp2', exp2Kernel, {
  jvp: (dx, _, y) => mul(dx, mul(y, nearLike(y, irrationals.ln2))),
  vjp: (cotangent, _, y) => mul(mul(cotangent, nearLike(y, irrationals.ln2)), y),
})
export const exp2 = unaryOf(exp2Record)

// log2'(x) = 1 / (x log 2)
export const log2Record = unary(
  'log2',
  log2Kernel,
  {
    jvp: (dx, x) => div(dx, mul(x, nearLike(x, irrationals.ln2))),
    vjp: (cotangent, x) => mul(div(cotangent, x), nearLike(x, irrationals.log2e)),
  },
  [0.3, 4],
)
export const log2 = unaryOf(log2Record)

// log10'(x) = 1 / (x log 10)
export const log10Record = unary(
  'log10',
  log10Kernel,
  {
    jvp: (dx, x) => div(dx, mul(x, nearLike(x, irrationals.ln10))),
    vjp: (cotangent, x) => mul(div(cotangent, x), nearLike(x, irrationals.log10e)),
  },
  [0.3, 4],
)
export const log10 = unaryOf(log10Record)

// cbrt'(x) = 1 / (3 cbrt(x)^2), Infinity at 0; divided by one root after the other, so that its slope at Infinity is 0
export const cbrtRecord = unary(
  'cbrt',
  cbrtKernel,
  {
    jvp: (dx, _, y) => div(div(dx, mul(fullLike(y, 3), y)), y),
    // Divided twice rather than by a square, of which a slope at 0 or at infinity would be 0 times infinity.
    vjp: (cotangent, _, y) => div(div(cotangent, mul(fullLike(y, 3), y)), y),
  },
  [-4, -0.3],
  [0.3, 4],
)
export const cbrt = unaryOf(cbrtRecord)
