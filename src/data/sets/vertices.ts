import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, map, traverseArray } from 'fp-ts/lib/State.js'
import { concatenate, item, toTypedArray } from '../../graph/index.js'
import { permutation, type Rand, randint } from '../../random/index.js'
import { type Real, table } from './labelled.js'

const integerBelow = (limit: number): Rand<number> =>
  pipe(
    randint(0, limit, []),
    map((drawn) => Number(item(drawn))),
  )

/** Each drawn, and drawn again as long as it was there already. */
const drawnOneByOne =
  (count: number, limit: number): Rand<readonly number[]> =>
  (state) => {
    const chosen = new Set<number>()
    let next = state
    while (chosen.size < count) {
      const [value, after] = integerBelow(limit)(next)
      chosen.add(value)
      next = after
    }
    return [[...chosen], next]
  }

/** The first ones of a permutation of all. */
const permuted = (count: number, limit: number): Rand<readonly number[]> =>
  pipe(
    permutation(limit),
    map((order) => [...toTypedArray(order).subarray(0, count)]),
  )

/** The first ones, in which each later one takes a slot with the chance that it should have (reservoir sampling). */
const reserved = (count: number, limit: number): Rand<readonly number[]> => {
  const first = Array.from({ length: count }, (_, index) => index)
  const later = Array.from({ length: limit - count }, (_, index) => count + index)
  return pipe(
    later,
    traverseArray((each) => integerBelow(each + 1)),
    map((slots) => slots.reduce((kept, slot, index) => (slot < count ? kept.with(slot, later[index]) : kept), first)),
  )
}

/**
 * Distinct whole numbers from 0 up to a limit, by the way of drawing that scikit-learn takes for this share of them
 * (`sample_without_replacement`).
 */
const distinctIntegers = (count: number, limit: number): Rand<readonly number[]> => {
  const share = count / limit
  if (share <= 0.01) return drawnOneByOne(count, limit)
  return share < 0.99 ? permuted(count, limit) : reserved(count, limit)
}

/** The bits that one whole number has room for; the further dimensions are coins of their own, which stand before. */
const most = 30

/** `count` distinct vertices of the unit cube of some dimensions, `[count, dimensions]`: numbers by their bits, highest first. */
export const cubeVertices = (count: number, dimensions: number): Rand<Real> => {
  if (dimensions > most)
    return pipe(
      randint(0, 2, [count, dimensions - most], { dtype: 'float64' }),
      bindTo('coins'),
      bind('bits', () => cubeVertices(count, most)),
      map(({ coins, bits }) => concatenate([coins, bits], { axis: 1 }) as Real),
    )
  return pipe(
    distinctIntegers(count, 2 ** dimensions),
    map((numbers) => table(count, dimensions, (row, column) => (numbers[row] >>> (dimensions - 1 - column)) & 1)),
  )
}
