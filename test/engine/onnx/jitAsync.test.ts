import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  ArgumentError,
  EngineFailure,
  grad,
  IndexError,
  item,
  type JitAsyncOptions,
  jit,
  jitAsync,
  matmul,
  mul,
  NotConcrete,
  ShapeError,
  sigmoid,
  sum,
  type Tensor,
  take,
  tensor,
  toArray,
  vmap,
} from '../../../src/index.js'

const x = tensor([0.5, -1.25, 3])

const engines = ['onnx', 'wasm', 'reference', 'precise'] as const

describe('a function on an engine whose results come later', () => {
  it.each(engines)('gives the same trees on %s', async (engine) => {
    const f = (a: Tensor<[3]>, { b }: { readonly b: Tensor<[3]> }) => ({ total: sum(mul(a, b)), twice: [mul(a, 2)] })
    const { total, twice } = await jitAsync(f, { engine })(x, { b: x })()
    expect(item(total)).toBe(0.25 + 1.5625 + 9)
    expect(toArray(twice[0])).toEqual([1, -2.5, 6])
  })

  it.each(engines)('is traced once for each structure, shapes and dtypes on %s', async (engine) => {
    let traces = 0
    const f = jitAsync(
      (a: Tensor) => {
        traces++
        return mul(a, a)
      },
      { engine },
    )
    for (let times = 0; times < 3; times++) await f(x)()
    expect(traces).toBe(1)
    await f(tensor([1, 2]))()
    await f(tensor([1, 2], { dtype: 'float32' }))()
    await f(x)()
    expect(traces).toBe(3)
  })

  it('keeps the types of its arguments and results, and of generic functions', () => {
    const f = jitAsync((a: Tensor<[2, 3], 'float64'>) => ({ y: matmul(a, tensor([[1], [2], [3]])) }))
    expectTypeOf<ReturnType<ReturnType<typeof f>>>().resolves.toEqualTypeOf<{ y: Tensor<[2, 1], 'float64'> }>()
    const g = jitAsync(<N extends number>(a: Tensor<[N]>): Tensor<[N]> => a)
    expectTypeOf(g(tensor([1, 2, 3]))).toEqualTypeOf<() => Promise<Tensor<[3]>>>()
    // @ts-expect-error a vector is no matrix
    expect(() => f(tensor([1, 2]))).toThrow(ShapeError)
  })

  it('gives a task that does nothing before it is run, and may be run again', async () => {
    const task = jitAsync((a: Tensor<[3]>) => mul(a, 3))(x)
    const [first, second] = [await task(), await task()]
    expect(toArray(first)).toEqual([1.5, -3.75, 9])
    expect(second).not.toBe(first)
    expect(toArray(second)).toEqual(toArray(first))
  })

  it('equals jit to the bit on its engines', async () => {
    const f = (a: Tensor<[3]>) => sigmoid(mul(a, 1.1))
    expect(toArray(await jitAsync(f, { engine: 'wasm' })(x)())).toEqual(toArray(jit(f)(x)))
  })

  it('runs what has derivatives inside', async () => {
    const slope = grad((a: Tensor<[3]>) => sum(mul(a, mul(a, a))))
    expect(toArray(await jitAsync(slope)(x)())).toEqual([0.75, 4.6875, 27])
  })
})

describe('within other transforms', () => {
  const f = jitAsync((a: Tensor) => mul(a, a))
  const calling = (a: Tensor): Tensor => {
    f(a)
    return a
  }

  it.each([
    ['jit', () => jit(calling)(x)],
    ['grad', () => grad((a: Tensor) => sum(calling(a)))(x)],
    ['vmap', () => vmap(calling)(x)],
    ['jitAsync', () => jitAsync(calling)(x)],
  ])('is refused where %s follows its arguments', (_, run) => {
    expect(run).toThrow(NotConcrete)
    expect(run).toThrow('Use jit inside other transforms')
  })

  it('is refused where another one follows what it closes over', () => {
    const closing = (a: Tensor): Tensor<[]> => {
      jitAsync((b: Tensor) => mul(a, b))(x)
      return sum(a)
    }
    expect(() => grad(closing)(x)).toThrow(NotConcrete)
  })
})

describe('what goes wrong', () => {
  it.each<[string, unknown, string]>([
    ['an engine', { engine: 'gpu' }, 'there is no engine "gpu". Use wasm or reference or precise or onnx'],
    ['a number of threads', { threads: 0 }, '0 is no number of threads'],
    ['an arithmetic', { arithmetic: 'sloppy' }, 'there is no arithmetic "sloppy"'],
    ['providers', { providers: 'cuda' }, '"cuda" is no list of providers'],
    [
      'providers of another engine',
      { engine: 'wasm', providers: ['cpu'] },
      'the option providers says nothing to the engine wasm',
    ],
    ['no providers', { providers: [] }, '[] is no list of providers'],
    ['options', 5, 'the options are 5'],
  ])('in %s is told at once', (_, options, message) => {
    expect(() => jitAsync((a: Tensor) => a, options as JitAsyncOptions)).toThrow(ArgumentError)
    expect(() => jitAsync((a: Tensor) => a, options as JitAsyncOptions)).toThrow(message)
  })

  it('in a function is told when it is traced, with the line', () => {
    const f = jitAsync((a: Tensor) => matmul(a as Tensor<[2, 3]>, tensor([[1, 2]]) as unknown as Tensor<[3, 1]>))
    expect(() => f(tensor([[1, 2, 3]]))).toThrow(ShapeError)
    expect(() => f(tensor([[1, 2, 3]]))).toThrow('jitAsync.test.ts')
  })

  it.each(engines)('while it runs comes as the error of the operation on %s', async (engine) => {
    const f = jitAsync((a: Tensor<[3]>, at: Tensor<[2], 'int32'>) => take(a, at), { engine })
    const [good, bad] = [tensor([2, 0], { dtype: 'int32' }), tensor([2, 3], { dtype: 'int32' })]
    expect(toArray(await f(x, good)())).toEqual([3, 0.5])
    const error = await f(x, bad)().catch((reason) => reason)
    expect(error).toBeInstanceOf(IndexError)
    expect(error).toMatchObject({ operation: 'take', site: expect.stringContaining('jitAsync.test.ts') })
    // And the next call is well again.
    expect(toArray(await f(x, good)())).toEqual([3, 0.5])
  })

  it('in ONNX Runtime alone names its operator', async () => {
    const { InferenceSession, Tensor: OrtTensor } = await import('onnxruntime-node')
    const failing = {
      Tensor: OrtTensor,
      InferenceSession: {
        create: async (model: Uint8Array, options: object) => {
          const session = await InferenceSession.create(model, options)
          const run = async () => {
            throw new Error(
              "Non-zero status code returned while running Mul node. Name:'node_Mul_1' Status Message: no",
            )
          }
          return Object.assign(Object.create(session) as object, { run, release: () => session.release() })
        },
      },
    }
    const error = await jitAsync((a: Tensor<[3]>) => mul(a, a), { runtime: failing })(x)().catch((reason) => reason)
    expect(error).toBeInstanceOf(EngineFailure)
    expect(error.message).toContain('ONNX Runtime failed to run the graph at Mul: Non-zero status code')
  })
})
