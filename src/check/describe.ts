import type { FailureDetails, ReportDetails } from './details.js'
import type { EntryCheck, JointCheck, Jump, Place } from './verdict.js'

/** The largest of numbers that are not negative; 0 of none. */
export const largest = (sizes: readonly number[]): number => sizes.reduce((a, b) => Math.max(a, b), 0)

const showPlace = ({ path, index }: Place, whole: string): string =>
  `${path === '' ? whole : path}${index.length === 0 ? '' : `[${index.join(', ')}]`}`

/** `.layers[0].w[0, 1]`, and `result[2] by .w[0]` in a Jacobian. */
export const showEntry = ({ path, index, output }: Pick<EntryCheck, 'path' | 'index' | 'output'>): string =>
  `${output === undefined ? '' : `${showPlace(output, 'the result')} by `}${showPlace({ path, index }, 'the argument')}`

const count = (many: number, what: string): string =>
  `${many < 1e6 ? Number(many.toPrecision(6)).toLocaleString('en') : many.toExponential(1)} ${what}${many === 1 ? '' : 's'}`

/** `the one entry`, `3 entries`. */
export const entriesCounted = (many: number): string =>
  many === 1 ? 'the one entry' : `${many.toLocaleString('en')} entries`

const brief = (x: number): string => String(Number(x.toPrecision(2)))

/** What a check says of a derivative that is right. */
export const describeReport = ({ entries, checked, points, fast, what = 'gradient', seed }: ReportDetails): string => {
  const at = points === 1 ? '' : ` at ${count(points, 'point')} (seed ${seed})`
  if (fast !== undefined)
    return `the ${what} is right in ${count(fast.projections, 'random projection')} of ${entriesCounted(checked)}${at}: one off by ${brief(fast.resolution)} of the largest is missed with a chance of ${brief(fast.misses)} at most`
  const kinks = entries.filter(({ verdict }) => verdict === 'kink')
  const smooth = entries.filter(({ verdict }) => verdict === 'right')
  const error = largest(smooth.map((entry) => entry.error))
  const tolerance = largest(smooth.map((entry) => entry.tolerance))
  const atKinks = kinks.length === 0 ? '' : `; ${kinks.length} at a kink, between the slopes of its two sides`
  return `the ${what} is right in ${entriesCounted(checked)}${at}: error at most ${error === 0 ? 0 : error.toExponential(1)}, tolerance at most ${tolerance.toExponential(1)}${atKinks}`
}

const line = (title: string, text: string): string => `    ${title.padEnd(13)}${text}`

const describeError = ({ error, numeric, relative, ulps }: EntryCheck): string =>
  [
    String(error),
    ...(numeric === 0 || !Number.isFinite(relative) ? [] : [`${brief(relative)} times the numeric value`]),
    ...(Number.isFinite(ulps) ? [`${count(ulps, 'unit')} in the last place`] : []),
  ].join(', ')

const unknown = 'not known'

/** A slope and its bound, where there are such; differences that settle to none have neither. */
const showSlope = (value: number, bound: number): string =>
  Number.isFinite(value) && Number.isFinite(bound) ? `${value} ± ${bound.toExponential(1)}` : unknown

/** How far the values close by are from the one at the point. */
const showJump = ({ step, left, right }: Jump): string =>
  `by ${brief(left)} on the left, by ${brief(right)} on the right, within ${brief(step)}`

/** What the analytic value is compared with: difference quotients, which a jump has none of. */
const describeNumeric = (entry: EntryCheck): readonly string[] => {
  const { numeric, tolerance, epsilon, slopes, error, jump } = entry
  const how = Number.isFinite(tolerance)
    ? `central differences, epsilon ${brief(epsilon)}`
    : 'differences do not settle'
  const [left, right] = slopes?.map(({ value, bound }) => showSlope(value, bound)) ?? []
  return [
    ...(jump === undefined
      ? [line('numeric', `${showSlope(numeric, tolerance)} (${how})`)]
      : [line('jump', showJump(jump))]),
    ...(left === undefined || (left === right && left === unknown)
      ? []
      : [line('slopes', `${left} on the left, ${right} on the right`)]),
    ...(jump === undefined && Number.isFinite(error) ? [line('error', describeError(entry))] : []),
  ]
}

const shownShares = 8

/** `+ the argument[0] - 0.5 the argument[1]` */
const showDirection = ({ entries, direction }: JointCheck): string => {
  const shares = entries.slice(0, shownShares).map((entry, at) => {
    const by = direction[at]
    return `${by < 0 ? '-' : '+'} ${Math.abs(by) === 1 ? '' : `${Math.abs(by)} `}${showEntry(entry)}`
  })
  const rest = entries.length - shares.length
  return `${shares.join(' ')}${rest === 0 ? '' : ` and ${rest.toLocaleString('en')} more`}`
}

/** What entries that move together come to. */
const describeJoint = (joint: JointCheck): readonly string[] => {
  const [left, right] = joint.slopes.map(({ value, bound }) => showSlope(value, bound))
  return [
    `along ${showDirection(joint)}`,
    line('analytic', String(joint.analytic)),
    line('slopes', `${left} on the left, ${right} on the right`),
    line('error', `${joint.error} beyond these`),
  ]
}

/** The same in one line, of the smallest that fails. */
const describeLeastJoint = (joint: JointCheck): string => {
  const [left, right] = joint.slopes.map(({ value }) => value)
  return `along ${showDirection(joint)}: analytic ${joint.analytic}, slopes ${left} and ${right}`
}

const describeEntry = (entry: EntryCheck): readonly string[] => [
  `at ${showEntry(entry)}`,
  line('analytic', String(entry.analytic)),
  ...describeNumeric(entry),
]

/** The same in one line, of the smallest that fails. */
const describeLeast = (entry: EntryCheck): string => {
  const { analytic, numeric, jump } = entry
  const found =
    jump === undefined ? `numeric ${Number.isFinite(numeric) ? numeric : unknown}` : `jump ${showJump(jump)}`
  return `at ${showEntry(entry)}: analytic ${analytic}, ${found}`
}

/** What a check says of a derivative that is not right: what, where, by how much, why, and how to see it again. */
export const describeFailure = (failure: FailureDetails<unknown>): string => {
  const [worst] = failure.entries ?? []
  const { diagnosis, culprit, smallest } = failure
  const [least] = smallest?.entries ?? []
  return [
    failure.problem,
    ...(worst === undefined ? [] : describeEntry(worst)),
    ...(failure.joint === undefined ? [] : describeJoint(failure.joint)),
    ...(diagnosis === undefined ? [] : [line('likely', diagnosis.text)]),
    ...(culprit === undefined ? [] : [line('because', culprit.text)]),
    ...(culprit?.site === undefined || culprit.text.includes(culprit.site)
      ? []
      : [line('', `in your code at ${culprit.site}`)]),
    ...(smallest === undefined ? [] : [line('smallest', smallest.point)]),
    ...(least === undefined || least === worst ? [] : [line('', describeLeast(least))]),
    ...(smallest?.joint === undefined ? [] : [line('', describeLeastJoint(smallest.joint))]),
    line('to replay', failure.replay),
  ].join('\n')
}
