import type { Dims, FloatDType, Guard, Tensor } from '../tensor/index.js'
import { ArgumentError, describe } from '../tensor/index.js'
import { partsAt } from './compose.js'
import { allDrawn } from './initializers.js'
import type {
  Batched,
  BranchDType,
  BranchElement,
  BranchInput,
  BranchMismatch,
  BranchOutputs,
  KindOf,
  ModelOf,
  OfTensors,
} from './kinds.js'
import type { AnyModel, Batches, ParamsOf, Untyped } from './model.js'
import { type AllHeld, checkModels, composed, inferenceOf, initialOf, stepOf } from './stateful.js'

/** Models under names. */
type Named = Readonly<Record<string, AnyModel>>

/** The parameters of models under names. */
export type ParamsOfNamed<Ms extends Named> = { readonly [K in keyof Ms]: ParamsOf<Ms[K]> }

/** The kinds of models under names, as a union. */
type Kinds<Ms extends Named> = OfTensors<KindOf<Ms[keyof Ms]>>

/** Models that all take the same input, and perhaps what joins what they give. */
export interface Parallel {
  <Ms extends Named>(
    models: Ms & Guard<BranchMismatch<Kinds<Ms>>>,
  ): ModelOf<
    ParamsOfNamed<Ms>,
    Batched<BranchInput<Kinds<Ms>>, BranchOutputs<Ms>, BranchDType<Kinds<Ms>>, BranchElement<Kinds<Ms>>>,
    AllHeld<Ms>
  >
  <Ms extends Named, Out extends Dims, D extends FloatDType>(
    models: Ms & Guard<BranchMismatch<Kinds<Ms>>>,
    join: <B>(given: Batches<B, BranchOutputs<Ms>, BranchDType<Kinds<Ms>>>) => Tensor<[B, ...Out], D>,
  ): ModelOf<ParamsOfNamed<Ms>, Batched<BranchInput<Kinds<Ms>>, Out, D, BranchElement<Kinds<Ms>>>, AllHeld<Ms>>
}

/** Something under the name of each model. */
type Entries = Readonly<Record<string, unknown>>

const beside = <M>(named: readonly (readonly [string, Untyped])[], join: undefined | ((given: never) => unknown)): M =>
  composed<M>({
    operation: 'parallel',
    pieces: named.map(([, model]) => model),
    init: allDrawn(named.map(([name, { init }]) => [name, init] as const)),
    parts: [
      {
        kind: 'parallel',
        path: [],
        parameters: [],
        inside: named.flatMap(([name, { parts }]) =>
          partsAt(name, parts.length === 1 ? parts : [{ kind: 'branch', path: [], parameters: [], inside: parts }]),
        ),
        beside: true,
      },
    ],
    initial: Object.fromEntries(named.map(([name, model]) => [name, initialOf(model)])),
    step: (params: Entries) => {
      const steps = named.map(([name, model]) => [name, stepOf(model, params[name])] as const)
      return (x, states) => {
        const taken = steps.map(([name, step]) => [name, step(x, (states as Entries)[name])] as const)
        const given = Object.fromEntries(taken.map(([name, [y]]) => [name, y]))
        const after = Object.fromEntries(taken.map(([name, [, state]]) => [name, state]))
        return [join === undefined ? given : join(given as never), after]
      }
    },
    inference: (states: Entries) =>
      beside(
        named.map(([name, model]) => [name, inferenceOf(model, states[name])] as const),
        join,
      ),
  })

/**
 * Models that all take the same input, under names: parameters, and what they give, stand under the same names. With
 * `join`, a function of that record to one batch, it is a layer again. The parameters are drawn in the order of the
 * record's keys.
 *
 * @example
 * ```ts
 * import { concatenate, zeros } from 'cotangent'
 * import { dense, parallel } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const heads = parallel({ mean: dense(3, 2), deviation: dense(3, 2) })
 * const [params] = heads.init(seed(0))
 * heads.apply(params)(zeros([5, 3])).deviation.shape // => [ 5, 2 ]
 *
 * const wide = parallel({ a: dense(3, 2), b: dense(3, 4) }, ({ a, b }) => concatenate([a, b], { axis: 1 }))
 * wide.apply(wide.init(seed(0))[0])(zeros([5, 3])).shape // => [ 5, 6 ]
 * ```
 */
export const parallel = ((models: Named, join?: (given: never) => unknown) => {
  if (typeof models !== 'object' || models === null)
    throw new ArgumentError({
      operation: 'parallel',
      problem: `the models are ${describe(models)}, not a record`,
      remedy: 'Name each model, as in { left: dense(2, 3), right: dense(2, 3) }',
    })
  checkModels('parallel', Object.values(models))
  return beside(Object.entries(models) as unknown as readonly (readonly [string, Untyped])[], join)
}) as unknown as Parallel
