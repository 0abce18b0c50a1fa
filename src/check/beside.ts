import { sizeOf } from '../tensor/index.js'
import { largest } from './describe.js'
import { asideOf } from './noise.js'
import type { Entry } from './point.js'
import type { Subject } from './subject.js'

/** Entries, and how far each of them moves. */
export type Move = readonly (readonly [entry: Entry, by: number])[]

/** Values of one element of the results beside the point, where several entries have moved at once. */
export interface Beside {
  /** How far it is from what it is at the point. */
  readonly change: (move: Move) => number
  /** How far is near: from there all kinks but those at the point look as they do from the point. */
  readonly distance: number
  /** A bound on the rounding of a change of some size. */
  readonly rounding: (size: number) => number
}

/** How near to the point values are taken in 31 digits: their rounding leaves half of these for slopes. */
const precisely = 2 ** -40

export const besideOf = (subject: Subject, result: number): Beside => {
  const { leaves, relative, results, value } = subject
  const base = relative === 0 ? results[result] : 0
  return {
    change: (move) => {
      const steps = leaves.map(({ shape }) => new Float64Array(sizeOf(shape)))
      for (const [{ which, offset }, by] of move) steps[which][offset] += by
      return subject.lineAlong(steps).values(1)[result] - base
    },
    distance: relative === 0 ? asideOf(value.roundoff) : precisely,
    rounding: (size) =>
      2 * value.roundoff * (Math.abs(results[result]) + size) + Math.max(relative, value.roundoff) * size,
  }
}

export const times = (move: Move, t: number): Move => move.map(([entry, by]) => [entry, t * by])

/** How many times more than rounding a change is that is one. */
const clear = 2 ** 8

/**
 * Whether a combination of changes falls with the step, and not with its square as that of a smooth function does, where
 * it is one in which slopes cancel.
 */
export const isBent = (
  { change, distance, rounding }: Beside,
  terms: (t: number) => readonly (readonly [sign: number, move: Move])[],
): boolean => {
  const at = (t: number) => {
    const changes = terms(t).map(([sign, move]) => sign * change(move))
    return { sum: changes.reduce((a, b) => a + b, 0), size: largest(changes.map(Math.abs)) }
  }
  const whole = at(distance)
  if (!(Math.abs(whole.sum) > clear * rounding(whole.size))) return false
  // Of what falls with the step there is a half left, of what falls with its square a quarter.
  return Math.abs(at(distance / 2).sum) > (3 / 8) * Math.abs(whole.sum)
}
