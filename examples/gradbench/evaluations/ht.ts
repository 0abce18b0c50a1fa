import {
  add,
  concatenate,
  expandDims,
  flatten,
  jacfwd,
  matmul,
  mul,
  reshape,
  type Sparsity,
  slice,
  sparseJacobian,
  stack,
  sub,
  type Tensor,
  take,
  tensor,
  toArray,
  transpose,
  unstack,
} from 'cotangent'
import { compiled, type Evaluation, type Json, type Prepare, task } from '../evaluation.js'
import { type HandInput, type Model, readHand, type Seen, type Skeleton, type Transforms } from '../hand.js'
import { rotation, rotations } from '../rotations.js'

type Vector<N extends number> = Tensor<[N], 'float64'>
type Us = HandInput['us']
type Vertices = Tensor<[number, 3], 'float64'>

/** What each bone of a pose does to the hand at rest: along the tree, each in the coordinates of its parent. */
const transforms = (fingers: Vector<20>, { parents }: Skeleton, { relatives, inverseAbsolutes }: Model): Transforms => {
  const turned = matmul(slice(relatives, [null, null, [0, 3]]), rotations(fingers))
  const inParents = unstack(concatenate([turned, slice(relatives, [null, null, [3, 4]])], { axis: 2 }))
  const absolutes: Tensor<[4, 4], 'float64'>[] = []
  for (const [bone, relative] of inParents.entries())
    absolutes.push(parents[bone] < 0 ? relative : matmul(absolutes[parents[bone]], relative))
  return matmul(stack(absolutes), inverseAbsolutes)
}

/** The vertices of a posed hand. Linear blend skinning: all bones' homogeneous transforms by one matrix of weighted positions. */
const skin = (theta: Vector<26>, skeleton: Skeleton, model: Model): Vertices => {
  const { positions, weights } = model
  const byBones = transforms(slice(theta, [[6, 26]]), skeleton, model)
  const blend = reshape(mul(expandDims(weights, 2), expandDims(positions, 1)), [positions.shape[0], 88])
  const vertices = matmul(blend, reshape(transpose(slice(byBones, [null, [0, 3]]), [0, 2, 1]), [88, 3]))
  const hand = skeleton.mirrored ? mul(vertices, tensor([-1, 1, 1])) : vertices
  return add(matmul(hand, transpose(rotation(slice(theta, [[0, 3]])))), slice(theta, [[3, 6]]))
}

type Residuals = (theta: Vector<26>, us: Us, model: Model, seen: Seen) => Vector<number>

/** From the vertices to the points that were seen of them, [3 C]. */
const simple =
  (skeleton: Skeleton): Residuals =>
  (theta, _, model, { points, correspondences }) =>
    flatten(sub(points, take(skin(theta, skeleton, model), correspondences, { axis: 0 })))

/** From the places in triangles that `us` tell to the points that were seen there, [3 C]. */
const complicated =
  (skeleton: Skeleton): Residuals =>
  (theta, us, model, { points, correspondences }) => {
    const corners = take(model.triangles, correspondences, { axis: 0 })
    const [a, b, c] = unstack(take(skin(theta, skeleton, model), corners, { axis: 0 }), { axis: 1 })
    const [u, v] = [slice(us, [null, [0, 1]]), slice(us, [null, [1, 2]])]
    return flatten(sub(points, add(add(mul(u, a), mul(v, b)), mul(sub(sub(1, u), v), c))))
  }

/** A residual is of its own u and v only: the places in the three rows and two columns of each point. */
const ownUs = (count: number): Sparsity => {
  const places = [...Array(6 * count).keys()]
  return {
    shape: [3 * count, 2 * count],
    rows: places.map((k) => Math.floor(k / 2)),
    cols: places.map((k) => 2 * Math.floor(k / 6) + (k % 2)),
  }
}

/** The residuals, by whether points are of vertices or of triangles. */
export const residuals = ({ us, skeleton }: HandInput): Residuals =>
  us.shape[0] === 0 ? simple(skeleton) : complicated(skeleton)

/** By theta [3 C, 26], after the derivatives by each residual's own u and v where there are such. */
const jacobian = (input: HandInput) => {
  const f = residuals(input)
  const byTheta = jacfwd(f)
  const [count] = input.us.shape
  if (count === 0) return byTheta
  const byUs = sparseJacobian(f, ownUs(count), { argnums: 1 })
  return (...at: Parameters<Residuals>): Tensor<[number, number], 'float64'> =>
    concatenate([reshape(byUs(...at).values, [3 * count, 2]), byTheta(...at)], { axis: 1 })
}

const of = <R>(f: (input: HandInput) => (...at: Parameters<Residuals>) => R, write: (result: R) => Json): Prepare =>
  task({
    read: readHand,
    compile: (input) => {
      const { theta, us, model, seen } = input
      const run = compiled(f(input), theta, us, model, seen)
      return (now) => run(now.theta, now.us, now.model, now.seen)
    },
    write,
  })

/** Hand tracking: how far off a posed hand is from points that were seen, and all derivatives of that. */
export const ht: Evaluation = {
  objective: of(residuals, (errors: Vector<number>) => toArray(errors)),
  jacobian: of(jacobian, (slopes: Tensor<[number, number], 'float64'>) => toArray(slopes)),
}
