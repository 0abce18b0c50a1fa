import { afterEach, describe, expect, it, vi } from 'vitest'
import { canStart, environment, parallelism, startThreads } from '../../../src/engine/threads/runtime.js'
import { readSource } from '../../support/sources.js'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

/** The warnings of the process from now on, which are not passed on. */
const warnings = (): readonly unknown[][] => vi.spyOn(process, 'emitWarning').mockImplementation(() => {}).mock.calls

describe('what runs this', () => {
  it('is asked for its variables, its processors and its threads', () => {
    vi.stubEnv('COTANGENT_TEST', 'here')
    expect(environment('COTANGENT_TEST')).toBe('here')
    expect(environment('COTANGENT_NONE')).toBeUndefined()
    expect(parallelism()).toBeGreaterThanOrEqual(1)
    expect(canStart()).toBe(true)
  })

  it('may keep its variables to itself, as Deno does without a permission: then nothing is asked for', () => {
    const refusing = (name: string) => ({
      get: (): never => {
        throw Object.assign(new Error('Requires env access'), { name })
      },
    })
    for (const name of ['NotCapable', 'PermissionDenied']) {
      vi.stubGlobal('process', { env: new Proxy({}, refusing(name)) })
      expect(environment('COTANGENT_THREADS')).toBeUndefined()
    }
    vi.stubGlobal('process', { env: new Proxy({}, refusing('TypeError')) })
    expect(() => environment('COTANGENT_THREADS')).toThrow('Requires env access')
  })

  it('is a Node that hands out its own modules, as all do that the package asks for', () => {
    const engines = (path: string): string => {
      const { packages, ...own } = JSON.parse(readSource(path).text)
      return (packages?.[''] ?? own).engines.node
    }
    // The first releases that load ES modules by `require`; process.getBuiltinModule, without which there are no threads, is
    // older: 20.16 and 22.3.
    expect(engines('package.json')).toBe('^20.19.0 || >=22.12.0')
    expect(engines('package-lock.json')).toBe(engines('package.json'))
    expect(readSource('README.md').text).toContain('Node 20.19, 22.12 or later')
  })
})

describe('threads', () => {
  it('that break down are warned of', async () => {
    const warned = warnings()
    expect(startThreads(`() => { throw new Error('no start') }`, 2)).toHaveLength(2)
    await vi.waitFor(() => expect(warned).toHaveLength(2), 10_000)
    expect(warned[0]).toEqual(['A thread broke down, and is done without: no start', 'CotangentWarning'])
  })

  it('that are busy before this one has come to rest have not ended', () => {
    const words = new Int32Array(new SharedArrayBuffer(8))
    const busy = `(listen) => listen((words) => {
      Atomics.store(words, 0, 1)
      Atomics.notify(words, 0)
      Atomics.wait(words, 1, 0)
    })`
    const [thread] = startThreads(busy, 1)
    thread.postMessage(words)
    Atomics.wait(words, 0, 0, 20_000)
    expect(words[0]).toBe(1)
    expect(thread.hasEnded()).toBe(false)
    Atomics.store(words, 1, 1)
    Atomics.notify(words, 1)
  })

  it('that a page may not start are warned of', () => {
    const warned = warnings()
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    vi.stubGlobal(
      'Worker',
      class {
        constructor() {
          throw new Error('refused by the policy of the page')
        }
      },
    )
    expect(startThreads('() => {}', 2)).toEqual([])
    expect(warned).toEqual([
      ['No threads can be started, so that one does all: refused by the policy of the page', 'CotangentWarning'],
    ])
  })

  it('are warned of on the console where there is no process', () => {
    const told = vi.spyOn(console, 'warn').mockImplementation(() => {})
    vi.stubGlobal('process', undefined)
    vi.stubGlobal('Worker', undefined)
    expect(canStart()).toBe(false)
    expect(startThreads('() => {}', 2)).toEqual([])
    expect(told).toHaveBeenCalledOnce()
  })
})
