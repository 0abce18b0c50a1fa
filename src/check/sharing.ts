import { type Beside, isBent, type Move, times } from './beside.js'
import { directionsOf, type Entry } from './point.js'
import type { Subject } from './subject.js'

/** Sides of two: which way each of them goes. */
const sides = [
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const

/** How many random directions are tried before entries count as independent. */
const draws = 2

/** So many kinks that several entries share are looked at: a rule that is wrong at one is wrong at the next. */
const mostGroups = 32

/** Entries in a random direction. */
export const drawnMove = ({ leaves }: Subject, entries: readonly Entry[], seed: number): Move => {
  const steps = directionsOf(leaves, seed)
  return entries.map((entry) => [entry, steps[entry.which][entry.offset]])
}

/**
 * Whether an entry and some others share a kink: the change by both is not the sum of the changes by each. A sum of
 * functions of which each has one of them has none in common, whatever kinks there are.
 */
const doShare = (subject: Subject, beside: Beside, own: Entry, others: readonly Entry[], seed: number): boolean =>
  Array.from({ length: draws }, (_, draw) => {
    const drawn = drawnMove(subject, [own, ...others], seed + draw)
    return [drawn.slice(0, 1), drawn.slice(1)] as const
  }).some(([mine, theirs]) =>
    sides.some(([here, there]) =>
      isBent(beside, (t) => {
        const [a, b] = [times(mine, here * t), times(theirs, there * t)]
        return [
          [1, [...a, ...b]],
          [-1, a],
          [-1, b],
        ]
      }),
    ),
  )

/** Those of some entries that share a kink with one. */
const sharersOf = (
  subject: Subject,
  beside: Beside,
  own: Entry,
  others: readonly Entry[],
  seed: number,
): readonly Entry[] => {
  if (others.length === 0 || !doShare(subject, beside, own, others, seed)) return []
  if (others.length === 1) return others
  const half = others.length >>> 1
  return [others.slice(0, half), others.slice(half)].flatMap((part) => sharersOf(subject, beside, own, part, seed))
}

/** Kinked entries by the kinks that they share, with each other or by way of others: those that share none are left out. */
export const sharedKinks = (
  subject: Subject,
  beside: Beside,
  kinked: readonly Entry[],
  seed: number,
): readonly (readonly Entry[])[] => {
  const groups: (readonly Entry[])[] = []
  let open = kinked
  while (open.length > 1 && groups.length < mostGroups) {
    const group = [open[0]]
    open = open.slice(1)
    for (const member of group) {
      const sharers = new Set(sharersOf(subject, beside, member, open, seed))
      group.push(...sharers)
      open = open.filter((entry) => !sharers.has(entry))
    }
    if (group.length > 1) groups.push(group)
  }
  return groups
}
