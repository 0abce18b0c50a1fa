import {
  add,
  customJvp,
  exp,
  gradcheck,
  greater,
  less,
  mul,
  ones,
  relu,
  square,
  stopGradient,
  sum,
  type Tensor,
  tensor,
  where,
  whileLoop,
} from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { diagnose, type Evidence } from '../../../src/check/diagnosis/index.js'
import { filled } from '../../../src/tensor/index.js'

type Vector = Tensor<[number], 'float64'>

const evidence = (numeric: readonly (readonly number[])[], analytic: readonly (readonly number[])[]): Evidence => ({
  leaves: numeric.map(({ length }) => filled('float64', [length], 0)),
  paths: numeric.length === 1 ? [''] : numeric.map((_, leaf) => `.leaf${leaf}`),
  numeric: numeric.map((entries) => Float64Array.from(entries)),
  analytic: analytic.map((entries) => Float64Array.from(entries)),
  tolerance: numeric.map((entries) => new Float64Array(entries.length).fill(1e-12)),
  graph: undefined,
})

const unknown = Number.NaN

describe('where not all entries are known', () => {
  const numeric = [unknown, 0.31, -1.7, unknown, 0.44]

  it('a number is told, and of how many entries', () => {
    const analytic = numeric.map((entry) => 5 * entry)
    expect(diagnose(evidence([numeric], [analytic]))?.text).toMatch(/ 5 times too large: .*; told from 3 of 5 entries$/)
  })

  it('nothing is told of what is in other places, or all 0', () => {
    const zeros = numeric.map((entry) => 0 * entry)
    expect(diagnose(evidence([numeric], [zeros]))).toBeUndefined()
    expect(diagnose(evidence([[unknown, 0.31]], [[unknown, 0]]))).toBeUndefined()
  })

  it('a gradient is not taken for that of a leaf of which nothing is known', () => {
    const other = numeric.map(() => unknown)
    const wrong = numeric.map((entry) => entry * entry)
    expect(diagnose(evidence([numeric, other], [wrong, other]))).toBeUndefined()
  })
})

const failure = (...given: Parameters<typeof gradcheck<never>>) => {
  const found = gradcheck(...given)
  if (!isLeft(found)) throw new Error('is right')
  return found.left
}

describe('in a failure of gradcheck', () => {
  it('entries at kinks, where many values are right, are none', () => {
    type Pair = { readonly a: Vector; readonly b: Vector }
    const wrong = {
      value: ({ a, b }: Pair) => add(sum(relu(a)), sum(square(b))) as Tensor<[], 'float64'>,
      // At 0 any number from 0 to 1 will do.
      gradient: ({ a, b }: Pair) => ({
        a: where(greater(a, 0), 1, where(greater(a, -1e-9), 0.5, mul(a, 0))),
        b: mul(b, 4),
      }),
    }
    const at = { a: tensor([0, 0.7, -0.3]), b: tensor([0.4, -0.9]) }
    expect(failure(wrong as never, at as never).diagnosis).toMatchObject({
      cause: 'factor',
      factor: 2,
      unexplained: [],
    })
  })

  it('of projections says of how many entries it is told', () => {
    const wrong = { value: (x: Vector) => sum(square(x)), gradient: (x: Vector) => mul(x, 6) }
    const found = failure(wrong as never, add(ones([5000]), 1) as never, { fast: true })
    expect(found.diagnosis?.text).toMatch(/ 3 times too large: .*; told from \d+ of 5,000 entries$/)
  })

  /** Twice everything and one more until the sum is large: from 0 on too, which failing points are made smaller to. */
  const doubled = (of: (x: Vector) => Vector) => (x: Vector) =>
    sum(
      whileLoop(
        (state: Vector) => less(sum(state), 9),
        (state: Vector) => of(add(mul(state, 2), 1) as Vector),
        x,
      ),
    )

  it('of functions that have no way back there is none but by the two gradients', () => {
    const value = doubled((x) => x)
    const wrong = { value, gradient: (x: Vector) => mul(square(x), 16) }
    expect(failure(wrong as never, tensor([0.3, 0.8, 0.7]) as never).diagnosis).toBeUndefined()
  })

  it('by forward mode the wrong part is one with a wrong forward rule, in a loop too', () => {
    const shrug = customJvp(
      (x: Vector): Vector => exp(mul(x, 0.5)) as Vector,
      ([x], [dx]) => mul(exp(mul(x, 0.5)), dx) as Vector,
    )
    const options = { mode: 'forward' } as const
    const at = tensor([0.3, 0.8, 0.7])
    const found = failure(((x: Vector) => sum(shrug(square(x)))) as never, at as never, options)
    expect(found.culprit).toMatchObject({ operation: 'customJvp', within: 'gradient' })
    expect(found.culprit?.text).toMatch(/^customJvp \[3\]: its rule is 2 times too large, .*unknown\.test\.ts/)
    const looped = failure(doubled((x) => shrug(x)) as never, at as never, options)
    expect(looped.culprit).toMatchObject({ operation: 'customJvp', within: 'gradient' })
    const stopped = failure(doubled((x) => mul(x, stopGradient(x)) as Vector) as never, at as never, options)
    expect(stopped.reason).toBe('wrong')
  })
})
