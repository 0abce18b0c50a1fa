import { tanh, zeros } from '../graph/index.js'
import type { FloatDType } from '../tensor/index.js'
import { withOptions } from '../tensor/index.js'
import type { Initializer } from './initializers.js'
import type { BiasOption, Without } from './optional.js'
import { checkSize, type Real } from './real.js'
import { drawnCell, type Recurrent, type RecurrentOptions, recurrent, recurrentNames } from './recurrent.js'
import { type RnnOptions, type RnnParams, rnnNames, rnnNext, weighted } from './rnnStep.js'

/** Makes a plain recurrent layer. */
type MakeRnn = <
  const I extends number,
  const H extends number,
  D extends FloatDType = 'float64',
  Bias extends BiasOption = Initializer,
>(
  inputs: I,
  outputs: H,
  options?: RecurrentOptions<D, Bias> & RnnOptions,
) => Recurrent<Without<RnnParams<I, H, NoInfer<D>>, 'bias', Bias>, I, H, NoInfer<D>>

/**
 * A plain recurrent layer (Elman 1990): `rnnStep` over the steps of sequences x `[B, T, I]`, from a state of zeros, and the
 * state after each step: `[B, T, H]`. With `reverse` it goes from the last step to the first. `scan(params)(state, x)` starts
 * from a given state `[B, H]` and gives `[last, ys]`, so that a long sequence can be taken in pieces; `initial(B)` are the
 * zeros. Equal to the loop to the bit. Weights are drawn by `weights` (Glorot's uniform initialiser), `stateWeights`
 * (orthogonal) and `bias` (zeros, or none with `false`). Throws an ArgumentError for sizes out of range; what it makes throws a ShapeError for an x
 * of another shape.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { rnn } from 'cotangent/nn'
 *
 * const layer = rnn(1, 1)
 * const params = { weights: tensor([[1]]), stateWeights: tensor([[2]]), bias: tensor([0]) }
 * layer.apply(params)(tensor([[[1], [0]]]))
 * // => [[[0.76159416]
 * //      [0.90925167]]]
 * ```
 */
export const rnn: MakeRnn = withOptions(
  'rnn',
  2,
  { ...recurrentNames, ...rnnNames },
  (inputs: number, outputs: number, { activation = tanh, ...options }: RecurrentOptions & RnnOptions = {}) => {
    const [ins, outs] = [
      checkSize('rnn', 'the number of inputs', inputs),
      checkSize('rnn', 'the number of outputs', outputs),
    ]
    return recurrent<Recurrent<RnnParams, number, number, FloatDType>, RnnParams, Real>({
      kind: 'rnn',
      inputs: ins,
      drawn: drawnCell('rnn', ins, outs, 1, ['bias'], options),
      reverse: options.reverse ?? false,
      given: weighted,
      next: (params, given, state) => rnnNext(params, activation, given, state),
      output: (state) => state,
      initial: (sequences) => zeros([sequences, outs], { dtype: options.dtype ?? 'float64' }),
    })
  },
)
