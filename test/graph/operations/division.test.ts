import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, named, untyped } from './untyped.js'

const { add, astype, bitwiseNot, floorDiv, grad, jacfwd, mul, remainder, round, sum, tensor, zeros } = untyped

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number

const integer = (value: number | readonly number[]) => tensor(value, { dtype: 'int32' })

const halfToEven = (x: number): number => {
  const below = Math.floor(x)
  const even = below % 2 === 0 ? below : below + 1
  return x - below === 0.5 ? even : Math.sign(x) * Math.round(Math.abs(x))
}

describe('rounding', () => {
  const roundings: Readonly<Record<string, (x: number) => number>> = {
    floor: Math.floor,
    ceil: Math.ceil,
    trunc: Math.trunc,
    round: halfToEven,
  }

  it.each(Object.entries(roundings))('%s is that of JavaScript, but halves go to even numbers', (name, of) => {
    const special = [
      0,
      -0,
      0.5,
      -0.5,
      1.5,
      2.5,
      -2.5,
      0.49999999999999994,
      2 ** 52 + 1,
      1e300,
      infinity,
      -infinity,
      nan,
    ]
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(...special),
          fc.double(),
          fc.integer().map((x) => x / 8),
        ),
        (x) => {
          const [rounded] = elementsOf(named(name)(tensor(x)))
          expect(rounded).toBe(Object.is(x, -0) || (x < 0 && x > -1 && of(x) === 0) ? -0 : of(x))
        },
      ),
    )
  })

  it.each(Object.keys(roundings))('%s leaves int32 as it is, and has derivative 0', (name) => {
    const whole = integer([-7, 0, 2 ** 31 - 1, -(2 ** 31)])
    expect(named(name)(whole).dtype).toBe('int32')
    expect(elementsOf(named(name)(whole))).toEqual(elementsOf(whole))
    expect(elementsOf(grad((x: unknown) => sum(named(name)(x)))(tensor([-1, 0.5, 1.5])))).toEqual([0, 0, 0])
  })

  it('goes to the even one of two neighbours', () =>
    expect(elementsOf(round(tensor([0.5, 1.5, 2.5, -0.5, -1.5])))).toEqual([0, 2, 2, -0, -2]))
})

describe('division with a rest', () => {
  const whole = fc.integer({ min: -40, max: 40 })

  it('puts a number together again: a = b floorDiv(a, b) + remainder(a, b)', () => {
    fc.assert(
      fc.property(whole, whole, fc.constantFrom('float64', 'float32', 'int32'), (n, m, dtype) => {
        fc.pre(m !== 0)
        const unit = dtype === 'int32' ? 1 : 0.125
        const [a, b] = [n, m].map((value) => tensor(value * unit, { dtype }))
        const [quotient, rest] = [floorDiv(a, b), remainder(a, b)]
        expect([quotient.dtype, rest.dtype]).toEqual([dtype, dtype])
        expect(elementsOf(add(mul(b, quotient), rest))).toEqual(elementsOf(a))
        expect(elementsOf(quotient)[0] + 0).toBe(Math.floor(n / m) + 0)
        expect(elementsOf(rest).every((r) => (m > 0 ? r >= 0 && r < m * unit : r <= 0 && r > m * unit))).toBe(true)
      }),
    )
  })

  it('is dual, and broadcasts', () => {
    expect(elementsOf(pipe(tensor([7, -7]), remainder(3) as never))).toEqual([1, 2])
    expect(elementsOf(pipe(tensor([7, -7]), floorDiv(3) as never))).toEqual([2, -3])
    expect(remainder(zeros([2, 1]), tensor([1, 2, 3])).shape).toEqual([2, 3])
    expect(elementsOf(remainder(7, 4))).toEqual([3])
  })

  it('of int32 gives 0 where the divisor is 0, and wraps', () => {
    const [a, b] = [integer([7, -7, -(2 ** 31)]), integer([0, 0, -1])]
    expect(elementsOf(floorDiv(a, b))).toEqual([0, 0, -(2 ** 31)])
    expect(elementsOf(remainder(a, b))).toEqual([0, 0, 0])
  })

  it('has derivatives to any order', () => {
    const [a, b] = [tensor(7.5), tensor(2)]
    const both = (f: unknown) =>
      (f as (a: unknown, b: unknown) => readonly unknown[])(a, b).map((each) => elementsOf(each))
    expect(both(grad(remainder, { argnums: [0, 1] }))).toEqual([[1], [-3]])
    expect(both(jacfwd(remainder, { argnums: [0, 1] }))).toEqual([[1], [-3]])
    expect(both(grad(floorDiv, { argnums: [0, 1] }))).toEqual([[0], [0]])
    expect(both(grad(grad(remainder, { argnums: 1 }), { argnums: [0, 1] }))).toEqual([[0], [0]])
  })

  it('at a multiple has the derivative from above', () =>
    expect(elementsOf(grad((b: unknown) => remainder(tensor(6), b))(tensor(2)))).toEqual([-3]))
})

describe('bits of int32', () => {
  it('are those of JavaScript', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer({ min: 0, max: 70 }), (a, b, count) => {
        const [x, y] = [integer(a), integer(b)]
        expect(elementsOf(named('bitwiseAnd')(x, y))).toEqual([a & b])
        expect(elementsOf(named('bitwiseOr')(x, y))).toEqual([a | b])
        expect(elementsOf(named('shiftRight')(x, count))).toEqual([a >> count])
        expect(elementsOf(bitwiseNot(x))).toEqual([~a])
      }),
    )
  })
})

describe('what cannot be divided or has no bits', () => {
  const flags = () => zeros([2], { dtype: 'bool' })
  const refusals: readonly Refusal[] = [
    [() => named('floor')(flags()), 'DTypeError', 'floor: it does not take bool'],
    [() => named('round')(flags()), 'DTypeError', 'round: it does not take bool'],
    [() => remainder(flags(), flags()), 'DTypeError', 'remainder: it does not take bool'],
    [() => floorDiv(flags(), flags()), 'DTypeError', 'floorDiv: it does not take bool'],
    [() => remainder(zeros([2]), integer([1, 2])), 'DTypeError', 'remainder: dtypes float64 and int32 differ'],
    [() => remainder(integer([1, 2]), 0.5), 'DTypeError', 'remainder: the value (0.5) is no int32'],
    [() => floorDiv(zeros([2]), zeros([3])), 'ShapeError', 'floorDiv: sizes 2 and 3 differ'],
    [() => named('bitwiseAnd')(zeros([2]), 1), 'DTypeError', 'bitwiseAnd: it does not take float64'],
    [() => named('bitwiseOr')(flags(), true), 'DTypeError', 'bitwiseOr: it does not take bool'],
    [() => named('shiftRight')(astype(1, 'float32'), 1), 'DTypeError', 'shiftRight: it does not take float32'],
    [() => bitwiseNot(zeros([2])), 'DTypeError', 'bitwiseNot: it does not take float64'],
    [
      () => bitwiseNot(flags()),
      'DTypeError',
      'bitwiseNot: it does not take bool (operands bool[2]). For truth values there is logicalNot',
    ],
  ]
  refuses(refusals)
})
