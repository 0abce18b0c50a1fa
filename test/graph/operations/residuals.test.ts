import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { derivativesAt, expectClose, expectDigits, expectValues, slopeAt } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { grad, hinge, huber, logCosh, mae, mse, smoothL1, tensor, zeros } = untyped

const none = { reduction: 'none' }

/** What each loss of one element is, by plain JavaScript. */
const definitions: Readonly<Record<string, (p: number, t: number) => number>> = {
  mse: (p, t) => (p - t) ** 2,
  mae: (p, t) => Math.abs(p - t),
  huber: (p, t) => (Math.abs(p - t) < 1 ? (p - t) ** 2 / 2 : Math.abs(p - t) - 0.5),
  smoothL1: (p, t) => (Math.abs(p - t) < 1 ? (p - t) ** 2 / 2 : Math.abs(p - t) - 0.5),
  logCosh: (p, t) => Math.log(Math.cosh(p - t)),
  hinge: (s, t) => Math.max(0, 1 - s * t),
}

const numbers = fc.integer({ min: -9000, max: 9000 }).map((x) => x / 1000)
const pairs = fc.array(fc.tuple(numbers, numbers), { minLength: 1 })

describe.each(Object.keys(definitions))('%s', (name) => {
  const loss = named(name)

  it('is what it is defined to be, each alone, summed and averaged, in both forms', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const [p, t] = [0, 1].map((side) => tensor(given.map((pair) => pair[side])))
        const each = given.map(([a, b]) => definitions[name](a, b))
        const total = each.reduce((sum, one) => sum + one, 0)
        expectClose(elementsOf(loss(p, t, none)), each)
        expectClose(elementsOf(loss(p, t, { reduction: 'sum' })), [total], 1e-14)
        expectClose(elementsOf(loss(p, t)), [total / each.length], 1e-14)
        expect(elementsOf(pipe(p, (loss as any)(t, none)))).toEqual(elementsOf(loss(p, t, none)))
        expect(elementsOf(pipe(p, (loss as any)(t)))).toEqual(elementsOf(loss(p, t)))
      }),
    )
  })

  it('passes NaN on, and takes a number for either side', () => {
    expect(elementsOf(loss(tensor([NaN, 0]), tensor([0, NaN]), none))).toEqual([NaN, NaN])
    expect(elementsOf(loss(tensor([1, 2]), 0.5, none))).toEqual(
      elementsOf(loss(tensor([1, 2]), tensor([0.5, 0.5]), none)),
    )
    expect(elementsOf(loss(0.5, tensor([1, 2]), none))).toEqual(
      elementsOf(loss(tensor([0.5, 0.5]), tensor([1, 2]), none)),
    )
  })

  it('of no elements: each none, the sum 0, the mean NaN', () => {
    expect(loss(zeros([0, 2]), zeros([0, 2]), none).shape).toEqual([0, 2])
    expect(elementsOf(loss(zeros([0]), zeros([0]), { reduction: 'sum' }))).toEqual([0])
    expect(elementsOf(loss(zeros([0]), zeros([0])))).toEqual([NaN])
  })
})

describe('where a loss bends', () => {
  it('mae has slope 0 where both are equal', () => {
    for (const zero of [0, -0])
      expectValues(
        derivativesAt((x: unknown) => mae(x, 0), zero, 2),
        [0, 0, 0],
      )
  })

  it('huber and smoothL1 go on straight, with the slope that both pieces have', () => {
    for (const [loss, options, bend, slope] of [
      [huber, { delta: 2 }, 2, 2],
      [smoothL1, { beta: 2 }, 2, 1],
    ] as const) {
      expect(slopeAt((x: unknown) => loss(x, 0, options), bend)).toBe(slope)
      expect(slopeAt((x: unknown) => loss(x, 0, options), -bend)).toBe(-slope)
      expectValues(
        derivativesAt((x: unknown) => loss(x, 0, options), 0, 2),
        [0, 0, slope / 2],
      )
      for (const far of [-1e300, 1e300, Infinity])
        expect(slopeAt((x: unknown) => loss(x, 0, options), far)).toBe(Math.sign(far) * slope)
    }
  })

  it('smoothL1 is huber divided by where it bends', () => {
    const [p, t] = [tensor([-3, 0.25, 1, 5]), tensor([0, 0, -0.5, 1])]
    expectClose(
      elementsOf(smoothL1(p, t, { reduction: 'none', beta: 1.5 })),
      elementsOf(huber(p, t, { reduction: 'none', delta: 1.5 })).map((each) => each / 1.5),
    )
  })

  it('hinge has slope 0 at the margin', () => {
    expectValues(
      elementsOf(grad((s: unknown) => hinge(s, tensor([1, -1, 1]), { reduction: 'sum' }))(tensor([1, -1, 0.5]))),
      [0, 0, -1],
    )
  })
})

describe('logCosh', () => {
  const at = (x: number) => elementsOf(logCosh(x, 0))[0]

  it('keeps its digits near 0, far away, and where its formulas meet', () => {
    for (const d of [1e-160, 1e-9, -1e-4]) expectDigits([at(d)], [d ** 2 / 2 - d ** 4 / 12], 3e-16)
    expectDigits(
      [at(0.5), at(-1), at(1), at(3)],
      [0.12011450695827752, 0.4337808304830271, 0.4337808304830271, 2.309328504577785],
      6e-16,
    )
    expectDigits([at(800), at(-1e300), at(Infinity)], [800 - Math.LN2, 1e300, Infinity])
  })

  it('has the derivatives of log cosh, also at 0: tanh, 1 - tanh^2, ...', () => {
    expectClose(
      derivativesAt((x: unknown) => logCosh(x, 0), 0, 4),
      [0, 0, 1, 0, -2],
    )
    for (const x of [-40, -1, 0.3, 1, 2])
      expectClose(
        derivativesAt((y: unknown) => logCosh(y, 0), x, 2).slice(1),
        [Math.tanh(x), 1 - Math.tanh(x) ** 2],
        4e-16,
      )
    for (const far of [-800, 800, Infinity])
      expectValues(derivativesAt((x: unknown) => logCosh(x, 0), far, 3).slice(1), [Math.sign(far), 0, 0])
  })
})

const refusals: readonly Refusal[] = [
  [() => mae(zeros([3, 1]), zeros([3])), 'ShapeError', 'mae: shapes [3, 1] and [3] differ'],
  [
    () => huber(zeros([2]), zeros([2]), { delta: 0 }),
    'ArgumentError',
    'huber: delta is 0, not a finite number above 0',
  ],
  [() => pipe(zeros([2]), huber(1, { delta: -1 })), 'ArgumentError', 'huber: delta is -1, not a finite number above 0'],
  [() => huber(zeros([2]), 0, { reduction: 'median' }), 'ArgumentError', 'huber: there is no reduction median'],
  [() => smoothL1(zeros([2]), 0, { beta: NaN }), 'ArgumentError', 'smoothL1: beta is NaN, not a finite number above 0'],
  [() => logCosh(zeros([2], { dtype: 'int32' }), 0), 'DTypeError', 'logCosh: it does not take int32'],
  [() => hinge(zeros([2]), zeros([2], { dtype: 'int32' })), 'DTypeError', 'hinge: dtypes float64 and int32 differ'],
  [() => mse(zeros([2]), 0, { reduction: 'batchmean' }), 'ArgumentError', 'mse: there is no reduction batchmean'],
  [() => mae(zeros([2]), 'x'), 'ArgumentError', 'mae: an operand (string) is neither a tensor nor a number'],
]

refuses(refusals)
