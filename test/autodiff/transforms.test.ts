import { describe, expect, it } from 'vitest'
import * as cotangent from '../../src/index.js'

// Loosely typed on purpose, so that what does not compile is reached at run time.
const {
  abs,
  add,
  checkpoint,
  concatenate,
  customJvp,
  customVjp,
  div,
  exp,
  grad,
  hessian,
  hessianDiagonal,
  hvp,
  item,
  jacfwd,
  jacrev,
  jit,
  jvp,
  linearize,
  matmul,
  mean,
  mul,
  ones,
  sqrt,
  square,
  sub,
  sum,
  take,
  tanh,
  tensor,
  toArray,
  valueAndGrad,
  vjp,
  vmap,
  zeros,
} = cotangent as any
type Any = any

const x3 = tensor([1, 2, 3])
const close = (found: unknown, due: unknown): void => {
  const flat = (value: unknown): number[] => [value].flat(9) as number[]
  expect(flat(found)).toHaveLength(flat(due).length)
  flat(found).forEach((one, index) => {
    expect(one).toBeCloseTo(flat(due)[index], 12)
  })
}

describe('grad', () => {
  it('of a sum of squares', () => {
    expect(toArray(grad((x: Any) => sum(square(x)))(x3))).toEqual([2, 4, 6])
  })
  it('of trees, of arguments by number, with aux', () => {
    const loss = (params: Any, x: Any): Any => sum(square(sub(matmul(x, params.w), params.b)))
    const params = { w: tensor([[1], [2]]), b: tensor([3]) }
    const x = tensor([[1, 1]])
    expect(toArray(grad(loss)(params, x).w)).toEqual([[0], [0]])
    const [dp, dx] = grad(loss, { argnums: [0, -1] })({ ...params, b: tensor([2]) }, x)
    expect(toArray(dp.b)).toEqual([-2])
    expect(toArray(dx)).toEqual([[2, 4]])
    const [g, aux] = grad((x: Any) => [sum(square(x)), { twice: mul(x, 2) }], { hasAux: true })(x3)
    expect(toArray(g)).toEqual([2, 4, 6])
    expect(toArray(aux.twice)).toEqual([2, 4, 6])
    const [[value], gradient] = valueAndGrad((x: Any) => [sum(x), x], { hasAux: true })(x3)
    expect([item(value), toArray(gradient)]).toEqual([6, [1, 1, 1]])
  })
  it('nests to any order without perturbation confusion', () => {
    const cube = (x: Any): Any => mul(x, mul(x, x))
    expect(item(grad(grad(grad(cube)))(tensor(2)))).toBe(6)
    // d/dx (x * d/dy (x + y)) = 1
    const confused = grad((x: Any) => mul(x, grad((y: Any) => add(x, y))(tensor(1))))
    expect(item(confused(tensor(1)))).toBe(1)
    // a closure over the outer input: d/dx [x^2 * (d/dy x y^2 at y = 3)] = d/dx 6 x^3 = 18 x^2
    const nested = grad((x: Any) => mul(square(x), grad((y: Any) => mul(x, square(y)))(tensor(3))))
    expect(item(nested(tensor(2)))).toBe(72)
  })
  it('lets the function read and branch on values', () => {
    const f = (x: Any): Any => (item(x) > 0 ? square(x) : mul(x, 5))
    expect(item(grad(f)(tensor(3)))).toBe(6)
    expect(item(grad(f)(tensor(-3)))).toBe(5)
    expect(item(grad(grad(f))(tensor(3)))).toBe(2)
  })
  it('follows a loop of 10,000 steps', () => {
    const f = (x: Any): Any => {
      let y = x
      for (let i = 0; i < 10_000 && item(y) > 1e-3; i++) y = tanh(y)
      return y
    }
    expect(item(grad(f)(tensor(0.5)))).toBeGreaterThan(0)
  })
  it('refuses with the reason and the line', () => {
    const line = /transforms\.test\.ts:\d+/
    expect(() => grad((x: Any) => x)(x3)).toThrow(/grad: a gradient needs a scalar.*float64\[3\]/)
    expect(() => grad((x: Any) => x)(x3)).toThrow(line)
    expect(() => grad((x: Any) => sum(x))(tensor([1], { dtype: 'int32' }))).toThrow(/argument 0 is int32.*astype/)
    expect(() => grad((x: Any) => sum(x), { argnums: 1 })(x3)).toThrow(/argument 1, but the function was given 1/)
    expect(() => grad((x: Any) => [sum(x)])(x3)).toThrow(/returns a tree/)
    expect(() => grad(sum, { argnums: 'x' })(x3)).toThrow(/names argument x/)
    expect(() => grad(sum)()).toThrow(/argument 0, but the function was given 0. Call it/)
    expect(() => vjp(sum, x3)).toThrow(/vjp: the primals \(Constant\) are no list/)
    expect(() => hvp(sum, x3, [x3])).toThrow(/hvp: the primals/)
    expect(() => hvp(sum, [x3], [tensor(1)])).toThrow(/hvp: the tangents\[0\] is float64\[\], not float64\[3\]/)
    expect(() => hessian((x: Any) => x)(x3)).toThrow(/hessian: a gradient needs a scalar/)
    expect(() => hessian(sum)(tensor([1], { dtype: 'int32' }))).toThrow(/hessian: argument 0 is int32/)
    expect(() => grad(() => 3)(x3)).toThrow(/grad: the result \(3\) is not a tensor/)
    expect(() => grad((x: Any) => [sum(x), 'no'], { hasAux: true })(x3)).toThrow(
      /leaf at \[1\] of the result \(string\)/,
    )
    expect(() => item(3)).toThrow(/item: the operand \(3\) is not a tensor/)
    expect(() => grad((x: Any) => sum(x))({ a: [x3, 'no'] })).toThrow(/a\[1\] \(string\) is not a tensor/)
  })
  it('names the line of an operation whose failure comes up late', () => {
    const index = tensor([7], { dtype: 'int32' })
    const here = new Error().stack?.match(/transforms\.test\.ts:(\d+)/)?.[1]
    const f = (x: Any): Any => sum(take(x, index, { axis: 0 }))
    expect(() => grad(f)(x3)).toThrow(new RegExp(`transforms\\.test\\.ts:${Number(here) + 1}`))
  })
})

