import { slopeRoundingsOf } from './noise.js'
import { directionsOf } from './point.js'
import type { Slot, Subject } from './subject.js'
import type { Finding } from './verdict.js'

/** An element of a derivative, and what was found of it if that is settled. */
export interface Seen {
  readonly slot: Slot
  readonly finding: Finding | undefined
}

/**
 * Opens what was called wrong where nothing moves at all, and the analytic slope is no more than its own rounding: of terms
 * that cancel, the values may cancel exactly and the slopes but for rounding.
 */
export const reopened = (subject: Subject, seen: readonly Seen[], seed: number): readonly Seen[] => {
  const flat = seen.filter(({ finding }) => finding?.verdict === 'wrong' && finding.numeric === 0)
  if (flat.length === 0) return seen
  const slots = flat.map(({ slot }) => slot)
  const slopes = slots.map(subject.analytic)
  const around = subject.slopesAround(directionsOf(subject.leaves, seed), slots)
  const roundings = slopeRoundingsOf(around, slopes, subject.derivative)
  const open = new Set(flat.filter((_, index) => Math.abs(slopes[index]) <= roundings[index]))
  return seen.map((each) => (open.has(each) ? { slot: each.slot, finding: undefined } : each))
}
