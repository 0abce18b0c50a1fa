import {
  abs,
  add,
  cholesky,
  diagonal,
  div,
  exp,
  expandDims,
  eye,
  item,
  jit,
  linspace,
  log,
  matmul,
  mul,
  scan,
  sin,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  toTypedArray,
  transpose,
  triangularSolve,
  valueAndGrad,
  zipTrees,
} from 'cotangent'
import { seed, standardNormal, uniform } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'

type Scalar = Tensor<[], 'float64'>
type Vector = Tensor<[number], 'float64'>
type Matrix = Tensor<[number, number], 'float64'>

/** The logarithms of what must be positive: a step of ascent cannot leave the domain. */
export interface Hyperparameters {
  readonly logLength: Scalar
  readonly logAmplitude: Scalar
  readonly logNoise: Scalar
}

interface Observations {
  readonly x: Vector
  readonly y: Vector
}

/** The covariance of a smooth function's values: amplitude^2 exp(-(a - b)^2 / (2 length^2)), `[A, B]`. */
const covariance =
  ({ logLength, logAmplitude }: Hyperparameters) =>
  (a: Vector, b: Vector): Matrix => {
    const distances = div(square(sub(expandDims(a, 1), expandDims(b, 0))), exp(mul(logLength, 2)))
    return mul(exp(mul(logAmplitude, 2)), exp(mul(distances, -0.5)))
  }

/** The Cholesky factor of the observations' covariance, and what it makes of them: L and L^-1 y. */
const factored = (params: Hyperparameters, { x, y }: Observations) => {
  const noise = mul(exp(mul(params.logNoise, 2)), eye(x.shape[0]))
  const factor = cholesky(add(covariance(params)(x, x), noise))
  return { factor, whitened: triangularSolve(factor, y, { lower: true }) as Vector }
}

/** The logarithm of the probability density of the observations: -1/2 y' K^-1 y - 1/2 log det K - n/2 log 2 pi. */
export const logLikelihood =
  (observations: Observations) =>
  (params: Hyperparameters): Scalar => {
    const { factor, whitened } = factored(params, observations)
    const fit = mul(sum(square(whitened)), -0.5)
    const volume = sum(log(diagonal(factor)))
    return sub(sub(fit, volume), mul(observations.x.shape[0] / 2, log(tensor(2 * Math.PI))))
  }

/** The mean and the standard deviation of the function at other places, given the observations. */
export const posterior =
  (params: Hyperparameters, observations: Observations) =>
  (places: Vector): { readonly mean: Vector; readonly deviation: Vector } => {
    const { factor, whitened } = factored(params, observations)
    const cross = triangularSolve(factor, covariance(params)(observations.x, places), { lower: true }) as Matrix
    const variance = sub(exp(mul(params.logAmplitude, 2)), sum(square(cross), { axis: 0 }))
    return { mean: matmul(transpose(cross), whitened), deviation: sqrt(variance) }
  }

export interface GaussianProcessOptions {
  readonly seed: number
  readonly observations: number
  /** The standard deviation of what is added to the sine. */
  readonly noise: number
  readonly rate: number
  readonly steps: number
}

export const defaults: GaussianProcessOptions = { seed: 5, observations: 40, noise: 0.2, rate: 0.02, steps: 400 }

/** Observations of sin x at random places in [-4, 4]. */
const observe = ({ seed: start, observations, noise }: GaussianProcessOptions): Observations =>
  pipe(
    uniform(-4, 4, [observations as number]),
    State.bindTo('x'),
    State.bind('error', () => standardNormal([observations as number])),
    State.map(({ x, error }) => ({ x, y: add(sin(x), mul(noise, error)) })),
    State.evaluate(seed(start)),
  )

/** What comes of it: how likely the observations became, with what hyperparameters, and how far off the mean is. */
export interface GaussianProcessFigures {
  /** The log likelihood before every step. */
  readonly likelihood: readonly number[]
  readonly length: number
  readonly amplitude: number
  readonly noise: number
  readonly observed: { readonly x: readonly number[]; readonly y: readonly number[] }
  /** The posterior mean over [-4, 4], and two standard deviations below and above it. */
  readonly posterior: {
    readonly x: readonly number[]
    readonly mean: readonly number[]
    readonly low: readonly number[]
    readonly high: readonly number[]
  }
  /** The largest distance of the posterior mean from the sine, over [-4, 4]. */
  readonly error: number
  /** The share of places at which the sine is within two standard deviations of the mean. */
  readonly covered: number
}

/** Fits a Gaussian process to a noisy sine: its hyperparameters by gradient ascent on their likelihood. */
export const gaussianProcess = (given: Partial<GaussianProcessOptions> = {}): GaussianProcessFigures => {
  const options = { ...defaults, ...given }
  const observations = observe(options)
  const objective = valueAndGrad(logLikelihood(observations))
  const ascend = (params: Hyperparameters) => {
    const [value, slope] = objective(params)
    return [zipTrees(params, slope, (p, g) => add(p, mul(options.rate, g))), value] as const
  }
  const start: Hyperparameters = { logLength: tensor(0), logAmplitude: tensor(0), logNoise: tensor(0) }
  const [params, likelihood] = jit((initial: Hyperparameters) => scan(ascend, initial, [], { length: options.steps }))(
    start,
  )
  const places = linspace(-4, 4, 101)
  const { mean, deviation } = posterior(params, observations)(places)
  const numbers = (vector: Vector): readonly number[] => [...toTypedArray(vector)]
  const distances = numbers(abs(sub(mean, sin(places))))
  const bands = numbers(deviation)
  const positive = (logarithm: Scalar): number => item(exp(logarithm))
  return {
    likelihood: numbers(likelihood),
    length: positive(params.logLength),
    amplitude: positive(params.logAmplitude),
    noise: positive(params.logNoise),
    observed: { x: numbers(observations.x), y: numbers(observations.y) },
    posterior: {
      x: numbers(places),
      mean: numbers(mean),
      low: numbers(sub(mean, mul(2, deviation))),
      high: numbers(add(mean, mul(2, deviation))),
    },
    error: Math.max(...distances),
    covered: distances.filter((distance, index) => distance <= 2 * bands[index]).length / distances.length,
  }
}
