import { zeros } from '../graph/index.js'
import type { FloatDType, Tensor } from '../tensor/index.js'
import { withOptions } from '../tensor/index.js'
import type { Initializer } from './initializers.js'
import { type LstmParams, type LstmState, lstmNext } from './lstmStep.js'
import type { Layer } from './model.js'
import type { BiasOption, Without } from './optional.js'
import { checkSize } from './real.js'
import { drawnCell, type RecurrentOptions, recurrent, recurrentNames } from './recurrent.js'
import { weighted } from './rnnStep.js'

/** A layer of long short-term memory of I inputs and H outputs: sequences x [B, T, I] give [B, T, H]. */
export interface Lstm<I, H, D extends FloatDType = 'float64', P = LstmParams<I, H, D>>
  extends Layer<P, [number, I], [number, H], D> {
  /** From a state of zeros. */
  readonly apply: (params: P) => <B, T>(x: Tensor<[B, T, I], D>) => Tensor<[B, T, H], D>
  /** From a given state: the last state, and what was given at every step. */
  readonly scan: (
    params: P,
  ) => <B, T>(
    state: LstmState<[B, H], D>,
    x: Tensor<[NoInfer<B>, T, I], D>,
  ) => [last: LstmState<[B, H], D>, ys: Tensor<[B, T, H], D>]
  /** Zeros for so many sequences. */
  readonly initial: <B extends number>(sequences: B) => LstmState<[B, H], D>
}

/** Makes a layer of long short-term memory. */
type MakeLstm = <
  const I extends number,
  const H extends number,
  D extends FloatDType = 'float64',
  Bias extends BiasOption = Initializer,
>(
  inputs: I,
  outputs: H,
  options?: RecurrentOptions<D, Bias>,
) => Lstm<I, H, NoInfer<D>, Without<LstmParams<I, H, NoInfer<D>>, 'bias', Bias>>

/**
 * A layer of long short-term memory (Hochreiter and Schmidhuber 1997): `lstmStep` over the steps of sequences x `[B, T, I]`,
 * from a state of zeros, and h after each step: `[B, T, H]`. Options, `scan` and `initial` are those of `rnn`, with a state
 * { h, c }. Throws an ArgumentError for sizes out of range; what it makes throws a ShapeError for an x of another shape.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { lstm } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = lstm(3, 5)
 * const [params] = layer.init(seed(0))
 * params.weights.shape // => [ 3, 20 ]
 * layer.apply(params)(ones([2, 7, 3])).shape // => [ 2, 7, 5 ]
 * const [last, ys] = layer.scan(params)(layer.initial(2), ones([2, 7, 3]))
 * last.c.shape // => [ 2, 5 ]
 * ```
 *
 * In both directions, from the states of both to two classes:
 *
 * @example
 * ```ts
 * import { concatenate, ones, take } from 'cotangent'
 * import { dense, lambda, lstm, parallel, sequential } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const both = parallel({ forward: lstm(3, 5), backward: lstm(3, 5, { reverse: true }) }, ({ forward, backward }) =>
 *   concatenate([take(forward, -1, { axis: 1 }), take(backward, 0, { axis: 1 })], { axis: 1 }),
 * )
 * const classifier = sequential(both, dense(10, 2))
 * classifier.apply(classifier.init(seed(0))[0])(ones([4, 7, 3])).shape // => [ 4, 2 ]
 * ```
 */
export const lstm: MakeLstm = withOptions(
  'lstm',
  2,
  recurrentNames,
  (inputs: number, outputs: number, options: RecurrentOptions = {}) => {
    const [ins, outs] = [
      checkSize('lstm', 'the number of inputs', inputs),
      checkSize('lstm', 'the number of outputs', outputs),
    ]
    const nothing = (sequences: number) => zeros([sequences, outs], { dtype: options.dtype ?? 'float64' })
    return recurrent<Lstm<number, number, FloatDType>, LstmParams, LstmState>({
      kind: 'lstm',
      inputs: ins,
      drawn: drawnCell('lstm', ins, outs, 4, ['bias'], options),
      reverse: options.reverse ?? false,
      given: weighted,
      next: lstmNext,
      output: ({ h }) => h,
      initial: (sequences) => ({ h: nothing(sequences), c: nothing(sequences) }),
    })
  },
)
