import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/engine/index.js'
import { type Tensor, toTypedArray } from '../../../src/index.js'
import { elementsOf, untyped } from './untyped.js'

const { add, astype, fromTypedArray, grad, hessian, iterate, jit, jvp, less, mul, ones, scan, sum } = untyped
const { tanh, tensor, valueAndGrad, vmap, whileLoop, zeros } = untyped

type Keep = number | boolean
type Loss = (weights: Tensor, start: Tensor, rows: Tensor) => Tensor

/** h' = tanh(w h + x), y = h' h, summed up in squares. */
const lossWith =
  (checkpoint: Keep, reverse = false): Loss =>
  (weights, start, rows) => {
    const step = (h: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
      const next = tanh(add(mul(weights, h), x))
      return [next, mul(next, h)]
    }
    const [last, ys] = scan(step, start, rows, { checkpoint, reverse })
    return add(sum(last), sum(mul(ys, ys)))
  }

const argnums = [0, 1, 2]
const size = 2

const bitsOf = (tree: unknown): readonly bigint[] =>
  Array.isArray(tree)
    ? tree.flatMap(bitsOf)
    : [...new BigUint64Array(Float64Array.from(toTypedArray(tree as Tensor)).buffer)]

const expectSame = (got: unknown, want: unknown): void => {
  expect(bitsOf(got)).toEqual(bitsOf(want))
}

/** Weights, a start, and so many rows. */
const placesOf = (steps: number) => {
  const numbers = (count: number) =>
    fc
      .array(fc.integer({ min: -1000, max: 1000 }), { minLength: count, maxLength: count })
      .map((items) => items.map((item) => item / 700))
  return fc
    .tuple(numbers(size), numbers(size), numbers(steps * size))
    .map(([w, h, xs]) => [tensor(w), tensor(h), fromTypedArray(Float64Array.from(xs), [steps, size])])
}

const loops = fc.record({
  steps: fc.integer({ min: 0, max: 17 }),
  keep: fc.oneof(fc.integer({ min: 1, max: 18 }), fc.constant(true)),
  reverse: fc.boolean(),
})

describe('a scan that keeps fewer carries', () => {
  it('has the value and the gradients of the one that keeps all, to the bit', () => {
    fc.assert(
      fc.property(
        loops.chain(({ steps, ...loop }) => fc.record({ loop: fc.constant(loop), place: placesOf(steps) })),
        ({ loop: { keep, reverse }, place }) => {
          const by = (checkpoint: Keep) => valueAndGrad(lossWith(checkpoint, reverse), { argnums })
          expectSame(by(keep)(...place), by(false)(...place))
        },
      ),
      { numRuns: 100 },
    )
  })

  const cases = [
    ['two segments', 6, 3, false],
    ['a step left over', 7, 3, true],
    ['segments of sqrt(n)', 10, true, false],
  ] as const

  const at = (steps: number) => fc.sample(placesOf(steps), { numRuns: 1, seed: 5 })[0]

  it.each(cases)('has them in every transform: %s', (_, steps, keep, reverse) => {
    const place = at(steps)
    const by = (of: (loss: Loss) => (...at: readonly Tensor[]) => unknown) => {
      expectSame(of(lossWith(keep, reverse))(...place), of(lossWith(false, reverse))(...place))
    }
    const gradient = (loss: Loss) => grad(loss, { argnums })
    by((loss) => jit(gradient(loss)))
    by((loss) => jit(gradient(loss), { engine: 'reference' }))
    by(
      (loss) =>
        (...x) =>
          jvp(loss, x, x),
    )
    by(
      (loss) =>
        (...x) =>
          jvp(gradient(loss), x, x),
    )
    by((loss) => jit((...x: readonly Tensor[]) => jvp(gradient(loss), x, x)))
    by((loss) => grad((...x: readonly Tensor[]) => jvp(loss, x, x)[1], { argnums }))
    const several = tensor([1, -2, 0.5])
    by((loss) => (w, h, xs) => {
      const scaled = (c: Tensor) => grad(loss, { argnums })(w, mul(h, c), mul(xs, c))
      return vmap(scaled)(several)
    })
  })

  it('has them inside another one, and around one', () => {
    const outer = (inner: Keep, keep: Keep) => (w: Tensor, h: Tensor, xs: Tensor) => {
      const step = (c: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
        const rows = mul(x, ones([5, size]))
        const [last, ys] = scan((s: Tensor, y: Tensor) => [tanh(add(mul(w, s), y)), s], c, rows, { checkpoint: inner })
        return [mul(last, x), sum(mul(ys, w))]
      }
      const [last, ys] = scan(step, h, xs, { checkpoint: keep })
      return add(sum(last), sum(ys))
    }
    const place = at(7)
    const by = (inner: Keep, keep: Keep) => grad(outer(inner, keep), { argnums })
    for (const [inner, keep] of [
      [2, false],
      [false, 3],
      [true, true],
    ] as const) {
      expectSame(by(inner, keep)(...place), by(false, false)(...place))
      expectSame(jit(by(inner, keep))(...place), by(false, false)(...place))
    }
  })

  it('has its Hessian but for rounding, where reverse mode goes over reverse mode', () => {
    const place = at(7)
    const twice = (keep: Keep) => {
      const slope = (w: Tensor): Tensor => sum(grad(lossWith(keep))(w, place[1], place[2]))
      return elementsOf(grad(slope)(place[0]))
    }
    const [got, want] = [twice(3), twice(false)]
    // Sums of some dozens of terms of the size of the result, each in its own order: a bound of their roundings.
    got.forEach((x, index) => {
      expect(Math.abs(x - want[index])).toBeLessThanOrEqual(100 * Number.EPSILON * Math.max(1, Math.abs(want[index])))
    })
    const byForward = (keep: Keep) => hessian((w: Tensor) => lossWith(keep)(w, place[1], place[2]))(place[0])
    expectSame(byForward(3), byForward(false))
  })

  it('goes along without floats among its carries, without xs and without ys', () => {
    const f = (checkpoint: Keep) => (x: Tensor) => {
      const [{ value }] = scan(
        ({ count, value }: { readonly count: Tensor; readonly value: Tensor }) => [
          { count: add(count, 1), value: mul(value, tanh(add(x, astype(count, 'float64')))) },
          null,
        ],
        { count: tensor(0, { dtype: 'int32' }), value: x },
        null,
        { length: 11, checkpoint },
      )
      return value
    }
    expectSame(grad(f(4))(tensor(0.5)), grad(f(false))(tensor(0.5)))
  })

  it.each([0, 1.5, -1, 'yes'])('refuses to keep a carry every %s steps', (checkpoint) => {
    expect(() => scan((c: Tensor) => [c, null], tensor(1), null, { length: 3, checkpoint })).toThrow(
      /checkpoint is .*, not a whole number from 1/,
    )
  })
})