describe('vjp, jvp and linearize', () => {
  const f = (a: Any, b: Any): Any => ({ product: mul(a, b), sum: exp(a) })
  const a = tensor([1, 2])
  const b = tensor([3, 4])
  it('agree', () => {
    const [y, pullback] = vjp(f, [a, b])
    expect(toArray(y.product)).toEqual([3, 8])
    const [da, db] = pullback({ product: tensor([1, 0]), sum: tensor([0, 0]) })
    expect([toArray(da), toArray(db)]).toEqual([
      [3, 0],
      [1, 0],
    ])
    const tangents = [tensor([1, 1]), tensor([0, 1])]
    const [, dy] = jvp(f, [a, b], tangents)
    expect(toArray(dy.product)).toEqual([3, 6])
    const [, linear] = linearize(f, [a, b])
    expect(toArray(linear(...tangents).product)).toEqual([3, 6])
    expect(toArray(linear(...tangents).sum)).toEqual(toArray(dy.sum))
  })
  it('refuse cotangents and tangents of another type', () => {
    const [, pullback] = vjp(f, [a, b])
    expect(() => pullback({ product: a })).toThrow(/structure of the cotangent is/)
    expect(() => pullback({ product: a, sum: x3 })).toThrow(/cotangent\.sum is float64\[3\], not float64\[2\]/)
    expect(() => jvp(f, [a, b], [a])).toThrow(/structure of the tangents is/)
  })
})

