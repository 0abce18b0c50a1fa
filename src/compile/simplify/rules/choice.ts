import { allOf, appliedAs, isAll } from '../matching.js'
import type { Rule } from '../rewriting.js'
import { eitherWay, firstOf, type Plain, plain, type Rewrite } from './forms.js'

// Both are the number itself, or NaN where it is one.
const ofOne: Rewrite = (_, x, y) => (x === y ? x : undefined)

const greatest = 2 ** 31 - 1
const least = -(2 ** 31)

/** A bound that no element is beyond; NaN stays NaN. */
const withoutBound = (ofFloats: number, ofIntegers: number): Rewrite =>
  eitherWay((_, x, y) => (isAll(y, x.dtype === 'int32' ? ofIntegers : ofFloats) ? x : undefined))

// Only NaN is not equal to itself, and only floats have one.
const reflexive: Rewrite = (_, x, y) =>
  x === y && (x.dtype === 'int32' || x.dtype === 'bool') ? allOf({ shape: x.shape, dtype: 'bool' }, 1) : undefined

/** Rules of comparisons and of what chooses among its operands. */
export const choice = {
  less: firstOf((_, x, y) => (x === y ? allOf({ shape: x.shape, dtype: 'bool' }, 0) : undefined)),
  lessEqual: firstOf(reflexive),
  equal: firstOf(
    reflexive,
    // A truth value is true, or not, as it is.
    eitherWay((_, x, y) => (x.dtype === 'bool' && isAll(y, 1) ? x : undefined)),
  ),
  maximum: firstOf(ofOne, withoutBound(Number.NEGATIVE_INFINITY, least)),
  minimum: firstOf(ofOne, withoutBound(Number.POSITIVE_INFINITY, greatest)),
  where: firstOf(
    (_, condition, a, b) => (isAll(condition, 1) || a === b ? a : isAll(condition, 0) ? b : undefined),
    (_, condition, a, b) => (a.dtype === 'bool' && isAll(a, 1) && isAll(b, 0) ? condition : undefined),
    // Of a choice within a choice by the same condition, only the one side can come up.
    (rewriting, condition, a, b) => {
      const inner = appliedAs('where', a)
      return inner?.operands[0] === condition ? plain(rewriting, 'where', condition, inner.operands[1], b) : undefined
    },
    (rewriting, condition, a, b) => {
      const inner = appliedAs('where', b)
      return inner?.operands[0] === condition ? plain(rewriting, 'where', condition, a, inner.operands[2]) : undefined
    },
  ),
} satisfies Partial<Record<Plain, Rule<Plain>>>
