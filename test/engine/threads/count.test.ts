import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const variable = 'COTANGENT_THREADS'

/** How many threads there are where the variable says so, or nothing. */
const counted = async (asked: string | undefined): Promise<number> => {
  vi.stubEnv(variable, asked)
  const { threadCount } = await import('../../../src/engine/threads/index.js')
  return threadCount()
}

beforeEach(() => {
  vi.resetModules()
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the number of threads', () => {
  it('is what the environment says, up to a limit', async () => {
    expect(await counted('3')).toBe(3)
    vi.resetModules()
    expect(await counted('100')).toBe(16)
  })

  it('is that of the processors where the environment says nothing', async () => {
    const { parallelism } = await import('../../../src/engine/threads/runtime.js')
    const due = Math.min(16, parallelism())
    for (const nothing of [undefined, '', '  ']) {
      vi.resetModules()
      expect(await counted(nothing)).toBe(due)
    }
  })

  it.each(['abc', '0', '-2', '1.5', '2 threads'])('is not %s, which is shown as it was written', async (text) => {
    const problem = `${JSON.stringify(text)} is no number of threads`
    await expect(counted(text)).rejects.toThrow(
      expect.objectContaining({ _tag: 'ArgumentError', operation: variable, problem }),
    )
  })
})
