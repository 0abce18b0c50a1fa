import {
  acos as acosKernel,
  asin as asinKernel,
  atan2 as atan2Kernel,
  atan as atanKernel,
  cos as cosKernel,
  sin as sinKernel,
  type Tensor,
  tan as tanKernel,
} from '../../tensor/index.js'
import { binaryOf, elementwise, elementwiseCases, type Interval, unary, unaryOf } from '../elementwise.js'
import { abs, add, addDifferentials, div, fullLike, maximum, mul, neg, sqrt, sub } from './arithmetic.js'
import { stopGradient } from './conversion.js'
import { hypot } from './hyperbolic.js'

const turns: Interval = [-7, 7]

export const sinRecord = unary(
  'sin',
  sinKernel,
  { jvp: (dx, x) => mul(dx, cos(x)), vjp: (cotangent, x) => mul(cotangent, cos(x)) },
  turns,
)
export const sin = unaryOf(sinRecord)

export const cosRecord = unary(
  'cos',
  cosKernel,
  { jvp: (dx, x) => neg(mul(dx, sin(x))), vjp: (cotangent, x) => mul(cotangent, neg(sin(x))) },
  turns,
)
export const cos = unaryOf(cosRecord)

// tan' = 1 + tan^2
export const tanRecord = unary(
  'tan',
  tanKernel,
  {
    jvp: (dx, _, y) => mul(dx, add(fullLike(y, 1), mul(y, y))),
    vjp: (cotangent, _, y) => add(cotangent, mul(mul(cotangent, y), y)),
  },
  [-1.2, 1.2],
)
export const tan = unaryOf(tanRecord)

/** sqrt(1 - x^2); in two factors, since 1 - x^2 would have no digits left near 1. */
const complement = (x: Tensor): Tensor => {
  const one = fullLike(x, 1)
  return sqrt(mul(sub(one, x), add(one, x)))
}

const inside: Interval = [-0.9, 0.9]

// asin'(x) = 1 / sqrt(1 - x^2), Infinity at -1 and 1
export const asinRecord = unary(
  'asin',
  asinKernel,
  { jvp: (dx, x) => div(dx, complement(x)), vjp: (cotangent, x) => div(cotangent, complement(x)) },
  inside,
)
export const asin = unaryOf(asinRecord)

// acos' = -asin'
export const acosRecord = unary(
  'acos',
  acosKernel,
  { jvp: (dx, x) => neg(div(dx, complement(x))), vjp: (cotangent, x) => div(neg(cotangent), complement(x)) },
  inside,
)
export const acos = unaryOf(acosRecord)

// atan'(x) = 1 / (1 + x^2)
export const atanRecord = unary('atan', atanKernel, {
  jvp: (dx, x) => div(dx, add(fullLike(x, 1), mul(x, x))),
  vjp: (cotangent, x) => div(cotangent, add(mul(x, x), fullLike(x, 1))),
})
export const atan = unaryOf(atanRecord)

/** How far a point is from the origin and the cut along the negative x-axis, where the angle jumps. */
const distanceFromCut = (y: number, x: number): number => Math.max(Math.abs(y), x)

/** The cotangent of one side of an angle: g (other / h) / h for the hypotenuse h, which neither overflows nor underflows. */
const besideAngle = (cotangent: Tensor, other: Tensor, h: Tensor): Tensor => div(mul(cotangent, div(other, h)), h)

/**
 * d atan2(y, x) = (u dy - v dx) / (u^2 + v^2) / m for u = x/m, v = y/m and any m: with m the larger size nothing overflows
 * that should not. At (0, 0) it is 0/0.
 */
export const atan2Record = elementwise({
  name: 'atan2',
  takes: 'float',
  kernel: atan2Kernel,
  jvp: ([dy, dx], [y, x]) => {
    const m = stopGradient(maximum(abs(y), abs(x)))
    const [u, v] = [div(x, m), div(y, m)]
    const turned = addDifferentials(dy && mul(u, dy), dx && neg(mul(v, dx)))
    return turned && div(div(turned, add(mul(u, u), mul(v, v))), m)
  },
  vjp: [
    (cotangent, [y, x]) => besideAngle(cotangent, x, hypot(y, x)),
    (cotangent, [y, x]) => neg(besideAngle(cotangent, y, hypot(y, x))),
  ],
  domain: elementwiseCases(
    [
      [-3, 3],
      [-3, 3],
    ],
    distanceFromCut,
  ),
})
export const atan2 = binaryOf(atan2Record)
