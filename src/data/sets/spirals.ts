import { pipe } from 'fp-ts/lib/function.js'
import { chain } from 'fp-ts/lib/State.js'
import type { Rand } from '../../random/index.js'
import { ArgumentError, checkIsOptions, cos, float64Arithmetic, type OptionNames, sin } from '../../tensor/index.js'
import {
  checkCount,
  classesOf,
  type LabelledSet,
  noisyRows,
  type Rows,
  sharedOut,
  shuffledRows,
  table,
} from './labelled.js'

/** What `makeSpirals` makes. */
export interface SpiralsOptions<N extends number = number> {
  /** How many points: 100, shared out evenly (the first arms get what is left over). */
  readonly nSamples?: N
  /** How many arms, each a class: 2. */
  readonly nClasses?: number
  /** How often an arm goes round: 1. */
  readonly turns?: number
  /** The standard deviation of normal noise on both coordinates; null (as without it) draws none. */
  readonly noise?: number | null
  /** Whether the points come in a random order (true), or arm by arm from the inside out. */
  readonly shuffle?: boolean
}

const optionNames: OptionNames<SpiralsOptions> = {
  nSamples: true,
  nClasses: true,
  turns: true,
  noise: true,
  shuffle: true,
}

/**
 * Arms of a spiral, each a class: x `[N, 2]`, y `[N]`. Arm k of K has its points at radii r from 0 to 1 in equal steps and
 * at angles 2 pi (turns r + k / K) (Archimedes' spiral). What is random is drawn in the order of `makeMoons`: the order of
 * the points first, then the noise. An ArgumentError for a number of points or of arms that is no whole number.
 *
 * @example
 * ```ts
 * import { slice } from 'cotangent'
 * import { makeSpirals } from 'cotangent/data'
 * import { seed } from 'cotangent/random'
 *
 * const [{ x, y }] = makeSpirals({ nSamples: 6, shuffle: false })(seed(0))
 * y // => [0 0 0 1 1 1]
 * slice(x, [[2, 4]]).shape // => [ 2, 2 ]
 * ```
 */
export const makeSpirals = <const N extends number = 100>(options: SpiralsOptions<N> = {}): Rand<LabelledSet<N, 2>> => {
  checkIsOptions('makeSpirals', options, optionNames)
  const { nSamples = 100 as N, nClasses = 2, turns = 1, noise = null, shuffle = true } = options
  const total = checkCount('makeSpirals', 'nSamples', nSamples)
  const arms = checkCount('makeSpirals', 'nClasses', nClasses)
  if (!Number.isFinite(turns))
    throw new ArgumentError({ operation: 'makeSpirals', problem: `turns is ${turns}`, remedy: 'Give a finite number' })
  const sizes = sharedOut(total, arms)
  const places = sizes.flatMap((size, arm) => Array.from({ length: size }, (_, index) => ({ arm, index, size })))
  const x = table(total, 2, (row, column) => {
    const { arm, index, size } = places[row]
    const radius = size > 1 ? index / (size - 1) : 0
    const angle = 2 * Math.PI * (turns * radius + arm / arms)
    return radius * (column === 0 ? cos : sin)(float64Arithmetic, angle)
  })
  const rows: Rows = { x, y: classesOf(sizes) }
  return pipe(rows, shuffledRows(shuffle), chain(noisyRows(noise))) as unknown as Rand<LabelledSet<N, 2>>
}
