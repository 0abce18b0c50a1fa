import { describe, expect, it } from 'vitest'
import { elementwiseCases, flat } from '../../src/graph/elementwise.js'
import type { Elementwise } from '../../src/graph/index.js'
import type { ScalarKernel } from '../../src/tensor/index.js'
import { constantOf, disagreement, graphOfOne } from '../engine/agreement.js'

/** An elementwise record with any kernel; by its name it is lowered as all of them are. */
const recordOf = (kernel: ScalarKernel, takes: 'float' | 'int32' = 'float'): Elementwise =>
  flat({ name: 'neg', takes, kernel, domain: elementwiseCases([[-1, 1]]) })

const integers = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const floats = [...integers, -0, 0.25, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

const agree = (kernel: ScalarKernel, dtype: 'float64' | 'int32' = 'float64'): void => {
  const elements = dtype === 'int32' ? integers : floats
  const operand = constantOf(dtype, [elements.length], (index) => elements[index])
  const record = recordOf(kernel, dtype === 'int32' ? 'int32' : 'float')
  expect(disagreement(graphOfOne(record, {}, [operand]), [operand])).toBeUndefined()
}

describe('a branch', () => {
  const size: ScalarKernel = (o, x) =>
    o.branch(
      o.less(x, o.constant(0)),
      () => o.neg(x),
      () =>
        o.branch(
          o.equal(x, o.constant(0)),
          () => o.constant(7),
          () => o.mul(x, x),
        ),
    )

  it('gives the same on both engines', () => {
    agree(size)
    agree(size, 'int32')
  })

  it('may give a truth value', () =>
    agree((o, x) => {
      const small = o.less(o.abs(x), o.constant(4))
      const chosen = o.branch(
        small,
        () => o.less(o.constant(0), x),
        () => o.equal(x, x),
      )
      return o.select(chosen, o.constant(1), x)
    }))
})

describe('a table', () => {
  const squares = [0, 1, 4, 9, 16, 25, 36]
  const others = [-0, 0.1, Number.NaN]
  const least: ScalarKernel = (o, x) => o.minimum(o.maximum(o.nearest(x), o.constant(0)), o.constant(2))

  it('is read at the same index on both engines', () =>
    agree((o, x) => {
      const index = o.select(o.equal(x, x), least(o, x), o.constant(1))
      return o.add(o.lookup(squares, o.add(index, o.constant(3))), o.lookup(others, index))
    }))

  it('is not left, whatever the index', () =>
    agree((o, x) => {
      const entry = o.lookup(squares, o.mul(x, o.constant(1e9)))
      return o.select(o.lessEqual(o.constant(0), entry), x, o.constant(-1))
    }))
})

describe('the remainder', () => {
  const sizes = [5e-324, 1.5e-323, 2 ** -1022, 1e-300, 0.1, 0.3, 1, 1.5, 3, Math.PI, 1e5, 2 ** 53, 1e300, 2 ** 1023]
  const divisors = [...sizes, 0, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN].flatMap((b) => [b, -b])

  it.each(divisors)('of all sizes and %d is that of JavaScript', (divisor) => {
    const operand = constantOf('float64', [divisors.length], (index) => divisors[index])
    const record = recordOf((o, x) => o.remainder(x, o.constant(divisor)))
    expect(disagreement(graphOfOne(record, {}, [operand]), [operand])).toBeUndefined()
  })
})
