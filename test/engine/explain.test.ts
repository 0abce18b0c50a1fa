import { describe, expect, it, vi } from 'vitest'
import { compile } from '../../src/compile/index.js'
import { onThreads } from '../../src/engine/threads/index.js'
import {
  add,
  arange,
  type BufferUse,
  div,
  Explanation,
  explain,
  item,
  iterate,
  type JitOptions,
  matmul,
  mean,
  mul,
  NotConcrete,
  ones,
  reshape,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
} from '../../src/index.js'

vi.mock(import('../../src/compile/index.js'), async (load) => {
  const actual = await load()
  return { ...actual, compile: vi.fn(actual.compile) }
})

vi.mock(import('../../src/engine/threads/index.js'), async (load) => {
  const actual = await load()
  return { ...actual, onThreads: vi.fn(actual.onThreads) as unknown as typeof actual.onThreads }
})

vi.stubEnv('COTANGENT_THREADS', '1')

/** What is printed where nothing takes any time. */
const printed = (explanation: Explanation): string => {
  const parts = explanation.parts.map((part) => ({ ...part, milliseconds: 0 }))
  return `${new Explanation({ ...explanation, parts, times: { trace: 1, simplify: 2, compile: 3, run: 4 } })}`
}

describe('what is explained of a function', () => {
  it('of few elements, in a loop', () => {
    const step = (w: Tensor<[2, 2]>) => sub(w, mul(square(w), 0.1))
    expect(printed(explain((w: Tensor<[2, 2]>) => iterate(step, 10, w))(ones([2, 2])))).toMatchInlineSnapshot(`
      "Traced
      graph %1:float64[2, 2]
        %2:float64[2, 2] = scan %1 { carries: 1, constants: 0, length: 10, reverse: false }
          body: graph %3:float64[2, 2]
            %4:float64[2, 2] = mul %3 %3
            %5:float64[2, 2] = mul %4 float64[2, 2](0.1)
            %6:float64[2, 2] = sub %3 %5
            return %6
        return %2

      Simplified (4 operations before, 4 after)
      graph %1:float64[2, 2]
        %2:float64[2, 2] = scan %1 { carries: 1, constants: 0, length: 10, reverse: false }
          body: graph %3:float64[2, 2]
            %4:float64[2, 2] = mul %3 %3
            %5:float64[2, 2] = mul %4 float64[2, 2](0.1)
            %6:float64[2, 2] = sub %3 %5
            return %6
        return %2

      Parts
      #      ms  runs  operations  bytes  Gop/s  results at  part
      0  0.0000     1           0     64      -       16416  scan float64[2, 2]
      1  0.0000    10         120    640      -       16416    straight mul mul sub

      Memory (64 bytes at once, and 0 that stay between calls)
      bytes     at  parts  holds
         32  16384    0-1  operand 0
         32  16416    0-1  float64[2, 2]

      trace 1.000 ms, simplify 2.000 ms, compile 3.000 ms, run 4.000 ms"
    `)
  })

  it('of a large operand, which stays in the memory and is looked at in another way', () => {
    const f = (x: Tensor<[64, 128]>, b: Tensor<[64]>) => {
      const turned = transpose(x)
      return [turned, sum(tanh(add(turned, b)), { axis: 0 }), mul(b, arange(64))] as const
    }
    expect(printed(explain(f)(reshape(arange(64 * 128), [64, 128]), arange(64)))).toMatchInlineSnapshot(`
      "Traced
      graph %1:float64[64, 128] %2:float64[64]
        %3:float64[128, 64] = transpose %1 { permutation: [1, 0] }
        %4:float64[128, 64] = broadcastTo %2 { shape: [128, 64] }
        %5:float64[128, 64] = add %3 %4
        %6:float64[128, 64] = tanh %5
        %7:float64[64] = sumTo %6 { shape: [64] }
        %8:float64[64] = mul %2 float64[64](0 1 2 ...)
        return %3 %7 %8

      Simplified (4 operations before, 4 after)
      graph %1:float64[64, 128] %2:float64[64]
        %3:float64[128, 64] = transpose %1 { permutation: [1, 0] }
        %4:float64[128, 64] = broadcastTo %2 { shape: [128, 64] }
        %5:float64[128, 64] = add %3 %4
        %6:float64[128, 64] = tanh %5
        %7:float64[64] = sumTo %6 { shape: [64] }
        %8:float64[64] = mul %2 float64[64](0 1 2 ...)
        return %3 %7 %8

      Parts
      #      ms  runs  operations  bytes  Gop/s  results at  part
      0  0.0000     1           0      0      -   operand 0  transpose float64[64, 128]
      1  0.0000     1           0      0      -       16384  broadcastTo float64[64]
      2  0.0000     1      589824  66560      -       16896  loops [128, 64] add tanh -> sumTo
      3  0.0000     1          64   1536      -       17408  loops [64] mul

      Memory (67072 bytes at once, and 66048 that stay between calls)
      bytes     at  parts  holds
      65536  stays    0-3  operand 0
        512  16384    0-3  operand 1
        512  16896    2-3  float64[64]
        512  stays    0-3  small constants
        512  17408      3  float64[64]
      65536  17920      3  float64[128, 64]

      trace 1.000 ms, simplify 2.000 ms, compile 3.000 ms, run 4.000 ms"
    `)
  })

  it('that is interpreted', () => {
    const f = (x: Tensor<[2]>) => mean(square(x))
    expect(printed(explain(f, { engine: 'reference' })(ones([2])))).toMatchInlineSnapshot(`
      "Traced
      graph %1:float64[2]
        %2:float64[2] = mul %1 %1
        %3:float64[] = sumTo %2 { shape: [] }
        %4:float64[] = div %3 float64[](2)
        return %4

      Interpreted, one primitive after another: the engine is reference

      trace 1.000 ms, run 4.000 ms"
    `)
  })

  it('is printed by the console too', () => {
    const explanation = explain((x: Tensor<[2]>) => square(x))(ones([2]))
    const inspect = Symbol.for('nodejs.util.inspect.custom') as unknown as keyof Explanation
    expect((explanation[inspect] as () => string)()).toBe(String(explanation))
  })
})

