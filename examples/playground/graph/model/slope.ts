import {
  derivative,
  type FloatDType,
  grad,
  item,
  jit,
  linspace,
  type Tensor,
  tensor,
  toTypedArray,
  vmap,
} from 'cotangent'
import type { Curve, CurveName, Difference, Method, Slope } from '../protocol.js'
import { ranges } from '../ranges.js'
import { functions } from './functions.js'

type Scalar = Tensor<[], 'float64'>
type Curved = (x: Scalar) => Tensor<[], FloatDType>

/** The unit roundoff of float64. */
const unit = 2 ** -53

/** How many steps of epsilon there are between powers of ten, and how small the least is. */
const perDecade = 10
const decades = 16

/** All steps that errors are drawn for, from 1 down to 1e-16. */
export const epsilons: Float64Array = Float64Array.from(
  { length: perDecade * decades + 1 },
  (_, index) => Number(`1e${-Math.floor(index / perDecade)}`) * 10 ** (-(index % perDecade) / perDecade),
)

const points = 401

/** Points of a function over its range. */
export const curveOf = (name: CurveName): Curve => {
  const { from, to } = ranges[name]
  const x = linspace(from, to, points)
  const y = jit(vmap(functions[name]))(x as Tensor<[number], 'float64'>)
  return { x: toTypedArray(x) as Float64Array, y: toTypedArray(y) as Float64Array }
}

/** Whether x moves at all by a step, on each side where the quotient steps. */
const isLost = (x: number, epsilon: number, method: Method): boolean =>
  x + epsilon === x || (method === 'central' && x - epsilon === x)

const quotientAt = (f: Curved, x: number, epsilon: number, method: Method): number | undefined =>
  isLost(x, epsilon, method) ? undefined : item(derivative(f as never, tensor(x), { epsilon, method }) as Scalar)

/** Derivatives of the first three orders. */
const orders = (f: Curved, x: Scalar): readonly [first: number, second: number, third: number] => {
  const first = grad(f as (x: Scalar) => Scalar)
  const second = grad(first)
  return [item(first(x)), item(second(x)), item(grad(second)(x))]
}

/**
 * What is known of a quotient's error beforehand. Leaving the curve costs h |f''| / 2 forward and h² |f'''| / 6 central, the
 * first terms of Taylor's series. Each value of f is off by 2 u |f| at most, as functions are within a unit in the last
 * place, and x + h by u |x|, which is u |x f'| in f: there are two values, and one or two places that are not x itself.
 */
const expected = (method: Method, x: number, value: number, [first, second, third]: readonly number[]) => {
  const [ofValues, ofPlaces] = [4 * unit * Math.abs(value), unit * Math.abs(x * first)]
  return method === 'forward'
    ? { truncation: { coefficient: Math.abs(second) / 2, power: 1 as const }, rounding: ofValues + ofPlaces }
    : { truncation: { coefficient: Math.abs(third) / 6, power: 2 as const }, rounding: ofValues / 2 + ofPlaces }
}

/** Where c h^p + r / h is least: its slope p c h^(p-1) - r / h² is 0 there. */
const bestOf = (coefficient: number, power: number, rounding: number): number | undefined => {
  const best = (rounding / (power * coefficient)) ** (1 / (power + 1))
  return best > 0 && Number.isFinite(best) ? best : undefined
}

const differenceOf = (
  f: Curved,
  x: number,
  epsilon: number,
  method: Method,
  value: number,
  slopes: readonly number[],
): Difference => {
  const { truncation, rounding } = expected(method, x, value, slopes)
  return {
    quotient: quotientAt(f, x, epsilon, method),
    errors: epsilons.map((each) => Math.abs((quotientAt(f, x, each, method) ?? Number.NaN) - slopes[0])),
    truncation,
    rounding,
    best: bestOf(truncation.coefficient, truncation.power, rounding),
  }
}

/** The derivative of a function at a place, and difference quotients beside it. */
export const slopeOf = (name: CurveName, x: number, epsilon: number): Slope => {
  const f = functions[name]
  const point = tensor(x) as Scalar
  const value = item(f(point))
  const slopes = orders(f, point)
  const difference = (method: Method): Difference => differenceOf(f, x, epsilon, method, value, slopes)
  return {
    x,
    value,
    derivative: slopes[0],
    epsilons,
    differences: { forward: difference('forward'), central: difference('central') },
  }
}
