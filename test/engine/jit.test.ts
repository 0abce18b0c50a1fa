import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  ArgumentError,
  add,
  cond,
  exp,
  grad,
  hessian,
  IndexError,
  item,
  jacrev,
  jit,
  jvp,
  less,
  matmul,
  mean,
  mul,
  NotConcrete,
  ones,
  scan,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  TreeError,
  take,
  tanh,
  tensor,
  toArray,
  valueAndGrad,
  vmap,
  zeros,
} from '../../src/index.js'
import { modulesIn } from './modulesIn.js'

afterEach(() => {
  vi.restoreAllMocks()
})

const x = tensor([0.5, -1.25, 3])
const y = tensor([2, 0.1, -0.7])

describe('jit', () => {
  it('traces once for each structure, shapes and dtypes', () => {
    let traces = 0
    const f = jit((a: Tensor, b: { readonly c: Tensor }) => {
      traces++
      return add(a, b.c)
    })
    const modules = modulesIn(() => {
      for (let times = 0; times < 3; times++) f(x, { c: y })
      expect(traces).toBe(1)
      f(ones([2, 3]), { c: y })
      expect(traces).toBe(2)
      f(ones([3], { dtype: 'float32' }), { c: ones([3], { dtype: 'float32' }) })
      expect(traces).toBe(3)
      f(y, { c: x })
    })
    expect(traces).toBe(3)
    expect(modules).toBe(3)
  })

  it('stays traced for the shapes that it was called with last', () => {
    let traces = 0
    const f = jit((a: Tensor) => {
      traces++
      return a
    })
    const tracesIn = (...sizes: readonly number[]): number => {
      const before = traces
      for (const size of sizes) f(zeros([size]))
      return traces - before
    }
    const sizes = Array.from({ length: 256 }, (_, size) => size)
    expect(tracesIn(...sizes)).toBe(256)
    expect(tracesIn(...sizes)).toBe(0)
    expect(tracesIn(256)).toBe(1)
    expect(tracesIn(...sizes.slice(1), 256)).toBe(0)
    expect(tracesIn(0)).toBe(1)
  })

  it('compiles once for graphs of one structure, however often it is made', () => {
    const scaled = (factors: Tensor): Tensor => jit((a: Tensor) => mul(sigmoid(a), factors))(x)
    const modules = modulesIn(() => {
      for (const factors of [x, y, ones([3]), tensor([4, 5, 6])])
        expect(toArray(scaled(factors))).toEqual(toArray(mul(sigmoid(x), factors)))
    })
    // Ones are known by their value, and simplified away.
    expect(modules).toBe(2)
  })

  it('keeps graphs apart whose indices differ', () => {
    for (const indices of [
      [0, 2],
      [2, 0],
      [1, 1],
      [-1, 0],
    ]) {
      const at = tensor(indices, { dtype: 'int32' })
      expect(toArray(jit((a: Tensor) => take(a, at))(x))).toEqual(toArray(take(x, at)))
    }
  })

  it('takes and gives any tree', () => {
    const f = jit((model: { readonly w: Tensor; readonly rest: readonly [Tensor, readonly Tensor[]] }) => ({
      twice: add(model.w, model.w),
      given: model.rest,
      none: [],
      constant: [tensor([1, 2])],
    }))
    const rest = [y, [x, tensor(3)]] as const
    const result = f({ w: x, rest })
    expect(toArray(result.twice)).toEqual([1, -2.5, 6])
    expect(toArray(result.given[1][1])).toBe(3)
    expect(result.none).toEqual([])
    expect(toArray(result.constant[0])).toEqual([1, 2])
  })

  it('needs no arguments', () => expect(toArray(jit(() => exp(zeros([2])))())).toEqual([1, 1]))

  it('gives the bits that the function gives, on either engine', () => {
    const f = (a: Tensor, b: Tensor): Tensor => sum(mul(tanh(exp(a)), sigmoid(sub(a, b))))
    for (const engine of ['wasm', 'reference'] as const) expect(item(jit(f, { engine })(x, y))).toBe(item(f(x, y)))
  })

  it('says NotConcrete where a value is read', () => {
    const f = jit((a: Tensor) => (Number(item(sum(a))) > 0 ? a : exp(a)))
    expect(() => f(x)).toThrow(NotConcrete)
  })

  it('refuses unknown engines and arguments that are no trees of tensors', () => {
    expect(() => jit(exp, { engine: 'gpu' as 'wasm' })).toThrow(ArgumentError)
    const nothing = Object.create(null)
    const strange = [
      null,
      3,
      { engine: nothing },
      { arithmetic: Symbol('slow') },
      { threads: nothing },
      { threads: '2' },
    ]
    for (const options of strange) expect(() => jit(exp, options as never), String(options)).toThrow(ArgumentError)
    expect(() => jit((a: Tensor) => a)('x' as unknown as Tensor)).toThrow(TreeError)
  })

  it('passes errors of the run on', () => {
    const f = jit((a: Tensor, at: Tensor<[], 'int32'>) => take(a, at))
    expect(item(f(x, tensor(-1, { dtype: 'int32' })))).toBe(3)
    expect(() => f(x, tensor(3, { dtype: 'int32' }))).toThrow(IndexError)
  })
})

