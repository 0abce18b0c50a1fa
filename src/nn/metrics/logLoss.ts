import { clip, concatenate, div, expandDims, log, mean, neg, sub, sum, takeAlongAxis } from '../../graph/index.js'
import { ShapeError, type Tensor } from '../../tensor/index.js'
import { checkScores } from './shapes.js'

type Real = Tensor<readonly number[], 'float64'>

/** The distance from 1 to the next number. */
const epsilons = { float64: 2 ** -52, float32: 2 ** -23 } as const

/**
 * The mean of -log p at the label of each sample, as in scikit-learn's `log_loss(labels, probabilities)`: int32 labels
 * `[N]` counted from 0, and probabilities `[N, C]`, or `[N]` or `[N, 1]` of class 1 of two. Probabilities are first held
 * between e and 1 - e, e = 2^-52 (2^-23 in float32), so that no sure mistake costs Infinity, and then each row is divided
 * by its sum. A tensor operation, for use in compiled functions too; to train by, take `crossEntropy`. A ShapeError for
 * other shapes, an IndexError for a label that is no class.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { logLoss } from 'cotangent/nn'
 *
 * logLoss(tensor([1, 0], { dtype: 'int32' }), tensor([0.5, 0.75])) // => 1.0397207708399179
 * ```
 */
export const logLoss = <D extends 'float32' | 'float64'>(
  labels: Tensor<readonly number[], 'int32'>,
  probabilities: Tensor<readonly number[], D>,
): Tensor<[], D> => {
  const epsilon: number = epsilons[probabilities.dtype]
  const held = clip(probabilities as unknown as Real, { min: epsilon, max: 1 - epsilon }) as Real
  const columns = held.shape.length === 1 ? (expandDims(held, 1) as Real) : held
  checkScores('logLoss', labels, columns)
  if (columns.shape[1] === 0)
    throw new ShapeError({ operation: 'logLoss', operands: [probabilities], problem: 'there is no class' })
  const table = columns.shape[1] === 1 ? (concatenate([sub(1, columns), columns], { axis: 1 }) as Real) : columns
  const shares = div(table, sum(table, { axis: 1, keepdims: true }) as Real) as Real
  const own = takeAlongAxis(shares, expandDims(labels, 1) as typeof labels, { axis: 1 }) as Real
  return mean(neg(log(own))) as unknown as Tensor<[], D>
}
