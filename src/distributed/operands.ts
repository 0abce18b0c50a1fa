import { constantOf } from '../graph/index.js'
import { ArgumentError, type Constant, DTypeError, flatten, isFloat, type Structure, written } from '../tensor/index.js'

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

/** Refuses a root that is no rank, with an ArgumentError. */
export const checkRoot = (operation: string, root: number, size: number): void => {
  if (!(Number.isSafeInteger(root) && root >= 0 && root < size))
    throw new ArgumentError({
      operation,
      problem: `root is ${written(root)}`,
      remedy: `Give a rank, from 0 to ${size - 1}`,
    })
}
