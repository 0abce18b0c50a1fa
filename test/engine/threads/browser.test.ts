import { resolveObjectURL } from 'node:buffer'
import { Worker as NodeWorker } from 'node:worker_threads'
import { afterAll, expect, it, vi } from 'vitest'
import { currentHeap } from '../../../src/engine/memory.js'
import { threadCount } from '../../../src/engine/threads/index.js'
import { words } from '../../../src/engine/threads/words.js'
import { jit, matmul, ones, type Tensor, toArray } from '../../../src/index.js'

/** A worker as browsers have them, over one of Node's. */
class BrowserWorker {
  readonly #started: Promise<NodeWorker>

  constructor(address: string) {
    this.#started = (async () => {
      const source = await resolveObjectURL(address)?.text()
      const events = `require('node:worker_threads').parentPort.on('message', (data) => globalThis.onmessage({ data }))`
      return new NodeWorker(`${events}; (0, eval)(${JSON.stringify(source)})`, { eval: true })
    })()
  }

  postMessage(message: unknown): void {
    this.#started.then((worker) => worker.postMessage(message))
  }

  async terminate(): Promise<void> {
    await (await this.#started).terminate()
  }
}

const started: BrowserWorker[] = []

afterAll(() => Promise.all(started.map((worker) => worker.terminate())))

it('threads work in a browser, whose page may not sleep', async () => {
  vi.stubEnv('COTANGENT_THREADS', '2')
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
  vi.spyOn(Atomics, 'wait').mockImplementation(() => {
    throw new TypeError('Atomics.wait cannot be called in this context')
  })
  vi.stubGlobal(
    'Worker',
    class extends BrowserWorker {
      constructor(address: string) {
        super(address)
        started.push(this)
      }
    },
  )
  expect(threadCount()).toBe(2)
  const square = jit((x: Tensor) => matmul(x, x))
  const product = (): unknown => (toArray(square(ones([256, 256]))) as number[][])[255][255]
  const word = (index: number): number => Atomics.load(currentHeap().int32, index)
  await vi.waitFor(() => {
    expect(product()).toBe(256)
    expect(word(words.ready)).toBe(1)
  }, 10_000)
  const before = word(words.epoch)
  for (let times = 0; times < 50; times++) expect(product()).toBe(256)
  expect(started).toHaveLength(1)
  // One job at least was done with the other thread's help.
  expect(word(words.epoch) - before).toBe(50)
})
