import fc from 'fast-check'
import { type Law, property, showViolation } from '../../laws/index.js'
import { isConstant } from '../graph/index.js'
import { ArgumentError, type Constant, describe, nestedArray } from '../tensor/index.js'
import type { Matched, Matching } from './matching.js'

/** What `toSatisfy` was given: a law, or the predicate that vitest's own matcher of that name takes. */
export type Satisfiable = Law<readonly unknown[]> | ((received: unknown) => boolean)

const isArbitrary = (value: unknown): value is fc.Arbitrary<readonly unknown[]> =>
  value instanceof fc.Arbitrary ||
  (typeof value === 'object' &&
    value !== null &&
    ['generate', 'canShrinkWithoutContext', 'shrink'].every((name) => name in value))

/** As vitest's own matcher has it. */
const ofPredicate = (
  received: unknown,
  predicate: (received: unknown) => boolean,
  message: string | undefined,
  { isNot, utils }: Matching,
): Matched => ({
  pass: Boolean(predicate(received)),
  message: () =>
    [
      utils.matcherHint('toSatisfy', 'received', '', { isNot }),
      '',
      `Expected value to ${isNot ? 'not ' : ''}satisfy:`,
      message ?? utils.printExpected(predicate),
      '',
      'Received:',
      utils.printReceived(received),
    ].join('\n'),
})

/** What trying a law came to. */
interface Trial {
  readonly holds: boolean
  readonly lines: readonly string[]
}

/** What is shown of a value: tensors, wherever they are in it, as nested arrays. */
const shown = (value: unknown): unknown => {
  if (isConstant(value as never)) return nestedArray(value as Constant)
  if (Array.isArray(value)) return value.map(shown)
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each)]))
    : value
}

const triedAt = (law: Law<readonly unknown[]>, place: readonly unknown[], { utils }: Matching): Trial => {
  const violations = law.violations(...place)
  const at = utils.stringify(shown(place), undefined, { min: true })
  return violations.length === 0
    ? { holds: true, lines: [`none at ${at}`] }
    : { holds: false, lines: [...violations.map(showViolation), `at ${at}`] }
}

/** Draws places until the law fails, and shrinks the one where it does. */
const triedAtDrawn = (
  law: Law<readonly unknown[]>,
  places: fc.Arbitrary<readonly unknown[]>,
  { utils }: Matching,
): Trial => {
  const details = fc.check(property(law, places))
  const { failed, counterexample, counterexamplePath, seed, numRuns, numShrinks, errorInstance } = details
  if (!failed) return { holds: true, lines: [`none at ${numRuns} places drawn with seed ${seed}`] }
  if (counterexample === null)
    return { holds: false, lines: [fc.defaultReportMessage(details) ?? 'no place could be drawn'] }
  const problem = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  const prefix = `${law.name}, ${law.statement}: `
  return {
    holds: false,
    lines: [
      problem.startsWith(prefix) ? problem.slice(prefix.length) : problem,
      `at ${utils.stringify(shown(counterexample[0]), undefined, { min: true })}`,
      `found after ${numRuns} draws, shrunk ${numShrinks} times; to replay: { seed: ${seed}, path: '${counterexamplePath}' }`,
    ],
  }
}

const ofLaw = (received: unknown, law: Law<readonly unknown[]>, matching: Matching): Matched => {
  const { isNot, utils } = matching
  const drawn = isArbitrary(received)
  if (!drawn && !Array.isArray(received))
    throw new ArgumentError({
      operation: 'toSatisfy',
      problem: `the law ${law.name} was given ${describe(received)}`,
      remedy: "Expect a tuple of the law's arguments, or an arbitrary of one",
    })
  const { holds, lines } = drawn ? triedAtDrawn(law, received, matching) : triedAt(law, received, matching)
  const [first, ...rest] = lines
  return {
    pass: holds,
    message: () =>
      [
        utils.matcherHint('toSatisfy', drawn ? 'arbitrary' : 'arguments', law.name, { isNot }),
        '',
        `Expected: ${isNot ? 'a violation of ' : ''}${utils.EXPECTED_COLOR(law.statement)}`,
        `Received: ${utils.RECEIVED_COLOR(first)}`,
        ...rest.map((line) => `          ${line}`),
      ].join('\n'),
  }
}

/** `toSatisfy` of a law or, as vitest has it, of a predicate. */
export const satisfied = (
  received: unknown,
  expected: Satisfiable,
  message: string | undefined,
  matching: Matching,
): Matched =>
  typeof expected === 'function'
    ? ofPredicate(received, expected, message, matching)
    : ofLaw(received, expected, matching)