describe('loops of other kinds that keep fewer carries', () => {
  it('iterate has the same gradient, to the bit', () => {
    const f = (checkpoint: Keep) => (x: Tensor) =>
      sum(iterate((y: Tensor) => tanh(mul(x, add(y, 1))), 13, x, { checkpoint }))
    const x = tensor([0.5, -1.5])
    for (const keep of [true, 5]) expectSame(grad(f(keep))(x), grad(f(false))(x))
  })

  it('whileLoop has the same gradient, to the bit', () => {
    const f = (checkpoint: Keep) => (x: Tensor) =>
      whileLoop(
        (y: Tensor) => less(y, 10),
        (y: Tensor) => mul(y, add(1, mul(x, 0.25))),
        x,
        { maxSteps: 20, checkpoint },
      )
    for (const keep of [true, 3]) expectSame(grad(f(keep))(tensor(1)), grad(f(false))(tensor(1)))
    expectSame(jit(grad(f(true)))(tensor(1)), grad(f(false))(tensor(1)))
  })
})

describe('the memory of a gradient through a long loop', () => {
  const [steps, width] = [10_000, 64]
  const carry = 8 * width
  /** A loop without xs or ys, so that there is nothing in memory for each step but what is kept. */
  const peak = (checkpoint: Keep): number => {
    const f = (w: Tensor) => sum(iterate((x: Tensor) => tanh(mul(x, w)), steps, zeros([width]), { checkpoint }))
    return explain(grad(f) as (w: Tensor<[64]>) => Tensor)(ones([width]) as Tensor<[64]>).peakBytes
  }
  // The two carries that alternate, cotangents, sums, and what the pullback of one step takes.
  const aside = 24 * carry

  it('holds all carries without checkpoints', () => {
    expect(peak(false)).toBeGreaterThanOrEqual(steps * carry)
  })

  it.each([
    ['sqrt(n)', true, 100],
    ['250', 250, 250],
    ['30', 30, 30],
  ])('holds n / K + K carries with K = %s', (_, keep, every) => {
    const kept = Math.ceil(steps / every) + every
    expect(peak(keep)).toBeGreaterThanOrEqual(kept * carry)
    expect(peak(keep)).toBeLessThanOrEqual(kept * carry + aside)
  })
})
