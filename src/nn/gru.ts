import { zeros } from '../graph/index.js'
import type { FloatDType } from '../tensor/index.js'
import { withOptions } from '../tensor/index.js'
import { type GruParams, gruNext } from './gruStep.js'
import type { Initializer } from './initializers.js'
import type { BiasOption, Without } from './optional.js'
import { checkSize, type Real } from './real.js'
import { drawnCell, type Recurrent, type RecurrentOptions, recurrent, recurrentNames } from './recurrent.js'
import { weighted } from './rnnStep.js'

/** Makes a layer of gated recurrent units. */
type MakeGru = <
  const I extends number,
  const H extends number,
  D extends FloatDType = 'float64',
  Bias extends BiasOption = Initializer,
>(
  inputs: I,
  outputs: H,
  options?: RecurrentOptions<D, Bias>,
) => Recurrent<Without<GruParams<I, H, NoInfer<D>>, 'bias' | 'stateBias', Bias>, I, H, NoInfer<D>>

/**
 * A layer of gated recurrent units (Cho et al. 2014): `gruStep` over the steps of sequences x `[B, T, I]`, from a state of
 * zeros, and the state after each step: `[B, T, H]`. Options, `scan` and `initial` are those of `rnn`; both biases are drawn by
 * `bias`. Throws an ArgumentError for sizes out of range; what it makes throws a ShapeError for an x of another shape.
 *
 * @example
 * ```ts
 * import { ones, zeros } from 'cotangent'
 * import { gru } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = gru(3, 5)
 * const [params] = layer.init(seed(0))
 * params.weights.shape // => [ 3, 15 ]
 * layer.apply(params)(ones([2, 7, 3])).shape // => [ 2, 7, 5 ]
 * const [last] = layer.scan(params)(layer.initial(2), zeros([2, 7, 3]))
 * last
 * // => [[0. 0. 0. 0. 0.]
 * //     [0. 0. 0. 0. 0.]]
 * ```
 */
export const gru: MakeGru = withOptions(
  'gru',
  2,
  recurrentNames,
  (inputs: number, outputs: number, options: RecurrentOptions = {}) => {
    const [ins, outs] = [
      checkSize('gru', 'the number of inputs', inputs),
      checkSize('gru', 'the number of outputs', outputs),
    ]
    return recurrent<Recurrent<GruParams, number, number, FloatDType>, GruParams, Real>({
      kind: 'gru',
      inputs: ins,
      drawn: drawnCell('gru', ins, outs, 3, ['bias', 'stateBias'], options),
      reverse: options.reverse ?? false,
      given: weighted,
      next: gruNext,
      output: (state) => state,
      initial: (sequences) => zeros([sequences, outs], { dtype: options.dtype ?? 'float64' }),
    })
  },
)
