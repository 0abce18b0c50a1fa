import type { Diagnosis } from './evidence.js'
import { showNumber } from './numbers.js'

/** A slope, and how far it may be off. */
interface Known {
  readonly value: number
  readonly bound: number
}

/** Entries that move together, the slope that they are given, and what the function's is on both sides. */
export interface Shared {
  readonly entries: readonly {
    readonly path: string
    readonly slopes: readonly [left: Known, right: Known] | undefined
  }[]
  readonly direction: readonly number[]
  readonly analytic: number
  readonly slopes: readonly [left: Known, right: Known]
}

/**
 * What is probably wrong where the slope of a tie, which is one on both sides, is dealt out to several entries: each is given
 * the whole of it, or the shares do not add up.
 */
export const unshared = ({ entries, direction, analytic, slopes: [left, right] }: Shared): Diagnosis | undefined => {
  const bound = left.bound + right.bound
  if (Math.abs(left.value - right.value) > bound || Math.abs(left.value) <= bound) return undefined
  // By itself each entry of a tie has the whole slope on one side, and none on the other.
  const isTied = entries.every(({ slopes }, at) =>
    [0, left.value].every((due) =>
      slopes?.some((own) => Math.abs(direction[at] * own.value - due) <= bound + Math.abs(direction[at]) * own.bound),
    ),
  )
  if (!isTied) return undefined
  const given = analytic / left.value
  const whole = Math.abs(analytic - entries.length * left.value) <= entries.length * bound
  const remedy = 'share it among them, or give it to one'
  const text = whole
    ? `each of the ${entries.length} entries of a tie is given its whole slope: ${remedy}`
    : `the entries of a tie are given ${showNumber(given)} times its slope in all: ${remedy}`
  const paths = [...new Set(entries.map(({ path }) => path))]
  const mistake = { cause: 'unshared', paths, factor: undefined, places: [], text } as const
  return { cause: mistake.cause, factor: mistake.factor, mistakes: [mistake], alternatives: [], unexplained: [], text }
}
