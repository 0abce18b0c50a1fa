import {
  add,
  arange,
  type CompressedRows,
  concatenate,
  cos,
  div,
  equal,
  expandDims,
  flatten,
  grad,
  jacrev,
  mul,
  sin,
  sqrt,
  square,
  stack,
  sub,
  type Tensor,
  take,
  tensor,
  toTypedArray,
  unstack,
  vmap,
  where,
} from 'cotangent'
import { type Bundle, type Indices, readBundle } from '../bundle.js'
import { compiled, type Evaluation, type Json, task } from '../evaluation.js'
import type { Scalar } from '../tensors.js'
import { cross, dot, minus, plus, times, type Vec2, type Vec3 } from '../vectors.js'

/** A camera of 11 numbers, in the order of its columns. */
export type Camera = readonly [rotation: Vec3, centre: Vec3, focal: Scalar, principal: Vec2, distortion: Vec2]

/** Rodrigues' formula: y turned about r by the angle |r|; r = 0 has no axis, and y + r × y to first order. */
const rotate = (r: Vec3, y: Vec3): Vec3 => {
  const squared = dot(r, r)
  const still = equal(squared, 0)
  const angle = sqrt(where(still, 1, squared))
  const axis: Vec3 = [div(r[0], angle), div(r[1], angle), div(r[2], angle)]
  const [c, s] = [cos(angle), sin(angle)]
  const turned = plus(plus(times(c, y), times(s, cross(axis, y))), times(mul(dot(axis, y), sub(1, c)), axis))
  const moved = plus(y, cross(r, y))
  return [where(still, moved[0], turned[0]), where(still, moved[1], turned[1]), where(still, moved[2], turned[2])]
}

/** Where a camera of a small radial distortion sees a point. */
const project = ([rotation, centre, focal, principal, [k1, k2]]: Camera, point: Vec3): Vec2 => {
  const [x, y, z] = rotate(rotation, minus(point, centre))
  const [u, v] = [div(x, z), div(y, z)]
  const squared = add(square(u), square(v))
  const factor = add(add(1, mul(k1, squared)), mul(k2, square(squared)))
  return [add(mul(focal, mul(u, factor)), principal[0]), add(mul(focal, mul(v, factor)), principal[1])]
}

/** How far from what was seen an observation of a camera and a point is, times its weight. */
export const residual = (camera: Camera, point: Vec3, weight: Scalar, seen: Vec2): Vec2 => {
  const [u, v] = project(camera, point)
  return [mul(weight, sub(u, seen[0])), mul(weight, sub(v, seen[1]))]
}

const weightResidual = (weight: Scalar): Scalar => sub(1, square(weight))

/** What each observation is about, in components: [P] numbers for each number of one residual. */
const observations = ({ cameras, points, weights, seen, camera, point }: Bundle) => {
  const [r1, r2, r3, c1, c2, c3, focal, u, v, k1, k2] = unstack(take(cameras, camera, { axis: 0 }), { axis: 1 })
  const centre = [c1, c2, c3] as const
  const perspective = [[r1, r2, r3], centre, focal, [u, v], [k1, k2]] as const
  return [
    perspective,
    unstack(take(points, point, { axis: 0 }), { axis: 1 }),
    weights,
    unstack(seen, { axis: 1 }),
  ] as const
}

/** The residuals of all observations [P, 2] and of all weights [P]. */
const objective = (bundle: Bundle) => ({
  errors: stack(vmap(residual)(...observations(bundle)), { axis: 1 }),
  weightErrors: vmap(weightResidual)(bundle.weights),
})

/** All derivatives: a block of 2 × 15 for each observation, by its camera, its point and its weight; then of the weights. */
export const jacobian = (bundle: Bundle): CompressedRows<'float64'> => {
  const { cameras, points, weights, camera, point, observation } = bundle
  const blocks = vmap(jacrev(residual, { argnums: [0, 1, 2] }))(...observations(bundle))
  const entries = blocks.flatMap(([[r, c, f, p, k], x, w]) => [...r, ...c, f, ...p, ...k, ...x, w])
  const ofPoints = 11 * cameras.shape[0]
  const ofWeights = add(observation, ofPoints + 3 * points.shape[0])
  const from = (first: Indices, count: number) => add(expandDims(first, 1), arange(count, { dtype: 'int32' }))
  const columns: Tensor<[number, number], 'int32'> = concatenate(
    [from(mul(camera, 11), 11), from(add(mul(point, 3), ofPoints), 3), from(ofWeights, 1)],
    { axis: 1 },
  )
  const begins = mul(observation, 30)
  const count = observation.shape[0]
  return {
    pointers: concatenate([
      flatten(stack([begins, add(begins, 15)], { axis: 1 })),
      add(observation, 30 * count),
      tensor([31 * count], { dtype: 'int32' }),
    ]),
    cols: concatenate([flatten(stack([columns, columns], { axis: 1 })), ofWeights]),
    values: concatenate([flatten(stack(entries, { axis: 1 })), vmap(grad(weightResidual))(weights)]),
  }
}

const beginAndEnd = (list: Tensor<[number]>): readonly number[] => {
  const numbers = toTypedArray(list)
  return [...numbers.slice(0, 30), numbers[numbers.length - 1]]
}

/** Bundle adjustment: how far off points are that cameras see, and all derivatives of that, which are sparse. */
export const ba: Evaluation = {
  objective: task({
    read: readBundle,
    compile: (bundle) => compiled(objective, bundle),
    write: ({ errors, weightErrors }, { observation }): Json => {
      const repeated = observation.shape[0]
      return {
        reproj_error: { elements: [...toTypedArray(errors).slice(0, 2)], repeated },
        w_err: { element: toTypedArray(weightErrors)[0], repeated },
      }
    },
  }),
  jacobian: task({
    read: readBundle,
    compile: (bundle) => compiled(jacobian, bundle),
    write: ({ pointers, cols, values }): Json => ({
      rows: beginAndEnd(pointers),
      cols: beginAndEnd(cols),
      vals: beginAndEnd(values),
    }),
  }),
}
