import { abs, add, div, lessEqual, log, mul, neg, sqrt, sub, where } from '../graph/index.js'
import type { Tensor } from '../tensor/index.js'

type Real = Tensor<readonly number[], 'float64'>

/**
 * Wichura's algorithm AS 241 (PPND16, Applied Statistics 37, 1988): rational functions of 0.180625 - q^2 for |q| up to
 * 0.425, and beyond it of r - 1.6 or, above r = 5, of r - 5, where r = sqrt(-log(1/2 - |q|)). Coefficients ascend.
 */
const central = {
  numerator: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  denominator: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
}
const middle = {
  numerator: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  denominator: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
}
const far = {
  numerator: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  denominator: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
}

/** Horner's scheme. */
const polynomial = (coefficients: readonly number[], x: Real): Real => {
  const [highest, ...lower] = coefficients.toReversed()
  return lower.reduce<Real | number>((value, coefficient) => add(mul(x, value), coefficient), highest) as Real
}

const rational = ({ numerator, denominator }: typeof central, x: Real): Real =>
  div(polynomial(numerator, x), polynomial(denominator, x))

/** The x below which a standard normal falls with probability 1/2 + q, for |q| < 1/2, to a relative error below 1e-15. */
export const normalQuantile = (q: Real): Real => {
  const radius = sqrt(neg(log(sub(0.5, abs(q)))))
  const tail = where(lessEqual(radius, 5), rational(middle, sub(radius, 1.6)), rational(far, sub(radius, 5)))
  const signed = where(lessEqual(q, 0), neg(tail), tail)
  return where(lessEqual(abs(q), 0.425), mul(q, rational(central, sub(0.180625, mul(q, q)))), signed)
}
