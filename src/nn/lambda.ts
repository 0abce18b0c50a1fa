import { traceClosed } from '../graph/index.js'
import {
  checkShape,
  type Dims,
  type FloatDType,
  type OptionNames,
  type Shape,
  ShapeError,
  type Tensor,
  withOptions,
} from '../tensor/index.js'
import { floatOf } from './dense.js'
import { checkExamples, type Layer, layerOf, type NoParams } from './model.js'

/** A batch of examples of shape In to one of shape Out. */
type Batchwise<In extends Dims, Out extends Dims, D extends FloatDType> = <B extends number>(
  x: Tensor<[B, ...In], D>,
) => Tensor<[B, ...Out], D>

/** What a summary calls the layer, and the dtype that it takes: float64 without it. */
export interface LambdaOptions<D extends FloatDType = FloatDType> {
  readonly name?: string
  readonly dtype?: D
}

const optionNames: OptionNames<LambdaOptions> = { name: true, dtype: true }

/** Makes a layer of a function. */
interface Lambda {
  <const In extends Dims, Out extends Dims>(
    input: readonly [...In],
    f: Batchwise<In, Out, 'float64'>,
    options?: LambdaOptions<'float64'>,
  ): Layer<NoParams, In, Out>
  <const In extends Dims, Out extends Dims, D extends FloatDType>(
    input: readonly [...In],
    f: Batchwise<In, Out, D>,
    options: LambdaOptions<D> & { readonly dtype: D },
  ): Layer<NoParams, In, Out, D>
}

/**
 * A function of a batch x `[B, ...input]` as a layer without parameters, for what changes the shape of examples: the last step
 * of a sequence, a mean over an axis, a transposition. (For what keeps a shape there is `activation`.) A summary calls it by
 * `name`, 'lambda' without one. The function is tried on a batch of two once, for the shape that it gives. Throws a ShapeError
 * where it does not give as many examples as it takes, and for an x of another shape.
 *
 * @example
 * ```ts
 * import { take, zeros } from 'cotangent'
 * import { dense, lambda, lstm, sequential } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const last = lambda([7, 5], (x) => take(x, -1, { axis: 1 }), { name: 'last step' })
 * const classifier = sequential(lstm(3, 5), last, dense(5, 2))
 * classifier.apply(classifier.init(seed(0))[0])(zeros([4, 7, 3])).shape // => [ 4, 2 ]
 * ```
 */
export const lambda: Lambda = withOptions(
  'lambda',
  2,
  optionNames,
  (shape: Shape, f: (x: Tensor) => Tensor, { name = 'lambda', dtype }: LambdaOptions = {}) => {
    const input = checkShape('lambda', shape)
    const float = floatOf('lambda', dtype)
    const keepingExamples = (x: Tensor): Tensor => {
      const y = f(x)
      if (y.shape[0] !== x.shape[0])
        throw new ShapeError({
          operation: 'lambda',
          operands: [x, y],
          problem: `${name} does not give as many examples as it takes`,
          remedy: 'The first axis counts the examples, and stays',
        })
      return y
    }
    const { graph } = traceClosed('lambda', ([x]) => [keepingExamples(x)], [{ shape: [2, ...input], dtype: float }])
    return layerOf<Layer<NoParams, Shape, Shape, FloatDType>>(
      { kind: name, parameters: [], input, output: graph.outputs[0].shape.slice(1) },
      (state) => [{}, state],
      () => (x) => {
        checkExamples('lambda', x, input)
        return keepingExamples(x)
      },
    )
  },
)
