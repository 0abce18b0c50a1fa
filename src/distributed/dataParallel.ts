import { type CompileOptions, compileNames, prepared } from '../engine/index.js'
import { astype, mul, sliceRows, tensor, zeros, zerosLike } from '../graph/index.js'
import type { CompiledStep, HalvedStep, Position, Slopes } from '../optim/index.js'
import {
  ArgumentError,
  checkIsOptions,
  type DType,
  describe,
  flatten,
  isFloat,
  leafPaths,
  mapTree,
  type OptionNames,
  type Tensor,
  unflatten,
  written,
} from '../tensor/index.js'
import { differenceOf } from './agreement.js'
import type { Comm } from './comm.js'
import { sharing } from './sharing.js'

/** How a step is taken by many, and compiled. */
export interface ParallelOptions extends CompileOptions {
  /** Whether batches are this rank's own rows already (true), or those of all ranks, of which it takes its share. */
  readonly sharded?: boolean
  /** What the loss is of the losses of rows: their mean, where left out, or their sum. */
  readonly reduction?: 'mean' | 'sum'
}

const optionNames: OptionNames<ParallelOptions> = { ...compileNames, sharded: true, reduction: true }

type Scalar = Tensor<[], 'float64'>

const operation = 'dataParallel'

const refuse = (problem: string, remedy: string): never => {
  throw new ArgumentError({ operation, problem, remedy })
}

/** Rows for a rank that has none, of which only the types of what comes of them count. */
const standIn = <B>(batch: B, sharded: boolean, count: number): B =>
  (sharded
    ? mapTree(batch, ({ shape, dtype }) => zeros([count, ...shape.slice(1)], { dtype }))
    : sliceRows(batch, 0, count)) as B

const weighted = (weight: Scalar) => (leaf: Tensor) =>
  isFloat(leaf.dtype) ? (mul(leaf as Scalar, astype(weight, leaf.dtype) as Scalar) as Tensor) : leaf

/** Slopes as their part in those of all ranks: in a sum over rows the loss and the gradient are what they are. */
const partOf = <G extends Slopes<unknown, DType>>(slopes: G, weight: Scalar, reduction: 'mean' | 'sum'): G => {
  const { loss, grads, ...rest } = slopes
  return (
    reduction === 'mean'
      ? mapTree(slopes, weighted(weight))
      : { loss, grads, ...(mapTree(rest, weighted(weight)) as object) }
  ) as G
}

/** What all ranks have of what is no float, which they have to agree in, as far as they have rows. */
const agreed = (comm: Comm, leaves: readonly Tensor[], paths: readonly string[], counts: readonly number[]) => {
  const difference = differenceOf(comm, leaves, (rank) => counts[rank] > 0)
  if (difference !== undefined)
    refuse(
      `${paths[difference.leaf]} is another one on rank ${difference.rank} than on rank ${difference.than}, and no float that could be averaged`,
      'Let it depend on what all ranks have, not on their rows',
    )
  const empty = leaves.length > 0 && counts.includes(0)
  return empty ? comm.broadcast(leaves, { root: counts.findIndex((count) => count > 0) }) : leaves
}

/** The slopes of all ranks' rows of each rank's part: floats are added up in one message. */
const combined = <G>(comm: Comm, part: G, counts: readonly number[]): G => {
  const [leaves, structure] = flatten(operation, part)
  const paths = leafPaths(structure)
  const places = leaves.map((_, index) => index)
  const [floats, others] = [true, false].map((float) => places.filter((at) => isFloat(leaves[at].dtype) === float))
  const pick = (at: readonly number[]): readonly Tensor[] => at.map((index) => leaves[index])
  const sums = comm.allReduce(pick(floats))
  const same = agreed(
    comm,
    pick(others),
    others.map((at) => paths[at]),
    counts,
  )
  const found = new Map([
    ...floats.map((at, k) => [at, sums[k]] as const),
    ...others.map((at, k) => [at, same[k]] as const),
  ])
  return unflatten(
    structure,
    places.map((at) => found.get(at) as Tensor),
  ) as G
}

/** Refuses states that differ from rank to rank, from which they would go different ways. */
const checkSameState = (comm: Comm, state: unknown): void => {
  const [leaves, structure] = flatten(operation, state)
  const difference = differenceOf(comm, leaves)
  if (difference !== undefined)
    refuse(
      `the state's ${leafPaths(structure)[difference.leaf]} is another one on rank ${difference.rank} than on rank ${difference.than}`,
      'Begin on all ranks with the same: make it from one seed, or take comm.broadcast(state)',
    )
}

