import type { AttributesOf } from '../../graph/index.js'
import { type DType, isFloat, type Shape, sizeOf, type TensorType } from '../../tensor/index.js'
import { addPacks } from '../vector/index.js'
import type { Element, Elements } from './element.js'
import { bothOrders, type Operation, type Rows, wayTo } from './sideBySide.js'
import type { Workspace } from './workspace.js'

export const addition = ({ code }: Workspace): Operation => ({ cost: 1, apply: (a, b) => addPacks(code, a, b) })

/**
 * Sums that started from 0, given what they come to without: these differ where that is -0, which then every term was,
 * since no other sum is.
 */
export const startedFromZero = (workspace: Workspace, dtype: DType, sums: Elements): Elements =>
  isFloat(dtype)
    ? wayTo(workspace, addition(workspace), [sums, sums.map(() => workspace.constant(dtype, 0))]).run()
    : sums

/** An operation on the rows of two matrices of the same shape. */
const onRows = (workspace: Workspace, operation: Operation, left: Rows, right: Rows): Rows => {
  if (left.length === 0) return []
  const columns = left[0].length
  const results = wayTo(workspace, operation, [left.flat(), right.flat()], bothOrders(left.length, columns)).run()
  return left.map((_, row) => results.slice(row * columns, (row + 1) * columns))
}

/** Rows joined with their neighbours, and these again, until one is left: ((0 1) (2 3)) ((4 5) (6 7)). */
export const joined = (workspace: Workspace, operation: Operation, rows: Rows): Elements => {
  if (rows.length === 1) return rows[0]
  const even = rows.filter((_, row) => row % 2 === 0)
  const odd = rows.filter((_, row) => row % 2 === 1)
  const pairs = onRows(workspace, operation, even.slice(0, odd.length), odd)
  return joined(workspace, operation, [...pairs, ...even.slice(odd.length)])
}

/** For every index along some axes, in order, what stands there at all indices along the others. */
export const rowsAlong = <T>(
  x: readonly T[],
  shape: Shape,
  isAlong: (axis: number) => boolean,
): readonly (readonly T[])[] => {
  const rows = Array.from({ length: sizeOf(shape.filter((_, axis) => isAlong(axis))) }, (): T[] => [])
  x.forEach((element, index) => {
    let [row, unit, rest] = [0, 1, index]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const at = rest % shape[axis]
      rest = (rest - at) / shape[axis]
      if (!isAlong(axis)) continue
      row += at * unit
      unit *= shape[axis]
    }
    rows[row].push(element)
  })
  return rows
}

const lanes = 8

/** Sums in the order that every engine keeps: eight lanes take every eighth element each, and are joined as a tree. */
export const sumTo = (
  workspace: Workspace,
  [x]: Rows,
  { shape }: AttributesOf<'sumTo'>,
  [{ dtype, shape: ofX }]: readonly TensorType[],
): Elements => {
  const added = ofX.length - shape.length
  const rows = rowsAlong(x, ofX, (axis) => axis < added || shape[axis - added] !== ofX[axis])
  if (rows.length === 0) return new Array<Element>(sizeOf(shape)).fill(workspace.constant(dtype, 0))
  const operation = addition(workspace)
  let sums: Rows = rows.slice(0, lanes)
  for (let start = lanes; start < rows.length; start += lanes) {
    const next = rows.slice(start, start + lanes)
    sums = [...onRows(workspace, operation, sums.slice(0, next.length), next), ...sums.slice(next.length)]
  }
  return startedFromZero(workspace, dtype, joined(workspace, operation, sums))
}

/** Sums one after another along an axis, the first of which is the first element. */
export const cumulativeSum = (
  workspace: Workspace,
  [x]: Rows,
  { axis, reverse }: AttributesOf<'cumulativeSum'>,
  [{ shape }]: readonly TensorType[],
): Elements => {
  const rowsOf = <T>(each: readonly T[]) => rowsAlong(each, shape, (along) => along === axis)
  const [rows, places] = [rowsOf(x), rowsOf([...x.keys()])]
  const sums = new Array<Element>(x.length)
  let last: Elements | undefined
  for (let turn = 0; turn < rows.length; turn++) {
    const row = reverse ? rows.length - 1 - turn : turn
    last = last === undefined ? rows[row] : wayTo(workspace, addition(workspace), [last, rows[row]]).run()
    last.forEach((sum, column) => {
      sums[places[row][column]] = sum
    })
  }
  return sums
}
