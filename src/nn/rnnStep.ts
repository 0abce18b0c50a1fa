import { add, matmul, tanh } from '../graph/index.js'
import { type Dims, type FloatDType, type OptionNames, type Tensor, withOptions } from '../tensor/index.js'
import type { ShapePreserving } from './activation.js'
import { plus } from './optional.js'
import type { Real } from './real.js'

/** What a plain recurrent cell of I inputs and H outputs knows. */
export interface RnnParams<I = number, H = number, D extends FloatDType = FloatDType> {
  readonly weights: Tensor<[I, H], D>
  /** Those of the state. */
  readonly stateWeights: Tensor<[H, H], D>
  readonly bias: Tensor<[H], D>
}

/** What a plain recurrent cell does last: `tanh` without it. */
export interface RnnOptions {
  readonly activation?: ShapePreserving
}

export const rnnNames: OptionNames<RnnOptions> = { activation: true }

/** The same, perhaps without a bias. */
interface Cell<I = number, H = number, D extends FloatDType = FloatDType> extends Omit<RnnParams<I, H, D>, 'bias'> {
  readonly bias?: Tensor<[H], D>
}

/** A step of a recurrent network whose state is one tensor: from its parameters to a function of state and input. */
type RnnStep = <I, H, D extends FloatDType>(
  params: Cell<I, H, D>,
  options?: RnnOptions,
) => <L extends Dims>(state: Tensor<[...L, H], D>, x: Tensor<[...L, I], D>) => Tensor<[...L, H], D>

/** What inputs give, of one step or of many: x W + b, or x W without a bias. */
export const weighted = ({ weights, bias }: { readonly weights: Real; readonly bias?: Real }, x: Real): Real =>
  plus(matmul(x, weights), bias)

/** The next state, of what the input gives. */
export const rnnNext = ({ stateWeights }: Cell, activation: ShapePreserving, given: Real, state: Real): Real =>
  activation(add(given, matmul(state, stateWeights)))

/**
 * One step of a plain recurrent network, from a state h `[..., H]` and an input x `[..., I]` to the next state.
 *
 *   h' = tanh(x W + b + h U)
 *
 * with weights W `[I, H]`, stateWeights U `[H, H]` and a bias b `[H]`, or another `activation` than tanh. Parameters
 * without a bias will do. The state is what the network gives as well. Throws a ShapeError where sizes do not fit.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { rnnStep } from 'cotangent/nn'
 *
 * const params = { weights: tensor([[1], [2]]), stateWeights: tensor([[0.5]]), bias: tensor([-1]) }
 * rnnStep(params)(tensor([[2]]), tensor([[1, 0]])) // => [[0.76159416]]
 * ```
 */
export const rnnStep: RnnStep = withOptions(
  'rnnStep',
  1,
  rnnNames,
  (params: Cell, { activation = tanh }: RnnOptions = {}) => {
    return (state: Real, x: Real): Real => rnnNext(params, activation, weighted(params, x), state)
  },
)
