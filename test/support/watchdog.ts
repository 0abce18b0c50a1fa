import type { ChildProcess } from 'node:child_process'
import { relative } from 'node:path'
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { children } from './children.js'
import { closingLine, type Tally, tally } from './closing-line.js'

/** For how long a run may show no sign of life, in milliseconds: the longest test takes a third of it. */
const patience = 360_000

/** The variable that says otherwise. */
const variable = 'COTANGENT_TEST_PATIENCE'

/** The longest time that there are timers for. */
const longest = 2 ** 31 - 1

/** How far a run has come: what is in it, what of that has begun, and what has ended. */
export interface Progress {
  readonly all: readonly string[]
  readonly begun: ReadonlyMap<string, TestModule>
  readonly ended: ReadonlySet<string>
}

/** Counts the tests that have ended, and as failed every module that has not, or the run itself if it is all that has not. */
export const tallyOfStuck = ({ all, begun, ended }: Progress): Tally => {
  const found = tally([...begun.values()], 0)
  const missing = all.filter((id) => !ended.has(id)).length
  return { ...found, failed: found.failed + Math.max(1, missing) }
}

/** What is said of a run that nothing comes of any more; the closing line is the last one. */
export const obituary = (progress: Progress, silence: number): string => {
  const { all, begun, ended } = progress
  const missing = all.filter((id) => !ended.has(id))
  const list = (what: string, ids: readonly string[]): readonly string[] =>
    ids.length === 0 ? [] : [`${what}:`, ...ids.map((id) => `  ${relative('', id)}`)]
  return [
    '',
    `No test has ended for ${silence / 1000} s, so that the run is given up.`,
    ...list(
      'Begun, and not ended',
      missing.filter((id) => begun.has(id)),
    ),
    ...list(
      'Not begun',
      missing.filter((id) => !begun.has(id)),
    ),
    closingLine(tallyOfStuck(progress)),
    '',
  ].join('\n')
}

/**
 * Ends a run in which no test and no module has ended for so long that none ever will. A test's own time limit is a timer
 * of the process that runs it: it does not go off where the thread is blocked, in native code or by a lock.
 */
export default class Watchdog implements Reporter {
  private readonly processes = new Set<ChildProcess>()
  private silence = patience
  private timer: NodeJS.Timeout | undefined
  private progress = { all: [] as string[], begun: new Map<string, TestModule>(), ended: new Set<string>() }

  constructor() {
    children((child) => {
      this.processes.add(child)
      child.once('exit', () => this.processes.delete(child))
    })
  }

  onInit({ config }: Vitest): void {
    // One test may take longer in an exhaustive run, or as long as it likes with a debugger.
    const allowed = config.testTimeout > 0 ? Math.max(patience, 2 * config.testTimeout) : Number.POSITIVE_INFINITY
    this.silence = Number(process.env[variable] ?? allowed)
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.progress = { all: specifications.map(({ moduleId }) => moduleId), begun: new Map(), ended: new Set() }
    this.live()
  }

  onTestModuleQueued(module: TestModule): void {
    this.progress.begun.set(module.moduleId, module)
  }

  // From here on it is another object, which knows its tests.
  onTestModuleCollected(module: TestModule): void {
    this.progress.begun.set(module.moduleId, module)
  }

  onTestCaseResult(): void {
    this.live()
  }

  onTestModuleEnd(module: TestModule): void {
    this.progress.begun.set(module.moduleId, module)
    this.progress.ended.add(module.moduleId)
    this.live()
  }

  onTestRunEnd(): void {
    clearTimeout(this.timer)
  }

  private live(): void {
    clearTimeout(this.timer)
    if (this.silence <= longest) this.timer = setTimeout(() => this.giveUp(), this.silence)
  }

  private giveUp(): void {
    for (const child of this.processes) child.kill('SIGKILL')
    // After what other reporters have to say at the end.
    process.once('exit', () => process.stdout.write(obituary(this.progress, this.silence)))
    process.exit(1)
  }
}
