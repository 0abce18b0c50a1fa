import type { EntryCheck } from './verdict.js'

/** Why a gradient was not found right. */
export type FailureReason = 'wrong' | 'unresolved' | 'nonFinite' | 'nonDeterministic'

/** The largest of numbers that are not negative; 0 of none. */
export const largest = (sizes: readonly number[]): number => sizes.reduce((a, b) => Math.max(a, b), 0)

const showPlace = ({ path, index }: Pick<EntryCheck, 'path' | 'index'>): string =>
  `${path === '' ? 'the argument' : path}${index.length === 0 ? '' : `[${index.join(', ')}]`}`

/** The option that makes `gradcheck` look at one entry alone. */
const replay = ({ path, index }: EntryCheck): string =>
  `gradcheck(f, point, { only: { path: ${JSON.stringify(path)}, index: [${index.join(', ')}] } })`

const places = (count: number): string => (count === 1 ? 'the one entry' : `${count} entries`)

/** What `gradcheck` says of a gradient that it finds right. */
export class GradientReport {
  readonly _tag = 'GradientReport'
  /** The function's value at the point. */
  readonly value: number
  /** Every entry that was compared, in the order of the tree's leaves, row-major within a leaf. */
  readonly entries: readonly EntryCheck[]

  constructor(value: number, entries: readonly EntryCheck[]) {
    this.value = value
    this.entries = entries
  }

  /** The entries at a kink of the function, whose analytic value lies between the slopes of the two sides. */
  get kinks(): readonly EntryCheck[] {
    return this.entries.filter(({ verdict }) => verdict === 'kink')
  }

  toString(): string {
    const { kinks, entries } = this
    const smooth = entries.filter(({ verdict }) => verdict === 'right')
    const error = largest(smooth.map((entry) => entry.error))
    const tolerance = largest(smooth.map((entry) => entry.tolerance))
    const atKinks = kinks.length === 0 ? '' : `; ${kinks.length} at a kink, between the slopes of its two sides`
    return `the gradient is right in ${places(entries.length)}: error at most ${error.toExponential(1)}, tolerance at most ${tolerance.toExponential(1)}${atKinks}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const describeEntry = (entry: EntryCheck): readonly string[] => {
  const slopes = entry.slopes?.map(({ value, bound }) => `${value} ± ${bound.toExponential(1)}`) ?? []
  return [
    `at ${showPlace(entry)}`,
    `    analytic     ${entry.analytic}`,
    `    numeric      ${entry.numeric} ± ${entry.tolerance.toExponential(1)} (central differences, epsilon ${entry.epsilon})`,
    ...(slopes.length === 0 ? [] : [`    slopes       ${slopes[0]} on the left, ${slopes[1]} on the right`]),
    `    error        ${entry.error}${entry.numeric === 0 ? '' : `, ${Number((entry.error / Math.abs(entry.numeric)).toPrecision(2))} times the numeric value`}`,
    `    to replay    ${replay(entry)}`,
  ]
}

/** What `gradcheck` says of a gradient that it does not find right. Its text tells all; its fields have it as data. */
export class GradientFailure {
  readonly _tag = 'GradientFailure'
  readonly reason: FailureReason
  /** What is the matter, in one line. */
  readonly problem: string
  /** The failing entries, the largest error in terms of its tolerance first. */
  readonly entries: readonly EntryCheck[]
  /** How many entries were compared. */
  readonly checked: number

  constructor(reason: FailureReason, problem: string, entries: readonly EntryCheck[] = [], checked = 0) {
    this.reason = reason
    this.problem = problem
    this.entries = entries
    this.checked = checked
  }

  get message(): string {
    const [worst] = this.entries
    return [this.problem, ...(worst === undefined ? [] : describeEntry(worst))].join('\n')
  }

  toString(): string {
    return `gradcheck: ${this.message}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const worstFirst = (entries: readonly EntryCheck[]): readonly EntryCheck[] =>
  entries.toSorted((a, b) => b.error / b.tolerance - a.error / a.tolerance)

/** The failure of entries that are not right: the wrong ones where there are such, otherwise the unresolved. */
export const failureOf = (entries: readonly EntryCheck[]): GradientFailure | undefined => {
  const count = entries.length
  const wrong = entries.filter(({ verdict }) => verdict === 'wrong')
  const unresolved = entries.filter(({ verdict }) => verdict === 'unresolved')
  const share = (some: readonly EntryCheck[]): string =>
    some.length === count ? places(count) : `${some.length} of ${count} entries`
  if (wrong.length > 0)
    return new GradientFailure('wrong', `the gradient is wrong in ${share(wrong)}`, worstFirst(wrong), count)
  if (unresolved.length > 0)
    return new GradientFailure(
      'unresolved',
      `the gradient cannot be told right or wrong in ${share(unresolved)}: the function is too rough or too inexact there`,
      worstFirst(unresolved),
      count,
    )
  return undefined
}
