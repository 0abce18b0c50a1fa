import { sizeOf, type TensorType } from '../../tensor/index.js'
import { multiplyPacks } from '../vector/index.js'
import type { Elements } from './element.js'
import { addition, startedFromZero } from './reductions.js'
import { bothOrders, type Operation, type Rows, wayTo } from './sideBySide.js'
import type { Workspace } from './workspace.js'

const numbersTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

/** Matrix products [..., M, K] x [..., K, N]: every element adds up over K from first to last, starting from 0. */
export const matmul = (
  workspace: Workspace,
  [a, b]: Rows,
  _: unknown,
  [left, right]: readonly TensorType[],
): Elements => {
  const [rows, inner] = left.shape.slice(-2)
  const columns = right.shape[right.shape.length - 1]
  const places = numbersTo(sizeOf(left.shape.slice(0, -1)) * columns)
  if (inner === 0) return places.map(() => workspace.constant(left.dtype, 0))
  const factors = numbersTo(inner).map(
    (k): Rows => [
      places.map((place) => a[Math.floor(place / columns) * inner + k]),
      places.map((place) => {
        const matrix = Math.floor(place / (rows * columns))
        return b[(matrix * inner + k) * columns + (place % columns)]
      }),
    ],
  )
  const orders = bothOrders(places.length / columns, columns)
  const [first, ...others] = products(workspace, factors, orders)
  const sums = others.reduce((sum, terms) => wayTo(workspace, addition(workspace), [sum, terms], orders).run(), first)
  return startedFromZero(workspace, left.dtype, sums)
}

/** The products of each of some pairs of rows: those at the same place side by side, or those of one pair. */
const products = (workspace: Workspace, factors: readonly Rows[], orders: Parameters<typeof wayTo>[3]): Rows => {
  const { code } = workspace
  const operation: Operation = { cost: 1, apply: (x, y) => multiplyPacks(code, x, y) }
  const places = factors[0][0].length
  const pairwise = factors.map((pair) => wayTo(workspace, operation, pair, orders))
  const across = wayTo(
    workspace,
    operation,
    [0, 1].map((side) => numbersTo(places).flatMap((place) => factors.map((pair) => pair[side][place]))),
  )
  // Those of one pair have to be taken together again.
  const regrouped = across.cost() + (places * factors.length) / (places === 1 ? 1 : 2)
  if (pairwise.reduce((sum, { cost }) => sum + cost(), 0) <= regrouped) return pairwise.map(({ run }) => run())
  const made = across.run()
  return factors.map((_, k) => numbersTo(places).map((place) => made[place * factors.length + k]))
}
