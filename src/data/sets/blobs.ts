import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, chain, map, of, traverseArrayWithIndex } from 'fp-ts/lib/State.js'
import { add, concatenate, slice, tensor } from '../../graph/index.js'
import { normal, type Rand, uniform } from '../../random/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, type Tensor } from '../../tensor/index.js'
import { checkCount, classesOf, type LabelledSet, type Real, type Rows, sharedOut, shuffledRows } from './labelled.js'

/** What `makeBlobs` makes. */
export interface BlobsOptions<N extends number = number, F extends number = number> {
  /** How many points: 100, shared out evenly (the first blobs get what is left over); or how many of each blob. */
  readonly nSamples?: N | readonly number[]
  /** How many coordinates: 2, or those of the centres that are given. */
  readonly nFeatures?: F
  /** How many blobs (3, or as many as there are numbers of points), or where they are. */
  readonly centers?: number | readonly (readonly number[])[]
  /** The standard deviation of every coordinate of all blobs (1), or of each blob's. */
  readonly clusterStd?: number | readonly number[]
  /** Between which bounds every coordinate of a centre is drawn: -10 and 10. */
  readonly centerBox?: readonly [low: number, high: number]
  /** Whether the points come in a random order (true), or blob by blob. */
  readonly shuffle?: boolean
}

const optionNames: OptionNames<BlobsOptions> = {
  nSamples: true,
  nFeatures: true,
  centers: true,
  clusterStd: true,
  centerBox: true,
  shuffle: true,
}

const operation = 'makeBlobs'

const refuse = (problem: string, remedy: string): never => {
  throw new ArgumentError({ operation, problem, remedy })
}

const sizesOf = ({ nSamples = 100, centers }: BlobsOptions): readonly number[] => {
  const given = typeof centers === 'object' ? centers.length : centers
  if (typeof nSamples === 'number')
    return sharedOut(checkCount(operation, 'nSamples', nSamples), checkCount(operation, 'centers', given ?? 3))
  if (given !== undefined && given !== nSamples.length)
    refuse(`there are ${given} centers and ${nSamples.length} numbers of points`, 'Give as many of each')
  return nSamples.map((size, blob) => checkCount(operation, `nSamples[${blob}]`, size, 0))
}

const deviationsOf = ({ clusterStd = 1 }: BlobsOptions, blobs: number): readonly number[] => {
  const each = typeof clusterStd === 'number' ? Array<number>(blobs).fill(clusterStd) : clusterStd
  if (each.length !== blobs)
    refuse(`there are ${each.length} standard deviations and ${blobs} blobs`, 'Give one for each, or one for all')
  return each
}

/** The given centres, or drawn ones: `[blobs, F]`. */
const centresOf = ({ centers, nFeatures, centerBox = [-10, 10] }: BlobsOptions, blobs: number): Rand<Real> => {
  if (typeof centers !== 'object')
    return uniform(...centerBox, [blobs, checkCount(operation, 'nFeatures', nFeatures ?? 2)]) as unknown as Rand<Real>
  const given = tensor(centers) as Real
  if (given.shape.length !== 2) refuse('there are no coordinates', 'Give at least one center, each a list of numbers')
  if (nFeatures !== undefined && nFeatures !== given.shape[1])
    refuse(`the centers have ${given.shape[1]} coordinates, and nFeatures is ${nFeatures}`, 'Leave nFeatures out')
  return of(given)
}

/**
 * Round normal clouds, as scikit-learn's `make_blobs` makes them of the same options and the same state of the generator:
 * x `[N, F]`, y `[N]` (the blob of each point), and the blobs' `centers`, `[B, F]`. An ArgumentError for options that do
 * not go together.
 *
 * @example
 * ```ts
 * import { makeBlobs } from 'cotangent/data'
 * import { seed } from 'cotangent/random'
 *
 * const [{ y, centers }] = makeBlobs({ nSamples: 8, centers: 2 })(seed(0))
 * centers
 * // => [[0.97627008 4.30378733]
 * //     [2.05526752 0.89766366]]
 * y // => [0 1 1 1 0 0 1 0]
 * ```
 */
export const makeBlobs = <const N extends number = 100, const F extends number = 2>(
  options: BlobsOptions<N, F> = {},
): Rand<LabelledSet<N, F> & { readonly centers: Tensor<[number, F], 'float64'> }> => {
  checkIsOptions('makeBlobs', options, optionNames)
  const sizes = sizesOf(options)
  const deviations = deviationsOf(options, sizes.length)
  const cloud = (centers: Real, blob: number): Rand<Real> =>
    pipe(
      normal(0, deviations[blob], [sizes[blob], centers.shape[1]]),
      map((drawn) => add(slice(centers, [[blob, blob + 1]]) as Real, drawn as Real) as Real),
    )
  const { shuffle = true } = options
  return pipe(
    centresOf(options, sizes.length),
    bindTo('centers'),
    bind('clouds', ({ centers }) =>
      pipe(
        sizes,
        traverseArrayWithIndex((blob) => cloud(centers, blob)),
      ),
    ),
    chain(({ centers, clouds }) => {
      const rows: Rows = { x: concatenate(clouds, { axis: 0 }) as Real, y: classesOf(sizes) }
      return pipe(
        shuffledRows(shuffle)(rows),
        map(({ x, y }) => ({ x, y, centers })),
      )
    }),
  ) as unknown as Rand<LabelledSet<N, F> & { readonly centers: Tensor<[number, F], 'float64'> }>
}
