import { constantOf } from '../graph/index.js'
import {
  ArgumentError,
  type Constant,
  checkIsOptions,
  DTypeError,
  flatten,
  isFloat,
  type OptionNames,
  type Structure,
  written,
} from '../tensor/index.js'

/** What is made of the elements that ranks have at one place. */
export type Reduction = 'sum' | 'mean' | 'max' | 'min'

const reductions: readonly string[] = ['sum', 'mean', 'max', 'min'] satisfies readonly Reduction[]

/** The values of a tree's leaves, and its structure: NotConcrete where there is none, a TreeError for what is no tensor. */
export const valuesOf = (operation: string, tree: unknown): readonly [values: readonly Constant[], Structure] => {
  const [leaves, structure] = flatten(operation, tree)
  return [leaves.map((leaf) => constantOf(operation, leaf)), structure]
}

/** The same of a tree that is to be reduced, which is refused where the reduction makes no sense of a leaf. */
export const reducible = (
  operation: string,
  tree: unknown,
  op: Reduction,
): readonly [values: readonly Constant[], Structure] => {
  if (!reductions.includes(op))
    throw new ArgumentError({
      operation,
      problem: `op is ${written(op)}`,
      remedy: `Give one of ${reductions.join(', ')}`,
    })
  const [values, structure] = valuesOf(operation, tree)
  const misfit = values.find(({ dtype }) => (op === 'mean' && !isFloat(dtype)) || (op === 'sum' && dtype === 'bool'))
  if (misfit !== undefined)
    throw new DTypeError({
      operation,
      operands: [misfit],
      problem: `there is no ${op} of ${misfit.dtype} that is ${misfit.dtype}`,
      remedy: misfit.dtype === 'bool' ? "Use 'max' for any, 'min' for all" : 'Convert it to a float with astype',
    })
  return [values, structure]
}

/** What `allReduce` makes of the elements that ranks have at one place: their sum where left out. */
export interface ReduceOptions {
  readonly op?: Reduction
}

/** Whose tree `broadcast` gives to all: that of rank 0 where left out. */
export interface BroadcastOptions {
  readonly root?: number
}

/** The reduction that the options of `allReduce` ask for. */
export const reductionOf = (options: ReduceOptions = {}): Reduction => {
  checkIsOptions('allReduce', options, { op: true } satisfies OptionNames<ReduceOptions>)
  const { op = 'sum' } = options
  return op
}

/** The rank that the options of `broadcast` ask for; an ArgumentError where it is none. */
export const rootOf = (size: number, options: BroadcastOptions = {}): number => {
  checkIsOptions('broadcast', options, { root: true } satisfies OptionNames<BroadcastOptions>)
  const { root = 0 } = options
  if (!(Number.isSafeInteger(root) && root >= 0 && root < size))
    throw new ArgumentError({
      operation: 'broadcast',
      problem: `root is ${written(root)}`,
      remedy: `Give a rank, from 0 to ${size - 1}`,
    })
  return root
}
