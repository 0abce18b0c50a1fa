import { argmax, astype, greater, reshape, sigmoid, softmax } from '../../graph/index.js'
import { checkIsOptions, type OptionNames, ShapeError, type Tensor } from '../../tensor/index.js'

/** Anything that is a function once it has parameters: a model, or a record of the like. */
export interface Predictor<P, F extends (x: never) => unknown> {
  readonly apply: (params: P) => F
}

/** What the model's outputs are. */
export interface ProbabilityOptions {
  /** Whether they are logits, to which sigmoid (one output) or softmax (several) is still due; false unless given. */
  readonly logits?: boolean
}

const probabilityNames: OptionNames<ProbabilityOptions> = { logits: true }

/** How probabilities become classes. */
export interface PredictOptions extends ProbabilityOptions {
  /** The probability above which a sample is of class 1 where there is one output; 1/2 unless given. */
  readonly threshold?: number
}

const predictNames: OptionNames<PredictOptions> = { ...probabilityNames, threshold: true }

type Real = Tensor<readonly number[], 'float64'>

/** Whether outputs `[N]` or `[N, 1]` are the probability of one class, rather than `[N, C]` of several. */
const isBinary = ({ shape }: Tensor): boolean => shape.length === 1 || shape[1] === 1

const outputsOf = (operation: string, y: unknown, logits: boolean): Real => {
  const outputs = y as Real
  if (outputs.shape.length !== 1 && outputs.shape.length !== 2)
    throw new ShapeError({
      operation,
      operands: [outputs],
      problem: 'the outputs are no probabilities of samples',
      remedy: 'A model for classes gives [N] or [N, 1] for two, [N, C] for C',
    })
  if (!logits) return outputs
  return isBinary(outputs) ? sigmoid(outputs) : (softmax(outputs, { axis: 1 }) as Real)
}

/**
 * The probabilities that a model with its parameters gives: its own outputs `[N]`, `[N, 1]` or `[N, C]`, or with
 * `{ logits: true }` their sigmoid or softmax. A tensor operation, for use in compiled functions too. A ShapeError for
 * outputs of another rank.
 *
 * @example
 * ```ts
 * import { mul, type Tensor, tensor } from 'cotangent'
 * import { predictProb } from 'cotangent/nn'
 *
 * const model = { apply: (w: Tensor<[]>) => (x: Tensor<[number]>) => mul(x, w) }
 * predictProb(model, tensor(2), { logits: true })(tensor([0, 100])) // => [0.5 1. ]
 * ```
 */
export const predictProb = <P, F extends (x: never) => unknown>(
  model: Predictor<P, F>,
  params: P,
  options: ProbabilityOptions = {},
): F => {
  checkIsOptions('predictProb', options, probabilityNames)
  const { logits = false } = options
  return ((x: never) => outputsOf('predictProb', model.apply(params)(x), logits)) as unknown as F
}

/**
 * The classes that a model with its parameters predicts, int32 `[N]`: of one output (`[N]` or `[N, 1]`) 1 where the
 * probability is above the threshold and else 0, of several (`[N, C]`) the one of the highest output, of equal ones the
 * first. A tensor operation, for use in compiled functions too. A ShapeError for outputs of another rank.
 *
 * @example
 * ```ts
 * import { matmul, type Tensor, tensor } from 'cotangent'
 * import { predict } from 'cotangent/nn'
 *
 * const model = { apply: (w: Tensor<[2, 2]>) => (x: Tensor<[number, 2]>) => matmul(x, w) }
 * predict(model, tensor([[1, 0], [0, 1]]))(tensor([[0.2, 0.8], [0.6, 0.4]])) // => [1 0]
 * const certain = { apply: () => (x: Tensor<[number]>) => x }
 * predict(certain, {}, { threshold: 0.9 })(tensor([0.6, 0.95])) // => [0 1]
 * ```
 */
export const predict = <P, F extends (x: never) => unknown>(
  model: Predictor<P, F>,
  params: P,
  options: PredictOptions = {},
): ((x: Parameters<F>[0]) => Tensor<[number], 'int32'>) => {
  checkIsOptions('predict', options, predictNames)
  const { threshold = 0.5, logits = false } = options
  return (x) => {
    const outputs = outputsOf('predict', model.apply(params)(x as never), logits)
    const classes = isBinary(outputs)
      ? astype(greater(reshape(outputs, [outputs.shape[0]]) as Real, threshold), 'int32')
      : argmax(outputs, { axis: 1 })
    return classes as unknown as Tensor<[number], 'int32'>
  }
}
