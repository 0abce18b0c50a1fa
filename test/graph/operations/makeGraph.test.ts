import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { untyped } from './untyped.js'

const {
  add,
  arange,
  cond,
  grad,
  greater,
  jit,
  makeGraph,
  matmul,
  mul,
  scan,
  sigmoid,
  slice,
  sum,
  take,
  tensor,
  whileLoop,
  zeros,
} = untyped

const shown = (f: unknown, ...args: readonly unknown[]): string => String(makeGraph(f)(...args))

describe('a printed graph', () => {
  it('lists the applied primitives, with types and attributes', () => {
    const layer = ({ w, b }: { w: Tensor; b: Tensor }, x: Tensor): Tensor => sigmoid(add(matmul(x, w), b))
    expect(shown(layer, { w: zeros([3, 2]), b: zeros([2]) }, zeros([4, 3]))).toMatchInlineSnapshot(`
      "graph %1:float64[2] %2:float64[3, 2] %3:float64[4, 3]
        %4:float64[4, 2] = matmul %3 %2
        %5:float64[4, 2] = broadcastTo %1 { shape: [4, 2] }
        %6:float64[4, 2] = add %4 %5
        %7:bool[4, 2] = lessEqual float64[4, 2](0) %6
        %8:float64[4, 2] = neg %6
        %9:float64[4, 2] = where %7 %8 %6
        %10:float64[4, 2] = logistic %9
        %11:float64[4, 2] = sub float64[4, 2](1) %10
        %12:float64[4, 2] = where %7 %11 %10
        return %12"
    `)
  })

  it('shows small constants, and the head of large ones', () => {
    const f = (x: Tensor): Tensor =>
      take(add(mul(x, tensor([1, -0, NaN])), 0.5), tensor([0, 2], { dtype: 'int32' }), { axis: 0 })
    expect(shown(f, zeros([3]))).toMatchInlineSnapshot(`
      "graph %1:float64[3]
        %2:float64[3] = mul %1 float64[3](1 -0 NaN)
        %3:float64[3] = add %2 float64[3](0.5)
        %4:float64[2] = take %3 int32[2](0 2) { axis: 0, batchAxes: 0 }
        return %4"
    `)
    expect(shown((x: Tensor) => add(x, arange(9)), zeros([9]))).toMatchInlineSnapshot(`
      "graph %1:float64[9]
        %2:float64[9] = add %1 float64[9](0 1 2 ...)
        return %2"
    `)
    expect(shown(() => [zeros([0]), tensor([true, false])])).toMatchInlineSnapshot(`
      "graph
        return float64[0]() bool[2](true false)"
    `)
  })

  it('indents the graphs inside control flow', () => {
    const f = (x: Tensor, limit: Tensor): unknown => {
      const [total] = scan((c: Tensor, e: Tensor) => [add(c, mul(e, limit)), []], tensor(0), x)
      return cond(
        greater(total, limit),
        (t: Tensor) => mul(t, 2),
        () => limit,
        total,
      )
    }
    expect(shown(f, zeros([3]), tensor(1))).toMatchInlineSnapshot(`
      "graph %1:float64[3] %2:float64[]
        %3:float64[] = scan %2 float64[](0) %1 { carries: 1, constants: 1, length: 3, reverse: false }
          body: graph %4:float64[] %5:float64[] %6:float64[]
            %7:float64[] = mul %6 %4
            %8:float64[] = add %5 %7
            return %8
        %9:bool[] = less %2 %3
        %10:float64[] = cond %9 %3 %2
          onFalse: graph %11:float64[] %12:float64[]
            return %12
          onTrue: graph %13:float64[] %14:float64[]
            %15:float64[] = mul %13 float64[](2)
            return %15
        return %10"
    `)
    const g = (x: Tensor): Tensor =>
      whileLoop(
        (v: Tensor) => greater(4, v),
        (v: Tensor) => mul(v, v),
        x,
        { maxSteps: 9 },
      )
    expect(shown(g, tensor(2))).toMatchInlineSnapshot(`
      "graph %1:float64[]
        %2:float64[] = whileLoop %1 { bodyConstants: 0, conditionConstants: 0, maxSteps: 9 }
          body: graph %3:float64[]
            %4:float64[] = mul %3 %3
            return %4
          condition: graph %5:float64[]
            %6:bool[] = less %5 float64[](4)
            return %6
        return %2"
    `)
  })

  it('is of derivatives too', () => {
    expect(
      shown(
        grad((x: Tensor) => sum(mul(x, slice(x, [[null, null, -1]])))),
        zeros([3]),
      ),
    ).toMatchInlineSnapshot(`
      "graph %1:float64[3]
        %2:float64[3] = flip %1 { axes: [0] }
        %3:float64[3] = mul float64[3](1) %2
        %4:float64[3] = mul float64[3](1) %1
        %5:float64[3] = flip %4 { axes: [0] }
        %6:float64[3] = add %3 %5
        return %6"
    `)
  })

  it('leaves out what the result does not need', () => {
    const f = (x: Tensor): Tensor => {
      sigmoid(x)
      return add(x, 1)
    }
    expect(shown(f, zeros([2]))).toBe(shown((x: Tensor) => add(x, 1), zeros([2])))
  })

  it('is the same every time, and what the console shows', () => {
    const graph = makeGraph(sigmoid)(zeros([2]))
    expect(String(makeGraph(sigmoid)(tensor([5, 6])))).toBe(String(graph))
    expect(graph[Symbol.for('nodejs.util.inspect.custom')]()).toBe(String(graph))
  })

  it('has what it captures from an outer transform as an input', () => {
    let text = ''
    grad((x: Tensor) => {
      text = shown((y: Tensor) => mul(y, x), tensor(2))
      return x
    })(tensor(3))
    expect(text).toMatchInlineSnapshot(`
      "graph %1:float64[] %2:float64[]
        %3:float64[] = mul %1 %2
        return %3"
    `)
  })

  it('names jitted functions', () => {
    expect(
      shown(
        (x: Tensor) =>
          jit(function double(y: Tensor) {
            return add(y, y)
          })(x),
        zeros([2]),
      ),
    ).toMatch(/= call /)
  })
})
