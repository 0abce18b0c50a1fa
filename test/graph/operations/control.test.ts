import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { elementsOf, untyped } from './untyped.js'

const {
  add,
  concatenate,
  grad,
  hessian,
  iterate,
  jvp,
  less,
  mul,
  reshape,
  scan,
  slice,
  stopGradient,
  sum,
  tanh,
  tensor,
  toArray,
  vmap,
  whileLoop,
  zeros,
} = untyped

const xs = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
])
const h0 = tensor([0.5, -0.5])
const w = tensor([0.3, 0.7])

/** h' = tanh(w h + x), y = h' h. */
const step =
  (weights: Tensor) =>
  (h: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
    const next = tanh(add(mul(weights, h), x))
    return [next, mul(next, h)]
  }

/** The same loop written out. */
const unrolled = (weights: Tensor, start: Tensor, rows: Tensor): readonly [Tensor, Tensor] => {
  let h = start
  const ys: Tensor[] = []
  for (let row = 0; row < rows.shape[0]; row++) {
    const [next, y] = step(weights)(h, reshape(slice(rows, [[row, row + 1]]), rows.shape.slice(1)))
    h = next
    ys.push(reshape(y, [1, ...y.shape]))
  }
  return [h, concatenate(ys)]
}

const expectClose = (a: unknown, b: unknown): void => {
  const [got, want] = [elementsOf(a), elementsOf(b)]
  expect(got).toHaveLength(want.length)
  for (const [index, x] of want.entries())
    expect(Math.abs(got[index] - x)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(x)))
}

describe('scan', () => {
  it('is a fold that remembers', () => {
    const [last, ys] = scan(step(w), h0, xs)
    const [wantedLast, wantedYs] = unrolled(w, h0, xs)
    expect(elementsOf(last)).toEqual(elementsOf(wantedLast))
    expect(elementsOf(ys)).toEqual(elementsOf(wantedYs))
    expect(ys.shape).toEqual([3, 2])
  })

  it('has the derivatives of the loop written out, in everything it uses', () => {
    const by = (loop: typeof unrolled) => (weights: Tensor, start: Tensor, rows: Tensor) => {
      const [last, ys] = loop(weights, start, rows)
      return add(sum(last), sum(mul(ys, ys)))
    }
    const scanned = by((weights, start, rows) => scan(step(weights), start, rows))
    const argnums = [0, 1, 2]
    const [got, want] = [scanned, by(unrolled)].map((f) => grad(f, { argnums })(w, h0, xs))
    got.forEach((gradient: Tensor, index: number) => {
      expectClose(gradient, want[index])
    })
    expectClose(
      hessian((weights: Tensor) => scanned(weights, h0, xs))(w),
      hessian((weights: Tensor) => by(unrolled)(weights, h0, xs))(w),
    )
  })

  it('goes from the last element to the first', () => {
    const sums = (reverse: boolean) =>
      scan((c: Tensor, x: Tensor) => [add(c, x), add(c, x)], tensor(0), tensor([1, 2, 3]), { reverse })
    expect(elementsOf(sums(false)[1])).toEqual([1, 3, 6])
    expect(elementsOf(sums(true)[1])).toEqual([6, 5, 3])
  })

  it('carries trees, scans trees and gives trees', () => {
    const [carry, ys] = scan(
      ({ n, pair: [a, b] }: { n: Tensor; pair: readonly [Tensor, Tensor] }, { x }: { x: Tensor }) => [
        { n: add(n, 1), pair: [b, add(a, x)] },
        { twice: mul(x, 2), so: [n] },
      ],
      { n: tensor(0, { dtype: 'int32' }), pair: [tensor(0), tensor(1)] },
      { x: tensor([1, 2, 3]) },
    )
    expect(toArray(carry.n)).toBe(3)
    expect(carry.pair.map(toArray)).toEqual([3, 4])
    expect(toArray(ys.twice)).toEqual([2, 4, 6])
    expect(toArray(ys.so[0])).toEqual([0, 1, 2])
  })

  it('takes as many steps as it is told where there is nothing to go over', () => {
    const [last, powers] = scan((c: Tensor) => [mul(c, 2), c], tensor(1), [], { length: 4 })
    expect(toArray(last)).toBe(16)
    expect(toArray(powers)).toEqual([1, 2, 4, 8])
    const [same, none] = scan((c: Tensor) => [c, []], h0, zeros([0, 3]))
    expect(elementsOf(same)).toEqual(elementsOf(h0))
    expect(none).toEqual([])
  })

  it('takes null for xs and y that are not there', () => {
    const doubled = (c: Tensor, x: unknown): readonly [Tensor, null] => {
      expect(x).toBeUndefined()
      return [mul(c, 2), null]
    }
    const [last, ys] = scan(doubled, tensor(1), null, { length: 4 })
    expect(toArray(last)).toBe(16)
    expect(ys).toBeUndefined()
    expect(toArray(grad((c: Tensor) => scan(doubled, c, undefined, { length: 3 })[0])(tensor(1)))).toBe(8)
    expect(() => scan(doubled, tensor(1), null)).toThrow(/nothing says how many steps/)
  })

  it('runs inside other transforms', () => {
    const last = (start: Tensor): Tensor => scan(step(w), start, xs)[0]
    const starts = tensor([
      [0, 0],
      [1, -1],
    ])
    expectClose(slice(vmap(last)(starts), [[1]]), reshape(last(tensor([1, -1])), [1, 2]))
    const nested = (x: Tensor): Tensor =>
      scan(
        (c: Tensor, e: Tensor) => [
          add(
            c,
            iterate((v: Tensor) => mul(v, e), 2, x),
          ),
          [],
        ],
        tensor(0),
        tensor([1, 2]),
      )[0]
    expect(toArray(nested(tensor(3)))).toBe(15)
    expect(toArray(grad(nested)(tensor(3)))).toBe(5)
  })
})

