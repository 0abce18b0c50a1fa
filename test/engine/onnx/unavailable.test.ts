import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Tensor } from '../../../src/index.js'

const reasonOf = (task: () => Promise<unknown>): Promise<Error> =>
  task().then(
    () => new Error('it ran'),
    (reason) => reason,
  )

describe('without onnxruntime-node', () => {
  afterEach(() => {
    vi.doUnmock('onnxruntime-node')
    vi.resetModules()
  })

  const without = async (error: Error) => {
    vi.resetModules()
    vi.doMock('onnxruntime-node', () => {
      throw error
    })
    return import('../../../src/index.js')
  }

  it('a task says how to install it, and that nothing else is fetched', async () => {
    const fresh = await without(new Error("Cannot find package 'onnxruntime-node' imported from index.js"))
    const error = await reasonOf(fresh.jitAsync((a: Tensor<[2]>) => fresh.mul(a, 2))(fresh.tensor([1, 2])))
    expect(error).toBeInstanceOf(fresh.EngineUnavailable)
    expect(error).toMatchObject({ _tag: 'EngineUnavailable', problem: 'onnxruntime-node is not installed' })
    expect(error.message).toContain('npm install onnxruntime-node')
    expect(error.message).toContain('onnxruntime-node-install=skip')
  })

  it('other engines do as before, and it is looked for again when it is next needed', async () => {
    const fresh = await without(new Error("Cannot find package 'onnxruntime-node' imported from index.js"))
    const [f, y] = [(a: Tensor<[2]>) => fresh.mul(a, 2), fresh.tensor([1, 2])] as const
    expect(fresh.toArray(await fresh.jitAsync(f, { engine: 'wasm' })(y)())).toEqual([2, 4])
    const native = fresh.jitAsync(f)
    expect(await reasonOf(native(y))).toBeInstanceOf(fresh.EngineUnavailable)
    vi.doUnmock('onnxruntime-node')
    expect(fresh.toArray(await native(y)())).toEqual([2, 4])
  })

  it('what keeps it from loading is told where it is installed', async () => {
    const fresh = await without(new Error('libonnxruntime.so.1: cannot open shared object file'))
    const error = await reasonOf(fresh.jitAsync((a: Tensor<[2]>) => fresh.mul(a, 2))(fresh.tensor([1, 2])))
    expect(error.message).toContain('onnxruntime-node cannot be loaded')
    expect(error.message).toContain('libonnxruntime.so.1: cannot open shared object file')
  })
})
