import { describe, expect, it } from 'vitest'
import { profileOf } from '../../../src/compile/vector/rounding.js'
import { elementwiseCases, flat } from '../../../src/graph/elementwise.js'
import type { Elementwise } from '../../../src/graph/index.js'
import type { ScalarKernel } from '../../../src/tensor/index.js'
import { disagreement } from './agreement.js'

const recordOf = (kernel: ScalarKernel, takes: 'float' | 'int32' = 'float'): Elementwise =>
  flat({ name: 'neg', takes, kernel, domain: elementwiseCases([[-1, 1]]) })

const narrow: Readonly<Record<string, ScalarKernel>> = {
  'one operation': (o, a, b) => o.div(a, b),
  'exact ones in front of it': (o, a, b) => o.mul(o.nearest(a), o.floor(o.maximum(b, o.constant(0.25)))),
  'signs and choices behind it': (o, a, b) =>
    o.select(o.less(a, b), o.neg(o.minimum(o.add(a, b), b)), o.flipSign(o.abs(o.sqrt(b)), a)),
  'a branch of it': (o, a, b) =>
    o.branch(
      o.lessEqual(a, o.constant(Number.NaN)),
      () => o.add(a, b),
      () => a,
    ),
}

const wide: Readonly<Record<string, ScalarKernel>> = {
  'a floor of a quotient': (o, a, b) => o.floor(o.div(a, b)),
  'the nearest integer to a quotient': (o, a, b) => o.nearest(o.div(a, b)),
  'a comparison of a sum': (o, a, b) => o.select(o.less(o.add(a, b), a), a, b),
  'an equation of products': (o, a, b) => o.select(o.equal(o.mul(a, b), o.mul(b, b)), a, b),
  'a bound on a sum': (o, a, b) => o.select(o.lessEqual(o.add(a, b), a), a, b),
  'two operations': (o, a, b) => o.add(o.mul(a, b), a),
  'a constant that is no float32': (o, a, b) => o.select(o.less(a, b), o.mul(a, o.constant(0.1)), b),
}

describe('float32 is computed in float32 for', () => {
  it.each(Object.keys(narrow))('%s', (name) => {
    expect(profileOf(narrow[name], 2).isNarrow).toBe(true)
    expect(disagreement(recordOf(narrow[name]), ['float32', 'float32'], 4, 'inline')).toBeUndefined()
  })
})

describe('float32 is computed in float64 for', () => {
  it.each(Object.keys(wide))('%s', (name) => {
    expect(profileOf(wide[name], 2).isNarrow).toBe(false)
    expect(disagreement(recordOf(wide[name]), ['float32', 'float32'], 4, 'inline')).toBeUndefined()
  })
})

it('operations are counted, on both sides of a branch, and constants are none', () => {
  expect(profileOf(narrow['a branch of it'], 2).operations).toBe(3)
  expect(profileOf((o, x) => o.lookup([1, 2], o.add(x, o.constant(1))), 1).operations).toBe(2)
})

it('constants come out of memory as they are, also as NaNs of which a number would keep no more than that', () => {
  const kernel: ScalarKernel = (o, a) =>
    [-5, 7, -3, -2, -100, 9, 11, 13, 15, 17].reduce((sum, value) => o.xor(sum, o.mul(sum, o.constant(value))), a)
  expect(disagreement(recordOf(kernel, 'int32'), ['int32'], 4, 'call')).toBeUndefined()
})
