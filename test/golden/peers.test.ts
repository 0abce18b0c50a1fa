import { describe, expect, it } from 'vitest'
import * as cotangent from '../../src/index.js'
import type { Tensor } from '../../src/tensor/index.js'

/** What the peers get wrong, or refuse, where the operations here can express it: each row with what is right. */
const {
  abs,
  add,
  concatenate,
  exp,
  grad,
  greater,
  hessian,
  jacfwd,
  jacrev,
  matmul,
  max,
  mul,
  power,
  relu,
  sigmoid,
  slice,
  sum,
  tanh,
  tensor,
  toArray,
  where,
  zeros,
} = cotangent as unknown as Readonly<Record<string, (...args: readonly unknown[]) => never>>

type Call = (...args: readonly unknown[]) => Tensor
const apply = (f: unknown, ...args: readonly unknown[]): unknown => toArray((f as Call)(...args))

describe('what other libraries get wrong', () => {
  it('grad of power(x, 3) at 0', () => {
    expect(
      apply(
        grad((x: Tensor) => power(x, 3)),
        tensor(0),
      ),
    ).toBe(0)
    expect(
      apply(
        grad((x: Tensor) => sum(power(x, 2))),
        tensor([0, -1]),
      ),
    ).toEqual([0, -2])
  })

  it('jacfwd of (a b, b) is not transposed', () => {
    const f = (x: Tensor): Tensor => {
      const [a, b] = [slice(x, [[0, 1]]), slice(x, [[1, 2]])]
      return concatenate([mul(a, b), b])
    }
    expect(apply(jacfwd(f), tensor([2, 3]))).toEqual([
      [3, 2],
      [0, 1],
    ])
    expect(apply(jacrev(f), tensor([2, 3]))).toEqual([
      [3, 2],
      [0, 1],
    ])
  })

  it('jacrev of R3 -> R2 is 2x3, of R2 -> R3 it is 3x2', () => {
    expect(
      apply(
        jacrev((x: Tensor) => slice(x, [[0, 2]])),
        tensor([1, 2, 3]),
      ),
    ).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ])
    const m = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(
      apply(
        jacrev((x: Tensor) => matmul(m, x)),
        tensor([1, 1]),
      ),
    ).toEqual(toArray(m))
  })

  it("relu'(0), abs'(0) and a tie in max are as documented", () => {
    expect(
      apply(
        grad((x: Tensor) => sum(relu(x))),
        tensor([0, -0, 1]),
      ),
    ).toEqual([0, 0, 1])
    expect(
      apply(
        grad((x: Tensor) => sum(abs(x))),
        tensor([0, -2]),
      ),
    ).toEqual([0, -1])
    expect(apply(grad(max), tensor([1, 1, 0]))).toEqual([0.5, 0.5, 0])
  })

  it('argnums: -1 is the last argument', () => {
    const f = (x: Tensor, y: Tensor): Tensor => mul(x, mul(y, y))
    expect(apply(grad(f, { argnums: -1 }), tensor(2), tensor(3))).toBe(12)
  })

  it('second derivatives of tanh, sigmoid and exp', () => {
    const at = 0.3
    const [t, s] = [Math.tanh(at), 1 / (1 + Math.exp(-at))]
    const rows: readonly (readonly [unknown, number])[] = [
      [tanh, -2 * t * (1 - t * t)],
      [sigmoid, s * (1 - s) * (1 - 2 * s)],
      [exp, Math.exp(at)],
    ]
    for (const [f, want] of rows) {
      expect(apply(hessian(f), tensor(at))).toBeCloseTo(want, 14)
      expect(apply(grad(grad(f)), tensor(at))).toBeCloseTo(want, 14)
    }
  })

  it('where of a comparison and strided slices have gradients', () => {
    const f = (x: Tensor): Tensor => sum(where(greater(x, 0), mul(x, x), 0))
    expect(apply(grad(f), tensor([-1, 3]))).toEqual([-0, 6])
    expect(
      apply(
        grad((x: Tensor) => sum(slice(x, [[0, null, 2]]))),
        tensor([1, 2, 3]),
      ),
    ).toEqual([1, 0, 1])
  })

  it('the gradient under broadcasting sums over the axes that were repeated', () => {
    const f = (b: Tensor): Tensor => sum(add(zeros([3, 4]), b))
    expect(apply(grad(f), tensor([1, 2, 3, 4]))).toEqual([3, 3, 3, 3])
    expect(apply(grad(f), tensor([[1], [2], [3]]))).toEqual([[4], [4], [4]])
    expect(apply(grad(f), tensor(1))).toBe(12)
  })

  it('the gradient of a vector is refused, not summed', () => {
    expect(() =>
      apply(
        grad((x: Tensor) => mul(x, 2)),
        tensor([1, 2]),
      ),
    ).toThrow(/needs a scalar/)
  })

  it('matmul of [2, 3] and [2, 3] says what differs', () => {
    expect(() => matmul(zeros([2, 3]), zeros([2, 3]))).toThrow('inner dimensions 3 and 2 differ')
  })
})
