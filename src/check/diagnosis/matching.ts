import type { Evidence, Gradient } from './evidence.js'

/** Agreement to nine digits of a leaf's largest entry: what no other mistake gives by accident. */
const agreement = 2 ** -30

/**
 * Entries so small beside the largest of all leaves are rounding: gradients that cancel to 0 are known to a float64's 53
 * bits of what cancelled, less 9 for the length of the sums.
 */
const cancelled = 2 ** -44

/** The largest size of a known entry, 0 of none. */
export const sizeIn = (...entries: readonly Float64Array[]): number => {
  let size = 0
  for (const part of entries) for (const entry of part) if (Math.abs(entry) > size) size = Math.abs(entry)
  return size
}

/** The evidence with what every comparison needs. */
export interface Matter extends Evidence {
  /** What of a gradient is rounding, whatever the leaf. */
  readonly floor: number
}

export const matterOf = (evidence: Evidence): Matter => ({
  ...evidence,
  floor: cancelled * sizeIn(...evidence.analytic, ...evidence.numeric),
})

/** How far a prediction of an entry may be off, of which the right gradient is multiplied by `gain`. */
const allowance = ({ tolerance, floor }: Matter, leaf: number, size: number, gain: number) => {
  const slack = agreement * size + floor
  return (entry: number): number => Math.max(1, Math.abs(gain)) * tolerance[leaf][entry] + slack
}

/** Of an entry that is not known, NaN, nothing can be said; where all are, what is no number agrees with nothing. */
const isClose = (a: Float64Array, b: Float64Array, allowed: (entry: number) => number, areKnown: boolean): boolean =>
  a.every((entry, index) => {
    const distance = Math.abs(entry - b[index])
    return distance <= allowed(index) || (!areKnown && Number.isNaN(distance))
  })

/** Whether every entry of a leaf is known. */
const areKnown = ({ analytic, numeric, tolerance }: Evidence, leaf: number): boolean =>
  [analytic, numeric, tolerance].every((part) => !part[leaf].some(Number.isNaN))

/** Whether the analytic gradient of a leaf is what is predicted. */
export const agrees = (matter: Matter, leaf: number, predicted: Float64Array, gain = 1): boolean => {
  const analytic = matter.analytic[leaf]
  return isClose(
    analytic,
    predicted,
    allowance(matter, leaf, sizeIn(analytic, predicted), gain),
    areKnown(matter, leaf),
  )
}

/** Whether a leaf's gradient is 0 but for rounding. */
const vanishes = (matter: Matter, leaf: number, entries: Float64Array): boolean =>
  isClose(entries, new Float64Array(entries.length), allowance(matter, leaf, 0, 1), areKnown(matter, leaf))

/** How the analytic gradient of a leaf stands to the numeric one: `void` where both are 0, and nothing can be told. */
export type Standing = 'right' | 'wrong' | 'void'

export const standings = (matter: Matter): readonly Standing[] =>
  matter.analytic.map((analytic, leaf) => {
    const numeric = matter.numeric[leaf]
    if (!agrees(matter, leaf, numeric)) return 'wrong'
    return vanishes(matter, leaf, numeric) && vanishes(matter, leaf, analytic) ? 'void' : 'right'
  })

/** How many entries of a leaf are known in both gradients. */
export const knownEntries = ({ analytic, numeric }: Matter, leaf: number): number =>
  analytic[leaf].filter((entry, index) => !Number.isNaN(entry + numeric[leaf][index])).length

/** Whether every entry of a leaf is known: of others it cannot be told what is in which place. */
export const isKnown = (matter: Matter, leaf: number): boolean =>
  knownEntries(matter, leaf) === matter.analytic[leaf].length

/** Whether the analytic gradient of a leaf is 0, and the numeric one is not. */
export const isForgotten = (matter: Matter, leaf: number): boolean =>
  vanishes(matter, leaf, matter.analytic[leaf]) && !vanishes(matter, leaf, matter.numeric[leaf])

/**
 * The number c for which base + c direction is nearest to the analytic gradient in the given leaves, each measured by its
 * own size; undefined where no direction is left to go.
 */
export const fitted = (
  matter: Matter,
  leaves: readonly number[],
  direction: Gradient,
  base?: Gradient,
): number | undefined => {
  let [along, square] = [0, 0]
  for (const leaf of leaves) {
    const weight = 1 / (sizeIn(matter.analytic[leaf], direction[leaf]) || 1)
    direction[leaf].forEach((step, index) => {
      const distance = matter.analytic[leaf][index] - (base?.[leaf][index] ?? 0)
      if (Number.isNaN(step * distance)) return
      along += weight * step * (weight * distance)
      square += (weight * step) ** 2
    })
  }
  return square > 0 && Number.isFinite(along / square) ? along / square : undefined
}

/** How well a number fitted to the leaves is known, relative to itself. */
export const uncertainty = (matter: Matter, leaves: readonly number[], direction: Gradient): number => {
  const sharpest = leaves.map((leaf) => {
    const entries = direction[leaf]
    const at = entries.reduce(
      (best, entry, index) => (Math.abs(entry) > Math.abs(entries[best] || 0) ? index : best),
      0,
    )
    const known = (matter.tolerance[leaf][at] + matter.floor) / Math.abs(entries[at])
    return known >= 0 ? known : 1
  })
  return 4 * agreement + Math.min(1, ...sharpest)
}

/** base + c direction */
export const moved = (direction: Gradient, c: number, base?: Gradient): Gradient =>
  direction.map((entries, leaf) => entries.map((entry, index) => c * entry + (base?.[leaf][index] ?? 0)))
