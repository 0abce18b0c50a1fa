import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { derivativesAt, expectClose, expectDigits, expectValues } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { add, erfc, gelu, glu, grad, mul, sigmoid, slice, sum, tanh, softplus, tensor, zeros } = untyped

const numbers = fc.integer({ min: -9000, max: 9000 }).map((x) => x / 1000)

type Unary = (x: unknown) => unknown

/** Each function, and what it is by other operations. */
const definitions: Readonly<Record<string, readonly [f: Unary, is: Unary]>> = {
  silu: [named('silu'), (x) => mul(x, sigmoid(x))],
  mish: [named('mish'), (x) => mul(x, tanh(softplus(x)))],
  gelu: [gelu, (x) => mul(mul(x, 0.5), erfc(mul(x, -Math.SQRT1_2)))],
  'gelu by tanh': [
    gelu({ approximate: 'tanh' }),
    (x) => mul(x, sigmoid(mul(mul(x, add(mul(mul(x, x), 0.044715), 1)), 2 * Math.sqrt(2 / Math.PI)))),
  ],
}

describe.each(Object.entries(definitions))('%s', (_, [f, is]) => {
  it('is what it is defined to be, with its derivatives', () => {
    fc.assert(
      fc.property(fc.array(numbers), (xs) => {
        const x = tensor(xs)
        expectDigits(elementsOf(f(x)), elementsOf(is(x)), 2e-14)
        const slopes = (of: Unary) => elementsOf(grad((y: unknown) => sum(of(y)))(x))
        expectClose(slopes(f), slopes(is), 2e-14)
      }),
    )
  })

  it('has its asymptotes 0 and x, with their slopes, and passes NaN on', () => {
    const far = [-Infinity, -1e300, -1000, -800, 800, 1000, 1e300, Infinity]
    expectValues(elementsOf(f(tensor(far))), [0, 0, 0, 0, 800, 1000, 1e300, Infinity])
    for (const x of far) expectValues(derivativesAt(f, x, 3).slice(1), [Number(x > 0), 0, 0])
    expect(elementsOf(f(tensor(NaN)))).toEqual([NaN])
  })
})

it.each(['silu', 'mish'])('%s keeps its digits far below 0: x e^x', (name) => {
  for (const x of [-40, -100, -600]) {
    expectDigits(elementsOf(named(name)(tensor(x))), [x * Math.exp(x)])
    expectDigits(derivativesAt(named(name), x, 1).slice(1), [(x + 1) * Math.exp(x)], 1e-14)
  }
})

it('so does gelu', () => {
  // x P(X < x), its derivative P(X < x) + x e^(-x^2/2) / sqrt(2 pi), and the formula by tanh, each to 50 digits. An argument of
  // e^(-x^2/2) that is off by u moves it by x^2 u.
  expectDigits(
    elementsOf(gelu(tensor([-6, -10, -37]))),
    [-5.9195258702261885e-9, -7.619853024160526e-23, -2.1184613523340935e-298],
    3e-13,
  )
  expectDigits(derivativesAt(gelu, -37, 1).slice(1), [-7.838298669418516e-297], 3e-13)
  expectDigits(
    elementsOf(gelu(tensor([-6, -10, -20]), { approximate: 'tanh' })),
    [-8.439646700762303e-11, -1.2040923482098103e-37, -3.375450956311062e-261],
    3e-13,
  )
})

it('mish has right derivatives at 0, where its formulas meet', () => {
  for (const zero of [0, -0]) expectClose(derivativesAt(named('mish'), zero, 4), [0, 0.6, 0.64, -0.096, -1.1008], 1e-14)
})

describe('glu', () => {
  it('is a sigmoid(b) of the halves of any axis', () => {
    const x = tensor([
      [1, -2, 3, 0.5],
      [4, 5, -6, 800],
    ])
    const halves = (from: number) => slice(x, [null, [from, from + 2]])
    expect(elementsOf(glu(x))).toEqual(elementsOf(mul(halves(0), sigmoid(halves(2)))))
    expect(elementsOf(pipe(x, glu) as never)).toEqual(elementsOf(glu(x)))
    expect(elementsOf(glu(x, { axis: 0 }))).toEqual(elementsOf(mul(slice(x, [[0, 1]]), sigmoid(slice(x, [[1, 2]])))))
    expect(elementsOf(pipe(x, glu({ axis: -2 })) as never)).toEqual(elementsOf(glu(x, { axis: 0 })))
  })

  it('of no elements has none', () => {
    expect(glu(zeros([3, 0])).shape).toEqual([3, 0])
    expect(glu(zeros([0, 6])).shape).toEqual([0, 3])
  })
})

const refusals: readonly Refusal[] = [
  [() => gelu(zeros([2]), { approximate: 'erf' }), 'ArgumentError', 'gelu: there is no approximation erf'],
  [() => gelu(zeros([2], { dtype: 'int32' })), 'DTypeError', 'gelu: it does not take int32'],
  [() => glu(zeros([2, 3])), 'ShapeError', 'glu: axis 1 has odd size 3'],
  [() => pipe(zeros([1, 2]), glu({ axis: 0 })), 'ShapeError', 'glu: axis 0 has odd size 1'],
  [() => glu(zeros([2, 2]), { axis: 2 }), 'AxisError', 'glu: there is no axis 2'],
  [() => glu(tensor(1)), 'AxisError', 'glu: there is no axis -1'],
  [() => glu(zeros([2], { dtype: 'int32' })), 'DTypeError', 'glu: it does not take int32'],
  [() => named('silu')(zeros([2], { dtype: 'bool' })), 'DTypeError', 'silu: it does not take bool'],
  [() => named('mish')(zeros([2], { dtype: 'int32' })), 'DTypeError', 'mish: it does not take int32'],
]

refuses(refusals)
