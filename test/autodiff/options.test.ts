import {
  ArgumentError,
  type CotangentError,
  grad,
  hessian,
  hessianDiagonal,
  jacfwd,
  jacrev,
  mul,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vmap,
} from 'cotangent'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../tensor/failures.js'

/** What plain JavaScript may hold: the types are forgotten. */
type Untyped = (...args: readonly unknown[]) => unknown

type Vector = Tensor<[2], 'float64'>
const f = (x: Vector, y: Vector) => sum(mul(mul(x, x), y))
const byArgument: Readonly<Record<string, unknown>> = { grad, valueAndGrad, jacfwd, jacrev, hessian, hessianDiagonal }

/** The error of an argument that a call throws. */
const thrown = (call: () => unknown): CotangentError => {
  const error = failureOf(call)
  expect(error).toBeInstanceOf(ArgumentError)
  return error
}

describe.each(Object.entries(byArgument))('%s', (operation, transform) => {
  const make = transform as Untyped

  it.each([[1], [[0, 1]], ['argnums'], [null]])('refuses %j in the place of options', (options) => {
    const error = thrown(() => make(f, options))
    expect(error.operation).toBe(operation)
    expect(error.problem).toMatch(/^the options are .*, not a record$/)
    expect(error.remedy).toBe('Name each option, as in { argnums: ... }')
    expect(error.site).toContain('options.test.ts')
  })

  it('refuses an option that there is not', () => {
    const error = thrown(() => make(f, { argnum: 1 }))
    expect(error.operation).toBe(operation)
    expect(error.problem).toBe('there is no option "argnum"')
    expect(error.remedy).toContain('argnums')
  })

  it('takes what `map` hands to its functions, and no options at all', () => {
    const [point, weights] = [tensor([1, 2]), tensor([3, 4])]
    const [mapped] = [f].map(make as (of: unknown) => Untyped)
    const plain = make(f, undefined) as Untyped
    expect(String(mapped(point, weights))).toBe(String(plain(point, weights)))
  })
})

describe('vmap', () => {
  it('refuses axes in the place of options, and an option that there is not', () => {
    const make = vmap as unknown as Untyped
    expect(thrown(() => make(f, [0, null])).remedy).toBe('Name each option, as in { inAxes: ... }')
    expect(thrown(() => make(f, { in_axes: [0, null] })).remedy).toBe('The options are inAxes, outAxes')
  })
})
