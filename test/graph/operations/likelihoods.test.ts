import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { expectClose } from './slopes.js'
import { elementsOf, untyped } from './untyped.js'

const { exp, gaussianNll, grad, hessian, klDivergence, log, poissonNll, tensor, zeros } = untyped

const none = { reduction: 'none' }
const total = { reduction: 'sum' }

const numbers = fc.integer({ min: -3000, max: 3000 }).map((x) => x / 1000)
const positive = fc.integer({ min: 1, max: 3000 }).map((x) => x / 1000)
const triples = fc.array(fc.tuple(numbers, positive, positive), { minLength: 1 })
const column = (rows: readonly (readonly number[])[], index: number) => tensor(rows.map((row) => row[index]))

describe('klDivergence', () => {
  it('is p (log p - log q), by probabilities and by their logarithms', () => {
    fc.assert(
      fc.property(triples, (rows) => {
        const [logQ, p] = [column(rows, 0), column(rows, 1)]
        const want = rows.map(([q, one]) => one * (Math.log(one) - q))
        expectClose(elementsOf(klDivergence(logQ, p, none)), want)
        expectClose(elementsOf(klDivergence(logQ, log(p), { logTarget: true, ...none })), want, 4e-15)
      }),
    )
  })

  it("divides by the elements, or by the first axis: 'batchmean'", () => {
    const [p, logQ] = [tensor([[0.5, 0.5, 0]]), log(tensor([[0.25, 0.5, 0.25]]))]
    expectClose(elementsOf(klDivergence(logQ, p, total)), [0.5 * Math.LN2])
    expectClose(elementsOf(klDivergence(logQ, p)), [(0.5 * Math.LN2) / 3])
    expectClose(elementsOf(pipe(logQ, klDivergence(p, { reduction: 'batchmean' }))), [0.5 * Math.LN2])
  })

  it('has 0 log 0 = 0, without slope, even where q is 0 too', () => {
    const [p, logQ] = [tensor([0, 0, 1]), tensor([-Infinity, 0, 0])]
    expect(elementsOf(klDivergence(logQ, p, none))).toEqual([0, 0, 0])
    expect(elementsOf(klDivergence(logQ, log(p), { logTarget: true, ...none }))).toEqual([0, 0, 0])
    expectClose(elementsOf(grad((x: unknown) => klDivergence(x, p, total))(logQ)), [0, 0, -1])
    expectClose(elementsOf(grad((x: unknown) => klDivergence(logQ, x, total))(p)), [0, 0, 1])
    expectClose(
      elementsOf(grad((x: unknown) => klDivergence(logQ, x, { logTarget: true, ...total }))(log(p))),
      [0, 0, 1],
    )
    expect(elementsOf(klDivergence(tensor(-Infinity), tensor(1)))).toEqual([Infinity])
  })

  it('is 0 and flat where q = p', () => {
    const p = tensor([0.125, 0.375, 0.5])
    expectClose(elementsOf(klDivergence(log(p), p)), [0])
    expectClose(elementsOf(grad((x: unknown) => klDivergence(log(x), p, total))(p)), [-1, -1, -1])
  })
})

describe('poissonNll', () => {
  it('is e^x - t x, or x - t log x', () => {
    fc.assert(
      fc.property(triples, (rows) => {
        const [x, rate, t] = [0, 1, 2].map((index) => column(rows, index))
        expectClose(
          elementsOf(poissonNll(x, t, none)),
          rows.map(([one, , count]) => Math.exp(one) - count * one),
          4e-15,
        )
        expectClose(
          elementsOf(pipe(rate, poissonNll(t, { ...none, logInput: false }))),
          rows.map(([, one, count]) => one - count * Math.log(one)),
          4e-15,
        )
      }),
    )
  })

  it('has 0 log 0 = 0', () => {
    const loss = (x: unknown): unknown => poissonNll(x, tensor([0, 1]), { ...total, logInput: false })
    expect(elementsOf(poissonNll(tensor([0, 0]), tensor([0, 1]), { ...none, logInput: false }))).toEqual([0, Infinity])
    expectClose(elementsOf(grad(loss)(tensor([0, 2]))), [1, 0.5])
  })
})

describe('gaussianNll', () => {
  it('is (log v + (m - t)^2 / v) / 2, and with the constant the density itself', () => {
    fc.assert(
      fc.property(triples, (rows) => {
        const [m, t, v] = [0, 1, 2].map((index) => column(rows, index))
        const want = rows.map(([mean, target, variance]) => (Math.log(variance) + (mean - target) ** 2 / variance) / 2)
        expectClose(elementsOf(gaussianNll(m, t, v, none)), want, 4e-15)
        expectClose(
          elementsOf(pipe(m, gaussianNll(t, v, { ...none, full: true }))),
          want.map((one) => one + Math.log(2 * Math.PI) / 2),
          4e-15,
        )
      }),
    )
  })

  it('takes numbers for any of the three, and large differences', () => {
    expectClose(elementsOf(gaussianNll(tensor([1, 2]), 0, 1, none)), [0.5, 2])
    expectClose(elementsOf(gaussianNll(0, tensor([1, 2]), 1)), [1.25])
    expectClose(elementsOf(gaussianNll(1e200, 0, tensor([1e300]), none)), [(1e100 + Math.log(1e300)) / 2])
  })

  it('is least where the variance is the squared difference', () => {
    const loss = (v: unknown): unknown => gaussianNll(tensor([3]), tensor([1]), v)
    expectClose(elementsOf(grad(loss)(tensor([4]))), [0])
    expectClose(elementsOf(hessian(loss)(tensor([4]))), [1 / 32])
    expectClose(elementsOf(grad((s: unknown) => loss(exp(s)))(tensor([Math.log(4)]))), [0])
  })
})

const refusals: readonly Refusal[] = [
  [() => klDivergence(zeros([3, 1]), zeros([3])), 'ShapeError', 'klDivergence: shapes [3, 1] and [3] differ'],
  [
    () => klDivergence(tensor(0), tensor(1), { reduction: 'batchmean' }),
    'ShapeError',
    'klDivergence: a scalar has no first axis to divide by',
  ],
  [() => klDivergence(zeros([2]), 0, { reduction: 'all' }), 'ArgumentError', 'klDivergence: there is no reduction all'],
  [() => klDivergence(0, 0, { logTarget: 1 }), 'ArgumentError', 'klDivergence: logTarget is 1, not true or false'],
  [() => poissonNll(0, 0, { logInput: 0 }), 'ArgumentError', 'poissonNll: logInput is 0, not true or false'],
  [() => gaussianNll(0, 0, 1, { full: 'yes' }), 'ArgumentError', 'gaussianNll: full is string, not true or false'],
  [() => poissonNll(0, zeros([2], { dtype: 'int32' })), 'DTypeError', 'poissonNll: it does not take int32'],
  [() => poissonNll(0, 0, { reduction: 'batchmean' }), 'ArgumentError', 'poissonNll: there is no reduction batchmean'],
  [() => gaussianNll(zeros([2]), zeros([2]), zeros([3])), 'ShapeError', 'gaussianNll: shapes [2] and [3] differ'],
  [() => gaussianNll(1, zeros([2]), zeros([3])), 'ShapeError', 'gaussianNll: shapes [2] and [3] differ'],
  [() => gaussianNll(zeros([2])), 'ArgumentError', 'gaussianNll: it takes 3 arguments, or 2'],
  [
    () => gaussianNll(zeros([2]), zeros([2]), zeros([2], { dtype: 'float32' })),
    'DTypeError',
    'gaussianNll: dtypes float64 and float32 differ',
  ],
]

refuses(refusals)
