import { float64Arithmetic, isFloat, type Tensor } from '../../../tensor/index.js'
import { allOf, appliedAs, isAll, operandOf, uniformElement } from '../matching.js'
import type { Rule } from '../rewriting.js'
import { lacksMinusZero } from '../zeros.js'
import { eitherWay, firstOf, ofIntegers, type Plain, plain, type Rewrite } from './forms.js'

/** What is negated, where it is an opposite. */
const oppositeOf = (x: Tensor): Tensor | undefined => operandOf('neg', x)

/** The opposite of a constant that repeats one element. */
const negated = (x: Tensor): Tensor | undefined => {
  const element = uniformElement(x)
  return element === undefined ? undefined : allOf(x, -element)
}

// x + -0 = x for every x. x + 0 = x for all but -0, which becomes 0; int32 has no -0.
const withoutZero: Rewrite = (_, x, y) => (isAll(y, -0) || (isAll(y, 0) && lacksMinusZero(x)) ? x : undefined)

// IEEE 754 defines x - y as x + (-y); int32 wraps.
const withoutOpposite =
  (name: 'add' | 'sub'): Rewrite =>
  (rewriting, x, y) => {
    const opposite = oppositeOf(y)
    return opposite && plain(rewriting, name, x, opposite)
  }

// Signs of factors and quotients multiply, apart from the magnitude: (-a) * (-b) = a * b, and (-a) * c = a * (-c).
const withoutSigns =
  (name: 'mul' | 'div'): Rewrite =>
  (rewriting, a, b) => {
    const x = oppositeOf(a)
    const y = oppositeOf(b) ?? negated(b)
    return x && y && plain(rewriting, name, x, y)
  }

/** The smallest normal number of a float dtype. */
const smallestNormal = { float64: 2 ** -1022, float32: 2 ** -126 } as const

/** 1 / x, where x is one number and both are normal. */
export const normalReciprocal = (x: Tensor): number | undefined => {
  const divisor = uniformElement(x)
  if (divisor === undefined || (x.dtype !== 'float64' && x.dtype !== 'float32')) return undefined
  const size = Math.abs(divisor)
  const least = smallestNormal[x.dtype]
  return size >= least && 1 / size >= least ? 1 / divisor : undefined
}

/** The same of a power of two, or its opposite: then it is exact. */
const exactReciprocal = (x: Tensor): number | undefined => {
  const reciprocal = normalReciprocal(x)
  return reciprocal !== undefined && float64Arithmetic.significand(Math.abs(reciprocal)) === 1 ? reciprocal : undefined
}

/** Rules of the ring, each exact to the bit in every dtype that its primitive takes. */
export const algebra = {
  add: firstOf(eitherWay(withoutZero), eitherWay(withoutOpposite('sub'))),
  sub: firstOf(
    // x - 0 = x + -0, and x - -0 = x + 0
    (_, x, y) => (isAll(y, 0) || (isAll(y, -0) && lacksMinusZero(x)) ? x : undefined),
    withoutOpposite('add'),
    // -0 - x = -x, zeros included: -0 - 0 = -0 and -0 - -0 = 0. 0 - 0 = 0 is not -0, but int32 has one zero.
    (rewriting, x, y) => (isAll(x, -0) || (isAll(x, 0) && !isFloat(x.dtype)) ? plain(rewriting, 'neg', y) : undefined),
    // Infinity - Infinity is NaN, but integers are all finite.
    ofIntegers((_, x, y) => (x === y ? allOf(x, 0) : undefined)),
  ),
  neg: firstOf(
    // The sign changes twice; int32 wraps at its least number, which is its own opposite.
    (_, x) => oppositeOf(x),
    // -(a c) = a (-c), and -(a / c) = a / (-c): rounding does not look at the sign.
    (rewriting, x) => {
      const product = appliedAs('mul', x) ?? appliedAs('div', x)
      if (product === undefined) return undefined
      const [a, b] = product.operands
      const name = product.primitive.name as 'mul' | 'div'
      const right = negated(b)
      if (right !== undefined) return plain(rewriting, name, a, right)
      const left = negated(a)
      return left && plain(rewriting, name, left, b)
    },
  ),
  mul: firstOf(
    eitherWay((_, x, y) => (isAll(y, 1) ? x : undefined)),
    eitherWay((rewriting, x, y) => (isAll(y, -1) ? plain(rewriting, 'neg', x) : undefined)),
    eitherWay(withoutSigns('mul')),
    // Of floats not: 0 times Infinity is NaN, and 0 times -1 is -0.
    ofIntegers(eitherWay((_, _x, y) => (isAll(y, 0) ? y : undefined))),
  ),
  div: firstOf(
    // Both are the one exact number x / 2^k, rounded once.
    (rewriting, x, y) => {
      const reciprocal = exactReciprocal(y)
      return reciprocal === undefined ? undefined : plain(rewriting, 'mul', x, allOf(y, reciprocal))
    },
    withoutSigns('div'),
  ),
  abs: firstOf((rewriting, x) => {
    const opposite = oppositeOf(x)
    // |-x| = |x|, the least int32 included; and what has no sign stays as it is.
    return opposite === undefined ? operandOf('abs', x) && x : plain(rewriting, 'abs', opposite)
  }),
  power: firstOf(
    // The kernel is exact where the result is a float, and squares by one multiplication.
    (_, x, y) => (isAll(y, 1) ? x : undefined),
    (rewriting, x, y) => (isAll(y, 2) ? plain(rewriting, 'mul', x, x) : undefined),
    // 1, also of NaN.
    (_, x, y) => (isAll(y, 0) || isAll(y, -0) ? allOf(x, 1) : undefined),
  ),
} satisfies Partial<Record<Plain, Rule<Plain>>>

/** Whole numbers stay what they are, and int32 are all whole; after one such rounding there is nothing left to round. */
const toWhole = firstOf((_, x) =>
  x.dtype === 'int32' || (['ceil', 'floor', 'round', 'trunc'] as const).some((name) => appliedAs(name, x) !== undefined)
    ? x
    : undefined,
)

const unshifted: Rewrite = (_, x, count) => (isAll(count, 0) ? x : undefined)

/** Rules of whole numbers and of bits. */
export const integers = {
  ceil: toWhole,
  floor: toWhole,
  round: toWhole,
  trunc: toWhole,
  floorDiv: firstOf(ofIntegers((_, x, y) => (isAll(y, 1) ? x : undefined))),
  bitwiseAnd: firstOf(
    (_, x, y) => (x === y ? x : undefined),
    eitherWay((_, x, y) => (isAll(y, -1) ? x : isAll(y, 0) ? y : undefined)),
  ),
  bitwiseOr: firstOf(
    (_, x, y) => (x === y ? x : undefined),
    eitherWay((_, x, y) => (isAll(y, 0) ? x : undefined)),
  ),
  bitwiseXor: firstOf(
    (_, x, y) => (x === y ? allOf(x, 0) : undefined),
    eitherWay((_, x, y) => (isAll(y, 0) ? x : undefined)),
  ),
  shiftLeft: firstOf(unshifted),
  shiftRight: firstOf(unshifted),
  shiftRightLogical: firstOf(unshifted),
} satisfies Partial<Record<Plain, Rule<Plain>>>
