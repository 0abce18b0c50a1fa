import { inverted } from '../../../graph/index.js'
import { equalShapes, type Shape, sizeOf } from '../../../tensor/index.js'
import type { Emitter } from './emitter.js'
import { range } from './range.js'
import type { Value, View } from './value.js'
import { isSameRearrangement, isWhole, lies, rearranged, reshaped, resolved, transposed, viewOf } from './views.js'

/** The order of a rearrangement's axes in which its elements lie, if there is one. */
export const lyingOrder = (x: Value): readonly number[] => {
  const { runs } = viewOf(x)
  const step = (axis: number): number => runs[axis][0]?.step ?? Number.MAX_VALUE
  return [...range(0, x.shape.length)].sort((a, b) => step(b) - step(a))
}

const isSame = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join()

/** Operands of an operator on elements in another order of axes, and what brings its result back. */
export interface Arrangement {
  readonly operands: readonly Value[]
  readonly back: (result: Value) => Value
}

/** The axes along which some operand is repeated. */
const repeatedAxes = (operands: readonly Value[], shape: Shape): readonly number[] =>
  range(0, shape.length).filter((axis) =>
    operands.some((each) => {
      const own = each.shape[axis - shape.length + each.shape.length]
      return each.shape.length > 0 && (own ?? 1) === 1 && shape[axis] !== 1
    }),
  )

/** Operands that are all rearranged alike, but for those of one element, before that is done to them. */
const before = (emit: Emitter, operands: readonly Value[], shape: Shape): Arrangement | undefined => {
  const isAlone = (x: Value): boolean => x.shape.length === 0
  const [first, ...others] = operands.filter((each) => !isAlone(each)).map(viewOf)
  const isAlike = ({ of, runs }: View): boolean =>
    equalShapes(of.shape, first.of.shape) && isSameRearrangement({ of: first.of, runs }, first)
  if (first === undefined || isWhole(first) || !others.every(isAlike)) return undefined
  if (!operands.every((each) => isAlone(each) || equalShapes(each.shape, shape))) return undefined
  return {
    operands: operands.map((each) => (isAlone(each) ? each : viewOf(each).of)),
    back: (result) => rearranged(emit, { of: result, runs: first.runs }, shape),
  }
}

/** Rows of fewer elements than this are not worth it to be gone through one by one. */
const shortest = 16

/**
 * Where the operands that are as large as the result all lie in one other order of axes, it is computed in that order, and
 * rearranged only if need be. What is repeated along the last axes, for a few elements each time, takes long: those axes
 * go first then, and elements are moved before.
 */
const inOrder = (emit: Emitter, operands: readonly Value[], shape: Shape): Arrangement | undefined => {
  const [first, ...others] = operands.filter((each) => equalShapes(each.shape, shape))
  if (first === undefined || lies(first)) return undefined
  const lying = lyingOrder(first)
  if (others.some((each) => lies(each) || !isSame(lyingOrder(each), lying))) return undefined
  const small = operands.filter((each) => !equalShapes(each.shape, shape))
  const repeated = repeatedAxes(small, shape)
  const stays = lying.findLast((axis) => !repeated.includes(axis) && shape[axis] !== 1)
  const inner = lying.slice(lying.indexOf(stays ?? -1) + 1)
  const isLast = inner.some((axis) => repeated.includes(axis)) && sizeOf(inner.map((axis) => shape[axis])) < shortest
  const order = isLast ? [...repeated, ...lying.filter((axis) => !repeated.includes(axis))] : lying
  const turned = (x: Value): Value => {
    if (x.shape.length === 0) return x
    const ones = range(x.shape.length, shape.length).map(() => 1)
    return transposed(emit, reshaped(emit, x, [...ones, ...x.shape]), order)
  }
  return {
    operands: operands.map(turned),
    back: (result) => transposed(emit, result, inverted(order)),
  }
}

/** An operator on elements goes along with how its operands lie: what they are rearranged to, its result is. */
export const arranged = (emit: Emitter, given: readonly Value[], shape: Shape): Arrangement | undefined => {
  const operands = given.map((each) => resolved(emit, each))
  return before(emit, operands, shape) ?? inOrder(emit, operands, shape)
}
