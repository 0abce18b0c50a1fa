import {
  argmin,
  div,
  grad,
  hessianDiagonal,
  item,
  matmul,
  mul,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  take,
  toArray,
  transpose,
} from 'cotangent'
import { compiled, type Evaluation, task } from '../evaluation.js'
import { matrix, record } from '../reading.js'
import type { Matrix, Scalar } from '../tensors.js'

interface Input {
  /** `[N, D]` */
  readonly points: Matrix
  /** `[K, D]` */
  readonly centroids: Matrix
}

/**
 * The index of the centroid that is nearest to each point, `[N]`: of |p - c|² = |p|² - 2 p c + |c|², |p|² is the same for
 * all. Of two whose distances differ by no more than the rounding of |p|² and |c|² it may be either one.
 */
const nearest = ({ points, centroids }: Input): Tensor<[number], 'int32'> => {
  const lengths = sum(square(centroids), { axis: 1 })
  return argmin(sub(lengths, mul(matmul(points, transpose(centroids)), 2)), { axis: 1 })
}

/**
 * The sum of the squared distances of points to the centroid that is nearest to each: its minimum over all centroids, as
 * a choice of one and the distance to it. Which one it is changes nowhere but where two are equally near, so that the
 * derivative is that of the distances to those chosen: few of all there are.
 */
export const cost =
  (points: Matrix) =>
  (centroids: Matrix): Scalar => {
    const chosen = nearest({ points, centroids: stopGradient(centroids) })
    return sum(square(sub(points, take(centroids, chosen, { axis: 0 }))))
  }

/** Newton's direction: the gradient by the Hessian, which is diagonal, since a centroid's distances are its own affair. */
export const direction = ({ points, centroids }: Input): Matrix => {
  const f = cost(points)
  return div(grad(f)(centroids), hessianDiagonal(f, { isDiagonal: true })(centroids))
}

const read = record({ points: matrix, centroids: matrix })

/** The cost of centroids for points, and the direction in which Newton's method moves them. */
export const kmeans: Evaluation = {
  cost: task({
    read,
    compile: (input) => compiled(({ points, centroids }: Input) => cost(points)(centroids), input),
    write: (y: Scalar) => item(y),
  }),
  dir: task({ read, compile: (input) => compiled(direction, input), write: (y: Matrix) => toArray(y) }),
}
