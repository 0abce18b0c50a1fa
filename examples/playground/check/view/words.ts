import type { Problem } from '../../program/program.js'
import type { Place } from '../../program/sourceMap.js'
import type { Checked, Outcome, Verdict } from '../protocol.js'
import type { CheckState } from './state.js'

/** How a verdict is shown: its sign, its word, and which of the colours it has. */
export interface Shown {
  readonly sign: string
  readonly word: string
  readonly tone: 'good' | 'bad' | 'neither'
}

const cannot: Shown = { sign: '!', word: 'cannot be checked', tone: 'neither' }

export const verdicts: { readonly [V in Verdict]: Shown } = {
  right: { sign: '✓', word: 'right', tone: 'good' },
  kink: { sign: '✓', word: 'right, at a kink', tone: 'good' },
  wrong: { sign: '✗', word: 'wrong', tone: 'bad' },
  illConditioned: { sign: '≈', word: 'ill-conditioned', tone: 'neither' },
  discontinuous: { sign: '↯', word: 'discontinuous', tone: 'neither' },
  nonFinite: { ...cannot, word: 'cannot be checked: not finite' },
  nonDeterministic: { ...cannot, word: 'cannot be checked: not the same twice' },
  threw: cannot,
  malformed: cannot,
  impure: cannot,
}

export const shownOf = (check: Checked): Shown =>
  check.kind === 'verdict' ? verdicts[check.verdict] : { ...cannot, word: 'cannot be run' }

/** `line 3, column 7` */
export const showPlace = ({ line, column }: Place): string => `line ${line}, column ${column}`

/** What kind of problem it is. */
export const headOf = ({ kind }: Problem): string => (kind === 'syntax' ? 'cannot be read' : 'cannot be run')

/** A number to five digits: the report has them all. */
export const showNumber = (x: number): string => String(Number(x.toPrecision(5)))

/** An error to two digits: how large it is matters, and no more. */
export const showError = (x: number): string => String(Number(x.toPrecision(2)))

const spoken = (check: Checked): string => {
  const { word } = shownOf(check)
  if (check.kind === 'thrown') return `${check.name} ${word}: ${check.problem.text}`
  return [
    `${check.name}: ${word}. ${check.found}`,
    ...(check.likely === undefined ? [] : [`likely: ${check.likely}`]),
  ].join('; ')
}

const outcomeSpoken = (outcome: Outcome): string => {
  if (outcome.kind === 'checked') return outcome.checks.map(spoken).join('. ')
  const { problem } = outcome
  const where = problem.at === undefined ? '' : `, ${showPlace(problem.at)}`
  return `The module ${headOf(problem)}${where}: ${problem.text}`
}

/** What is told to those who do not see the page change. */
export const announced = ({ phase, outcome }: CheckState): string => {
  if (phase === 'unasked') return 'This code came with the link. It is not run before you press Run.'
  return phase === 'done' && outcome !== undefined ? outcomeSpoken(outcome) : ''
}

/** The places of the program that an outcome points at. */
export const placesOf = (outcome: Outcome | undefined): readonly Place[] => {
  if (outcome === undefined) return []
  if (outcome.kind === 'failed') return outcome.problem.at === undefined ? [] : [outcome.problem.at]
  return outcome.checks.flatMap((check) => (check.kind === 'verdict' ? check.at : check.problem.at) ?? [])
}
