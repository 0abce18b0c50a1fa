import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endless, openChecker, patience, patienceWhenOld } from '../../../../examples/playground/check/checker.js'
import type { Outcome, Request, Response } from '../../../../examples/playground/check/protocol.js'

/** A worker that does what the test says, and what it was sent. */
interface Fake {
  readonly sent: Request[]
  readonly says: (message: Response) => void
  readonly breaks: (reason: string) => void
  open: boolean
}

const outcomeOf = (milliseconds: number): Outcome => ({ kind: 'checked', checks: [], milliseconds })

const started = () => {
  const workers: Fake[] = []
  const told: Outcome[] = []
  const codes: string[] = []
  const checker = openChecker(
    (receive, broken) => {
      const fake: Fake = { sent: [], says: receive, breaks: broken, open: true }
      workers.push(fake)
      return {
        send: (message) => fake.sent.push(message),
        close: () => {
          fake.open = false
        },
      }
    },
    (outcome, code) => {
      told.push(outcome)
      codes.push(code)
    },
  )
  const answer = (fake: Fake, index: number) => fake.says({ kind: 'done', outcome: outcomeOf(index) })
  return { checker, workers, told, codes, answer }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a checker', () => {
  it('waits for the worker, however long that takes, and sends the newest text', () => {
    const { checker, workers, told, answer } = started()
    checker.check('a')
    checker.check('b')
    vi.advanceTimersByTime(10 * patience)
    expect(workers[0].sent).toEqual([])
    workers[0].says({ kind: 'ready' })
    expect(workers[0].sent.map(({ code }) => code)).toEqual(['b'])
    answer(workers[0], 0)
    vi.advanceTimersByTime(10 * patience)
    expect(told).toEqual([outcomeOf(0)])
    expect(workers[0].open).toBe(true)
  })

  it('tells nothing of a text that is no longer the newest', () => {
    const { checker, workers, told, codes, answer } = started()
    checker.check('a')
    workers[0].says({ kind: 'ready' })
    checker.check('b')
    checker.check('c')
    answer(workers[0], 0)
    expect(told).toEqual([])
    expect(workers[0].sent.map(({ code }) => code)).toEqual(['a', 'c'])
    answer(workers[0], 1)
    expect(told).toEqual([outcomeOf(1)])
    expect(codes).toEqual(['c'])
  })

  it('stops a worker that does not end, and goes on with another', () => {
    const { checker, workers, told, answer } = started()
    checker.check('for (;;);')
    workers[0].says({ kind: 'ready' })
    vi.advanceTimersByTime(patience - 1)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toEqual([endless])
    expect(workers[0].open).toBe(false)
    answer(workers[0], 0)
    expect(told).toEqual([endless])
    checker.check('b')
    workers[0].says({ kind: 'ready' })
    expect(workers[1].sent).toEqual([])
    workers[1].says({ kind: 'ready' })
    answer(workers[0], 1)
    answer(workers[1], 0)
    expect(told).toEqual([endless, outcomeOf(0)])
  })

  it('has less patience when a newer text waits', () => {
    const { checker, workers, told, answer } = started()
    checker.check('for (;;);')
    workers[0].says({ kind: 'ready' })
    vi.advanceTimersByTime(patienceWhenOld / 2)
    checker.check('b')
    vi.advanceTimersByTime(patienceWhenOld / 2)
    expect(workers).toHaveLength(2)
    workers[1].says({ kind: 'ready' })
    answer(workers[1], 0)
    expect(told).toEqual([outcomeOf(0)])
  })

  it('tells why a worker broke, and starts another', () => {
    const { checker, workers, told } = started()
    checker.check('a')
    workers[0].breaks('no such file')
    expect(told[0]).toMatchObject({ problem: { text: 'the library could not be loaded: no such file' } })
    checker.check('a')
    workers[1].says({ kind: 'ready' })
    workers[1].breaks('Error: late')
    expect(told[1]).toMatchObject({ problem: { text: 'Error: late' } })
    expect(workers).toHaveLength(2)
    checker.check('b')
    expect(workers).toHaveLength(3)
  })

  it('tells what a module does to the worker when its outcome is told', () => {
    const { checker, workers, told, codes, answer } = started()
    checker.check('a')
    workers[0].says({ kind: 'ready' })
    answer(workers[0], 0)
    workers[0].breaks('Error: late')
    expect(told[1]).toMatchObject({ problem: { text: 'Error: late' } })
    expect(codes).toEqual(['a', 'a'])
    expect(workers[0].open).toBe(false)
  })

  it('is silent when it is closed', () => {
    const { checker, workers, told, answer } = started()
    checker.check('a')
    workers[0].says({ kind: 'ready' })
    checker.close()
    expect(workers[0].open).toBe(false)
    answer(workers[0], 0)
    vi.advanceTimersByTime(10 * patience)
    expect(told).toEqual([])
  })
})
