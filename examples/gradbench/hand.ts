import { type Tensor, toTypedArray } from 'cotangent'
import { type Either, filterOrElse, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Json } from './evaluation.js'
import { flag, floats, integer, integers, list, matrix, record } from './reading.js'
import { row } from './sized.js'

/** A matrix of 4 by 4 for each bone, which turns and moves homogeneous coordinates. */
export type Transforms = Tensor<[22, 4, 4], 'float64'>
type Indices = Tensor<[number], 'int32'>

/** The tree of bones: the one on which each hangs, which stands before it, or -1. And whether the hand is the other one. */
export interface Skeleton {
  readonly parents: readonly number[]
  readonly mirrored: boolean
}

/** A hand at rest: 22 bones, each by its place in its parent, and a mesh of vertices [V, 4] that weights [V, 22] tie to them. */
export interface Model {
  readonly relatives: Transforms
  readonly inverseAbsolutes: Transforms
  readonly positions: Tensor<[number, 4], 'float64'>
  readonly weights: Tensor<[number, 22], 'float64'>
  readonly triangles: Tensor<[number, 3], 'int32'>
}

/** Points [C, 3] that were seen, and the vertex, or the triangle, to which each belongs. */
export interface Seen {
  readonly correspondences: Indices
  readonly points: Tensor<[number, 3], 'float64'>
}

export interface HandInput {
  readonly theta: Tensor<[26], 'float64'>
  /** Where in its triangle each point is, [C, 2]; [0, 2] where points are of vertices. */
  readonly us: Tensor<[number, number], 'float64'>
  readonly skeleton: Skeleton
  readonly model: Model
  readonly seen: Seen
}

const fields = record({
  theta: row(26),
  us: matrix,
  data: record({
    model: record({
      parents: list(integer),
      base_relatives: floats(3),
      inverse_base_absolutes: floats(3),
      base_positions: matrix,
      weights: matrix,
      triangles: integers(2),
      is_mirrored: flag,
    }),
    correspondences: integers(1),
    points: matrix,
  }),
})

/** Whether a tensor has these extents, wherever one is given. */
const has = ({ shape }: Tensor, extents: readonly (number | undefined)[]): boolean =>
  extents.every((extent, axis) => extent === undefined || shape[axis] === extent)

const below = (indices: Tensor<readonly number[], 'int32'>, count: number): boolean =>
  toTypedArray(indices).every((index) => index >= 0 && index < count)

/** What does not fit what, if anything. */
const misfit = ({ us, skeleton, model, seen }: HandInput): string | undefined => {
  const { relatives, inverseAbsolutes, positions, weights, triangles } = model
  const vertices = positions.shape[0]
  const points = seen.correspondences.shape[0]
  const simple = us.shape[0] === 0
  const demands: readonly (readonly [fits: boolean, otherwise: string])[] = [
    [skeleton.parents.length === 22, 'there are not 22 bones'],
    [skeleton.parents.every((parent, bone) => parent >= -1 && parent < bone), 'a bone stands before its parent'],
    [has(relatives, [22, 4, 4]) && has(inverseAbsolutes, [22, 4, 4]), 'there are not 22 matrices of 4 by 4'],
    [has(positions, [undefined, 4]) && has(weights, [vertices, 22]), 'positions are not [V, 4] or weights not [V, 22]'],
    [has(triangles, [undefined, 3]) && below(triangles, vertices), 'triangles are not of three vertices each'],
    [has(seen.points, [points, 3]), 'points are not [C, 3]'],
    [simple || has(us, [points, 2]), 'us are not [C, 2]'],
    [below(seen.correspondences, simple ? vertices : triangles.shape[0]), 'a correspondence is to nothing'],
  ]
  return demands.find(([fits]) => !fits)?.[1]
}

/** A hand, its pose and what was seen of it, where all that fits together. */
export const readHand = (json: Json): Either<string, HandInput> =>
  pipe(
    fields(json),
    map(({ theta, us, data: { model, correspondences, points } }) => ({
      theta,
      us,
      skeleton: { parents: model.parents, mirrored: model.is_mirrored },
      model: {
        relatives: model.base_relatives as Tensor as Transforms,
        inverseAbsolutes: model.inverse_base_absolutes as Tensor as Transforms,
        positions: model.base_positions as Tensor as Model['positions'],
        weights: model.weights as Tensor as Model['weights'],
        triangles: model.triangles as Tensor as Model['triangles'],
      },
      seen: { correspondences, points: points as Tensor as Seen['points'] },
    })),
    filterOrElse(
      (input) => misfit(input) === undefined,
      (input) => misfit(input) ?? '',
    ),
  )
