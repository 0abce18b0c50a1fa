import { describe, expect, it } from 'vitest'
import { IndexError, type Tensor } from '../../../src/tensor/index.js'
import { untyped } from './untyped.js'

const {
  add,
  cond,
  div,
  grad,
  greater,
  hessian,
  item,
  jit,
  jvp,
  less,
  log,
  mul,
  neg,
  sqrt,
  sum,
  take,
  tensor,
  toArray,
  vmap,
  where,
  whileLoop,
} = untyped

describe('cond', () => {
  const branchy = (x: Tensor): Tensor =>
    cond(
      greater(x, 0),
      (v: Tensor) => sqrt(v),
      (v: Tensor) => neg(v),
      x,
    )

  it('takes one branch, and its derivative', () => {
    expect(toArray(branchy(tensor(4)))).toBe(2)
    expect(toArray(branchy(tensor(-4)))).toBe(4)
    expect(toArray(grad(branchy)(tensor(4)))).toBe(0.25)
    expect(toArray(grad(branchy)(tensor(-4)))).toBe(-1)
    expect(
      toArray(
        cond(
          true,
          () => tensor(1),
          () => tensor(2),
        ),
      ),
    ).toBe(1)
    expect(
      toArray(
        cond(
          false,
          () => tensor(1),
          () => tensor(2),
        ),
      ),
    ).toBe(2)
  })

  it('is not poisoned by the other branch, as where is', () => {
    const safe = (x: Tensor): Tensor =>
      cond(
        greater(x, 0),
        () => log(x),
        () => mul(x, 0),
      )
    const poisoned = (x: Tensor): Tensor => where(greater(x, 0), log(x), mul(x, 0))
    expect(toArray(grad(safe)(tensor(0)))).toBe(0)
    expect(toArray(grad(poisoned)(tensor(0)))).toBe(NaN)
  })

  it('shares what the branches capture', () => {
    const [a, b] = [tensor(2), tensor(5)]
    const f = (x: Tensor, y: Tensor, z: Tensor): Tensor =>
      cond(
        less(x, y),
        (u: Tensor) => mul(u, y),
        (u: Tensor) => div(u, z),
        x,
      )
    const gradient = (x: number): readonly number[] =>
      grad(f, { argnums: [0, 1, 2] })(tensor(x), a, b).map((one: Tensor) => toArray(one))
    expect(gradient(1)).toEqual([2, 1, 0])
    expect(gradient(10)).toEqual([0.2, 0, -0.4])
  })

  it('does nothing in the branch not taken, not even to constants', () => {
    const [table, stray] = [tensor([1, 2, 3]), tensor(7, { dtype: 'int32' })]
    const forever = (): Tensor =>
      whileLoop(
        () => true,
        (v: Tensor) => v,
        tensor(0),
      )
    const guarded = (x: Tensor): Tensor =>
      cond(
        less(x, 10),
        (y: Tensor) =>
          cond(
            less(stray, 3),
            () => add(forever(), take(table, stray)),
            () => mul(y, add(y, take(table, 2))),
          ),
        () => mul(x, grad((z: Tensor) => mul(z, take(table, stray)))(x)),
        x,
      )
    expect(toArray(guarded(tensor(2)))).toBe(10)
    expect(toArray(jit(guarded)(tensor(2)))).toBe(10)
    expect(toArray(grad(guarded)(tensor(2)))).toBe(7)
    expect(toArray(jit(grad(guarded))(tensor(2)))).toBe(7)
    expect(toArray(jvp(guarded, [tensor(2)], [tensor(1)])[1])).toBe(7)
    expect(toArray(hessian(guarded)(tensor(2)))).toBe(2)
    expect(toArray(vmap(guarded)(tensor([2, 3])))).toEqual([10, 18])
    expect(toArray(vmap(grad(guarded))(tensor([2, 3])))).toEqual([7, 9])
    expect(() => guarded(tensor(20))).toThrow(IndexError)
  })

  it('lets a branch read what it computes of constants', () => {
    const constant = tensor([1, 2])
    const f = (x: Tensor): Tensor =>
      cond(
        less(0, x),
        () => mul(x, item(sum(mul(constant, constant)))),
        () => x,
      )
    expect(toArray(f(tensor(2)))).toBe(10)
    expect(toArray(jit(grad(f))(tensor(2)))).toBe(5)
  })

  it('takes and gives trees', () => {
    const pick = (first: boolean): unknown =>
      cond(
        first,
        ({ a }: { a: Tensor }, [b]: readonly [Tensor]) => ({ y: a, z: [b] }),
        ({ a }: { a: Tensor }, [b]: readonly [Tensor]) => ({ y: b, z: [a] }),
        { a: tensor(1) },
        [tensor(2)],
      )
    expect(pick(true)).toMatchObject({ y: expect.anything(), z: [expect.anything()] })
    expect(toArray((pick(false) as { y: Tensor }).y)).toBe(2)
  })

  it('chooses for each example under vmap', () => {
    expect(toArray(vmap(branchy)(tensor([4, -4, 9])))).toEqual([2, 4, 3])
    expect(toArray(vmap(grad(branchy))(tensor([4, -4])))).toEqual([0.25, -1])
  })
})
