import { pipe } from 'fp-ts/lib/function.js'
import { scanLeft } from 'fp-ts/lib/ReadonlyArray.js'
import { bind, bindTo, chain, map, of, traverseArrayWithIndex } from 'fp-ts/lib/State.js'
import { add, concatenate, indexSet, matmul, mul, slice, sub, take, tensor, toTypedArray } from '../../graph/index.js'
import { permutation, type Rand, randint, random, standardNormal } from '../../random/index.js'
import { checkIsOptions } from '../../tensor/index.js'
import {
  type ClassificationOptions,
  type ClassificationSettings,
  classificationNames,
  classificationSettings,
} from './classificationOptions.js'
import { classesOf, type LabelledSet, type Real, type Rows, shuffledRows } from './labelled.js'
import { cubeVertices } from './vertices.js'

/** Numbers in [-1, 1). */
const symmetric = (shape: readonly number[]): Rand<Real> =>
  pipe(
    random(shape),
    map((drawn) => sub(mul(drawn as Real, 2), 1)),
  )

/** Where each cluster is: vertices of a cube of side 2 * classSep around 0, or of a polytope that is squeezed out of it. */
const centres = ({ clusters, nInformative, classSep, hypercube }: ClassificationSettings): Rand<Real> =>
  pipe(
    cubeVertices(clusters, nInformative),
    map((vertices): Real => sub(mul(vertices, 2 * classSep), classSep)),
    chain((corners) =>
      hypercube
        ? of(corners)
        : pipe(
            random([clusters, 1]),
            bindTo('ofCluster'),
            bind('ofFeature', () => random([1, nInformative])),
            map(({ ofCluster, ofFeature }) => mul(mul(corners, ofCluster as Real), ofFeature as Real) as Real),
          ),
    ),
  )

/** The informative features: normal rows, which every cluster mixes by a random matrix and moves to its centre. */
const informative = (settings: ClassificationSettings): Rand<Real> => {
  const { nSamples, nInformative, sizes } = settings
  const bounds = scanLeft(0, (end, size: number) => end + size)(sizes)
  const rowsOf = (normals: Real, k: number): Real => slice(normals, [[bounds[k], bounds[k + 1]]]) as Real
  return pipe(
    centres(settings),
    bindTo('centres'),
    bind('normals', () => standardNormal([nSamples, nInformative])),
    chain(({ centres, normals }) =>
      pipe(
        sizes,
        traverseArrayWithIndex((k) =>
          pipe(
            symmetric([nInformative, nInformative]),
            map((mixing) =>
              add(matmul(rowsOf(normals as Real, k), mixing) as Real, take(centres, k, { axis: 0 }) as Real),
            ),
          ),
        ),
      ),
    ),
    map((clusters) => concatenate(clusters, { axis: 0 }) as Real),
  )
}

const beside = (parts: readonly Real[]): Real => concatenate(parts, { axis: 1 }) as Real

/** Columns put beside others, as many as there are; for none nothing is drawn. */
const further =
  (count: number, columns: (before: Real) => Rand<Real>) =>
  (before: Real): Rand<Real> =>
    count === 0
      ? of(before)
      : pipe(
          columns(before),
          map((added) => beside([before, added])),
        )

/** All features: the informative ones, mixtures of them, copies of either, and noise that says nothing of the class. */
const features = (settings: ClassificationSettings): Rand<Real> => {
  const { nSamples, nInformative, nRedundant, nRepeated, nUseless } = settings
  const useful = nInformative + nRedundant
  return pipe(
    informative(settings),
    chain(
      further(nRedundant, (before) =>
        pipe(
          symmetric([nInformative, nRedundant]),
          map((mixing) => matmul(before, mixing) as Real),
        ),
      ),
    ),
    chain(
      further(nRepeated, (before) =>
        pipe(
          random([nRepeated]),
          map((drawn) => toTypedArray(drawn).map((u) => Math.trunc((useful - 1) * u + 0.5))),
          map((columns) => take(before, tensor([...columns], { dtype: 'int32' }), { axis: 1 }) as Real),
        ),
      ),
    ),
    chain(further(nUseless, () => standardNormal([nSamples, nUseless]) as unknown as Rand<Real>)),
  )
}

