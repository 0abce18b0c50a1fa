import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TestModule, TestSpecification, Vitest } from 'vitest/node'
import { isRunning } from './children.js'
import Watchdog, { obituary, tallyOfStuck } from './watchdog.js'

/** As much of a test module as is looked at. */
const module = (moduleId: string, states: readonly string[]): TestModule =>
  ({
    moduleId,
    children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
    errors: () => [],
  }) as unknown as TestModule

const [first, second] = [module('first', ['passed', 'failed']), module('second', ['passed', 'skipped', 'pending'])]

const progress = (all: readonly string[], begun: readonly TestModule[], ended: readonly string[]) => ({
  all,
  begun: new Map(begun.map((each) => [each.moduleId, each])),
  ended: new Set(ended),
})

describe('a run that is stuck', () => {
  it('counts what has ended, and every module that has not as failed', () => {
    const stuck = progress(['first', 'second', 'third'], [first, second], ['first'])
    expect(tallyOfStuck(stuck)).toEqual({ passed: 2, failed: 3, skipped: 1 })
    expect(obituary(stuck, 2000).split('\n')).toEqual([
      '',
      'No test has ended for 2 s, so that the run is given up.',
      'Begun, and not ended:',
      '  second',
      'Not begun:',
      '  third',
      '2 passed, 3 failed, 1 skipped',
      '',
    ])
  })

  it('is a failure though all its modules have ended', () => {
    expect(tallyOfStuck(progress(['first'], [first], ['first']))).toEqual({ passed: 1, failed: 2, skipped: 0 })
  })
})

describe('the watchdog', () => {
  const ends = vi.fn()

  beforeEach(() => {
    vi.useFakeTimers()
    vi.spyOn(process, 'exit').mockImplementation(ends as never)
    vi.spyOn(process, 'once').mockReturnValue(process)
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    ends.mockClear()
  })

  const started = (testTimeout = 30_000): Watchdog => {
    const watchdog = new Watchdog()
    watchdog.onInit({ config: { testTimeout } } as Vitest)
    watchdog.onTestRunStart([{ moduleId: 'first' }] as TestSpecification[])
    watchdog.onTestModuleQueued(first)
    return watchdog
  }

  it('ends a run six minutes after the last test or module that ended', () => {
    const watchdog = started()
    vi.advanceTimersByTime(359_000)
    watchdog.onTestCaseResult()
    vi.advanceTimersByTime(359_000)
    watchdog.onTestModuleEnd(first)
    vi.advanceTimersByTime(359_999)
    expect(ends).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(ends.mock.calls).toEqual([[1]])
    expect(vi.mocked(process.once).mock.calls).toEqual([['exit', expect.any(Function)]])
  })

  it('leaves one alone that has ended', () => {
    started().onTestRunEnd()
    vi.advanceTimersByTime(10_000_000)
    expect(ends).not.toHaveBeenCalled()
  })

  it.each([7_200_000, 0, Number.POSITIVE_INFINITY])('lets a test have %d ms where it may', (testTimeout) => {
    started(testTimeout)
    vi.advanceTimersByTime(7_200_000)
    expect(ends).not.toHaveBeenCalled()
  })
})

it('a run with a module that blocks its thread is ended', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cotangent-'))
  const pidFile = join(folder, 'pid')
  const vitest = join(process.cwd(), 'node_modules/vitest/vitest.mjs')
  const run = spawn(process.execPath, [vitest, 'run', '--config', 'test/support/watched/config.ts'], {
    env: { ...process.env, COTANGENT_TEST_PATIENCE: '10000', COTANGENT_TEST_PID: pidFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said, [code]] = await Promise.all([text(run.stdout), once(run, 'exit')])
  const pid = Number(readFileSync(pidFile, 'utf8'))
  rmSync(folder, { recursive: true })
  expect(code).toBe(1)
  expect(said).toMatch(/Begun, and not ended:\n {2}test.support.watched.blocked\.run\.ts\n1 passed, 1 failed\n$/)
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000)
})