describe('iterate', () => {
  it('applies a function n times', () => {
    expect(toArray(iterate((x: Tensor) => mul(x, 2), 10, tensor(1)))).toBe(1024)
    expect(toArray(iterate((x: Tensor) => mul(x, 2), 0, tensor(7)))).toBe(7)
    expect(toArray(grad((x: Tensor) => iterate((v: Tensor) => mul(v, v), 3, x))(tensor(2)))).toBe(8 * 2 ** 7)
  })
})

describe('whileLoop', () => {
  const until =
    (limit: Tensor, options?: object) =>
    (x: Tensor): Tensor =>
      whileLoop(
        (v: Tensor) => less(v, limit),
        (v: Tensor) => mul(v, x),
        x,
        options,
      )

  it('goes on while the condition holds', () => {
    expect(toArray(until(tensor(100))(tensor(3)))).toBe(243)
    expect(toArray(until(tensor(1))(tensor(3)))).toBe(3)
    expect(toArray(until(tensor(1000), { maxSteps: 2 })(tensor(3)))).toBe(27)
    expect(
      toArray(
        whileLoop(
          () => true,
          (v: Tensor) => add(v, 1),
          tensor(0),
          { maxSteps: 5 },
        ),
      ),
    ).toBe(5)
  })

  it('has forward derivatives always, and reverse ones with maxSteps', () => {
    const [, tangent] = jvp(until(tensor(100)), [tensor(3)], [tensor(1)])
    expect(toArray(tangent)).toBe(5 * 3 ** 4)
    expect(toArray(grad(until(tensor(100), { maxSteps: 10 }))(tensor(3)))).toBe(5 * 3 ** 4)
    expect(() => grad(until(tensor(100)))(tensor(3))).toThrow(/maxSteps/)
    expect(toArray(grad((limit: Tensor) => until(limit)(tensor(3)))(tensor(100)))).toBe(0)
  })

  it('loops for each example under vmap', () => {
    expect(toArray(vmap(until(tensor(100)))(tensor([3, 10, 99])))).toEqual([243, 100, 9801])
  })

  it('carries trees', () => {
    const { n, a } = whileLoop(
      (c: { n: Tensor; a: Tensor }) => less(c.n, 5),
      (c: { n: Tensor; a: Tensor }) => ({ a: add(c.a, c.n), n: add(c.n, 1) }),
      { n: tensor(0, { dtype: 'int32' }), a: tensor(0, { dtype: 'int32' }) },
    )
    expect([toArray(n), toArray(a)]).toEqual([5, 10])
  })
})

describe('stopGradient', () => {
  it('makes constants of the leaves of a tree', () => {
    const f = (x: Tensor): Tensor => {
      const { a, b } = stopGradient({ a: x, b: [mul(x, x)] })
      return add(mul(a, x), b[0])
    }
    expect(toArray(f(tensor(3)))).toBe(18)
    expect(toArray(grad(f)(tensor(3)))).toBe(3)
    expect(toArray(grad(grad(f))(tensor(3)))).toBe(0)
  })
})