/** Where in a state the gradient is taken, which the optimizer's memory need not be sent for. */
const positionOf = <A>(state: object): A => {
  const { opt: _, ...at } = state as { readonly opt?: unknown }
  return at as A
}

const checkStep = (step: unknown): void => {
  const halves = typeof step === 'function' ? (step as Partial<HalvedStep<never, never, never, never, never>>) : {}
  if (typeof halves.gradient !== 'function' || typeof halves.update !== 'function')
    refuse(
      `the step (${describe(step)}) does not show its halves, gradient and update`,
      'Give a step as trainStep, carryingStep or halvedStep make it, not a function that calls one',
    )
}

/**
 * A step of training by many processes: each takes its share of the rows of the batch, finds the gradient there, compiled;
 * losses and gradients are averaged over all, in one message; and all make the same update, to the same bits, so that states
 * never have to be sent. What it comes to is the step of one process on the whole batch, but for the order in which
 * numbers are added up; on one process it is the same to the bit.
 *
 * The loss has to be a mean over rows (axis 0 of the batch's tensors), or their sum, of which `reduction: 'sum'` tells. Shares
 * are those of `shard`, and need not be of one size. With `sharded: true` the batch is this rank's own rows already, such as
 * those that it alone has read. A rank may have none.
 *
 * What a step carries is averaged over rows too where it is of floats, and has to be the same on all ranks where it is not,
 * as keys and numbers of steps are. So `batchNorm` normalises with the mean and the variance of a rank's own rows: the loss
 * is that of smaller batches, and differs from one process's; and the variance that is kept is the average of the ranks',
 * without what their means differ by. With `dropout` all ranks drop the same units, unless the loss makes a key of its own of
 * the rank, `foldIn(key, comm.rank)`.
 *
 * The result is a step for `fit`, `fitAsync` and `earlyStopping`, which take it as it is. All ranks have to begin with the same state,
 * which the first step sees to. Errors are those of the step and of `comm`; a TreeError or ShapeError for batches without
 * rows, an ArgumentError where no rank has a row, where ranks differ in what they must not, and for a step that does not
 * show its halves.
 *
 * @example
 * ```ts
 * import { mean, mul, square, sub, tensor, type Tensor } from 'cotangent'
 * import { dataParallel, together } from 'cotangent/distributed'
 * import { fit, lastOf, sgd, trainStep } from 'cotangent/optim'
 *
 * type Rows = Tensor<[number], 'float64'>
 * const loss = (w: Tensor<[], 'float64'>, { x, y }: { x: Rows; y: Rows }) => mean(square(sub(mul(w, x), y)))
 * const step = trainStep(loss, sgd(0.25))
 * const start = { params: tensor(0), opt: sgd(0.25).init(tensor(0)) }
 * const batch = { x: tensor([1, 1, 2, 2]), y: tensor([2, 2, 4, 4]) }
 *
 * step(start, batch).params // => 2.5
 * together(2, (comm) => lastOf(fit(dataParallel(comm)(step), start, [batch])).params) // => [ 2.5, 2.5 ]
 * ```
 */
export const dataParallel = (comm: Comm, options: ParallelOptions = {}) => {
  checkIsOptions('dataParallel', options, optionNames)
  return <A extends Position, S extends A, B, G extends Slopes<unknown, DType>, T extends S>(
    step: HalvedStep<A, S, B, G, T>,
  ): CompiledStep<S, B, T> => {
    checkStep(step)
    const { sharded = false, reduction = 'mean' } = options
    if (reduction !== 'mean' && reduction !== 'sum')
      refuse(`reduction is ${written(reduction)}`, "Give 'mean' or 'sum', whichever the loss is over rows")
    const gradient = prepared(
      (at: A, rows: B, weight: Scalar): G => partOf(step.gradient(at, rows), weight, reduction),
      options,
    )
    const update = prepared(step.update, options)
    const share = sharing<B>(operation, comm, sharded)
    let begun = false
    const taken = (state: S, batch: B): T => {
      if (!begun) checkSameState(comm, state)
      begun = true
      const { rows, counts } = share(batch)
      const total = counts.reduce((sum, count) => sum + count, 0)
      if (total === 0) refuse('there is no row in the batch', 'Give a batch of one row or more')
      const at = positionOf<A>(state)
      const count = counts[comm.rank]
      const weight = tensor(count / total)
      const part =
        count > 0
          ? gradient(at, rows, weight)
          : mapTree(gradient(at, standIn(batch, sharded, Math.max(...counts)), weight), zerosLike)
      return update(state, combined(comm, part as G, counts))
    }
    return Object.assign(taken, { compiled: true as const })
  }
}
