import { valueAndGrad } from '../autodiff/index.js'
import type { DType, Tensor, Tree } from '../tensor/index.js'
import { ArgumentError, checkFunction, describe } from '../tensor/index.js'
import { applyUpdates, checkOptimizer, type Optimizer, type OptimizerState } from './optimizer.js'

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

/** What a batch says of the parameters: its loss, and the gradient, which is a tree like them. */
export interface Slopes<P, D extends DType> {
  readonly loss: Tensor<[], D>
  readonly grads: P
}

/** The same, and what is carried to the next step. */
export interface CarriedSlopes<P, C, D extends DType> extends Slopes<P, D> {
  readonly carry: C
}

/** What a gradient is taken at: the parameters, and what else there is in a state, but not the optimizer's memory. */
export interface Position<P = unknown> {
  readonly params: P
}

/**
 * A step of training that shows its two halves, so that something can be done between them, as averaging over machines:
 * it is `update(state, gradient(state, batch))`. States S are positions A and what the optimizer remembers; T are those
 * after a step; G is what a batch says of a position.
 */
export interface HalvedStep<A extends Position, S extends A, B, G, T extends S> {
  (state: S, batch: B): T
  readonly gradient: (at: A, batch: B) => G
  readonly update: (state: S, slopes: G) => T
}

/** The step that `trainStep` makes, of parameters P and batches B. */
export interface TrainStep<P, B, D extends DType>
  extends HalvedStep<Position<P>, TrainState<P>, B, Slopes<P, D>, Trained<TrainState<P>, D>> {}

/** The same position, and what is carried. */
export interface CarryingPosition<P, C> extends Position<P> {
  readonly carry: C
}

/** The step that `carryingStep` makes, which carries C. */
export interface CarryingStep<P, B, C, D extends DType>
  extends HalvedStep<
    CarryingPosition<P, C>,
    CarryingState<P, C>,
    B,
    CarriedSlopes<P, C, D>,
    Trained<CarryingState<P, C>, D>
  > {}

/**
 * A step of its halves: the gradient however it is found, such as by hand, and the update of a state by it. An
 * ArgumentError for halves that are no functions.
 *
 * @example
 * ```ts
 * import { mul, sub, tensor, type Tensor } from 'cotangent'
 * import { halvedStep, type TrainState } from 'cotangent/optim'
 *
 * type Scalar = Tensor<[], 'float64'>
 * const step = halvedStep(
 *   ({ params }: { params: Scalar }, x: Scalar) => ({ loss: mul(params, x), grads: x }),
 *   ({ params, opt }: TrainState<Scalar>, { loss, grads }) => ({ params: sub(params, grads), opt, loss }),
 * )
 * step({ params: tensor(2), opt: [] }, tensor(3)).loss // => 6.0
 * ```
 */
export const halvedStep = <A extends Position, S extends A, B, G, T extends S>(
  gradient: (at: A, batch: B) => G,
  update: (state: S, slopes: G) => T,
): HalvedStep<A, S, B, G, T> => {
  checkFunction('halvedStep', gradient)
  checkFunction('halvedStep', update)
  const step = (state: S, batch: B): T => {
    checkIsState(state)
    const { opt: _, ...at } = state as S & { readonly opt?: unknown }
    // A state is a position and the optimizer's memory.
    return update(state, gradient(at as unknown as A, batch))
  }
  return Object.assign(step, { gradient, update })
}

const checkIsState = (state: unknown): void => {
  if (typeof state !== 'object' || state === null)
    throw new ArgumentError({
      operation: 'trainStep',
      problem: `the state is ${describe(state)}, not a record`,
      remedy: 'Begin with { params, opt: optimizer.init(params) }',
    })
}

/** Parameters and the optimizer's memory after an update. */
const updated = <P extends Tree>(optimizer: Optimizer, { params, opt }: TrainState<P>, grads: P): TrainState<P> => {
  const [updates, next] = optimizer.update<P>(grads, opt, params)
  return { params: applyUpdates<P>(params, updates), opt: next }
}

/** The value and the gradient in the first argument, of functions whose types only their callers know. */
const differentiated = valueAndGrad as unknown as <P>(
  f: unknown,
  options?: { readonly hasAux: boolean },
) => (params: P, ...args: readonly unknown[]) => [value: unknown, gradient: P]

/**
 * The usual step of training: the gradient of `loss(params, batch)`, a float scalar `[]`, at the parameters, what the
 * optimizer makes of it, and the loss as it was before. It shows its halves, `gradient` and `update`. Errors are those of
 * `grad` and of the optimizer's `update`.
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
 * step.gradient({ params }, tensor(2)).grads // => -4.0
 * ```
 */
export const trainStep = <P extends Tree, B, D extends DType>(
  loss: (params: P, batch: B) => Tensor<[], D>,
  optimizer: Optimizer,
): TrainStep<P, B, D> => {
  checkFunction('trainStep', loss)
  checkOptimizer('trainStep', optimizer)
  const slopes = differentiated<P>(loss)
  return halvedStep(
    ({ params }, batch) => {
      const [value, grads] = slopes(params, batch)
      return { loss: value as Tensor<[], D>, grads }
    },
    (state, { loss, grads }) => ({ ...updated(optimizer, state, grads), loss }),
  )
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
): CarryingStep<P, B, C, D> => {
  checkFunction('carryingStep', loss)
  checkOptimizer('carryingStep', optimizer)
  const slopes = differentiated<P>(loss, { hasAux: true })
  return halvedStep(
    ({ params, carry }, batch) => {
      const [both, grads] = slopes(params, batch, carry)
      const [value, after] = both as [Tensor<[], D>, C]
      return { loss: value, grads, carry: after }
    },
    (state, { loss, grads, carry }) => ({ ...updated(optimizer, state, grads), carry, loss }),
  )
}
