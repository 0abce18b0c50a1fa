import { describe, expect, it } from 'vitest'
import * as cotangent from '../../src/index.js'
import { failureOf, here } from '../tensor/failures.js'

// Loosely typed on purpose, so that one table holds every way to nest.
const { add, astype, checkpoint, cond, grad, hessian, jacfwd, jacrev, jit, jvp, less, linearize, log, mul, scan } =
  cotangent as any
const { customVjp, iterate, stack, sum, take, tensor, vjp, vmap, whileLoop, where } = cotangent as any
type Any = any

const x = tensor([1, 2, 3])

let line = ''

/** Fails when its value is computed: 7 is no index of x. */
const stray = (v: Any): Any => {
  line = here()
  return mul(take(v, astype(add(sum(v), 1), 'int32')), 2)
}

describe('the line of a failure that comes up late is that of its cause', () => {
  const inScan = (v: Any): Any => scan((c: Any) => [mul(c, stray(c)), []], v, [], { length: 1 })
  it.each<[string, () => unknown]>([
    ['grad', () => grad((v: Any) => stray(v))(x)],
    ['vjp', () => vjp((v: Any) => stray(v), [x])],
    ['jvp', () => jvp((v: Any) => stray(v), [x], [x])],
    ['linearize', () => linearize((v: Any) => stray(v), [x])],
    ['jacfwd', () => jacfwd((v: Any) => stray(v))(x)],
    ['jacrev', () => jacrev((v: Any) => stray(v))(x)],
    ['hessian', () => hessian((v: Any) => stray(v))(x)],
    ['jit', () => jit((v: Any) => stray(v))(x)],
    ['jit in jit', () => jit((v: Any) => jit((w: Any) => stray(w))(v))(x)],
    ['a gradient of jit', () => grad(jit((v: Any) => stray(v)))(x)],
    ['jit of a gradient', () => jit(grad((v: Any) => stray(v)))(x)],
    ['vmap', () => vmap((v: Any) => stray(v))(stack([x, x]))],
    ['jit of vmap', () => jit(vmap((v: Any) => stray(v)))(stack([x, x]))],
    ['scan', () => scan((_: Any, v: Any) => [stray(v), []], tensor(0), stack([x, x]))],
    [
      'a gradient of scan',
      () => grad((u: Any) => scan((_: Any, v: Any) => [stray(v), []], u, stack([x, x]))[0])(sum(x)),
    ],
    ['iterate', () => iterate((v: Any) => mul(x, stray(v)), 2, x)],
    [
      'cond',
      () =>
        cond(
          less(0, sum(x)),
          (v: Any) => stray(v),
          (v: Any) => sum(v),
          x,
        ),
    ],
    [
      'whileLoop',
      () =>
        whileLoop(
          (v: Any) => less(0, stray(v)),
          (v: Any) => v,
          x,
        ),
    ],
    ['checkpoint', () => checkpoint((v: Any) => stray(v))(x)],
    [
      'customVjp',
      () =>
        customVjp(
          (v: Any) => stray(v),
          (v: Any) => [stray(v), v],
          (v: Any) => [v],
        )(x),
    ],
    [
      'a jitted gradient of a batched loop',
      () => jit(grad((u: Any) => sum(vmap((v: Any) => inScan(v)[0])(mul(u, stack([x, x]))))))(x),
    ],
  ])('in %s', (_, run) => {
    const error = failureOf(run)
    expect(error).toBeInstanceOf(cotangent.IndexError)
    expect(error.site).toContain(`${line.split(':')[0]}:${Number(line.split(':')[1]) + 1}:`)
  })

  it('in reverse mode through a loop without bound', () => {
    const [small, squared] = [(c: Any) => less(c, 100), (c: Any) => mul(c, c)]
    const f = (v: Any): Any => {
      line = here()
      return mul(whileLoop(small, squared, sum(v)), 2)
    }
    const pullback = vjp(f, [x])[1]
    for (const run of [() => grad(f)(x), () => jit(grad(f))(x), () => jacrev(f)(x), () => pullback(tensor(1))]) {
      const error = failureOf(run)
      expect(error).toBeInstanceOf(cotangent.NotDifferentiable)
      expect(error.site).toContain(`${line.split(':')[0]}:${Number(line.split(':')[1]) + 1}:`)
    }
  })
})

describe('finding the line', () => {
  it('runs the function once more, and not again for every transform around', () => {
    let runs = 0
    const f = (v: Any): Any => {
      runs++
      return stray(v)
    }
    expect(failureOf(() => grad((u: Any) => sum(vjp((v: Any) => f(v), [u])[1](tensor(1))[0]))(x)).site).toBeDefined()
    expect(runs).toBeLessThanOrEqual(3)
  })

  it('blames nothing that does not run', () => {
    const f = (v: Any): Any => {
      const guarded = cond(
        less(sum(v), 0),
        () => take(v, tensor(9, { dtype: 'int32' })),
        () => sum(v),
      )
      return add(guarded, stray(v))
    }
    for (const run of [() => grad(f)(x), () => jit(f)(x)]) {
      const error = failureOf(run)
      expect(error.message).toContain('index 7')
      expect(error.site).toContain(`${line.split(':')[0]}:${Number(line.split(':')[1]) + 1}:`)
    }
  })

  it('keeps the error where another run has another one', () => {
    let runs = 0
    const f = (v: Any): Any => (runs++ === 0 ? stray(v) : log(where(v, v, v)))
    expect(failureOf(() => grad(f)(x))).toBeInstanceOf(cotangent.IndexError)
  })
})