/** The classes, of which a share is drawn anew; a negative share draws nothing. */
const flipped =
  ({ nSamples, nClasses, flipY }: ClassificationSettings) =>
  (y: Rows['y']): Rand<Rows['y']> =>
    flipY < 0
      ? of(y)
      : pipe(
          random([nSamples]),
          map((drawn) => [...toTypedArray(drawn)].flatMap((u, row) => (u < flipY ? [row] : []))),
          chain((rows) =>
            pipe(
              randint(0, nClasses, [rows.length]),
              map((classes) => {
                const places = tensor(rows, { dtype: 'int32' })
                return indexSet(y, places, classes as Rows['y']) as Rows['y']
              }),
            ),
          ),
        )

/** One number, or one for every feature, or as many drawn as there are features. */
const perFeature = (given: number | readonly number[] | null, drawn: Rand<Real>): Rand<Real | number> =>
  given === null ? drawn : of(typeof given === 'number' ? given : (tensor([...given]) as Real))

const moved =
  ({ nFeatures, classSep, shift, scale }: ClassificationSettings) =>
  (x: Real): Rand<Real> => {
    const drawnShift = pipe(
      symmetric([nFeatures]),
      map((drawn): Real => mul(drawn, classSep)),
    )
    const drawnScale = pipe(
      random([nFeatures]),
      map((drawn): Real => add(mul(drawn as Real, 100), 1)),
    )
    return pipe(
      perFeature(shift, drawnShift),
      bindTo('by'),
      bind('times', () => perFeature(scale, drawnScale)),
      map(({ by, times }) => mul(add(x, by) as Real, times) as Real),
    )
  }

const shuffledColumns =
  ({ nFeatures, shuffle }: ClassificationSettings) =>
  ({ x, y }: Rows): Rand<Rows> =>
    shuffle
      ? pipe(
          permutation(nFeatures),
          map((order) => ({ x: take(x, order, { axis: 1 }) as Real, y })),
        )
      : of({ x, y })

/**
 * A random classification problem, the one that scikit-learn's `make_classification` makes of the same options and the
 * same state of the generator (which it leaves in the same state): x `[N, F]`, y `[N]`. Clusters of normal rows stand at
 * corners of a cube and belong to the classes in turn; further columns are mixtures and copies of these features or say
 * nothing; some labels are wrong. All of it is computed in the order of additions that NumPy has with plain loops for its
 * matrix products. An ArgumentError for options that do not go together.
 *
 * I. Guyon, "Design of experiments of the NIPS 2003 variable selection benchmark", 2003.
 *
 * @example
 * ```ts
 * import { slice } from 'cotangent'
 * import { makeClassification } from 'cotangent/data'
 * import { seed } from 'cotangent/random'
 *
 * const options = { nSamples: 100, nFeatures: 2, nInformative: 2, nRedundant: 0, flipY: 0.2 } as const
 * const [{ x, y }] = makeClassification(options)(seed(0))
 * slice(x, [[0, 2]])
 * // => [[ 1.3382818  -0.98613257]
 * //     [ 0.51281456  0.43299453]]
 * slice(y, [[0, 5]]) // => [1 1 0 0 0]
 * ```
 */
export const makeClassification = <const N extends number = 100, const F extends number = 20>(
  options: ClassificationOptions<N, F> = {},
): Rand<LabelledSet<N, F>> => {
  checkIsOptions('makeClassification', options, classificationNames)
  const settings = classificationSettings(options)
  const classes = classesOf(settings.sizes, (cluster) => cluster % settings.nClasses)
  return pipe(
    features(settings),
    bindTo('x'),
    bind('y', () => flipped(settings)(classes)),
    chain(({ x, y }) =>
      pipe(
        moved(settings)(x),
        map((x): Rows => ({ x, y })),
      ),
    ),
    chain(shuffledRows(settings.shuffle)),
    chain(shuffledColumns(settings)),
  ) as unknown as Rand<LabelledSet<N, F>>
}
