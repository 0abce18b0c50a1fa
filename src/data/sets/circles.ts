import { pipe } from 'fp-ts/lib/function.js'
import { chain } from 'fp-ts/lib/State.js'
import type { Rand } from '../../random/index.js'
import { ArgumentError, checkIsOptions, cos, float64Arithmetic, type OptionNames, sin } from '../../tensor/index.js'
import { classesOf, halvesOf, type LabelledSet, noisyRows, type Rows, shuffledRows, table } from './labelled.js'
import { type MoonsOptions, moonsNames } from './moons.js'

/** What `makeCircles` makes. */
export interface CirclesOptions<N extends number = number> extends MoonsOptions<N> {
  /** The radius of the inner circle, 0.8: from 0 to less than 1, the radius of the outer one. */
  readonly factor?: number
}

const optionNames: OptionNames<CirclesOptions> = { ...moonsNames, factor: true }

/**
 * A circle of radius 1 (class 0) around a smaller one (class 1), as scikit-learn's `make_circles` makes them of the same
 * options and the same state of the generator: x `[N, 2]`, y `[N]`. As with `makeMoons`, coordinates may differ in the
 * last bit. An ArgumentError for a factor outside [0, 1) or a number of points that is no whole number.
 *
 * @example
 * ```ts
 * import { makeCircles } from 'cotangent/data'
 * import { seed } from 'cotangent/random'
 *
 * const [{ x }] = makeCircles({ nSamples: 2, factor: 0.5, shuffle: false })(seed(0))
 * x
 * // => [[1.  0. ]
 * //     [0.5 0. ]]
 * ```
 */
export const makeCircles = <const N extends number = 100>(options: CirclesOptions<N> = {}): Rand<LabelledSet<N, 2>> => {
  checkIsOptions('makeCircles', options, optionNames)
  const { nSamples = 100 as N, shuffle = true, noise = null, factor = 0.8 } = options
  if (!(factor >= 0 && factor < 1))
    throw new ArgumentError({
      operation: 'makeCircles',
      problem: `factor is ${factor}`,
      remedy: 'Give a number from 0 to less than 1',
    })
  const [outer, inner] = halvesOf('makeCircles', nSamples)
  const x = table(outer + inner, 2, (row, column) => {
    const of = column === 0 ? cos : sin
    return row < outer
      ? of(float64Arithmetic, row * ((2 * Math.PI) / outer))
      : of(float64Arithmetic, (row - outer) * ((2 * Math.PI) / inner)) * factor
  })
  const rows: Rows = { x, y: classesOf([outer, inner]) }
  return pipe(rows, shuffledRows(shuffle), chain(noisyRows(noise))) as unknown as Rand<LabelledSet<N, 2>>
}
