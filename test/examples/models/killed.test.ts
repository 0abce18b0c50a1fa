import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { latestCheckpoint, loadCheckpoint } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TrainingState, uninterrupted } from '../../../examples/models/resumable.js'
import { exhaustive } from '../../laws/counts.js'
import { programs } from '../../support/programs.js'

const workshop = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-killed-')))
let built = ''
let program = ''
const every = 7
const kills = exhaustive ? 50 : 8

beforeAll(async () => {
  built = await programs('examples/models/resumable.ts')
  program = join(built, 'resumable.mjs')
}, 60_000)

afterAll(() => {
  for (const folder of [workshop, built]) rmSync(folder, { recursive: true, force: true })
})

/** A training in a process of its own: the last step that it said it saved, and how it ended. */
const started = (folder: string, steps: number): { readonly child: ChildProcess; readonly ended: Promise<Ending> } => {
  const child = spawn(process.execPath, [program, folder, String(steps), String(every)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let saved = 0
  let complaint = ''
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    saved = Number(line.replace('saved ', ''))
  })
  child.stderr?.on('data', (text) => {
    complaint += text
  })
  const ended = new Promise<Ending>((resolve) =>
    child.on('close', (code, signal) => resolve({ saved, code, signal, complaint })),
  )
  return { child, ended }
}

interface Ending {
  readonly saved: number
  readonly code: number | null
  readonly signal: string | null
  readonly complaint: string
}

/** Milliseconds until a process has saved its first checkpoint. */
const untilFirst = async (): Promise<number> => {
  const begin = performance.now()
  const { child, ended } = started(join(workshop, 'first'), Number.MAX_SAFE_INTEGER)
  child.stdout?.once('data', () => child.kill('SIGKILL'))
  expect((await ended).saved).toBe(every)
  return performance.now() - begin
}

describe('a training that is killed', () => {
  it(`${kills} times at random moments loses nothing but the steps since the last checkpoint`, async () => {
    const folder = join(workshop, 'run')
    const first = await untilFirst()
    let step = 0
    for (let kill = 0; kill < kills; kill++) {
      const { child, ended } = started(folder, Number.MAX_SAFE_INTEGER)
      // From before it does anything to after a few hundred steps, of which a good part is spent on saving.
      setTimeout(() => child.kill('SIGKILL'), first * (0.5 + Math.random()))
      const { saved, signal, complaint } = await ended
      expect([signal, complaint]).toEqual(['SIGKILL', ''])
      const latest = await latestCheckpoint(folder)()
      const reached =
        E.isRight(latest) && O.isSome(latest.right) ? await loadCheckpoint(latest.right.value)() : undefined
      if (reached === undefined) expect([step, saved]).toEqual([0, 0])
      else {
        if (E.isLeft(reached)) throw new Error(JSON.stringify(reached.left))
        // All that was saved is there, and at most one checkpoint that it had no time to speak of.
        expect(reached.right.step).toBeGreaterThanOrEqual(Math.max(step, saved))
        if (saved > 0) expect(reached.right.step).toBeLessThanOrEqual(saved + every)
        step = reached.right.step
      }
    }
    expect(step).toBeGreaterThan(0)

    const steps = step + 20
    const { saved, code, complaint } = await started(folder, steps).ended
    expect([code, complaint, saved]).toEqual([0, '', steps])
    const end = await loadCheckpoint(folder)()
    if (E.isLeft(end)) throw new Error(JSON.stringify(end.left))
    let last: TrainingState | undefined
    const { params, opt, carry } = uninterrupted(steps, (state) => {
      last = state
    })
    expect(last?.params).toBe(params)
    expect(end.right.tree).toEqual({ params, opt, carry })
  }, 240_000)
})
