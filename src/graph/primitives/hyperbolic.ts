import {
  acosh as acoshKernel,
  asinh as asinhKernel,
  atanh as atanhKernel,
  cosh as coshKernel,
  hypot as hypotKernel,
  logistic as logisticKernel,
  rsqrt as rsqrtKernel,
  sinh as sinhKernel,
  type Tensor,
} from '../../tensor/index.js'
import { binaryOf, elementwise, elementwiseCases, type Interval, unary, unaryOf } from '../elementwise.js'
import { add, addDifferentials, div, equal, fullLike, mul, neg, sqrt, sub, where } from './arithmetic.js'
import { zerosLike } from './structural.js'

// --- hyperbolic functions

export const sinhRecord = unary('sinh', sinhKernel, {
  jvp: (dx, x) => mul(dx, cosh(x)),
  vjp: (cotangent, x) => mul(cotangent, cosh(x)),
})
export const sinh = unaryOf(sinhRecord)

export const coshRecord = unary('cosh', coshKernel, {
  jvp: (dx, x) => mul(dx, sinh(x)),
  vjp: (cotangent, x) => mul(cotangent, sinh(x)),
})
export const cosh = unaryOf(coshRecord)

// logistic' = y (1 - y), with all its digits where x <= 0; above, 1 - y has lost those that y does not show
export const logisticRecord = unary('logistic', logisticKernel, {
  jvp: (dx, _, y) => mul(dx, sub(y, mul(y, y))),
  vjp: (cotangent, _, y) => mul(mul(cotangent, y), sub(fullLike(y, 1), y)),
})
export const logistic = unaryOf(logisticRecord)

// --- lengths

/** The cotangent of a side: that of the length h, times side / h; 0 by decree where h = 0, also for an infinite one. */
const alongSide = (cotangent: Tensor, side: Tensor, h: Tensor): Tensor => {
  const isZero = equal(h, zerosLike(h))
  return mul(where(isZero, zerosLike(h), cotangent), div(side, where(isZero, fullLike(h, 1), h)))
}

/** a / h for a side a of the length h, and 0 by decree where h = 0. */
const cosine = (a: Tensor, h: Tensor, isZero: Tensor): Tensor =>
  where(isZero, zerosLike(h), div(a, where(isZero, fullLike(h, 1), h)))

const everyday: Interval = [-3, 3]

// d hypot(a, b) = (a da + b db) / hypot(a, b), and 0 at (0, 0), also for an infinite tangent there
export const hypotRecord = elementwise({
  name: 'hypot',
  takes: 'float',
  kernel: hypotKernel,
  jvp: (tangents, operands, h) => {
    const isZero = equal(h, zerosLike(h))
    const [along, across] = operands.map((side, index) => {
      const tangent = tangents[index]
      return tangent && mul(where(isZero, zerosLike(h), tangent), cosine(side, h, isZero))
    })
    return addDifferentials(along, across)
  },
  vjp: [(cotangent, [a], h) => alongSide(cotangent, a, h), (cotangent, [, b], h) => alongSide(cotangent, b, h)],
  domain: [
    ...elementwiseCases([everyday, [0.4, 3]]),
    ...elementwiseCases([everyday, everyday], (a, b) => Math.max(Math.abs(a), Math.abs(b))),
  ],
})
export const hypot = binaryOf(hypotRecord)

// rsqrt'(x) = -rsqrt(x) / 2x
export const rsqrtRecord = unary(
  'rsqrt',
  rsqrtKernel,
  {
    jvp: (dx, x, y) => neg(div(mul(dx, y), add(x, x))),
    vjp: (cotangent, x, y) => mul(mul(cotangent, y), div(fullLike(x, -0.5), x)),
  },
  [0.3, 4],
)
export const rsqrt = unaryOf(rsqrtRecord)

// --- areas: none of these denominators overflows, or loses digits to a square beside 1

// asinh'(x) = 1 / sqrt(1 + x^2)
export const asinhRecord = unary('asinh', asinhKernel, {
  jvp: (dx, x) => div(dx, hypot(fullLike(x, 1), x)),
  vjp: (cotangent, x) => div(cotangent, hypot(x, fullLike(x, 1))),
})
export const asinh = unaryOf(asinhRecord)

// acosh'(x) = 1 / (sqrt(x - 1) sqrt(x + 1)), Infinity at 1
export const acoshRecord = unary(
  'acosh',
  acoshKernel,
  {
    jvp: (dx, x) => {
      const one = fullLike(x, 1)
      return div(dx, mul(sqrt(sub(x, one)), sqrt(add(x, one))))
    },
    vjp: (cotangent, x) => {
      const one = fullLike(x, 1)
      return div(div(cotangent, sqrt(add(x, one))), sqrt(sub(x, one)))
    },
  },
  [1.3, 4],
)
export const acosh = unaryOf(acoshRecord)

// atanh'(x) = 1 / ((1 - x) (1 + x)), Infinity at -1 and 1
export const atanhRecord = unary(
  'atanh',
  atanhKernel,
  {
    jvp: (dx, x) => {
      const one = fullLike(x, 1)
      return div(dx, mul(sub(one, x), add(one, x)))
    },
    vjp: (cotangent, x) => {
      const one = fullLike(x, 1)
      return div(div(cotangent, add(x, one)), sub(one, x))
    },
  },
  [-0.7, 0.7],
)
export const atanh = unaryOf(atanhRecord)
