import type { Lanes, Pack } from '../vector/index.js'
import type { Element, Elements } from './element.js'
import { cheapestRuns, type RunCosts } from './runs.js'
import type { Workspace } from './workspace.js'

/** What is done with one element of each of some operands, for several side by side. */
export interface Operation {
  /** About how many instructions it is for one vector, or for one number alone. */
  readonly cost: number
  readonly apply: (...operands: readonly Pack[]) => Pack
}

/** Elements of operands, or of parts of one, that go together by their places. */
export type Rows = readonly Elements[]

/** For every turn which place it is; undefined for places in order. */
export type Order = readonly number[] | undefined

/** One way to do an operation at every place. */
export interface Way {
  /** About how many instructions it takes, before it is run. */
  readonly cost: () => number
  readonly run: () => Elements
}

/**
 * Whether numbers at places next to each other are worked on in two lanes because there is just one of them: instructions
 * on vectors do not take branches where those on numbers do, and find what is the same for others in all lanes. There are
 * none for some operations of int32.
 */
const isDoubled = (rows: Rows, lanes: Lanes): boolean => lanes === 1 && rows.every((row) => row[0].dtype !== 'int32')

const work = (workspace: Workspace, { apply }: Operation, rows: Rows, start: number, lanes: Lanes): Elements =>
  isDoubled(rows, lanes)
    ? [workspace.oneOf(apply(...rows.map((row) => workspace.twice(row[start]))))]
    : workspace.spread(apply(...rows.map((row) => workspace.pack(row.slice(start, start + lanes)))))

const costsOf = (workspace: Workspace, { cost }: Operation, rows: Rows): RunCosts => ({
  gather: (start, lanes) =>
    isDoubled(rows, lanes)
      ? rows.reduce((sum, row) => sum + workspace.costTwice(row[start]), 0)
      : rows.reduce((sum, row) => sum + workspace.cost(row.slice(start, start + lanes)), 0),
  work: (lanes) => vectorsFor(rows, lanes) * cost,
})

/** How many vectors hold some elements of each of the operands. */
const vectorsFor = (operands: Rows, lanes: Lanes): number =>
  operands.some((row) => row[0].dtype === 'float64') ? Math.ceil(lanes / 2) : 1

/** Each different place once, and for every place which of these it is like. */
const distinct = (operands: Rows): { readonly once: Rows; readonly which: readonly number[] } => {
  const known = new Map<string, number>()
  const firsts: number[] = []
  const which = operands[0].map((_, place) => {
    const key = operands.map((row) => row[place].serial).join()
    const found = known.get(key) ?? firsts.push(place) - 1
    known.set(key, found)
    return found
  })
  return { once: operands.map((row) => firsts.map((place) => row[place])), which }
}

/** An operation at every place, those side by side that are next to each other in an order. */
const inOrder = (workspace: Workspace, operation: Operation, operands: Rows, order: Order): Way => {
  const arranged = order === undefined ? operands : operands.map((row) => order.map((place) => row[place]))
  const { once, which } = distinct(arranged)
  const runs = cheapestRuns(once[0].length, costsOf(workspace, operation, once))
  const run = (): Elements => {
    const made = runs.each((start, lanes) => work(workspace, operation, once, start, lanes))
    const placed = new Array<Element>(which.length)
    which.forEach((index, turn) => {
      placed[order?.[turn] ?? turn] = made[index]
    })
    return placed
  }
  return { cost: () => runs.cost, run }
}

/** An operation at the only place. */
const alone = (workspace: Workspace, operation: Operation, operands: Rows): Way => ({
  cost: () => {
    const { gather, work: working } = costsOf(workspace, operation, operands)
    return gather(0, 1) + working(1)
  },
  run: () => work(workspace, operation, operands, 0, 1),
})

/** The cheapest way to do an operation at every place, in one of several orders. */
export const wayTo = (
  workspace: Workspace,
  operation: Operation,
  operands: Rows,
  orders: readonly Order[] = [undefined],
): Way => {
  if (operands[0].length === 0) return { cost: () => 0, run: () => [] }
  if (operands[0].length === 1) return alone(workspace, operation, operands)
  return cheapest(orders.map((order) => inOrder(workspace, operation, operands, order)))
}

const cheapest = (ways: readonly Way[]): Way => ways.reduce((best, way) => (way.cost() < best.cost() ? way : best))

/** The places of a matrix by its rows, and by its columns. */
export const bothOrders = (rows: number, columns: number): readonly Order[] =>
  rows === 1 || columns === 1
    ? [undefined]
    : [
        undefined,
        Array.from({ length: rows * columns }, (_, turn) => (turn % rows) * columns + Math.floor(turn / rows)),
      ]
