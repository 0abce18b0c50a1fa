import { describe, expect, it } from 'vitest'
import {
  EngineUnavailable,
  type JitAsyncOptions,
  jitAsync,
  mul,
  type Tensor,
  tensor,
  toArray,
} from '../../../src/index.js'

const x = tensor([1, 2])
const double = (a: Tensor<[2]>) => mul(a, 2)

const reasonOf = (task: () => Promise<unknown>): Promise<Error> =>
  task().then(
    () => new Error('it ran'),
    (reason) => reason,
  )

describe('a runtime that is given', () => {
  it('is used, as a module or as the default export of one', async () => {
    const module = await import('onnxruntime-node')
    for (const runtime of [module, { default: module }] as readonly JitAsyncOptions['runtime'][])
      expect(toArray(await jitAsync(double, { runtime })(x)())).toEqual([2, 4])
  })

  it('is refused where it is none', async () => {
    const error = await reasonOf(jitAsync(double, { runtime: { version: 1 } as never })(x))
    expect(error).toBeInstanceOf(EngineUnavailable)
    expect(error.message).toContain('the runtime (Object) is no module of ONNX Runtime')
  })
})

describe('providers', () => {
  it('that are unknown are refused with those that there are', async () => {
    const error = await reasonOf(jitAsync(double, { providers: ['abacus', 'cpu'] })(x))
    expect(error).toBeInstanceOf(EngineUnavailable)
    expect(error.message).toMatch(/there is no provider abacus here.*built for cpu/)
  })

  it('that do not start are refused too', async () => {
    const { InferenceSession, Tensor: OrtTensor } = await import('onnxruntime-node')
    const asked: unknown[] = []
    const runtime = {
      Tensor: OrtTensor,
      listSupportedBackends: () => [{ name: 'cpu' }, { name: 'cuda' }],
      InferenceSession: {
        create: async (model: Uint8Array, options: { readonly executionProviders: readonly unknown[] }) => {
          asked.push(options.executionProviders)
          if (options.executionProviders.length > 1) throw new Error('libcudnn is missing')
          return InferenceSession.create(model, options as never)
        },
      },
    }
    const providers = [{ name: 'cuda', deviceId: 1 }, 'cpu']
    const error = await reasonOf(jitAsync(double, { runtime, providers })(x))
    expect(error).toBeInstanceOf(EngineUnavailable)
    expect(error.message).toMatch(/no session on cuda: libcudnn is missing.*built for cpu, cuda/)
    expect(asked).toEqual([providers])
    expect(toArray(await jitAsync(double, { runtime, providers: ['cpu'] })(x)())).toEqual([2, 4])
  })
})
