import {
  add,
  concatenate,
  exp,
  expandDims,
  eye,
  fromTypedArray,
  grad,
  item,
  log,
  logSumExp,
  matmul,
  mul,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  toArray,
  transpose,
  zeros,
} from 'cotangent'
import { filterOrElse } from 'fp-ts/lib/Either.js'
import { compiled, type Evaluation, type Json, task } from '../evaluation.js'
import { integer, matrix, number, record, vector } from '../reading.js'
import type { Matrix, Scalar, Vector } from '../tensors.js'

/** A mixture of K normal distributions in D dimensions. */
export interface Mixture {
  /** Logarithms of their weights, up to a number for all, `[K]`. */
  readonly alpha: Vector
  /** Means, `[K, D]`. */
  readonly mu: Matrix
  /** Logarithms of the diagonals of their Q, `[K, D]`. */
  readonly q: Matrix
  /** What is below these diagonals, column by column, `[K, D (D - 1) / 2]`. */
  readonly l: Matrix
}

/** Wishart's distribution as a prior of their precisions: `m` degrees of freedom more than it needs, and a scale. */
export interface Prior {
  readonly gamma: number
  readonly m: number
}

const logOf = (x: number): number => item(log(tensor(x)))

/** The logarithm of the gamma function at n / 2, n > 0, by its recurrence from 1/2 or 1. */
const logGammaOfHalf = (n: number): number =>
  n <= 2 ? (n === 1 ? logOf(Math.PI) / 2 : 0) : logOf(n / 2 - 1) + logGammaOfHalf(n - 2)

/** The logarithm of the multivariate gamma function in d dimensions at n / 2. */
export const logGammaIn = (d: number, n: number): number =>
  Array.from({ length: d }, (_, j) => logGammaOfHalf(n - j)).reduce(
    (total, each) => total + each,
    ((d * (d - 1)) / 4) * logOf(Math.PI),
  )

/** Where each element of a `[d, d]` matrix stands in its column-wise strictly lower part; one past it for all others. */
const belowDiagonal = (d: number): Tensor<[number], 'int32'> => {
  const count = (d * (d - 1)) / 2
  const placeOf = (row: number, column: number): number =>
    row > column ? column * d - (column * (column + 1)) / 2 + row - column - 1 : count
  const places = Int32Array.from({ length: d * d }, (_, at) => placeOf(Math.floor(at / d), at % d))
  return fromTypedArray(places, [d * d])
}

/** The matrices Q, lower triangular, `[K, D, D]`. */
const triangles = ({ q, l }: Mixture): Tensor<[number, number, number], 'float64'> => {
  const [k, d] = q.shape
  const padded = concatenate([l, zeros([k, 1])], { axis: 1 })
  const below = reshape(take(padded, belowDiagonal(d), { axis: 1 }), [k, d, d])
  return add(below, mul(expandDims(exp(q), 1), eye(d)))
}

/** The logarithm of the probability of a mixture, given points `x`, `[N, D]`, up to what does not depend on them. */
export const logPosterior =
  ({ gamma, m }: Prior) =>
  (mixture: Mixture, x: Matrix): Scalar => {
    const { alpha, mu, q, l } = mixture
    const [n, d] = x.shape
    const [k] = alpha.shape
    const freedom = d + m + 1
    // Q (x - mu) is Q x - Q mu: of all points and all rows of all Q that is one product of matrices.
    const factors = triangles(mixture)
    const centres = matmul(factors, expandDims(mu, 2))
    const scaled = sub(matmul(x, transpose(reshape(factors, [k * d, d]))), reshape(centres, [k * d]))
    const distances = sum(reshape(square(scaled), [n, k, d]), { axis: 2 })
    const beta = sub(add(alpha, sum(q, { axis: 1 })), mul(distances, 0.5))
    const likelihood = sub(sum(logSumExp(beta, { axis: 1 })), mul(logSumExp(alpha), n))
    const norms = add(sum(exp(mul(q, 2))), sum(square(l)))
    const prior = sub(mul(norms, gamma ** 2 / 2), mul(sum(q), m))
    const constant =
      k * (freedom * d * logOf(gamma / Math.SQRT2) - logGammaIn(d, freedom)) - ((n * d) / 2) * logOf(2 * Math.PI)
    return add(sub(likelihood, prior), constant)
  }

const fields = record({ gamma: number, m: integer, x: matrix, alpha: vector, mu: matrix, q: matrix, l: matrix })

const read = (json: Json) =>
  filterOrElse(
    ({ m, x, alpha, mu, q, l }: Mixture & Prior & { readonly x: Matrix }) => {
      const [[, d], [k]] = [x.shape, alpha.shape]
      return m >= 0 && `${mu.shape}/${q.shape}/${l.shape}` === `${[k, d]}/${[k, d]}/${[k, (d * (d - 1)) / 2]}`
    },
    () => 'mu, q and l are not [K, D], [K, D] and [K, D (D - 1) / 2], or m is negative',
  )(fields(json))

const of = <R>(
  by: (f: (mixture: Mixture, x: Matrix) => Scalar) => (mixture: Mixture, x: Matrix) => R,
  write: (result: R) => Json,
) =>
  task({
    read,
    compile: (input) => {
      const { x, gamma, m, ...mixture } = input
      const run = compiled(by(logPosterior({ gamma, m })), mixture, x)
      return () => run(mixture, x)
    },
    write,
  })

/** A mixture of normal distributions: the logarithm of its posterior probability, and the gradient by its parameters. */
export const gmm: Evaluation = {
  objective: of<Scalar>(
    (f) => f,
    (y) => item(y),
  ),
  jacobian: of<Mixture>(
    (f) => grad(f),
    ({ alpha, mu, q, l }) => ({
      alpha: toArray(alpha),
      mu: toArray(mu),
      q: toArray(q),
      l: toArray(l),
    }),
  ),
}
