import { dataParallel, shard, together } from '../src/distributed/index.js'
import { add, div, mul, tensor } from '../src/graph/index.js'
import type { HalvedStep, Position, Slopes, Trained, TrainState } from '../src/optim/index.js'
import { type DType, flatten, isFloat, type Tensor, type Tree, unflatten, zipTrees } from '../src/tensor/index.js'
import { unlike } from './agreement.js'
import { unequal } from './equality.js'
import { type Law, law, straying } from './law.js'
import { elementsOf, inner, type TensorMap } from './maps.js'
import { roundedInner } from './rounding.js'
import { roundingTolerance } from './tolerance.js'

/** A step of training whose batch is a tree of rows. */
export type ParallelSubject<P extends Tree, B extends Tree, D extends DType> = HalvedStep<
  Position<P>,
  TrainState<P>,
  B,
  Slopes<P, D>,
  Trained<TrainState<P>, D>
>

const leavesOf = (tree: unknown): readonly Tensor[] => flatten('laws', tree)[0]

const floatsOf = ({ loss, params }: Trained<TrainState<Tree>, DType>): readonly Tensor[] =>
  leavesOf([loss, params]).filter(({ dtype }) => isFloat(dtype))

type Binary = (a: Tensor, b: Tensor) => Tensor
const times = mul as unknown as Binary
const plus = add as unknown as Binary

/** What ranks compute, by one process: the gradient of each share, weighted by its rows, added in the order of ranks. */
const inParts =
  <P extends Tree, B extends Tree, D extends DType>({ gradient, update }: ParallelSubject<P, B, D>, ranks: number) =>
  (state: TrainState<P>, batch: B): Trained<TrainState<P>, D> => {
    const rows = leavesOf(batch)[0].shape[0]
    const parts = Array.from({ length: Math.min(ranks, rows) }, (_, rank) => {
      const share = shard({ rank, size: ranks })(batch)
      // The rounding of a quotient of constants counts as well.
      const weight = div(tensor(leavesOf(share)[0].shape[0]), rows)
      const { loss, grads } = gradient({ params: state.params }, share as B)
      const [leaves, structure] = flatten('laws', { loss, grads })
      return unflatten(
        structure,
        leaves.map((leaf) => times(leaf, weight)),
      ) as Slopes<P, D>
    })
    return update(
      state,
      parts.reduce((sum, part) => zipTrees(sum, part as never, plus) as unknown as Slopes<P, D>),
    )
  }

/** A step as a map of lists of tensors, from the state and the batch to what is compared. */
const mapOf = <P extends Tree, B extends Tree, D extends DType>(
  step: (state: TrainState<P>, batch: B) => Trained<TrainState<P>, D>,
  state: TrainState<P>,
  batch: B,
): readonly [map: TensorMap, at: readonly Tensor[]] => {
  const [at, structure] = flatten('laws', [state, batch])
  return [(leaves) => floatsOf(step(...(unflatten(structure, leaves) as [TrainState<P>, B]))), at]
}

/**
 * A data-parallel step on so many ranks is the step on the whole batch, as far as rounding goes: loss and parameters differ
 * by no more than what the roundings of both ways to compute them come to (see `roundedInner`). And it is the same on all ranks, to
 * the bit.
 *
 * @example
 * ```ts
 * import { mean, mul, square, tensor, type Tensor } from 'cotangent'
 * import { parallel } from 'cotangent/laws'
 * import { sgd, trainStep } from 'cotangent/optim'
 *
 * const step = trainStep((w: Tensor<[], 'float64'>, x: Tensor<[number], 'float64'>) => mean(square(mul(w, x))), sgd(0.1))
 * const start = { params: tensor(1.5), opt: sgd(0.1).init(tensor(1.5)) }
 * parallel.parallelism(step).holds(start, tensor([0.1, 0.2, 0.7]), 2) // => true
 * ```
 */
export const parallelism = <P extends Tree, B extends Tree, D extends DType>(
  step: ParallelSubject<P, B, D>,
): Law<readonly [state: TrainState<P>, batch: B, ranks: number]> =>
  law('parallelism', 'many ranks take the step of one process', (state, batch, ranks) => {
    const [first, ...others] = together(ranks, (comm) => floatsOf(dataParallel(comm)(step)(state, batch)))
    const weights = unlike(first)
    const [whole, parts] = [step, inParts(step, ranks)].map((each) =>
      roundedInner(...mapOf(each, state, batch), weights),
    )
    const tolerance = roundingTolerance(whole.noise, parts.noise)
    return [
      ...straying('the loss and the parameters, weighted,', inner(weights, first).value, whole.value, tolerance),
      ...others.flatMap((other, index) => unequal(`what rank ${index + 1} has`, other, first)),
    ]
  })

/**
 * The shares of all ranks, in their order, are the batch, and differ in size by one row at most.
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 * import { parallel } from 'cotangent/laws'
 *
 * parallel.sharing.holds(arange(7), 3) // => true
 * ```
 */
export const sharing: Law<readonly [batch: Tensor, ranks: number]> = law(
  'sharing',
  'the shares of all ranks are the batch',
  (batch, ranks) => {
    const shares = together(ranks, (comm) => shard(comm)(batch))
    const sizes = shares.map(({ shape }) => shape[0])
    const rows = elementsOf(shares)
    return [
      ...straying('the largest share less the smallest', Math.max(...sizes) - Math.min(...sizes), 0, 1),
      ...straying('the number of elements', rows.length, elementsOf([batch]).length, 0),
      ...elementsOf([batch]).flatMap((element, index) => straying(`element ${index}`, rows[index], element, 0)),
    ]
  },
)