describe('the memory of a network', () => {
  const loss = (w: Tensor<[300, 200]>, x: Tensor<[100, 300]>) => mean(square(sub(sigmoid(matmul(tanh(x), w)), 0.5)))
  const { buffers, peakBytes, parts } = explain(loss)(ones([300, 200]), reshape(arange(30_000), [100, 300]))
  const planned = buffers.filter((buffer): buffer is BufferUse & { address: number } => buffer.address !== undefined)

  it('has room for what a product is packed into, during that', () => {
    const product = parts.findIndex(({ name }) => name.startsWith('matmul'))
    const during = planned.filter(
      ({ holds, first, last }) => holds === 'workspace' && first === product && last === product,
    )
    expect(during.length).toBeGreaterThan(0)
  })

  it('is never given to two at once', () => {
    const clashes = planned.flatMap((a, index) =>
      planned.slice(index + 1).filter((b) => {
        const share = a.address < b.address + b.bytes && b.address < a.address + a.bytes
        return share && a.first < b.last && b.first < a.last
      }),
    )
    expect(clashes).toEqual([])
  })

  it('is as large as is said', () => {
    const start = Math.min(...planned.map(({ address }) => address))
    expect(Math.max(...planned.map(({ address, bytes }) => address + bytes)) - start).toBe(peakBytes)
  })

  it('keeps large operands', () => {
    const kept = buffers.filter(({ address }) => address === undefined)
    expect(kept.map(({ holds, bytes }) => [holds, bytes])).toEqual([
      ['operand 0', 300 * 200 * 8],
      ['operand 1', 100 * 300 * 8],
    ])
  })
})

it('constants that look at one storage take it once', () => {
  const table = reshape(arange(128 * 64), [128, 64])
  const f = (x: Tensor<[64, 2]>) => matmul(transpose(table), tanh(matmul(table, x)))
  const kept = explain(f)(ones([64, 2])).buffers.filter(({ address }) => address === undefined)
  expect(kept.map(({ holds, bytes }) => [holds, bytes])).toEqual([
    ['constant float64[128, 64]', 128 * 64 * 8],
    ['constant float64[64, 128]', 0],
  ])
})

describe('options', () => {
  it.each<readonly [string, JitOptions]>([
    ['an engine', { engine: 'gpu' as 'wasm' }],
    ['an arithmetic', { arithmetic: 'slow' as 'fast' }],
    ['a number of threads', { threads: 0 }],
  ])('are refused as by jit: no such thing as %s', (_, options) => {
    expect(() => explain(square, options)).toThrow(
      expect.objectContaining({ _tag: 'ArgumentError', operation: 'explain' }),
    )
  })

  it('say in which arithmetic, and on how many threads', () => {
    const f = (x: Tensor<[64, 64]>) => matmul(x, x)
    for (const arithmetic of ['exact', 'fast'] as const) {
      explain(f, { arithmetic, threads: 3 })(ones([64, 64]))
      const target = expect.objectContaining({ arithmetic, watched: true })
      expect(compile).toHaveBeenLastCalledWith(expect.anything(), target, expect.anything())
      expect(onThreads).toHaveBeenLastCalledWith(3, expect.any(Function))
    }
  })
})

it('a graph is simplified as the arithmetic allows', () => {
  const f = (x: Tensor<[100]>, y: Tensor<[]>) => div(x, y)
  const [exact, fast] = (['exact', 'fast'] as const).map((arithmetic) => {
    const { after } = explain(f, { arithmetic })(ones([100]), ones([]))
    return after.applies.map(({ primitive }) => primitive.name)
  })
  expect(exact).toEqual(['broadcastTo', 'div'])
  expect(fast).toEqual(['div', 'broadcastTo', 'mul'])
})

it('nothing but a function is explained, and no value is read in it', () => {
  const refused = expect.objectContaining({ _tag: 'ArgumentError', operation: 'explain', problem: '3 is no function' })
  expect(() => explain(3 as unknown as () => Tensor)).toThrow(refused)
  expect(() => explain((x: Tensor<[]>) => mul(x, Number(item(x))))(ones([]))).toThrow(NotConcrete)
})
