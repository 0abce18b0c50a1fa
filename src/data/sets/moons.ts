import { pipe } from 'fp-ts/lib/function.js'
import { chain } from 'fp-ts/lib/State.js'
import type { Rand } from '../../random/index.js'
import { checkIsOptions, cos, float64Arithmetic, type OptionNames, sin } from '../../tensor/index.js'
import { classesOf, halvesOf, type LabelledSet, noisyRows, type Rows, shuffledRows, table } from './labelled.js'

/** What `makeMoons` makes. */
export interface MoonsOptions<N extends number = number> {
  /** How many points: 100, halved, of which the second moon gets an odd one; or how many of each moon. */
  readonly nSamples?: N | readonly [number, number]
  /** Whether the points come in a random order (true), or along the first moon and then the second. */
  readonly shuffle?: boolean
  /** The standard deviation of normal noise on both coordinates; null (as without it) draws none. */
  readonly noise?: number | null
}

export const moonsNames: OptionNames<MoonsOptions> = { nSamples: true, shuffle: true, noise: true }

/** Point number `index` of `count` along half a turn, from 0 to pi. */
const halfTurn = (index: number, count: number): number =>
  count > 1 && index === count - 1 ? Math.PI : index * (Math.PI / (count - 1)) || 0

/**
 * Two half circles of radius 1 that reach into each other, as scikit-learn's `make_moons` makes them of the same options
 * and the same state of the generator: x `[N, 2]`, y `[N]`. The first is the upper half of the circle around (0, 0), the
 * second the lower half of the one around (1, 1/2). Their sines and cosines are Cotangent's own, so that coordinates may
 * differ in the last bit; the order of the points, the noise and the state afterwards do not. An ArgumentError for a
 * number of points that is no whole number.
 *
 * @example
 * ```ts
 * import { makeMoons } from 'cotangent/data'
 * import { seed } from 'cotangent/random'
 *
 * const [{ x, y }] = makeMoons({ nSamples: 4, shuffle: false })(seed(0))
 * y // => [0 0 1 1]
 * ```
 */
export const makeMoons = <const N extends number = 100>(options: MoonsOptions<N> = {}): Rand<LabelledSet<N, 2>> => {
  checkIsOptions('makeMoons', options, moonsNames)
  const { nSamples = 100 as N, shuffle = true, noise = null } = options
  const [outer, inner] = halvesOf('makeMoons', nSamples)
  const x = table(outer + inner, 2, (row, column) => {
    const of = column === 0 ? cos : sin
    if (row < outer) return of(float64Arithmetic, halfTurn(row, outer))
    const opposite = 1 - of(float64Arithmetic, halfTurn(row - outer, inner))
    return column === 0 ? opposite : opposite - 0.5
  })
  const rows: Rows = { x, y: classesOf([outer, inner]) }
  return pipe(rows, shuffledRows(shuffle), chain(noisyRows(noise))) as unknown as Rand<LabelledSet<N, 2>>
}
