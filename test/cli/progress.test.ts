import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ProgressOptions, withProgress, withProgressAsync } from '../../src/cli/index.js'
import { tensor } from '../../src/index.js'
import { fit, lastOf, sameBatch } from '../../src/optim/index.js'
import { ArgumentError } from '../../src/tensor/index.js'

/** A stream that keeps what is written, and says of itself what a terminal would. */
class Screen extends Writable {
  readonly isTTY: boolean
  readonly columns: number
  written = ''

  constructor(isTTY = true, columns = 100) {
    super()
    this.isTTY = isTTY
    this.columns = columns
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.written += chunk.toString()
    done()
  }

  /** The lines that were shown one over the other, control sequences left out. */
  get lines(): readonly string[] {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are spoken to in them
    return this.written.split(/\x1b(?:\[[0-9;?]*[A-Za-z]|[78])|\n/).filter((line) => line !== '')
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** States 1, 2, ..., each of which takes a second. */
const slow = function* (count: number): Iterable<number> {
  for (let state = 1; state <= count; state++) {
    vi.setSystemTime(Date.now() + 1000)
    yield state
  }
}

const run = (screen: Screen, count: number, options: ProgressOptions<number>): readonly number[] => [
  ...withProgress(slow(count), { stream: screen, ...options }),
]

describe('on a terminal', () => {
  it('shows bar, part, steps, rate, loss and the time left', () => {
    const screen = new Screen()
    expect(run(screen, 4, { total: 4, loss: (state) => 1 / state })).toEqual([1, 2, 3, 4])
    expect(screen.lines).toEqual([
      '[------------------------] 0% | 0/4',
      '[======------------------] 25% | 1/4 | 1.00 steps/s | loss 1.0000 | 3s left',
      '[============------------] 50% | 2/4 | 1.00 steps/s | loss 0.50000 | 2s left',
      '[==================------] 75% | 3/4 | 1.00 steps/s | loss 0.33333 | 1s left',
      '[========================] 100% | 4/4 | 1.00 steps/s | loss 0.25000 | 0s left',
    ])
  })

  it('tells steps and rate where no total is known', () => {
    const screen = new Screen()
    run(screen, 2, {})
    expect(screen.lines).toEqual(['0 steps', '1 steps | 1.00 steps/s', '2 steps | 1.00 steps/s'])
  })

  it('counts the steps that a state stands for, up to the total', () => {
    const screen = new Screen()
    run(screen, 2, { total: 3000, every: 2000 })
    expect(screen.lines.at(-2)).toBe('[================--------] 66% | 2000/3000 | 2000 steps/s | 1s left')
    expect(screen.lines.at(-1)).toBe('[========================] 100% | 3000/3000 | 1500 steps/s | 0s left')
  })

  it.each([
    [61, '1m00s left'],
    [3661, '1h01m left'],
  ])('tells the time of %i steps as %s', (total, left) => {
    const screen = new Screen()
    run(screen, 1, { total })
    expect(screen.lines.at(-1)).toContain(left)
  })

  it('reads the loss only where it draws: at most five times a second', () => {
    let read = 0
    const loss = (): number => ++read
    const fast = Array.from({ length: 10_000 }, (_, state) => state)
    lastOf(withProgress(fast, { total: 10_000, stream: new Screen(), loss }))
    expect(read).toBe(1)
  })

  it('reads a loss that is a tensor', () => {
    const screen = new Screen()
    lastOf(withProgress(slow(1), { stream: screen, loss: () => tensor(0.125) }))
    expect(screen.lines.at(-1)).toContain('loss 0.12500')
  })

  it('cuts its line where the terminal ends', () => {
    const screen = new Screen(true, 20)
    run(screen, 1, { total: 1, loss: () => 1 })
    expect(Math.max(...screen.lines.map(({ length }) => length))).toBe(20)
  })
})

/** What a bar leaves behind: the line is ended, and of what can be switched off nothing was. */
const expectRestored = (screen: Screen): void => {
  expect(screen.written.endsWith('\n')).toBe(true)
  for (const off of ['\x1b[?25l', '\x1b[?7l']) expect(screen.written).not.toContain(off)
  expect(screen.written.split('\x1b7').length).toBe(screen.written.split('\x1b8').length)
  expect(vi.getTimerCount()).toBe(0)
}

describe('the terminal is left as it was', () => {
  it('at the end', () => {
    const screen = new Screen()
    run(screen, 3, { total: 3 })
    expectRestored(screen)
  })

  it('where nothing is to be done', () => {
    const screen = new Screen()
    run(screen, 0, { total: 0 })
    expect(screen.lines).toEqual(['[========================] 100% | 0/0'])
    expectRestored(screen)
  })

  it('where whoever goes through the states stops', () => {
    const screen = new Screen()
    for (const state of withProgress(slow(9), { total: 9, stream: screen })) if (state === 2) break
    expect(screen.lines.at(-1)).toContain('2/9')
    expectRestored(screen)
  })

  it('where a step fails, whose error goes on', () => {
    const screen = new Screen()
    const failing = function* () {
      yield* slow(2)
      throw new Error('the loss is not finite')
    }
    expect(() => lastOf(withProgress(failing(), { total: 9, stream: screen }))).toThrow('the loss is not finite')
    expectRestored(screen)
  })

  it('where the observer of the loss fails', () => {
    const screen = new Screen()
    const loss = (): number => {
      throw new Error('no loss')
    }
    expect(() => lastOf(withProgress(slow(2), { total: 2, stream: screen, loss }))).toThrow('no loss')
    expectRestored(screen)
  })

  it('and nobody listens to interruptions meanwhile', () => {
    const before = process.listenerCount('SIGINT')
    for (const _ of withProgress(slow(2), { total: 2, stream: new Screen() }))
      expect(process.listenerCount('SIGINT')).toBe(before)
  })
})

describe('elsewhere', () => {
  it('nothing is written, and no loss is read', () => {
    const screen = new Screen(false)
    const loss = (): number => {
      throw new Error('read')
    }
    expect(run(screen, 3, { total: 3, loss })).toEqual([1, 2, 3])
    expect(screen.written).toBe('')
  })

  it('the states are the same, and as lazy', () => {
    const states = fit((state: number, batch: number) => state + batch, 0, sameBatch(2))
    const seen: number[] = []
    for (const state of withProgress(states, { stream: new Screen(false) })) {
      seen.push(state)
      if (seen.length === 3) break
    }
    expect(seen).toEqual([2, 4, 6])
  })
})

describe('states in their own time', () => {
  const arriving = async function* (count: number) {
    for (const state of slow(count)) yield await Promise.resolve(state)
  }

  it('are shown as they come', async () => {
    const screen = new Screen()
    const seen: number[] = []
    for await (const state of withProgressAsync(arriving(2), { total: 2, stream: screen })) seen.push(state)
    expect(seen).toEqual([1, 2])
    expect(screen.lines.at(-1)).toBe('[========================] 100% | 2/2 | 1.00 steps/s | 0s left')
    expectRestored(screen)
  })

  it('end with the first that fails', async () => {
    const screen = new Screen()
    const failing = async function* () {
      yield* arriving(1)
      throw new Error('gone')
    }
    const train = async () => {
      for await (const _ of withProgressAsync(failing(), { stream: screen }));
    }
    await expect(train()).rejects.toThrow('gone')
    expectRestored(screen)
  })
})

describe('numbers that are none are refused', () => {
  it.each([
    [{ total: -1 }, /total is -1, not a whole number from 0/],
    [{ total: 1.5 }, /total is 1.5/],
    [{ every: 0 }, /every is 0, not a whole number from 1/],
  ])('%o', (options, message) => {
    expect(() => withProgress([1], options)).toThrow(ArgumentError)
    expect(() => withProgressAsync(arrive(), options)).toThrow(message)
  })
})

const arrive = async function* (): AsyncIterable<number> {
  yield 1
}