describe('Jacobians', () => {
  it('have output axes first, then input axes', () => {
    const f = (x: Any): Any => tensor2(mul(x, x))
    const tensor2 = (y: Any): Any => take(y, tensor([0, 2], { dtype: 'int32' }), { axis: 0 })
    for (const jacobian of [jacfwd, jacrev])
      expect(toArray(jacobian(f)(x3))).toEqual([
        [2, 0, 0],
        [0, 0, 6],
      ])
  })
  it('of trees are trees of trees', () => {
    const f = (p: Any): Any => ({ y: mul(p.a, p.b) })
    const point = { a: tensor(2), b: tensor(3) }
    for (const jacobian of [jacfwd, jacrev]) {
      const { y } = jacobian(f)(point)
      expect([item(y.a), item(y.b)]).toEqual([3, 2])
    }
  })
  it('let the function read values', () => {
    const f = (x: Any): Any => (item(sum(x)) > 0 ? square(x) : x)
    for (const jacobian of [jacfwd, jacrev])
      expect(toArray(jacobian(f)(tensor([1, 2])))).toEqual([
        [2, 0],
        [0, 4],
      ])
  })
  it('Hessian and its product with a vector', () => {
    const f = (x: Any): Any => sum(mul(x, mul(x, x)))
    expect(toArray(hessian(f)(tensor([1, 2])))).toEqual([
      [6, 0],
      [0, 12],
    ])
    expect(toArray(hvp(f, [tensor([1, 2])], [tensor([1, 1])])[0])).toEqual([6, 12])
  })
  it('the diagonal of a Hessian, of one argument or several, in their own types', () => {
    const cubes = (x: Any): Any => sum(mul(x, mul(x, x)))
    const all = (t: Any, x: Any): Any => add(mul(sum(t.a), square(t.b)), mul(cubes(t.a), sum(x)))
    const tree = { a: tensor([[1, 2]]), b: tensor(5) }
    const x = tensor([1, 2])
    const [ofTree, ofX] = hessianDiagonal(all, { argnums: [0, 1] })(tree, x)
    expect([toArray(ofTree.a), toArray(ofTree.b), toArray(ofX)]).toEqual([[[18, 36]], 6, [0, 0]])
    expect(toArray(hessianDiagonal(all, { argnums: -1 })(tree, x))).toEqual([0, 0])
    expect(toArray(jit(hessianDiagonal(cubes))(x))).toEqual([6, 12])
    expect(hessianDiagonal(cubes)(zeros([0])).shape).toEqual([0])
    expect(hessianDiagonal(cubes)(tensor([1], { dtype: 'float32' })).dtype).toBe('float32')
    // Sums of rows, where it is said to be all there is and is not.
    const whole = (y: Any): Any => square(sum(y))
    expect(toArray(hessianDiagonal(whole)(x))).toEqual([2, 2])
    expect(toArray(hessianDiagonal(whole, { isDiagonal: true })(x))).toEqual([4, 4])
    expect(toArray(hessianDiagonal(cubes, { isDiagonal: true })(x))).toEqual([6, 12])
    expect(toArray(hessianDiagonal(sum, { isDiagonal: true })(x))).toEqual([0, 0])
    expect(() => hessianDiagonal((y: Any) => y)(x)).toThrow(/hessianDiagonal: a gradient needs a scalar/)
  })
})

describe('vmap', () => {
  it('maps over axes', () => {
    const f = (w: Any, x: Any): Any => sum(mul(w, x))
    const xs = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(toArray(vmap(f, { inAxes: [null, 0] })(tensor([1, 10]), xs))).toEqual([21, 43, 65])
    expect(toArray(vmap(f, { inAxes: [null, 1] })(x3, xs))).toEqual([22, 28])
    expect(toArray(vmap((x: Any) => mul(x, 2), { outAxes: 1 })(xs))).toEqual([
      [2, 6, 10],
      [4, 8, 12],
    ])
  })
  it('of a gradient, and a gradient of it', () => {
    const f = (x: Any): Any => sum(mul(x, tanh(x)))
    const xs = tensor([
      [1, 2],
      [3, 4],
    ])
    const rows = [tensor([1, 2]), tensor([3, 4])].map((x) => toArray(grad(f)(x)))
    close(toArray(vmap(grad(f))(xs)), rows)
    close(toArray(grad((all: Any) => sum(vmap(f)(all)))(xs)), rows)
  })
  it('refuses reading, and sizes that differ', () => {
    expect(() => vmap((x: Any) => mul(x, item(x)))(x3)).toThrow(/while vmap traces.*where/s)
    expect(() => vmap(add)(x3, tensor([1, 2]))).toThrow(/numbers of examples differ: 3, 2/)
  })
})

