import { type AttributesOf, type Elementwise, primitives } from '../../graph/index.js'
import type { DType, TensorType } from '../../tensor/index.js'
import type { Elements } from './element.js'
import { kernelOf } from './kernels.js'
import { joined, rowsAlong } from './reductions.js'
import { type Rows, wayTo } from './sideBySide.js'
import type { Workspace } from './workspace.js'

const extremum =
  (primitive: Elementwise) =>
  (
    workspace: Workspace,
    [x]: Rows,
    { axes }: AttributesOf<'reduceMax'>,
    [{ shape, dtype }]: readonly TensorType[],
  ): Elements => {
    const rows = rowsAlong(x, shape, (axis) => axes.includes(axis))
    return rows.length === 0 ? [] : joined(workspace, kernelOf(workspace, primitive, dtype, 2), rows)
  }

export const reduceMax = extremum(primitives.maximum)
export const reduceMin = extremum(primitives.minimum)

/** The first index of the extreme element along an axis, of the first NaN if there is one. */
const extremeIndex =
  (beats: (less: (a: Elements, b: Elements) => Elements, challenger: Elements, champion: Elements) => Elements) =>
  (
    workspace: Workspace,
    [x]: Rows,
    { axis }: AttributesOf<'argmax'>,
    [{ shape, dtype }]: readonly TensorType[],
  ): Elements => {
    const apply =
      (primitive: Elementwise, gives: DType) =>
      (...operands: Rows): Elements =>
        wayTo(workspace, kernelOf(workspace, primitive, gives, operands.length), operands).run()
    const [less, equal] = [primitives.less, primitives.equal].map((primitive) => apply(primitive, 'bool'))
    const [either, choose, place] = (['bool', dtype, 'int32'] as const).map((gives) => apply(primitives.where, gives))
    const [first, ...rows] = rowsAlong(x, shape, (along) => along === axis)
    const indexed = (index: number): Elements => first.map(() => workspace.constant('int32', index))
    let [champion, best] = [first, indexed(0)]
    rows.forEach((challenger, index) => {
      const isBetter = beats(less, challenger, champion)
      const wins = either(equal(challenger, challenger), isBetter, equal(champion, champion))
      champion = choose(wins, challenger, champion)
      best = place(wins, indexed(index + 1), best)
    })
    return best
  }

export const argmax = extremeIndex((less, challenger, champion) => less(champion, challenger))
export const argmin = extremeIndex((less, challenger, champion) => less(challenger, champion))
