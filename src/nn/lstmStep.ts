import { add, declared, matmul, mul, sigmoid, split, tanh } from '../graph/index.js'
import type { Dims, FloatDType, Tensor } from '../tensor/index.js'
import type { Gates } from './gruStep.js'
import type { Real } from './real.js'
import { weighted } from './rnnStep.js'

/** What a cell of long short-term memory of I inputs and H outputs knows: of i, f, g and o, side by side. */
export interface LstmParams<I = number, H = number, D extends FloatDType = FloatDType> {
  readonly weights: Tensor<[I, Gates<H, 4>], D>
  /** Those of the state. */
  readonly stateWeights: Tensor<[H, Gates<H, 4>], D>
  readonly bias: Tensor<[Gates<H, 4>], D>
}

/** The same, perhaps without a bias. */
interface Cell<I = number, H = number, D extends FloatDType = FloatDType> extends Omit<LstmParams<I, H, D>, 'bias'> {
  readonly bias?: Tensor<[Gates<H, 4>], D>
}

/** The state of long short-term memory: what it gives, and what it remembers. */
export interface LstmState<S extends Dims = readonly number[], D extends FloatDType = FloatDType> {
  readonly h: Tensor<S, D>
  readonly c: Tensor<S, D>
}

/** A step of long short-term memory: from its parameters to a function of state and input. */
type LstmStep = <I, H, D extends FloatDType>(
  params: Cell<I, H, D>,
) => <L extends Dims>(state: LstmState<[...L, H], D>, x: Tensor<[...L, I], D>) => LstmState<[...L, H], D>

/** The next state, of what the input gives. */
export const lstmNext = ({ stateWeights }: Cell, given: Real, { h, c }: LstmState): LstmState => {
  const [i, f, g, o] = split(add(given, matmul(h, stateWeights)), 4, { axis: -1 }) as readonly Real[]
  const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)))
  return { h: mul(sigmoid(o), tanh(next)), c: next }
}

/**
 * One step of long short-term memory, from a state { h, c } (both `[..., H]`) and an input x `[..., I]` to the next state.
 *
 *   i = sigmoid(x Wi + bi + h Ui), f = sigmoid(x Wf + bf + h Uf), g = tanh(x Wg + bg + h Ug), o = sigmoid(x Wo + bo + h Uo)
 *   c' = f c + i g
 *   h' = o tanh(c')
 *
 * with weights W `[I, 4 H]`, stateWeights U `[H, 4 H]` and a bias b `[4 H]`, in which i, f, g and o stand side by side
 * (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000). What the network gives is h. Parameters without a bias will do.
 * Throws a
 * ShapeError where sizes do not fit.
 *
 * @example
 * ```ts
 * import { ones, tensor, zeros } from 'cotangent'
 * import { lstmStep } from 'cotangent/nn'
 *
 * const params = { weights: ones([2, 4]), stateWeights: ones([1, 4]), bias: zeros([4]) }
 * const { h, c } = lstmStep(params)({ h: tensor([[0.5]]), c: tensor([[1]]) }, tensor([[1, -1]]))
 * h // => [[0.4489079]]
 * c // => [[0.91010847]]
 * ```
 */
export const lstmStep: LstmStep = declared(
  (params: Cell) =>
    (state: LstmState, x: Real): LstmState =>
      lstmNext(params, weighted(params, x), state),
)
