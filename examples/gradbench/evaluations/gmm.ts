import {
  add,
  concatenate,
  exp,
  expandDims,
  eye,
  fromTypedArray,
  grad,
  jit,
  logSumExp,
  matmul,
  mul,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  take,
  transpose,
  zeros,
} from 'cotangent'

/** A mixture of `k` normal distributions in `d` dimensions. */
interface Mixture {
  /** Logarithms of their weights, up to a number for all, `[k]`. */
  readonly alpha: Tensor<[number]>
  /** Means, `[k, d]`. */
  readonly mu: Tensor<[number, number]>
  /** Logarithms of the diagonals of their Q, `[k, d]`. */
  readonly q: Tensor<[number, number]>
  /** What is below these diagonals, column by column, `[k, d (d - 1) / 2]`. */
  readonly l: Tensor<[number, number]>
}

/** Wishart's distribution as a prior of their precisions: `m` degrees of freedom more than it needs, and a scale. */
interface Prior {
  readonly gamma: number
  readonly m: number
}

/** The logarithm of the gamma function at n / 2, n > 0, by its recurrence from 1/2 or 1. */
const logGammaOfHalf = (n: number): number =>
  n <= 2 ? (n === 1 ? Math.log(Math.PI) / 2 : 0) : Math.log(n / 2 - 1) + logGammaOfHalf(n - 2)

/** The logarithm of the multivariate gamma function in d dimensions at n / 2. */
const logGammaIn = (d: number, n: number): number =>
  Array.from({ length: d }, (_, j) => logGammaOfHalf(n - j)).reduce(
    (total, each) => total + each,
    ((d * (d - 1)) / 4) * Math.log(Math.PI),
  )

/** Where each element of a `[d, d]` matrix stands in its column-wise strictly lower part; one past it for all others. */
const belowDiagonal = (d: number): Tensor<[number], 'int32'> => {
  const count = (d * (d - 1)) / 2
  const placeOf = (row: number, column: number): number =>
    row > column ? column * d - (column * (column + 1)) / 2 + row - column - 1 : count
  const places = Int32Array.from({ length: d * d }, (_, at) => placeOf(Math.floor(at / d), at % d))
  return fromTypedArray(places, [d * d])
}

/** The matrices Q, lower triangular, `[k, d, d]`. */
const triangles = ({ q, l }: Mixture): Tensor<[number, number, number]> => {
  const [k, d] = q.shape
  const padded = concatenate([l, zeros([k, 1])], { axis: 1 })
  const below = reshape(take(padded, belowDiagonal(d), { axis: 1 }), [k, d, d])
  return add(below, mul(expandDims(exp(q), 1), eye(d)))
}

/** The logarithm of the probability of a mixture, given points `x`, `[n, d]`, up to what does not depend on them. */
const logPosterior =
  ({ gamma, m }: Prior) =>
  (mixture: Mixture, x: Tensor<[number, number]>): Tensor<[]> => {
    const { alpha, mu, q, l } = mixture
    const [n, d] = x.shape
    const [k] = alpha.shape
    const freedom = d + m + 1
    const differences = sub(expandDims(x, 0), expandDims(mu, 1))
    const scaled = matmul(differences, transpose(triangles(mixture), [0, 2, 1]))
    const distances = sum(square(scaled), { axis: 2 })
    const beta = sub(add(alpha, sum(q, { axis: 1 })), mul(transpose(distances), 0.5))
    const likelihood = sub(sum(logSumExp(beta, { axis: 1 })), mul(logSumExp(alpha), n))
    const norms = add(sum(exp(mul(q, 2))), sum(square(l)))
    const prior = sub(mul(norms, gamma ** 2 / 2), mul(sum(q), m))
    const constant =
      -n * (d / 2) * Math.log(2 * Math.PI) +
      k * (freedom * d * Math.log(gamma / Math.SQRT2) - logGammaIn(d, freedom))
    return add(sub(likelihood, prior), constant)
  }
export const objectiveOf = (prior: Prior) => jit(logPosterior(prior))
export const jacobianOf = (prior: Prior) => jit(grad(logPosterior(prior)))
