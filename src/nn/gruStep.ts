import { add, declared, matmul, mul, sigmoid, split, sub, tanh } from '../graph/index.js'
import type { Dims, FloatDType, Multiply, Tensor } from '../tensor/index.js'
import { plus } from './optional.js'
import type { Real } from './real.js'
import { weighted } from './rnnStep.js'

/** So many gates side by side. */
export type Gates<H, Count extends number> = number extends H ? number : Multiply<H, Count>

/** What a gated recurrent unit of I inputs and H outputs knows: of the gates r and z and of the candidate n, side by side. */
export interface GruParams<I = number, H = number, D extends FloatDType = FloatDType> {
  readonly weights: Tensor<[I, Gates<H, 3>], D>
  /** Those of the state. */
  readonly stateWeights: Tensor<[H, Gates<H, 3>], D>
  readonly bias: Tensor<[Gates<H, 3>], D>
  /** What is added to the state's share, within the reset. */
  readonly stateBias: Tensor<[Gates<H, 3>], D>
}

/** The same, perhaps without biases. */
interface Cell<I = number, H = number, D extends FloatDType = FloatDType>
  extends Omit<GruParams<I, H, D>, 'bias' | 'stateBias'> {
  readonly bias?: Tensor<[Gates<H, 3>], D>
  readonly stateBias?: Tensor<[Gates<H, 3>], D>
}

/** A step of a gated recurrent unit: from its parameters to a function of state and input. */
type GruStep = <I, H, D extends FloatDType>(
  params: Cell<I, H, D>,
) => <L extends Dims>(state: Tensor<[...L, H], D>, x: Tensor<[...L, I], D>) => Tensor<[...L, H], D>

/** The next state, of what the input gives. */
export const gruNext = ({ stateWeights, stateBias }: Cell, given: Real, state: Real): Real => {
  const [xr, xz, xn] = split(given, 3, { axis: -1 }) as readonly Real[]
  const [hr, hz, hn] = split(plus(matmul(state, stateWeights), stateBias), 3, { axis: -1 }) as readonly Real[]
  const update = sigmoid(add(xz, hz))
  const candidate = tanh(add(xn, mul(sigmoid(add(xr, hr)), hn)))
  return add(mul(sub(1, update), candidate), mul(update, state))
}

/**
 * One step of a gated recurrent unit, from a state h `[..., H]` and an input x `[..., I]` to the next state.
 *
 *   r = sigmoid(x Wr + br + h Ur + cr)
 *   z = sigmoid(x Wz + bz + h Uz + cz)
 *   n = tanh(x Wn + bn + r (h Un + cn))
 *   h' = (1 - z) n + z h
 *
 * with weights W `[I, 3 H]`, stateWeights U `[H, 3 H]`, bias b `[3 H]` and stateBias c `[3 H]`, in which r, z and n stand side by
 * side (Cho et al. 2014, in the form in which the reset follows the product). The state is what the network gives as well.
 * Parameters without biases will do. Throws a ShapeError where sizes do not fit.
 *
 * @example
 * ```ts
 * import { ones, tensor, zeros } from 'cotangent'
 * import { gruStep } from 'cotangent/nn'
 *
 * const params = { weights: ones([2, 3]), stateWeights: ones([1, 3]), bias: zeros([3]), stateBias: zeros([3]) }
 * gruStep(params)(tensor([[0.5]]), tensor([[1, -1]])) // => [[0.42507908]]
 * ```
 */
export const gruStep: GruStep = declared(
  (params: Cell) =>
    (state: Real, x: Real): Real =>
      gruNext(params, weighted(params, x), state),
)
