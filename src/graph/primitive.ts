import type { Constant, ScalarKernel, Tensor, TensorType } from '../tensor/index.js'

/** One application of a primitive, as its derivative rules see it: everything may be an expression. */
export interface Application<A> {
  readonly operands: readonly Tensor[]
  readonly results: readonly Tensor[]
  readonly attributes: A
}

/** A tangent or cotangent; undefined stands for an exact zero that costs nothing. */
export type Differential = Tensor | undefined

/** Cotangents of the results in (at least one defined), the cotangent of one operand out. */
export type Pullback = (cotangents: readonly Differential[]) => Differential

/** Says of an operand that it has no derivative: an index, a condition, a count. */
export const noDerivative = 'noDerivative'

/** What the laws draw an operand from: its type, and the interval of its elements (whole numbers for int32). */
export interface OperandDomain {
  readonly type: TensorType
  readonly low: number
  readonly high: number
  /** What is made of the tensor so drawn where not any will do, say, a matrix far from singular. */
  readonly arranged?: (drawn: Constant) => Constant
}

/** One way to apply a primitive that the laws try. */
export interface DomainCase<A> {
  readonly operands: readonly OperandDomain[]
  readonly attributes: A
  /** Distance, in the largest norm, from the operands to the nearest kink, tie or pole; Infinity where absent. */
  readonly kinkDistance?: (operands: readonly Constant[]) => number
}

/**
 * All that a primitive means, in one record. `A` is the type of its attributes: static, and free of expressions.
 * Methods rather than function properties, so that a record of any `A` is a `Primitive`.
 */
export interface Primitive<N extends string = string, A = unknown> {
  readonly name: N
  /** Types of the results, or a typed error that names the operation and the operands. */
  infer(operands: readonly TensorType[], attributes: A): readonly TensorType[]
  /** The reference kernel, in the documented order of operations. */
  evaluate(operands: readonly Constant[], attributes: A, types: readonly TensorType[]): readonly Constant[]
  /** Tangents of the operands (at least one defined) in, tangents of the results out. */
  jvp(application: Application<A>, tangents: readonly Differential[]): readonly Differential[]
  /** For each operand a pullback; only those of the operands `wanted` (floats all) are called. */
  vjp(application: Application<A>, wanted: readonly boolean[]): readonly (Pullback | typeof noDerivative)[]
  /** Operands of which those `batched` have a new axis 0 of `size`; every result gets one too. */
  batch(operands: readonly Tensor[], batched: readonly boolean[], attributes: A, size: number): readonly Tensor[]
  /** Where the laws sample it; a function, since cases may hold sub-graphs, which take the other primitives to make. */
  domain(): readonly DomainCase<A>[]
}

/** A primitive whose result elements depend on the operands' elements at the same place only. */
export interface Elementwise<N extends string = string> extends Primitive<N, NoAttributes> {
  readonly kernel: ScalarKernel
}

export type NoAttributes = Readonly<Record<never, never>>
export const noAttributes: NoAttributes = Object.freeze({})
