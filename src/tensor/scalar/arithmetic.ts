/**
 * Scalar arithmetic as an algebra: a kernel written against it means the same to every engine that gives an instance.
 * Truth values are of type `T` too; only comparisons, `and`, `or`, `not` make them and only those and `select` use them.
 * An instance must give each operation exactly the IEEE 754 (or wrapping 32-bit) result, so kernels agree to the bit.
 */
export interface Arithmetic<T> {
  readonly constant: (value: number) => T
  readonly add: (a: T, b: T) => T
  readonly sub: (a: T, b: T) => T
  readonly mul: (a: T, b: T) => T
  /** Of int32 toward zero, 0 where b is 0. */
  readonly div: (a: T, b: T) => T
  /** What division toward zero leaves, exactly, with the sign of `a`: NaN where that is none, of int32 0 where b is 0. */
  readonly remainder: (a: T, b: T) => T
  readonly neg: (a: T) => T
  readonly abs: (a: T) => T
  /** -a where the sign of `b` is negative, be that of a zero, and else a; of NaN either (float instances). */
  readonly flipSign: (a: T, b: T) => T
  readonly sqrt: (a: T) => T
  /** Round to the nearest integer, ties to even. */
  readonly nearest: (a: T) => T
  /** The largest integer that is not above `a`. */
  readonly floor: (a: T) => T
  /** NaN if either is NaN; `-0 < +0`. */
  readonly minimum: (a: T, b: T) => T
  /** NaN if either is NaN; `-0 < +0`. */
  readonly maximum: (a: T, b: T) => T
  readonly less: (a: T, b: T) => T
  readonly lessEqual: (a: T, b: T) => T
  readonly equal: (a: T, b: T) => T
  /** Of truth values, and bit by bit of int32; so is `or`. */
  readonly and: (a: T, b: T) => T
  readonly or: (a: T, b: T) => T
  readonly not: (a: T) => T
  /** `whenTrue` where the condition holds, else `whenFalse`; both are evaluated. */
  readonly select: (condition: T, whenTrue: T, whenFalse: T) => T
  /**
   * What `whenTrue` gives where the condition holds, else what `whenFalse` gives; the other does not run, so a long way
   * that few operands need costs the rest nothing. Both are written as if both ran: an instance for several elements at
   * once runs both where its elements differ, and selects.
   */
  readonly branch: (condition: T, whenTrue: () => T, whenFalse: () => T) => T
  /**
   * The entry of a constant table at an integral index within it (float instances; another index gives an unspecified
   * number, without harm). A table is one array for all its uses, since instances keep each array once.
   */
  readonly lookup: (table: readonly number[], index: T) => T
  /** 2^n for an integral `n` from -1022 to 1023 (float instances; anything else gives an unspecified number). */
  readonly power2: (n: T) => T
  /** The integer e with 2^e <= a < 2^(e+1), for a positive normal `a` (float instances; else unspecified). */
  readonly exponent: (a: T) => T
  /** `a` divided by 2^exponent(a), in [1, 2), for a positive normal `a` (float instances; else unspecified). */
  readonly significand: (a: T) => T
  /** Bitwise operations of the int32 instance; the shift count is taken modulo 32. */
  readonly xor: (a: T, b: T) => T
  readonly shiftLeft: (a: T, count: T) => T
  /** Copies of the sign come in. */
  readonly shiftRight: (a: T, count: T) => T
  readonly shiftRightLogical: (a: T, count: T) => T
}

/** What one element of a result is, as a function of one element of each operand. */
export type ScalarKernel = <T>(arithmetic: Arithmetic<T>, ...operands: readonly T[]) => T
