import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** The library as it is loaded where something is missing, and what a function comes to there, compiled and explained. */
const loaded = async () => {
  const { exp, explain, jit, tensor } = await import('../../src/index.js')
  const x = tensor([0, 1])
  const f = (a: typeof x): typeof x => exp(a)
  return { due: String(f(x)), found: String(jit(f)(x)), explanation: explain(f)(x) }
}

const OriginalMemory = WebAssembly.Memory

/** Has memories refused that may grow to more pages than that, shared ones or not. */
const limitMemory = ({ shared, unshared }: { readonly shared: number; readonly unshared: number }): void => {
  vi.stubGlobal('WebAssembly', {
    ...Object.fromEntries(
      (['Global', 'Instance', 'Module', 'RuntimeError', 'validate'] as const).map((name) => [name, WebAssembly[name]]),
    ),
    Memory: class extends OriginalMemory {
      constructor(limits: WebAssembly.MemoryDescriptor) {
        if ((limits.maximum as number) > (limits.shared ? shared : unshared))
          throw new RangeError('WebAssembly.Memory(): could not allocate memory')
        super(limits)
      }
    },
  })
}

beforeEach(() => {
  vi.resetModules()
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('graphs are interpreted, with the same results,', () => {
  it('where WebAssembly has no vectors', async () => {
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
    const compiled = vi.spyOn(WebAssembly, 'Module')
    const { found, due, explanation } = await loaded()
    expect(found).toBe(due)
    expect(explanation.interpreted).toBe('there is no WebAssembly with vectors here')
    expect(validate).toHaveBeenCalled()
    expect(compiled).not.toHaveBeenCalled()
  })

  it('where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    const { found, due, explanation } = await loaded()
    expect(found).toBe(due)
    expect(explanation.interpreted).toBe('there is no WebAssembly with vectors here')
  })

  it('where no memory is to be had', async () => {
    limitMemory({ shared: 0, unshared: 0 })
    const { found, due, explanation } = await loaded()
    expect(found).toBe(due)
    expect(explanation.interpreted).toBe('the process has no addresses left for a memory of WebAssembly')
    const { processMemory } = await import('../../src/engine/memory.js')
    expect(processMemory).toThrow(expect.objectContaining({ _tag: 'MemoryError' }))
  })
})

describe('where few addresses are left, graphs are compiled for a memory', () => {
  it.each([
    ['that grows less far', { shared: 20_000, unshared: 0 }, true],
    ['that is not shared', { shared: 0, unshared: 2 ** 16 }, false],
    ['that is not shared and grows less far', { shared: 0, unshared: 1024 }, false],
  ])('%s', async (_, limits, isShared) => {
    limitMemory(limits)
    const { found, due, explanation } = await loaded()
    expect(found).toBe(due)
    expect(explanation.interpreted).toBeUndefined()
    const { processMemory } = await import('../../src/engine/memory.js')
    expect(processMemory().isShared).toBe(isShared)
  })
})
