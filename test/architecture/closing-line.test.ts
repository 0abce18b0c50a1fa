import { expect, it } from 'vitest'
import type { TestModule } from 'vitest/node'
import { closingLine, tally } from '../support/closing-line.js'

/** As much of a finished test module as the tally looks at. */
const module = (states: readonly string[], errors: readonly unknown[] = []): TestModule =>
  ({
    children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
    errors: () => errors,
  }) as unknown as TestModule

it('counts tests by outcome, and failures outside tests as failures', () => {
  const modules = [module(['passed', 'passed', 'failed', 'skipped']), module([], ['not collected'])]
  expect(tally(modules, 1)).toEqual({ passed: 2, failed: 3, skipped: 1 })
})

it.each([
  [{ passed: 3, failed: 0, skipped: 0 }, '3 passed, 0 failed'],
  [{ passed: 3, failed: 1, skipped: 2 }, '3 passed, 1 failed, 2 skipped'],
])('%o', (counts, line) => expect(closingLine(counts)).toBe(line))
