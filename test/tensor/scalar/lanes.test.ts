import { expect, it } from 'vitest'
import { rowMajor } from '../../../src/tensor/constant.js'
import {
  DTypeError,
  evaluateLanes,
  float64Arithmetic,
  type ScalarKernel,
  worthLanes,
} from '../../../src/tensor/index.js'
import { constantOf, isElementwise, randomElement, records, uniformNumbers } from '../../engine/agreement.js'

/** Beside the primitives, what none of them uses for itself alone. */
const others: Readonly<Record<string, ScalarKernel>> = {
  'flips signs': (o, a, b) => o.flipSign(a, b),
  'takes exponents': (o, a) => o.exponent(o.add(o.abs(a), o.constant(2 ** -1022))),
  'takes significands': (o, a) => o.significand(o.add(o.abs(a), o.constant(2 ** -1022))),
  'looks up': (o, a) => o.lookup([3, 1, 4, 1, 5], o.floor(o.maximum(o.minimum(a, o.constant(4)), o.constant(0)))),
  'goes one way': (o, a) =>
    o.branch(
      o.equal(a, a),
      () => o.add(a, o.constant(1)),
      () => o.neg(a),
    ),
  'goes the other': (o, a) =>
    o.branch(
      o.less(a, a),
      () => o.add(a, o.constant(1)),
      () => o.neg(a),
    ),
  'goes either': (o, a, b) =>
    o.branch(
      o.or(o.not(o.less(a, b)), o.and(o.lessEqual(a, o.constant(0)), o.less(b, o.constant(9)))),
      () =>
        o.branch(
          o.less(a, o.constant(1)),
          () => o.mul(a, b),
          () => o.div(a, b),
        ),
      () => o.sub(a, o.remainder(b, o.constant(3))),
    ),
}

const kernels: readonly (readonly [string, number, ScalarKernel])[] = [
  ...records
    .filter(isElementwise)
    .map(({ name, kernel, domain }) => [name, domain()[0].operands.length, kernel] as const),
  ...Object.entries(others).map(([name, kernel]) => [name, kernel.length - 1, kernel] as const),
]

const random = uniformNumbers(7)
const given = (['float64', 'float32', 'bool'] as const).map((dtype) =>
  [0, 1, 2].map(() => rowMajor(constantOf(dtype, [700], () => randomElement(dtype, random)))),
)

/** A kernel of int32 alone says so when it is run. */
const isOfIntegers = ([, arity, kernel]: (typeof kernels)[number]): boolean => {
  try {
    kernel(float64Arithmetic, ...Array.from({ length: arity }, () => 1))
    return false
  } catch (error) {
    if (error instanceof DTypeError) return true
    throw error
  }
}

it.each(kernels.filter((each) => !isOfIntegers(each)))(
  '%s is in every lane what it is of one number, to the bit',
  (_, arity, kernel) => {
    for (const all of given)
      for (const size of [0, 1, worthLanes, 256, 257, 700]) {
        const operands = all.slice(0, arity).map((each) => each.slice(0, size))
        const found = new Float64Array(size)
        evaluateLanes(kernel, operands, found)
        const expected = found.map((_, at) => kernel(float64Arithmetic, ...operands.map((operand) => operand[at])))
        expect(expected.findIndex((each, at) => !Object.is(each, found[at]))).toBe(-1)
      }
  },
)

it.each(kernels.filter(isOfIntegers))('%s is refused as it is of one number', (_, arity, kernel) =>
  expect(() => evaluateLanes(kernel, given[0].slice(0, arity), new Float64Array(700))).toThrow(DTypeError),
)

it('rounds once where results are of float32', () => {
  const found = new Float32Array(700)
  evaluateLanes((o, a, b) => o.mul(a, o.add(a, b)), given[0], found)
  const [a, b] = given[0]
  expect(found.every((each, at) => Object.is(each, Math.fround(a[at] * (a[at] + b[at]))))).toBe(true)
})
