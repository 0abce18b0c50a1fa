import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { grad, hessian, jacfwd, logAddExp, logSumExp, stack, tensor, zeros } = untyped

const pairOf = (slopes: readonly unknown[]): readonly number[] => slopes.flatMap((slope) => [...elementsOf(slope)])

const gradient = (a: number, b: number): readonly number[] =>
  pairOf(grad(logAddExp, { argnums: [0, 1] })(tensor(a), tensor(b)))

describe('logAddExp', () => {
  it('is logSumExp of the two, with its derivatives', () => {
    fc.assert(
      fc.property(fc.integer({ min: -64, max: 64 }), fc.integer({ min: -64, max: 64 }), (n, m) => {
        const x = tensor([n / 8, m / 8])
        const both = (pair: unknown) => logSumExp(stack([untyped.take(pair, 0), untyped.take(pair, 1)]))
        const added = (pair: unknown) => logAddExp(untyped.take(pair, 0), untyped.take(pair, 1))
        for (const order of [(f: unknown) => f, grad, hessian, (f: unknown) => jacfwd(hessian(f))]) {
          const [one, other] = [added, both].map((f) => elementsOf((order(f) as (x: unknown) => unknown)(x)))
          one.forEach((value, index) => {
            expect(Math.abs(value - other[index])).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(value)))
          })
        }
      }),
    )
  })

  it('neither overflows nor underflows', () => {
    expect(elementsOf(logAddExp(tensor([1000, -1000, 1e308]), tensor([1000, -1000, -1e308])))).toEqual([
      1000 + Math.LN2,
      -1000 + Math.LN2,
      1e308,
    ])
  })

  it('of infinities is what it tends to, and of equal ones each has half the derivative', () => {
    const [a, b] = [tensor([Infinity, -Infinity, -Infinity, Infinity, NaN]), tensor([Infinity, -Infinity, 3, 3, 3])]
    expect(elementsOf(logAddExp(a, b))).toEqual([Infinity, -Infinity, 3, Infinity, NaN])
    expect(elementsOf(logAddExp(-Infinity, Infinity))).toEqual([Infinity])
    expect(gradient(-Infinity, -Infinity)).toEqual([0.5, 0.5])
    expect(gradient(Infinity, Infinity)).toEqual([0.5, 0.5])
    expect(gradient(-Infinity, 3)).toEqual([0, 1])
    expect(gradient(Infinity, 3)).toEqual([1, 0])
  })

  it('shares the derivative of equal operands', () => expect(gradient(2, 2)).toEqual([0.5, 0.5]))

  it('is dual', () => expect(elementsOf(pipe(tensor([0]), logAddExp(0) as never))).toEqual([Math.LN2]))

  const refusals: readonly Refusal[] = [
    [() => logAddExp(zeros([2], { dtype: 'int32' }), 1), 'DTypeError', 'logAddExp: it does not take int32'],
    [() => logAddExp(zeros([2]), zeros([3])), 'ShapeError', 'logAddExp: sizes 2 and 3 differ'],
  ]
  refuses(refusals)
})
