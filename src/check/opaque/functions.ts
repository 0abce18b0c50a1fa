/** A function to a number together with its gradient, in any code: both take the argument as a flat array. */
export interface OpaqueScalar {
  readonly value: (x: Float64Array) => number
  /** The derivatives by each entry of the argument: as many numbers as it has, in its order. */
  readonly gradient: (x: Float64Array) => ArrayLike<number>
}

/** A function to several numbers. */
interface OpaqueValues {
  readonly value: (x: Float64Array) => ArrayLike<number>
}

/** A function to M numbers of N together with its Jacobian: its rows, one for each output, or all of them row after row. */
export interface OpaqueJacobian extends OpaqueValues {
  readonly jacobian: (x: Float64Array) => ArrayLike<number> | ArrayLike<ArrayLike<number>>
}

/** A function to M numbers of N together with its pullback: M cotangents to N. */
export interface OpaqueVjp extends OpaqueValues {
  readonly vjp: (x: Float64Array, cotangent: Float64Array) => ArrayLike<number>
}

/** A function to M numbers of N together with its pushforward: N tangents to M. */
export interface OpaqueJvp extends OpaqueValues {
  readonly jvp: (x: Float64Array, tangent: Float64Array) => ArrayLike<number>
}

/** A function in any code, with the derivative that is to be checked. */
export type OpaqueFunction = OpaqueScalar | OpaqueJacobian | OpaqueVjp | OpaqueJvp

/** The names that a derivative can have. */
export const derivativeNames = ['gradient', 'jacobian', 'vjp', 'jvp'] as const

export type DerivativeName = (typeof derivativeNames)[number]
