import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Opening, openChannel, type Work } from '../../../../examples/playground/worker/channel.js'
import { serve, type Works } from '../../../../examples/playground/worker/serve.js'

/** What of a worker the page sees: it is started, given its opening, and may say something of its own or fail. */
class FakeWorker {
  static last: FakeWorker
  onmessage: ((event: { readonly data: unknown }) => void) | undefined
  onerror: ((event: { readonly message?: string }) => void) | undefined
  opening: Opening | undefined
  ended = false
  constructor() {
    FakeWorker.last = this
  }
  postMessage(opening: Opening, transferred: readonly unknown[]) {
    expect(transferred.includes(opening.port)).toBe(true)
    this.opening = opening
  }
  terminate() {
    this.ended = true
  }
}

const started = () => {
  const received: unknown[] = []
  const reasons: string[] = []
  const channel = openChannel<string, unknown>(
    'check',
    (message) => received.push(message),
    (reason) => reasons.push(reason),
  )
  return { channel, received, reasons, worker: FakeWorker.last }
}

/** A part that answers every message with the message. */
const echo: Work<string, string> = (answer) => (message) => answer(`heard ${message}`)

/** Messages take no time to speak of, on a machine that has time for them. */
const soon = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 10_000 })

const worksOf = (work: Work<never, unknown>, wait: Promise<unknown> = Promise.resolve()): Works => {
  const absent = () => Promise.reject(new Error('another view'))
  return { train: absent, graph: absent, check: () => wait.then(() => work) }
}

beforeEach(() => vi.stubGlobal('Worker', FakeWorker))
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the way between a view and its worker', () => {
  it('takes messages there and answers back', async () => {
    const { channel, received, worker } = started()
    await serve(worker.opening as Opening, worksOf(echo))
    channel.send('one')
    channel.send('two')
    await soon(() => expect(received).toEqual(['heard one', 'heard two']))
    channel.close()
    expect(worker.ended).toBe(true)
  })

  it('keeps messages until the part is loaded', async () => {
    const { channel, received, worker } = started()
    let load = () => {}
    const serving = serve(worker.opening as Opening, worksOf(echo, new Promise<void>((done) => (load = done))))
    channel.send('early')
    await new Promise((later) => setTimeout(later, 20))
    expect(received).toEqual([])
    load()
    await serving
    await soon(() => expect(received).toEqual(['heard early']))
    channel.close()
  })

  it('hears nothing that a program posts by itself', async () => {
    const { channel, received, worker } = started()
    await serve(worker.opening as Opening, worksOf(echo))
    worker.onmessage?.({ data: { kind: 'done' } })
    worker.onmessage?.({ data: null })
    channel.send('one')
    await soon(() => expect(received).toEqual(['heard one']))
    channel.close()
  })

  it('tells why a worker has ended, in its own words', () => {
    const { channel, reasons, worker } = started()
    worker.onerror?.({ message: 'Uncaught Error: late' })
    worker.onerror?.({})
    expect(reasons).toEqual(['Error: late', 'The worker could not be loaded.'])
    channel.close()
  })
})
