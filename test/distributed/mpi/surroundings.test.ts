import { describe, expect, it } from 'vitest'
import type { Koffi } from '../../../src/distributed/mpi/koffi.js'
import { keepMemory } from '../../../src/distributed/mpi/memory.js'
import { quietUcx } from '../../../src/distributed/mpi/ucx.js'

/** A C library that has mallopt or not, and how it was called. */
const system = (hasMallopt: boolean) => {
  const calls: unknown[] = []
  const koffi: Pick<Koffi, 'load'> = {
    load: () => ({
      func:
        (name) =>
        (...operands) =>
          calls.push([name, ...operands]),
      symbol: (name) => {
        if (!hasMallopt) throw new Error(`no ${name}`)
        return name
      },
    }),
  }
  return { calls, koffi }
}

describe('the memory of arrays', () => {
  it('is kept by glibc, below 1 GiB, of arrays up to 32 MiB', () => {
    const { calls, koffi } = system(true)
    keepMemory(koffi, {})
    expect(calls).toEqual([
      ['mallopt', -3, 33554432],
      ['mallopt', -1, 1073741824],
    ])
  })

  it.each(['MALLOC_TRIM_THRESHOLD_', 'MALLOC_MMAP_THRESHOLD_', 'GLIBC_TUNABLES'])('is as %s says', (variable) => {
    const { calls, koffi } = system(true)
    keepMemory(koffi, { [variable]: '0' })
    expect(calls).toEqual([])
  })

  it('is left as it is by another C library', () => {
    const { calls, koffi } = system(false)
    keepMemory(koffi, {})
    expect(calls).toEqual([])
  })
})

describe('UCX', () => {
  it('is told to leave signals and the allocator alone, where nobody has said anything else', () => {
    const environment: Record<string, string> = {}
    quietUcx(environment)
    expect(environment).toEqual({ UCX_ERROR_SIGNALS: '', UCX_MEM_EVENTS: 'n' })
    const said = { UCX_ERROR_SIGNALS: 'SIGBUS', UCX_MEM_EVENTS: 'y' }
    quietUcx(said)
    expect(said).toEqual({ UCX_ERROR_SIGNALS: 'SIGBUS', UCX_MEM_EVENTS: 'y' })
  })
})
