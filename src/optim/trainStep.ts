import { checkFunction, valueAndGrad } from '../autodiff/index.js'
import type { DType, Tensor, Tree } from '../tensor/index.js'
import { applyUpdates, type Optimizer, type OptimizerState } from './optimizer.js'

/** What training carries from step to step: the parameters, and what the optimizer remembers. */
export interface TrainState<P> {
  readonly params: P
  readonly opt: OptimizerState
}

/** The same and something else that goes from step to step: statistics of batchNorm, a key for dropout. */
export interface CarryingState<P, C> extends TrainState<P> {
  readonly carry: C
}

/** A state after a step, and the loss of its batch before the step. */
export type Trained<S, D extends DType> = S & { readonly loss: Tensor<[], D> }

/** The value and the gradient in the first argument, of functions whose types only their callers know. */
const differentiated = valueAndGrad as unknown as (
  f: unknown,
  options?: { readonly hasAux: boolean },
) => (...args: readonly unknown[]) => [value: unknown, gradient: never]

/**
 * The usual step of training: the gradient of `loss(params, batch)`, a float scalar `[]`, at the parameters, what the
 * optimizer makes of it, and the loss as it was before. Errors are those of `grad` and of the optimizer's `update`.
 *
 * @example
 * ```ts
 * import { square, sub, tensor, type Tensor } from 'cotangent'
 * import { momentum, trainStep } from 'cotangent/optim'
 *
 * type Scalar = Tensor<[], 'float64'>
 * const optimizer = momentum(0.25)
 * const step = trainStep((w: Scalar, target: Scalar) => square(sub(w, target)), optimizer)
 * const params = tensor(0)
 * const { params: next, loss } = step({ params, opt: optimizer.init(params) }, tensor(2))
 * next // => 1.0
 * loss // => 4.0
 * ```
 */
export const trainStep = <P extends Tree, B, D extends DType>(
  loss: (params: P, batch: B) => Tensor<[], D>,
  optimizer: Optimizer,
): ((state: TrainState<P>, batch: B) => Trained<TrainState<P>, D>) => {
  checkFunction('trainStep', loss)
  const gradient = differentiated(loss)
  return ({ params, opt }, batch) => {
    const [value, grads] = gradient(params, batch)
    const [updates, next] = optimizer.update<P>(grads, opt, params)
    return { params: applyUpdates<P>(params, updates), opt: next, loss: value as Tensor<[], D> }
  }
}

/**
 * The step of a model that carries more than its parameters: `loss(params, batch, carry)` gives [scalar, next carry], and
 * the state holds the carry, which is not differentiated.
 *
 * @example
 * ```ts
 * import { add, mul, tensor, type Tensor } from 'cotangent'
 * import { carryingStep, sgd } from 'cotangent/optim'
 *
 * type Scalar = Tensor<[], 'float64'>
 * const loss = (w: Scalar, x: Scalar, seen: Scalar): [Scalar, Scalar] => [mul(w, x), add(seen, 1)]
 * const optimizer = sgd(1)
 * const params = tensor(5)
 * const state = { params, opt: optimizer.init(params), carry: tensor(0) }
 * carryingStep(loss, optimizer)(state, tensor(2)).carry // => 1.0
 * ```
 */
export const carryingStep = <P extends Tree, B, C extends Tree, D extends DType>(
  loss: (params: P, batch: B, carry: C) => readonly [Tensor<[], D>, C],
  optimizer: Optimizer,
): ((state: CarryingState<P, C>, batch: B) => Trained<CarryingState<P, C>, D>) => {
  checkFunction('carryingStep', loss)
  const gradient = differentiated(loss, { hasAux: true })
  return ({ params, opt, carry }, batch) => {
    const [both, grads] = gradient(params, batch, carry)
    const [value, after] = both as [Tensor<[], D>, C]
    const [updates, next] = optimizer.update<P>(grads, opt, params)
    return { params: applyUpdates<P>(params, updates), opt: next, carry: after, loss: value }
  }
}
