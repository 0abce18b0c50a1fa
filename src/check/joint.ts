import { rowMajor } from '../tensor/index.js'
import { type Beside, besideOf, isBent, type Move, times } from './beside.js'
import { largest } from './describe.js'
import { closePartOf } from './judgements.js'
import { offsetOf } from './places.js'
import { type Entry, scaleOf } from './point.js'
import { drawnMove, sharedKinks } from './sharing.js'
import type { Slope } from './slopes.js'
import type { Subject } from './subject.js'
import type { EntryCheck, JointCheck } from './verdict.js'

/** A kinked entry of one element of the results. */
interface Kinked {
  readonly check: EntryCheck
  readonly entry: Entry
}

const scaleAt = ({ leaves }: Subject, { which, offset }: Entry): number => scaleOf(rowMajor(leaves[which])[offset])

/** Signs of the members of a group. */
type Signs = readonly number[]

/** How many neighbours of a group are moved by themselves, and how many of its random directions there are. */
const [mostPairs, randomOnes] = [16, 4]

/** The directions in which a group is moved: all together, each two neighbours by equal and by opposite steps, at random. */
const directionsIn = (subject: Subject, group: readonly Entry[], seed: number): readonly Signs[] => {
  const all = group.map(() => 1)
  const pairs = Array.from({ length: Math.min(mostPairs, group.length - 1) }, (_, first) =>
    [1, -1].map((sign) => group.map((_member, at) => (at === first ? 1 : at === first + 1 ? sign : 0))),
  ).flat()
  const random = Array.from({ length: randomOnes }, (_, draw) =>
    drawnMove(subject, group, seed + draw).map(([, by]) => Math.sign(by)),
  )
  return group.length === 2 ? pairs : [all, ...pairs, ...random]
}

/** How a slope is taken beside the point: so many times closer than the place is to it. */
const closer = 1 / 16

/**
 * The slope along a direction on one side of the point, as at some distance and at half of it: it may be off by what these
 * differ, and by rounding.
 */
const slopeBeside = ({ change, distance, rounding }: Beside, direction: Move, side: Move): Slope => {
  const at = (far: number) => {
    const h = far * closer
    const [below, above] = [-h, h].map((t) => change([...times(side, far), ...times(direction, t)]))
    const size = Math.max(Math.abs(below), Math.abs(above))
    return { value: (above - below) / (2 * h), size, rounding: rounding(size) / h }
  }
  const [outer, inner] = [at(distance), at(distance / 2)]
  const bound = 2 * Math.abs(inner.value - outer.value) + inner.rounding
  return { value: inner.value, bound, epsilon: (distance / 2) * closer, size: inner.size }
}

/** How far an entry's own slope may be off, by what was found of it. */
const uncertaintyOf = (subject: Subject, { analytic, slopes, tolerance, epsilon }: EntryCheck, h: number): number => {
  const bounds = slopes ?? [{ bound: tolerance, epsilon }]
  // The noise of values counts for more where steps are shorter.
  const own = bounds.map(({ bound, epsilon: step }) => (subject.relative === 0 ? bound * Math.max(1, step / h) : bound))
  return own.reduce((a, b) => a + b, subject.relative === 0 ? 0 : closePartOf(subject, analytic))
}

/** How many lines along a direction there are on which a function has to bend one way. */
const lines = 8

/**
 * The places on a line: from -2^k / 8 to 2^k / 8, denser and denser towards the middle. Long lines meet kinks, too, that lie
 * nearly along them, for which there is room in 31 digits.
 */
const placesFor = (isPrecise: boolean): readonly number[] => {
  const half = isPrecise ? 24 : 12
  const place = (k: number): number => (2 ** (k >> 1) * (k % 2 === 0 ? 1 : 1.5) - 1) / 8
  return Array.from({ length: 2 * half + 1 }, (_, at) => Math.sign(at - half) * place(Math.abs(at - half)))
}

/** How much of the error bends the other way may come to and be let pass. */
const letPass = 1 / 4

/** A random line beside the point: where its middle is. */
const besides = (subject: Subject, group: readonly Entry[], seed: number): Move => {
  // From sizes between 1/2 and 1 to such between 0 and 1, so that no way is left out.
  const scaled = (by: number, scale: number): number => Math.sign(by) * (2 * Math.abs(by) - scale)
  return drawnMove(subject, group, seed).map(([entry, by]) => [entry, scaled(by, scaleAt(subject, entry))])
}

/**
 * Whether a function is convex along a direction close to the point, or concave: on lines beside it all bends are upwards, or
 * all downwards. No limit of its gradients has a slope beyond those of the two sides of the point then. Where there are
 * bends of both kinds, as of a difference of maxima, there may be such limits, which no one line through the point shows. An
 * error is none that bends the other way, all together, could not explain.
 */
