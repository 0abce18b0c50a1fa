import type { Reporter, TestModule } from 'vitest/node'

/** How a run ended, in counts of tests. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** `N passed, N failed`, and the skipped ones where there are any. */
export const closingLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** Counts tests by their outcome; a module that could not be collected and an error outside every test fail once each. */
export const tally = (modules: readonly TestModule[], strayErrors: number): Tally => {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
  const count = (state: string): number => states.filter((each) => each === state).length
  const broken = modules.filter((module) => module.errors().length > 0).length
  return {
    passed: count('passed'),
    failed: count('failed') + broken + strayErrors,
    skipped: count('skipped'),
  }
}

/** Closes a run with one plain line for people and tools that read only the last one. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]): void {
    process.stdout.write(`${closingLine(tally(modules, strayErrors.length))}\n`)
  }
}
