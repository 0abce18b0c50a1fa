import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { runPrecisely, widened } from '../../../src/engine/index.js'
import {
  acos,
  add,
  broadcastTo,
  div,
  grad,
  gradcheck,
  log,
  log2,
  logCosh,
  makeGraph,
  mul,
  neg,
  norm,
  sqrt,
  squareplus,
  sub,
  type Tensor,
  tensor,
} from '../../../src/index.js'
import {
  type Constant,
  type FloatDType,
  filled,
  filledNear,
  irrationals,
  itself,
  type Real,
  reciprocalOf,
  rootOf,
  rowMajor,
} from '../../../src/tensor/index.js'

/** A function's value in precise numbers; the last element, where it has several. */
const run = (f: (...args: never[]) => unknown, ...args: readonly Tensor[]): Real => {
  const graph = makeGraph(f as (...all: readonly Tensor[]) => unknown)(...args)
  const operands = args.map((arg) => widened(arg as Constant))
  const [{ high, low }] = runPrecisely(graph, operands)
  return { high: rowMajor(high).at(-1) as number, low: low === undefined ? 0 : (rowMajor(low).at(-1) as number) }
}

/** How far a number is from another, as a share of it. */
const relative = (a: Real, b: Real): number => Math.abs((a.high - b.high + (a.low - b.low)) / b.high)

const one = tensor(1)

describe('irrational numbers in elementary functions', () => {
  it.each([
    ['ln2', (one: Tensor) => log(add(one, one))],
    ['ln10', (one: Tensor) => log(mul(one, 10))],
    ['log2e', (one: Tensor) => div(one, log(add(one, one)))],
    ['log10e', (one: Tensor) => div(one, log(mul(one, 10)))],
    ['erfSlope', (one: Tensor) => div(add(one, one), sqrt(acos(neg(one))))],
  ] as const)('%s', (name, f) => expect(relative(run(f, one), irrationals[name])).toBeLessThan(2 ** -97))

  it('are as precise in float32, where their constants are rounded', () => {
    const slope = (x: Tensor<[], 'float32'>) => grad((x: Tensor<[], 'float32'>) => log2(x))(x)
    const found = run(slope, tensor(0.75, { dtype: 'float32' }))
    const expected = run((x: Tensor) => div(1, mul(x, log(add(div(x, x), div(x, x))))), tensor(0.75))
    expect(relative(found, expected)).toBeLessThan(2 ** -95)
  })
})

describe('constants that stand for real numbers', () => {
  const sizes = fc.double({ min: 2 ** -400, max: 2 ** 400, noNaN: true })

  /** What a constant is for a precise function of it. */
  const meant = (number: Real, f: (x: Tensor) => unknown, dtype: FloatDType = 'float64'): Real =>
    run(f as never, filledNear(dtype, [], number))

  it('are reciprocals and square roots to 2^-100 of them', () =>
    fc.assert(
      fc.property(sizes, (x) => {
        expect(
          relative(
            meant(reciprocalOf(x), (y) => mul(y, filled('float64', [], x))),
            itself(1),
          ),
        ).toBeLessThan(2 ** -100)
        expect(
          relative(
            meant(rootOf(x), (y) => mul(y, y)),
            itself(x),
          ),
        ).toBeLessThan(2 ** -100)
      }),
    ))

  it.each([0, Number.MIN_VALUE, 2 ** 1000, Number.MAX_VALUE, Number.POSITIVE_INFINITY])(
    'of %d too are sums of two',
    (x) => {
      const [reciprocal, root] = [reciprocalOf(x), rootOf(x)]
      expect([reciprocal.high, root.high]).toEqual([1 / x, Math.sqrt(x)])
      expect([reciprocal.low, root.low].every(Number.isFinite)).toBe(true)
    },
  )

  it('are meant in float32 as well, also as views', () => {
    const third = reciprocalOf(3)
    const found = meant(third, (y) => sub(broadcastTo(y, [2, 2]), filled('float32', [2, 2], 0)), 'float32')
    expect(found).toEqual(third)
    expect(meant(itself(0.1), (y) => y, 'float32')).toEqual(itself(0.1))
  })
})

// Where two formulas meet, or one counts on exponents that cancel, constants rounded to their dtype would show as a jump
// or as a wrong slope.
describe.each(['float64', 'float32'] as const)('gradients in %s that need such constants are right', (dtype) => {
  type Scalar = Tensor<[], FloatDType>
  const check = (f: (x: Scalar) => unknown, at: number | readonly number[]): void => {
    const found = gradcheck(f as never, tensor(at as never, { dtype }) as never)
    expect(isRight(found), String(isRight(found) ? '' : found.left)).toBe(true)
  }

  it.each([3, 1.5, 0.7, -1, -3])('norm of order %d', (ord) =>
    check((x) => norm(x as never, { ord }) as unknown, [1.3, -0.7, 2.1]),
  )

  it.each([0.1, 3, 4])('squareplus with b = %d at 0', (b) => check((x) => squareplus(x, { b }), 0))

  it.each([1, -1])('logCosh of %d', (at) => check((x) => logCosh(x as never, filled(dtype, [], 0) as never), at))
})
