import { add, div, log, mul, neg, sigmoid, square, sub, sum, type Tensor, take } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import type { Matrix, Scalar } from '../numbers.js'

/** 0.05 x^2 + 0.8 x, whose derivative is 0.1 x + 0.8. */
export const parabola = (x: Scalar): Scalar => add(mul(square(x), 0.05), mul(x, 0.8))

/** 2 x^2 + 3 x y + 5 y^2 of a vector [x, y], whose gradient is [4 x + 3 y, 3 x + 10 y]. */
export const quadratic = (point: Tensor<[2], 'float64'>): Scalar => {
  const [x, y] = [take(point, 0), take(point, 1)]
  return add(add(mul(2, square(x)), mul(mul(3, x), y)), mul(5, square(y)))
}

/** s(x) (1 - s(x)), the slope of the sigmoid s at x: it takes what goes into the sigmoid, not what comes out. */
export const sigmoidGradient = (x: Matrix): Matrix => mul(sigmoid(x), sub(1, sigmoid(x)))

/** -sum(p log(q + 1e-15)) / rows: the lesson guards against log 0 inside the logarithm, which costs the last digit. */
export const guardedCrossEntropy =
  (target: Matrix) =>
  (prediction: Matrix): Scalar =>
    pipe(prediction, add(1e-15), log, mul(target), sum, neg, div(target.shape[0]))
