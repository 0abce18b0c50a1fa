import {
  add,
  concatenate,
  cos,
  div,
  eye,
  full,
  less,
  matmul,
  mul,
  neg,
  outer,
  sin,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  unstack,
  where,
  zeros,
} from 'cotangent'
import type { Scalar } from './tensors.js'

type Vector<N extends number> = Tensor<[N], 'float64'>

/** Rodrigues' formula as a matrix: the rotation about r by the angle |r|, none where that is below 1e-4. */
export const rotation = (r: Vector<3>): Tensor<[3, 3], 'float64'> => {
  const squared = sum(square(r))
  const still = less(squared, 1e-8)
  const angle = sqrt(where(still, 1, squared))
  const axis = div(r, angle)
  const [x, y, z] = unstack(axis)
  const none: Scalar = zeros([])
  const across = stack([stack([none, neg(z), y]), stack([z, none, neg(x)]), stack([neg(y), x, none])])
  const along = mul(outer(axis, axis), sub(1, cos(angle)))
  return where(still, eye(3), add(add(mul(eye(3), cos(angle)), mul(across, sin(angle))), along))
}

/** For the angles of each bone the number among 20, counted from 1, that moves it: 4 to a finger of 4 bones, after 2 bones. */
const movedBy = [
  [0, 0, 0],
  [0, 0, 0],
  ...[0, 4, 8, 12, 16].flatMap((t) => [
    [t + 1, t + 2, 0],
    [t + 3, 0, 0],
    [t + 4, 0, 0],
    [0, 0, 0],
  ]),
]

/** Rz Ry Rx for each bone: turns about the axes of coordinates by the 20 numbers of the fingers. */
export const rotations = (fingers: Vector<20>): Tensor<[22, 3, 3], 'float64'> => {
  const angles = take(concatenate([zeros([1]), fingers]), tensor(movedBy, { dtype: 'int32' }))
  const [x, z, y] = unstack(angles as Tensor<[22, 3], 'float64'>, { axis: 1 })
  const [one, none] = [full([22], 1), zeros([22])]
  type Row = readonly [Vector<22>, Vector<22>, Vector<22>]
  const matrices = (a: Row, b: Row, c: Row) =>
    stack([stack(a, { axis: 1 }), stack(b, { axis: 1 }), stack(c, { axis: 1 })], { axis: 1 })
  const rx = matrices([one, none, none], [none, cos(x), neg(sin(x))], [none, sin(x), cos(x)])
  const ry = matrices([cos(y), none, sin(y)], [none, one, none], [neg(sin(y)), none, cos(y)])
  const rz = matrices([cos(z), neg(sin(z)), none], [sin(z), cos(z), none], [none, none, one])
  return matmul(matmul(rz, ry), rx)
}
