import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Tensor } from '../../../src/index.js'

const reasonOf = (task: () => Promise<unknown>): Promise<Error> =>
  task().then(
    () => new Error('it ran'),
    (reason) => reason,
  )

describe('without onnxruntime-node', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.resetModules()
  })

  /** The library in a Node that fails to load packages, or in none. */
  const without = async (error: Error | undefined) => {
    const { getBuiltinModule } = process
    vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) => {
      if (name !== 'node:module') return getBuiltinModule(name)
      if (error === undefined) return undefined
      const createRequire = () => () => {
        throw error
      }
      return { createRequire }
    }) as typeof getBuiltinModule)
    vi.resetModules()
    return import('../../../src/index.js')
  }

  it('a task says how to install it, and that nothing else is fetched', async () => {
    const fresh = await without(new Error("Cannot find module 'onnxruntime-node'"))
    const error = await reasonOf(fresh.jitAsync((a: Tensor<[2]>) => fresh.mul(a, 2))(fresh.tensor([1, 2])))
    expect(error).toBeInstanceOf(fresh.EngineUnavailable)
    expect(error).toMatchObject({ _tag: 'EngineUnavailable', problem: 'onnxruntime-node is not installed' })
    expect(error.message).toContain('npm install onnxruntime-node')
    expect(error.message).toContain('ONNXRUNTIME_NODE_INSTALL=skip')
  })

  it('other engines do as before, and it is looked for again when it is next needed', async () => {
    const fresh = await without(new Error("Cannot find module 'onnxruntime-node'"))
    const [f, y] = [(a: Tensor<[2]>) => fresh.mul(a, 2), fresh.tensor([1, 2])] as const
    expect(fresh.toArray(await fresh.jitAsync(f, { engine: 'wasm' })(y)())).toEqual([2, 4])
    const native = fresh.jitAsync(f)
    expect(await reasonOf(native(y))).toBeInstanceOf(fresh.EngineUnavailable)
    vi.restoreAllMocks()
    expect(fresh.toArray(await native(y)())).toEqual([2, 4])
  })

  it('what keeps it from loading is told where it is installed', async () => {
    const fresh = await without(new Error('libonnxruntime.so.1: cannot open shared object file'))
    const error = await reasonOf(fresh.jitAsync((a: Tensor<[2]>) => fresh.mul(a, 2))(fresh.tensor([1, 2])))
    expect(error.message).toContain('onnxruntime-node cannot be loaded')
    expect(error.message).toContain('libonnxruntime.so.1: cannot open shared object file')
  })

  it('a task says so where there is no Node', async () => {
    const fresh = await without(undefined)
    const error = await reasonOf(fresh.jitAsync((a: Tensor<[2]>) => fresh.mul(a, 2))(fresh.tensor([1, 2])))
    expect(error).toMatchObject({ problem: 'there is no Node here that could load onnxruntime-node' })
  })
})
