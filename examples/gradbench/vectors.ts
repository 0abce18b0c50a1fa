import { add, mul, sub } from 'cotangent'
import type { Scalar } from './tensors.js'

/** A vector of the plane by its components. */
export type Vec2 = readonly [Scalar, Scalar]

/** A vector of space by its components. */
export type Vec3 = readonly [Scalar, Scalar, Scalar]

export const plus = ([a, b, c]: Vec3, [x, y, z]: Vec3): Vec3 => [add(a, x), add(b, y), add(c, z)]
export const minus = ([a, b, c]: Vec3, [x, y, z]: Vec3): Vec3 => [sub(a, x), sub(b, y), sub(c, z)]
export const times = (factor: Scalar, [x, y, z]: Vec3): Vec3 => [mul(factor, x), mul(factor, y), mul(factor, z)]
export const dot = ([a, b, c]: Vec3, [x, y, z]: Vec3): Scalar => add(add(mul(a, x), mul(b, y)), mul(c, z))
export const cross = ([a, b, c]: Vec3, [x, y, z]: Vec3): Vec3 => [
  sub(mul(b, z), mul(c, y)),
  sub(mul(c, x), mul(a, z)),
  sub(mul(a, y), mul(b, x)),
]
