import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import * as cotangent from '../../src/index.js'
import type { Tensor } from '../../src/tensor/index.js'

/** What the peers get wrong, or refuse, where the operations here can express it: each row with what is right. */
const {
  abs,
  add,
  astype,
  concatenate,
  cumprod,
  eigh,
  einsum,
  exp,
  gather,
  grad,
  greater,
  hessian,
  jacfwd,
  jacrev,
  jit,
  jvp,
  matmul,
  max,
  mul,
  norm,
  power,
  prod,
  relu,
  remainder,
  sigmoid,
  slice,
  sum,
  svd,
  tanh,
  tensor,
  toArray,
  topK,
  where,
  zeros,
} = cotangent as unknown as Readonly<Record<string, (...args: readonly unknown[]) => never>>

type Call = (...args: readonly unknown[]) => Tensor
type Several = (...args: readonly unknown[]) => readonly Tensor[]
const apply = (f: unknown, ...args: readonly unknown[]): unknown => toArray((f as Call)(...args))

const int32 = (nested: unknown): Tensor => tensor(nested, { dtype: 'int32' })

/** How many float64 numbers lie from one to another, at most. */
const ulpsApart = (a: number, b: number): number =>
  Math.abs(a - b) / (2 ** -52 * 2 ** Math.floor(Math.log2(Math.abs(b))))

/** Values computed with 60 digits (mpmath) and rounded once. */
const exact: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>> = {
  sin: [
    [0.5, 0.479425538604203],
    [1, 0.8414709848078965],
    [3, 0.1411200080598672],
    [22, -0.008851309290403876],
    [355, -3.014435335948845e-5],
    [1e5, 0.03574879797201651],
    [1e10, -0.4875060250875107],
  ],
  exp: [
    [0.5, 1.6487212707001282],
    [-1, 0.36787944117144233],
    [10, 22026.465794806718],
    [-20, 2.061153622438558e-9],
    [100, 2.6881171418161356e43],
    [-0.001, 0.999000499833375],
    [700, 1.0142320547350045e304],
  ],
  log: [
    [0.7, -0.35667494393873245],
    [3, 1.0986122886681098],
    [20, 2.995732273553991],
    [1e-5, -11.512925464970229],
    [0.9999, -0.00010000500033334732],
    [1.0001, 9.999500033329732e-5],
    [1e300, 690.7755278982137],
  ],
}

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

  it('grad of prod at zeros', () => {
    expect(apply(grad(prod), tensor([0, 2, 3]))).toEqual([6, 0, 0])
    expect(apply(grad(prod), tensor([0, 2, 0]))).toEqual([0, 0, 0])
    expect(apply(hessian(prod), tensor([0, 2, 3]))).toEqual([
      [0, 3, 2],
      [3, 0, 0],
      [2, 0, 0],
    ])
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

  it("relu'(0), abs'(0), norm at 0 and a tie in max are as documented", () => {
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
    expect(apply(grad(norm), zeros([3]))).toEqual([0, 0, 0])
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

  it('cumulative products have gradients, at zeros too', () => {
    // a + a b + a b c
    expect(
      apply(
        grad((x: Tensor) => sum(cumprod(x, { axis: 0 }))),
        tensor([2, 0, 3]),
      ),
    ).toEqual([1, 8, 0])
  })

  it('eigh and svd have gradients', () => {
    const close = (found: unknown, wanted: readonly (readonly number[])[]): void => {
      const rows = found as readonly (readonly number[])[]
      for (const [i, row] of wanted.entries()) for (const [j, y] of row.entries()) expect(rows[i][j]).toBeCloseTo(y, 14)
    }
    const largest = (x: Tensor): Tensor => max((eigh as Several)(x)[0])
    const symmetric = tensor([
      [2, 1],
      [1, 2],
    ])
    // v v'
    close(apply(grad(largest), symmetric), [
      [0.5, 0.5],
      [0.5, 0.5],
    ])
    const spectralNorm = (x: Tensor): Tensor => max((svd as Several)(x)[1])
    // u v'
    close(
      apply(
        grad(spectralNorm),
        tensor([
          [0, 2],
          [1, 0],
          [0, 0],
        ]),
      ),
      [
        [0, 1],
        [0, 0],
        [0, 0],
      ],
    )
  })

  it('einsum has gradients', () => {
    const a = tensor([
      [1, 2],
      [3, 4],
    ])
    const traceOfSquare = (x: Tensor): Tensor => einsum('ij,ji->', x, x)
    expect(apply(grad(traceOfSquare), a)).toEqual([
      [2, 6],
      [4, 8],
    ])
    expect(
      apply(
        grad((x: Tensor) => einsum('ii', x)),
        a,
      ),
    ).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  it('elements by coordinates, and the largest ones, have gradients', () => {
    const places = int32([
      [0, 1],
      [1, 0],
      [0, 1],
    ])
    expect(
      apply(
        grad((x: Tensor) => sum(mul(gather(x, places), tensor([1, 10, 100])))),
        zeros([2, 2]),
      ),
    ).toEqual([
      [0, 101],
      [10, 0],
    ])
    const topTwo = (x: Tensor): Tensor => sum(mul((topK as Several)(x, 2)[0], tensor([1, 10])))
    expect(apply(grad(topTwo), tensor([2, 5, 3, 4]))).toEqual([0, 1, 0, 10])
  })

  it('the remainder of int32 numbers below a jvp is right', () => {
    const f = (x: Tensor): Tensor => mul(x, astype(remainder(int32(7), int32(4)), 'float64'))
    expect((jvp as Several)(f, [tensor(2)], [tensor(1)]).map(toArray)).toEqual([6, 3])
  })

  it.each(Object.entries(exact))(
    '%s in float64 is within one unit in the last place, compiled as well',
    (name, rows) => {
      const f = (cotangent as unknown as Readonly<Record<string, Call>>)[name]
      const [xs, ys] = [rows.map(([x]) => x), rows.map(([, y]) => y)]
      for (const run of [f, (jit as unknown as (g: Call) => Call)(f)]) {
        const found = toArray(run(tensor(xs))) as readonly number[]
        for (const [index, y] of ys.entries()) expect(ulpsApart(found[index], y)).toBeLessThanOrEqual(1)
      }
    },
  )

  it('many gradients leave nothing behind', () => {
    setFlagsFromString('--expose_gc')
    const heapAfter = (calls: number): number => {
      for (let call = 0; call < calls; call++) apply(gradient, x)
      ;(runInNewContext('gc') as () => void)()
      return process.memoryUsage().heapUsed
    }
    const gradient = grad((y: Tensor) => sum(mul(y, y)))
    const x = tensor([1, 2, 3])
    const before = heapAfter(2000)
    expect(heapAfter(10_000) - before).toBeLessThan(500_000)
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
