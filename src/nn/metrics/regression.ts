import { abs, astype, div, equal, max, mean, min, square, sub, sum, where } from '../../graph/index.js'
import { ShapeError, type Tensor } from '../../tensor/index.js'
import { checkAlike } from './shapes.js'

type Float = 'float32' | 'float64'
type Real = Tensor<readonly number[], 'float64'>

/** Both as one dtype, for operations; which of the float dtypes it is, the types need not know. */
const both = (operation: string, labels: Tensor, predictions: Tensor): readonly [y: Real, p: Real] => {
  checkAlike(operation, labels, predictions)
  return [labels as Real, predictions as Real]
}

/**
 * The mean of (label - prediction)^2 over all elements of two tensors of one shape. A tensor operation, for use in compiled
 * functions too. A ShapeError where the shapes differ, which the loss `mse` would broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { meanSquaredError } from 'cotangent/nn'
 *
 * meanSquaredError(tensor([1, 2]), tensor([1, 4])) // => 2.0
 * ```
 */
export const meanSquaredError = <D extends Float>(
  labels: Tensor<readonly number[], D>,
  predictions: Tensor<readonly number[], NoInfer<D>>,
): Tensor<[], D> => {
  const [y, p] = both('meanSquaredError', labels, predictions)
  return mean(square(sub(y, p))) as unknown as Tensor<[], D>
}

/**
 * The mean of |label - prediction| over all elements of two tensors of one shape. A tensor operation, for use in compiled
 * functions too. A ShapeError where the shapes differ, which the loss `mae` would broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { meanAbsoluteError } from 'cotangent/nn'
 *
 * meanAbsoluteError(tensor([1, 2]), tensor([1, 4])) // => 1.0
 * ```
 */
export const meanAbsoluteError = <D extends Float>(
  labels: Tensor<readonly number[], D>,
  predictions: Tensor<readonly number[], NoInfer<D>>,
): Tensor<[], D> => {
  const [y, p] = both('meanAbsoluteError', labels, predictions)
  return mean(abs(sub(y, p))) as unknown as Tensor<[], D>
}

/**
 * The coefficient of determination R2: 1 - (sum of squared errors) / (sum of squared distances of the labels from their
 * mean), over axis 0, and the mean of that over what other axes there are. 1 for predictions without error, 0 for such as
 * are no better than the mean, below 0 for worse. Labels that are all equal count 1 where the predictions are right and 0
 * where not, as in scikit-learn's `r2_score(labels, predictions)`. A tensor operation, for use in compiled functions too. A
 * ShapeError where the shapes differ, or there is no axis or no sample.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { r2Score } from 'cotangent/nn'
 *
 * r2Score(tensor([1, 2, 3]), tensor([1, 2, 4])) // => 0.5
 * ```
 */
export const r2Score = <D extends Float>(
  labels: Tensor<readonly number[], D>,
  predictions: Tensor<readonly number[], NoInfer<D>>,
): Tensor<[], D> => {
  const [y, p] = both('r2Score', labels, predictions)
  if (y.shape.length === 0 || y.shape[0] === 0)
    throw new ShapeError({
      operation: 'r2Score',
      operands: [y],
      problem: `${y.shape.length === 0 ? 'a scalar' : 'nothing'} has no spread`,
    })
  const unexplained = sum(square(sub(y, p)), { axis: 0 }) as Real
  const spread = sum(square(sub(y, mean(y, { axis: 0 }) as Real) as Real), { axis: 0 }) as Real
  // The mean of equal numbers may round to another one, from which they then have a distance.
  const isConstant = equal(min(y, { axis: 0 }) as Real, max(y, { axis: 0 }) as Real)
  const ofConstant = astype(equal(unexplained, 0), y.dtype)
  const safe = where(isConstant, 1, spread) as Real
  const scores = where(isConstant, ofConstant as unknown as Real, sub(1, div(unexplained, safe) as Real) as Real)
  return mean(scores as Real) as unknown as Tensor<[], D>
}
