import { keepingSites } from '../graph/index.js'
import { type Constant, rowMajor, sizeOf } from '../tensor/index.js'
import type { Culprit } from './details.js'
import {
  type Diagnosis,
  diagnose,
  type Evidence,
  type Gradient,
  sightsFrom,
  smallestWrong,
  unshared,
} from './diagnosis/index.js'
import type { Outcome } from './outcome.js'
import { offsetOf } from './places.js'
import type { Point } from './point.js'
import { run, traced, widenedLeaves } from './traced.js'
import type { EntryCheck } from './verdict.js'

/** What was found of all entries, leaf by leaf; NaN where one was not looked at, or is at a kink, where many are right. */
const gathered = (
  { leaves, paths }: Point,
  entries: readonly EntryCheck[],
  part: (entry: EntryCheck) => number,
): readonly Float64Array[] => {
  const found = leaves.map(({ shape }) => new Float64Array(sizeOf(shape)).fill(Number.NaN))
  for (const entry of entries) {
    if (entry.verdict === 'kink') continue
    const which = paths.indexOf(entry.path)
    found[which][offsetOf('gradcheck', leaves[which], entry.index)] = part(entry)
  }
  return found
}

/** What a wrong gradient looks like as a whole, and the graph that it is of, whose operations know the user's lines. */
export const evidenceOf = (point: Point, { question, subject }: Outcome, all: readonly EntryCheck[]): Evidence => {
  const { value, derivative } = keepingSites(() => traced(question, point, subject.reads ? point.leaves : []))
  const gradientAt = (leaves: readonly Constant[]): Gradient =>
    run(derivative, widenedLeaves(leaves)).map(({ high }) => Float64Array.from(rowMajor(high) as ArrayLike<number>))
  return {
    leaves: point.leaves,
    paths: point.paths,
    analytic: gathered(point, all, ({ analytic }) => analytic),
    numeric: gathered(point, all, ({ numeric }) => numeric),
    tolerance: gathered(point, all, ({ tolerance }) => tolerance),
    graph: value.captured.length === 0 ? value.graph : undefined,
    // Where values are read, the graphs are those of the point alone.
    elsewhere: () => (subject.mayNotEnd ? [] : sightsFrom(point.leaves, gradientAt)),
  }
}

/** The likely mistake behind a wrong gradient. */
export const diagnosisOf = (point: Point, outcome: Outcome): Diagnosis | undefined =>
  outcome.fault?.joint !== undefined
    ? unshared(outcome.fault.joint)
    : outcome.fault?.reason === 'wrong' && outcome.question.scalar
      ? diagnose(evidenceOf(point, outcome, outcome.fault.all))
      : undefined

/** The smallest part of a function whose derivative by the library's rules is wrong. */
export const wrongPart = (point: Point, { question, subject, fault }: Outcome): Culprit | undefined => {
  if (fault?.reason !== 'wrong' || !question.automatic) return undefined
  const { value } = keepingSites(() => traced(question, point, subject.reads ? point.leaves : []))
  const found = smallestWrong(value.graph, [...widenedLeaves(point.leaves), ...value.captured], question.mode)
  if (found === undefined) return undefined
  const { operation, within, site, text } = found
  return { operation, within, site, text }
}
