import { fromTypedArray, remainder, type Tensor, toTypedArray } from 'cotangent'
import {
  type LabelledSet,
  makeBlobs,
  makeCircles,
  makeClassification,
  makeMoons,
  makeSpirals,
  trainTestSplit,
} from 'cotangent/data'
import { type Rand, type RandomState, seed } from 'cotangent/random'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { map } from 'fp-ts/lib/State.js'
import { iris } from '../../../data/iris.js'
import type { DrawnPoints } from '../protocol.js'
import { countsOf, type DataName, type OwnPoint, ownParts, type Settings } from '../settings.js'

/** Points of two features, and their classes. */
export type Points = LabelledSet<number, 2>

/** The points of a training, and what the generator has come to: from there the parameters are drawn. */
export interface Drawn {
  readonly train: Points
  /** Undefined where no points are kept for the test. */
  readonly test: Points | undefined
  readonly state: RandomState
}

/** What stands in the way, and what to do about it. */
export interface Failure {
  readonly problem: string
  readonly remedy: string
}

type Options = { readonly nSamples: number; readonly noise: number }

/** Corners in turn around the square: those of an odd number are the ones of which exactly one coordinate is 1. */
const corners = [
  [0, 0],
  [0, 1],
  [1, 1],
  [1, 0],
] as const

const made: { readonly [Data in Exclude<DataName, 'iris' | 'own'>]: (options: Options) => Rand<Points> } = {
  lesson: ({ nSamples, noise }) =>
    makeClassification({ nSamples, nFeatures: 2, nInformative: 2, nRedundant: 0, flipY: noise }),
  moons: makeMoons,
  circles: ({ nSamples, noise }) => makeCircles({ nSamples, noise, factor: 0.5 }),
  spirals: makeSpirals,
  xor: ({ nSamples, noise }) =>
    map(({ x, y }: Points): Points => ({ x, y: remainder(y, 2) }))(
      makeBlobs({ nSamples, centers: corners, clusterStd: noise }),
    ),
}

const pointsOf = (places: readonly (readonly number[])[], classes: readonly number[]): Points => ({
  x: fromTypedArray(Float64Array.from(places.flat()), [places.length, 2]),
  y: fromTypedArray(Int32Array.from(classes), [classes.length]),
})

/** Length and width of the petals, which tell the species apart best. */
const petals: Points = pointsOf(
  iris.measurements.map((flower) => flower.slice(2)),
  iris.species,
)

const allOf = ({ data, samples, noise }: Settings): Rand<Points> =>
  data === 'iris' || data === 'own' ? (state) => [petals, state] : made[data]({ nSamples: samples, noise })

const ownSet = (points: readonly OwnPoint[]): Points =>
  pointsOf(
    points.map(({ x, y }) => [x, y]),
    points.map(({ label }) => label),
  )

const drawnOf = (settings: Settings): Drawn => {
  const begin = seed(settings.seed)
  const { test: held } = countsOf(settings)
  if (settings.data === 'own') {
    const { train, test } = ownParts(settings)
    return { train: ownSet(train), test: held === 0 ? undefined : ownSet(test), state: begin }
  }
  const [all, drawn] = allOf(settings)(begin)
  if (held === 0) return { train: all, test: undefined, state: drawn }
  const [parts, state] = trainTestSplit(all, { test: settings.testShare })(drawn)
  return { train: parts.train as Points, test: parts.test as Points, state }
}

/** The points of settings, or why there is nothing to learn from them. */
export const draw = (settings: Settings): Either<Failure, Drawn> => {
  if (countsOf(settings).train === 0)
    return left({ problem: 'There are no points yet.', remedy: 'Put points of two classes into the plane.' })
  const drawn = drawnOf(settings)
  const [train, test] = [drawn.train, drawn.test].map((points) => new Set(points && toTypedArray(points.y)))
  if (train.size > 1) return right(drawn)
  return left(
    [...test].every((label) => train.has(label))
      ? { problem: 'All points are of one class.', remedy: 'Put points of another class into the plane.' }
      : {
          problem: 'All points to train on are of one class; those of others are kept for the test.',
          remedy: 'Put more points into the plane, or keep fewer for the test.',
        },
  )
}

/** All points, those to train on first, as they are drawn. */
export const drawnPoints = ({ train, test }: Drawn): DrawnPoints => {
  const sets = test === undefined ? [train] : [train, test]
  const of = (tensor: (set: Points) => Tensor): number[] =>
    sets.flatMap((set) => [...toTypedArray(tensor(set))].map(Number))
  return {
    places: Float32Array.from(of(({ x }) => x)),
    labels: Uint8Array.from(of(({ y }) => y)),
    held: Uint8Array.from(sets.flatMap(({ y }, index) => Array<number>(y.shape[0]).fill(index))),
  }
}
