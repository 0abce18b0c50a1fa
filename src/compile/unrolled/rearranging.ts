import type { Apply } from '../../graph/index.js'
import { expressionOf, isConstant } from '../../graph/index.js'
import { type Constant, fromRowMajor, rowMajor, sizeOf } from '../../tensor/index.js'
import type { Elements } from './element.js'
import type { Rows } from './sideBySide.js'
import type { Workspace } from './workspace.js'

/**
 * The results of a primitive that only puts elements of its operands, and zeros, in new places: its record tells where
 * the numbers of the elements go. What is no number of an element, say an index, is given as it is.
 */
export const rearranged = (
  workspace: Workspace,
  operands: Rows,
  { primitive, attributes, operands: tensors, results }: Apply,
  isMoved: (index: number) => boolean,
): Elements => {
  // 0 is what is added.
  const all = [workspace.constant(results[0].dtype, 0), ...operands.filter((_, index) => isMoved(index)).flat()]
  let next = 1
  const numbered = tensors.map((tensor, index): Constant => {
    const expression = expressionOf(tensor)
    if (!isMoved(index) && isConstant(expression)) return expression
    const numbers = Int32Array.from({ length: sizeOf(tensor.shape) }, () => next++)
    return fromRowMajor('int32', tensor.shape, numbers)
  })
  const types = results.map(({ shape }) => ({ shape, dtype: 'int32' as const }))
  const [moved] = primitive.evaluate(numbered, attributes, types)
  return Array.from(rowMajor(moved), (number) => all[number])
}
