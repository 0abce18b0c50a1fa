import type { Arithmetic, ScalarKernel } from '../../tensor/index.js'

/**
 * What is known of a number computed from float32 operands in exact arithmetic: it is a float32, or becomes the right one
 * when it is rounded once, or neither is known.
 */
const exact = 0
const once = 1
const unknown = 2

/** What a kernel is like, from one run over it. */
export interface KernelProfile {
  /** How many operations it has. */
  readonly operations: number
  /**
   * Whether on float32 it gives the same when it is computed in float32 instead of being computed in float64 and rounded:
   * at most one operation rounds, and nothing after it but what rounding does not disturb. In one of add, sub, mul, div
   * and sqrt the float64 in between makes no difference, having more than twice the digits.
   */
  readonly isNarrow: boolean
}

const profiles = new WeakMap<ScalarKernel, KernelProfile>()

const analyse = (kernel: ScalarKernel, operands: number): KernelProfile => {
  let operations = 0
  const counted =
    (result: (...states: readonly number[]) => number) =>
    (...states: readonly number[]): number => {
      operations++
      return result(...states)
    }
  const rounds = counted((...states) => (states.every((state) => state === exact) ? once : unknown))
  /** Of which the result on rounded numbers is another than the rounded result. */
  const discerns = counted((...states) => (states.every((state) => state === exact) ? exact : unknown))
  /** Of which the result on rounded numbers is the rounded result. */
  const commutes = counted((...states) => Math.max(...states))
  const isWide = counted(() => unknown)
  const tracer: Arithmetic<number> = {
    constant: (value) => (Object.is(Math.fround(value), value) ? exact : unknown),
    add: rounds,
    sub: rounds,
    mul: rounds,
    div: rounds,
    sqrt: rounds,
    remainder: isWide,
    neg: commutes,
    abs: commutes,
    flipSign: commutes,
    nearest: discerns,
    floor: discerns,
    minimum: commutes,
    maximum: commutes,
    less: discerns,
    lessEqual: discerns,
    equal: discerns,
    and: commutes,
    or: commutes,
    not: commutes,
    select: commutes,
    branch: (condition, whenTrue, whenFalse) => commutes(condition, whenTrue(), whenFalse()),
    lookup: (_, index) => isWide(index),
    power2: isWide,
    exponent: isWide,
    significand: isWide,
    xor: isWide,
    shiftLeft: isWide,
    shiftRight: isWide,
    shiftRightLogical: isWide,
  }
  const isNarrow = kernel(tracer, ...new Array<number>(operands).fill(exact)) !== unknown
  return { operations, isNarrow }
}

export const profileOf = (kernel: ScalarKernel, operands: number): KernelProfile => {
  const profile = profiles.get(kernel) ?? analyse(kernel, operands)
  profiles.set(kernel, profile)
  return profile
}
