import type { Arithmetic } from '../scalar/index.js'
import type { Cells, Machine } from './machine.js'
import { type Format, indices, numbers, type Routine } from './routine.js'

/** Which way a list is sorted. */
export interface Order {
  readonly descending: boolean
}

/** Whether one number has to stand before another; NaN is greater than every number, and -0 equals 0. */
const precedes =
  <T>({ less, equal, and, or, not }: Arithmetic<T>, { descending }: Order) =>
  (a: T, b: T): T => {
    const [low, high] = descending ? [b, a] : [a, b]
    return or(less(low, high), and(equal(low, low), not(equal(high, high))))
  }

/**
 * Merges neighbouring runs of `width` indices each, whose keys are sorted; of equal keys that of the first run comes
 * first.
 */
const mergeRuns = <T, I>(
  { index, truth, counter, when, loop, loopWhile }: Machine<T, I>,
  before: (a: T, b: T) => T,
  keys: Cells<T, I>,
  from: Cells<I, I>,
  to: Cells<I, I>,
  width: I,
): void => {
  const count = index.constant(keys.shape[0])
  const one = index.constant(1)
  const start = counter(0)
  loopWhile(
    () => index.less(start.get(), count),
    () => {
      const middle = index.minimum(index.add(start.get(), width), count)
      const end = index.minimum(index.add(middle, width), count)
      const left = counter(start.get())
      const right = counter(middle)
      loop(start.get(), end, (at) => {
        const [i, j] = [left.get(), right.get()]
        const fromRight = counter(index.equal(i, middle))
        when(index.and(index.less(i, middle), index.less(j, end)), () =>
          fromRight.set(truth(before(keys.load(from.load(j)), keys.load(from.load(i))))),
        )
        when(
          fromRight.get(),
          () => {
            to.store(from.load(j), at)
            right.set(index.add(j, one))
          },
          () => {
            to.store(from.load(i), at)
            left.set(index.add(i, one))
          },
        )
      })
      start.set(end)
    },
  )
}

/**
 * The indices of a list's elements in sorted order, equal ones in the order in which they stand: bottom-up merge sort.
 */
export const mergeSort: Routine<Order, readonly [Format<'number'>], readonly [Format<'index'>]> = {
  operands: [numbers(1)],
  results: [indices(1)],
  run: (machine, [keys], [order], attributes) => {
    const { number, index, counter, indices, loop, loopWhile } = machine
    const [length] = keys.shape
    const before = precedes(number, attributes)
    const spare = indices([length])
    loop(0, length, (at) => order.store(at, at))
    // Runs double in length from the result to the spare list, and once more on the way back.
    const width = counter(1)
    const double = (): void => width.set(index.add(width.get(), width.get()))
    loopWhile(
      () => index.less(width.get(), index.constant(length)),
      () => {
        mergeRuns(machine, before, keys, order, spare, width.get())
        double()
        mergeRuns(machine, before, keys, spare, order, width.get())
        double()
      },
    )
  },
}