describe('checkpoint and custom rules', () => {
  it('checkpoint changes nothing', () => {
    const f = (x: Any): Any => mean(exp(tanh(mul(x, x))))
    close(toArray(grad(checkpoint(f))(x3)), toArray(grad(f)(x3)))
    close(toArray(grad((x: Any) => sum(grad(checkpoint(f))(x)))(x3)), toArray(grad((x: Any) => sum(grad(f)(x)))(x3)))
  })
  it('customVjp gives its own rule in both modes', () => {
    const twice = customVjp(
      (x: Any) => mul(x, x),
      (x: Any) => [mul(x, x), x],
      (x: Any, cotangent: Any) => [mul(cotangent, mul(x, 10))],
    )
    expect(item(grad(twice)(tensor(3)))).toBe(30)
    expect(item(jvp(twice, [tensor(3)], [tensor(1)])[1])).toBe(30)
    expect(item(grad(grad(twice))(tensor(3)))).toBe(10)
    expect(toArray(vmap(grad(twice))(x3))).toEqual([10, 20, 30])
  })
  it('customJvp gives its own rule in both modes', () => {
    const twice = customJvp(
      (x: Any) => mul(x, x),
      ([x]: Any, [dx]: Any) => mul(dx, mul(x, 10)),
    )
    expect(item(grad(twice)(tensor(3)))).toBe(30)
    expect(item(jvp(twice, [tensor(3)], [tensor(1)])[1])).toBe(30)
    expect(item(grad(grad(twice))(tensor(3)))).toBe(10)
  })
  it('are checked where they are given, if asked', () => {
    const f = (x: Any, y: Any): Any => mul(square(x), y)
    const forward = (x: Any, y: Any): Any => [f(x, y), { x, y }]
    const right = ({ x, y }: Any, c: Any): Any => [mul(c, mul(mul(x, 2), y)), mul(c, square(x))]
    const wrong = ({ x, y }: Any, c: Any): Any => [mul(c, mul(x, y)), mul(c, square(x))]
    const checkAt = [x3, tensor([4, 5, 6])]
    expect(toArray(customVjp(f, forward, right, { checkAt })(x3, x3))).toEqual([1, 8, 27])
    expect(() => customVjp(f, forward, wrong, { checkAt })).toThrow(/gives 4 for element 0 of argument \[0\].*is 8/)
    const tangent = ([x]: Any, [dx]: Any): Any => mul(dx, x)
    expect(() => customJvp(square, tangent, { checkAt: [x3] })).toThrow(/customJvp: the rule gives 1 .* is 2/)
  })
  it('are checked at many elements, also where slopes are infinite', () => {
    const root = (x: Any): Any => [sqrt(x), x]
    const rule = (factor: number) => (x: Any, c: Any) => [div(mul(c, factor), sqrt(x))]
    const checkAt = [concatenate([zeros([1]), ones([200_000])])]
    expect(() => customVjp(sqrt as Any, root as Any, rule(0.5) as Any, { checkAt } as Any)).not.toThrow()
    expect(() => customVjp(sqrt as Any, root as Any, rule(1) as Any, { checkAt } as Any)).toThrow(/for element 1 of/)
  })
  it('refuse what they cannot know', () => {
    const outer = (x: Any): Any =>
      customJvp(
        (y: Any) => mul(x, y),
        (_: Any, [dy]: Any) => dy,
      )(x)
    expect(() => grad(outer)(tensor(2))).toThrow(/closes over a value/)
    const wrong = customVjp(
      (x: Any) => x,
      (x: Any) => [x, x],
      () => [tensor([1, 2])],
    )
    const exchanged = customVjp(
      (w: Any, b: Any) => mul(w, b),
      (w: Any, b: Any) => [mul(w, b), { w, b }],
      ({ w, b }: Any, c: Any) => ({ w: mul(c, b), b: mul(c, w) }),
    )
    expect(() => exchanged(tensor(1), tensor(2))).toThrow(/backward function is {"b":\*,"w":\*}, not \[\*,\*\]/)
    expect(() => wrong(tensor(1))).toThrow(/backward function\[0\] is float64\[2\], not/)
  })
})

describe('jit', () => {
  it('names the line of an operation that fails in compiled code', () => {
    const here = Number(new Error().stack?.match(/transforms\.test\.ts:(\d+)/)?.[1])
    const f = jit((x: Any, index: Any) => sum(take(x, index, { axis: 0 })))
    expect(item(f(x3, tensor([2], { dtype: 'int32' })))).toBe(3)
    expect(() => f(x3, tensor([7], { dtype: 'int32' }))).toThrow(new RegExp(`transforms\\.test\\.ts:${here + 1}`))
  })
})

it('the slope 0 of abs at 0 takes even an infinite tangent or cotangent to 0', () => {
  const infinite = tensor(Number.POSITIVE_INFINITY)
  expect(item(jvp(abs, [tensor(0)], [infinite])[1])).toBe(0)
  expect(item(vjp(abs, [tensor(0)])[1](infinite)[0])).toBe(0)
})

const point = tensor([1, 2])

it.each<readonly [string, (f: Any) => Any]>([
  ['checkpoint', (f) => checkpoint(f)(point)],
  ['customJvp', (f) => customJvp(f, f)(point)],
  ['grad', (f) => grad(f)(point)],
  ['jacfwd', (f) => jacfwd(f)(point)],
  ['jit', (f) => jit(f)],
  ['jvp', (f) => jvp(f, [point], [point])],
  ['linearize', (f) => linearize(f, [point])],
  ['vjp', (f) => vjp(f, [point])],
  ['vmap', (f) => vmap(f)(point)],
])('%s refuses what is no function', (operation, transform) => {
  const complaint = { _tag: 'ArgumentError', operation }
  expect(() => transform(3)).toThrow(expect.objectContaining({ ...complaint, problem: '3 is no function' }))
  expect(() => transform(undefined)).toThrow(expect.objectContaining(complaint))
})
