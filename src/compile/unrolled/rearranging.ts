import { type Apply, type AttributesOf, expressionOf, isConstant, primitives } from '../../graph/index.js'
import { type Constant, fromRowMajor, rowMajor, sizeOf } from '../../tensor/index.js'
import type { Element, Elements } from './element.js'
import { addition } from './reductions.js'
import { type Rows, wayTo } from './sideBySide.js'
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

/** x with updates added, one after another, at known indices. */
export const scatterAdd = (workspace: Workspace, [x, , updates]: Rows, { operands, attributes }: Apply): Elements => {
  const [{ shape }, indices, { shape: selected }] = operands
  const places = fromRowMajor('int32', shape, Int32Array.from(x.keys()))
  const [taken] = primitives.take.evaluate(
    [places, expressionOf(indices) as Constant],
    attributes as AttributesOf<'take'>,
    [{ dtype: 'int32', shape: selected }],
  )
  const sums: Element[] = [...x]
  let left = Array.from(rowMajor(taken), (place, index) => ({ place, update: updates[index] }))
  while (left.length > 0) {
    // Those that come first at their places go together.
    const firsts = new Map(left.toReversed().map((each) => [each.place, each]))
    const now = [...firsts.values()].sort((a, b) => a.place - b.place)
    const added = wayTo(workspace, addition(workspace), [
      now.map(({ place }) => sums[place]),
      now.map(({ update }) => update),
    ]).run()
    now.forEach(({ place }, index) => {
      sums[place] = added[index]
    })
    left = left.filter((each) => firsts.get(each.place) !== each)
  }
  return sums
}