describe('inside other transforms', () => {
  const loss = (w: Tensor, b: Tensor): Tensor => mean(square(tanh(add(mul(w, x), b))))
  const compiled = jit(loss)

  it('has the derivatives of the function, compiled once', () => {
    const expected = grad(loss, { argnums: [0, 1] })(x, y)
    const run = (): void => {
      const found = grad(compiled, { argnums: [0, 1] })(x, y)
      expect(found.map(toArray)).toEqual(expected.map(toArray))
    }
    expect(modulesIn(run)).toBe(2)
    expect(modulesIn(run)).toBe(0)
  })

  it('of forward mode, second order and batches too', () => {
    const direction = tensor([1, -2, 0.5])
    const both = <T>(f: (g: typeof loss) => T): readonly [T, T] => [f(compiled), f(loss)]
    const [pushed, expectedPushed] = both((f) => jvp(f, [x, y], [direction, direction]).map(toArray))
    expect(pushed).toEqual(expectedPushed)
    const [second, expectedSecond] = both((f) => toArray(hessian(f)(x, y)))
    expect(second).toEqual(expectedSecond)
    const rows = tensor([
      [1, 2, 3],
      [-1, 0, 0.25],
    ])
    const [many, expectedMany] = both((f) => toArray(vmap(f, { inAxes: [0, null] })(rows, y)))
    expect(many).toEqual(expectedMany)
    const [rowwise, expectedRowwise] = both((f) => toArray(vmap(grad(f), { inAxes: [0, null] })(rows, y)))
    expect(rowwise).toEqual(expectedRowwise)
  })

  it('compiles gradients given to it, and functions in it', () => {
    const step = jit((w: Tensor) => {
      const [value, slope] = valueAndGrad((v: Tensor) => compiled(v, y))(w)
      return [value, sub(w, mul(slope, 0.1))] as const
    })
    const [value, slope] = valueAndGrad((v: Tensor) => loss(v, y))(x)
    const [found, next] = step(x)
    expect(item(found)).toBe(item(value))
    expect(toArray(next)).toEqual(toArray(sub(x, mul(slope, 0.1))))
  })

  it('sees what it closes over anew at every call', () => {
    const f = (w: Tensor): Tensor => {
      const inner = jit((a: Tensor) => mul(a, w))
      return sum(add(inner(x), inner(inner(x))))
    }
    const plain = (w: Tensor): Tensor => sum(add(mul(x, w), mul(mul(x, w), w)))
    expect(toArray(grad(f)(y))).toEqual(toArray(grad(plain)(y)))
    let shared: Tensor = y
    const closing = jit((a: Tensor) => mul(a, shared))
    const through = (w: Tensor): Tensor => {
      shared = w
      return sum(closing(x))
    }
    expect(toArray(grad(through)(x))).toEqual([0.5, -1.25, 3])
    expect(toArray(grad(through)(y))).toEqual([0.5, -1.25, 3])
  })

  it('runs loops and choices inside the module', () => {
    const program = (a: Tensor, rows: Tensor): Tensor => {
      const [last] = scan(
        (carry: Tensor, row: Tensor) => {
          const next = cond(
            less(sum(carry), 1),
            (c: Tensor, r: Tensor) => tanh(add(c, r)),
            (c: Tensor, r: Tensor) => mul(c, r),
            carry,
            row,
          )
          return [next, next] as const
        },
        a,
        rows,
      )
      return sum(last)
    }
    const rows = tensor([
      [0.1, 0.2, 0.3],
      [1, -1, 0.5],
      [2, 0.5, -0.25],
    ])
    expect(item(jit(program)(x, rows))).toBe(item(program(x, rows)))
    expect(toArray(jit(grad(program))(x, rows))).toEqual(toArray(grad(program)(x, rows)))
    expect(toArray(grad(jit(program))(x, rows))).toEqual(toArray(grad(program)(x, rows)))
  })

  it('gives Jacobians', () => {
    const f = (a: Tensor): Tensor => tanh(matmul(ones([2, 3]), a))
    expect(toArray(jacrev(jit(f))(x))).toEqual(toArray(jacrev(f)(x)))
  })
})
