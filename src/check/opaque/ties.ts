import { showEntry } from '../describe.js'
import { directionsOf, scaleOf } from '../point.js'
import type { EntryCheck } from '../verdict.js'
import type { Trouble } from './foreign.js'
import { finenessIn, type Scene, valuesBeside } from './opaqueSubject.js'

/** An entry at a kink of one output, and where it stands in the point. */
export interface Kinked {
  readonly entry: EntryCheck
  readonly offset: number
}

/** How a slope is taken beside the point: so many times closer than the places are to it. */
const closer = 1 / 16

/** Signs for the entries of a direction. */
type Signs = readonly number[]

const signsOfAll = (kinked: readonly Kinked[]): Signs => kinked.map(() => 1)

const opposite = (signs: Signs): Signs => signs.map((sign) => -sign)

/** Where each entry by itself is steepest, which makes a sum of functions of one entry each steepest. */
const steepest = (kinked: readonly Kinked[]): Signs =>
  kinked.map(({ entry: { slopes } }) => (slopes === undefined || slopes[1].value >= slopes[0].value ? 1 : -1))

const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** A direction through some kinked entries, and the sides on which slopes in it are taken. */
interface Course {
  readonly kinked: readonly Kinked[]
  readonly signs: Signs
  readonly sides: readonly Signs[]
}

const pairSides: readonly Signs[] = [
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
]

/** All kinked entries together, and each two neighbours of them, with equal and with opposite signs. */
const coursesOf = (kinked: readonly Kinked[]): readonly Course[] => {
  const all = signsOfAll(kinked)
  const steep = steepest(kinked)
  const pairs = kinked
    .slice(1)
    .flatMap((own, before) =>
      pairSides.slice(0, 2).map((signs) => ({ kinked: [kinked[before], own], signs, sides: pairSides })),
    )
  return kinked.length < 3
    ? pairs
    : [{ kinked, signs: all, sides: [all, opposite(all), steep, opposite(steep)] }, ...pairs]
}

/**
 * Whether gradients at kinks go together. Each entry alone may lie between the slopes of its two sides, and yet all of
 * them be none of the function's subgradients: at a tie of a maximum, ones for all. In a direction through several kinked
 * entries the gradient's slope must lie within those that the function has close to the point, on all sides of it.
 * Slopes are taken at a distance and at half of it; they may be off by what they differ, and by the bounds of the entries'
 * own slopes as far as steps are shorter here.
 */
export const tiesAt = (scene: Scene, output: number, kinked: readonly Kinked[], seed: number): Trouble | undefined => {
  if (kinked.length < 2) return undefined
  const { point, leaves, computing, foreign } = scene
  const { roundoff } = finenessIn(computing)
  const far = 2 ** Math.round(Math.log2(roundoff) / 7)
  const sizes = directionsOf(leaves, seed).flatMap((steps) => [...steps].map(Math.abs))
  const values = valuesBeside(scene)
  const slopesAt = (distance: number, { kinked: own, signs, sides }: Course) =>
    sides.map((side) => {
      const moved = (t: number): number =>
        values((x) => {
          own.forEach(({ offset }, at) => {
            x[offset] += distance * side[at] * sizes[offset] + t * signs[at] * scaleOf(point[offset])
          })
        })[output]
      const h = distance * closer
      const [below, above] = [moved(-h), moved(h)]
      return { slope: (above - below) / (2 * h), size: Math.max(Math.abs(below), Math.abs(above)) }
    })
  for (const course of coursesOf(kinked)) {
    const [outer, inner] = [far, far / 2].map((distance) => slopesAt(distance, course))
    const changed = Math.max(...inner.map(({ slope }, at) => Math.abs(slope - outer[at].slope)))
    const h = (far / 2) * closer
    const scales = course.kinked.map(({ offset }) => scaleOf(point[offset]))
    const bounds = course.kinked.map(({ entry }, at) =>
      sumOf((entry.slopes ?? []).map(({ bound, epsilon }) => bound * Math.max(scales[at], epsilon / h))),
    )
    const rounding = (4 * roundoff * Math.max(...inner.map(({ size }) => size))) / h
    const bound = changed + rounding + sumOf(bounds)
    const slope = sumOf(course.kinked.map(({ entry }, at) => course.signs[at] * scales[at] * entry.analytic))
    const [least, most] = [Math.min, Math.max].map((choose) => choose(...inner.map((found) => found.slope)))
    if (slope < least - bound || slope > most + bound) {
      const unit = Math.max(...scales)
      const places = course.kinked.map(({ entry }, at) => {
        const share = scales[at] / unit
        return `${course.signs[at] < 0 ? '-' : '+'} ${share === 1 ? '' : `${share} `}${showEntry(entry)}`
      })
      return {
        reason: 'wrong',
        problem: `the ${foreign.derivative} is none of the subgradients of a kink: along ${places.join(' ')} its slope is ${slope / unit}, where the function's are from ${least / unit} to ${most / unit}, ± ${(bound / unit).toExponential(1)}`,
      }
    }
  }
  return undefined
}