const isOneSided = (
  subject: Subject,
  { change, distance, rounding }: Beside,
  group: readonly Entry[],
  direction: Move,
  error: number,
  seed: number,
): boolean => {
  const places = placesFor(subject.relative > 0)
  const near = distance / largest(places)
  let [convex, concave] = [true, true]
  for (let line = 0; line < lines && (convex || concave); line++) {
    const middle = times(besides(subject, group, seed + line), near)
    const values = places.map((t) => change([...middle, ...times(direction, t * near)]))
    const noise = 2 * rounding(largest(values.map(Math.abs)))
    const slopes = values.slice(1).map((value, at) => {
      const step = (places[at + 1] - places[at]) * near
      return { slope: (value - values[at]) / step, noise: noise / step }
    })
    const bends = slopes.slice(1).map((next, at) => {
      const bend = next.slope - slopes[at].slope
      return Math.abs(bend) <= next.noise + slopes[at].noise ? 0 : bend
    })
    const total = (sign: number): number => bends.reduce((sum, bend) => sum + Math.max(0, sign * bend), 0)
    convex &&= total(-1) <= letPass * error
    concave &&= total(1) <= letPass * error
  }
  return convex || concave
}

/** What is wrong with a group along one direction. */
const wrongAlong = (
  subject: Subject,
  beside: Beside,
  group: readonly Kinked[],
  signs: Signs,
  seed: number,
): JointCheck | undefined => {
  const scales = group.map(({ entry }) => scaleAt(subject, entry))
  const steps = signs.map((sign, at) => sign * scales[at])
  const direction: Move = group.flatMap(({ entry }, at) => (steps[at] === 0 ? [] : [[entry, steps[at]] as const]))
  const [left, right] = [-1, 1].map((sign) => slopeBeside(beside, direction, times(direction, sign)))
  const sumOf = (of: (check: EntryCheck) => number, by: (step: number) => number): number =>
    group.reduce((sum, { check }, at) => sum + by(steps[at]) * of(check), 0)
  const analytic = sumOf(
    (check) => check.analytic,
    (step) => step,
  )
  const own = sumOf((check) => uncertaintyOf(subject, check, left.epsilon), Math.abs)
  const [low, high] = [Math.min(left.value, right.value), Math.max(left.value, right.value)]
  const bound = own + left.bound + right.bound
  const error = Math.max(low - analytic, analytic - high)
  if (!(error > bound)) return undefined
  const entries = group.map(({ entry }) => entry)
  if (!isOneSided(subject, beside, entries, direction, error, seed)) return undefined
  const unit = largest(steps.map(Math.abs))
  const moved = group.flatMap(({ check }, at) => (steps[at] === 0 ? [] : [{ check, by: steps[at] / unit }]))
  const slope = (found: Slope): Slope => ({ ...found, value: found.value / unit, bound: (own + found.bound) / unit })
  return {
    entries: moved.map(({ check }) => check),
    direction: moved.map(({ by }) => by),
    analytic: analytic / unit,
    slopes: [slope(left), slope(right)],
    error: error / unit,
  }
}

/** The entries of one element of the results at which it has a kink, among those that were found right. */
const kinkedOf = (subject: Subject, beside: Beside, all: readonly EntryCheck[]): readonly Kinked[] => {
  const isPrecise = subject.relative > 0
  if (isPrecise && !all.some(({ verdict }) => verdict === 'kink')) return []
  return all.flatMap((check) => {
    const which = subject.paths.indexOf(check.path)
    const leaf = subject.leaves[which]
    const entry = { which, offset: offsetOf('gradcheck', leaf, check.index) }
    const step: Move = [[entry, scaleAt(subject, entry)]]
    // The mean of both sides agrees with central quotients, and at a slope of 0 nothing tells it from a slope.
    const mayBe = check.verdict === 'right' && (!isPrecise || check.analytic === 0)
    const isKinked = (): boolean => isBent(beside, (t) => [-1, 1].map((sign) => [1, times(step, sign * t)] as const))
    return check.verdict === 'kink' || (mayBe && isKinked()) ? [{ check, entry }] : []
  })
}

/**
 * What is wrong with entries together of which each is right. At a kink each may be between the slopes of its own two
 * sides, and yet all of them no subgradient: at a tie of a maximum, ones for all. So where entries share a kink, they are
 * moved together, and the slope of the derivative has to be between those of the function on both sides of the point in
 * such directions too. That is what a subgradient is where the function is convex or concave; elsewhere nothing is said.
 * `all` are the entries that were judged, of each all elements of the results.
 */
export const wrongTogether = (subject: Subject, all: readonly EntryCheck[], seed: number): JointCheck | undefined => {
  const count = subject.results.length
  for (let result = 0; result < count; result++) {
    const beside = besideOf(subject, result)
    const kinked = kinkedOf(
      subject,
      beside,
      all.filter((_, at) => at % count === result),
    )
    const checks = new Map(kinked.map((each) => [each.entry, each]))
    const groups = sharedKinks(
      subject,
      beside,
      kinked.map(({ entry }) => entry),
      seed,
    )
    for (const group of groups) {
      const members = group.map((entry) => checks.get(entry) as Kinked)
      for (const signs of directionsIn(subject, group, seed)) {
        const found = wrongAlong(subject, beside, members, signs, seed)
        if (found !== undefined) return found
      }
    }
  }
  return undefined
}
