import { isFloat, rowMajor } from '../../../tensor/index.js'
import { type Lists, numbered, placesOf } from '../numbering.js'
import type { Cells } from './cells.js'
import type { Site, Update } from './site.js'

/**
 * Where the elements of each float operand go: found by moving numbers instead of elements. The numbers of one operand
 * follow those of the one before; they begin with 1, since 0 is what nothing is moved to.
 */
const destinationsOf = ({ step, operands }: Site): readonly (Lists | undefined)[] => {
  let next = 1
  const firsts = operands.map(({ first, size }) => {
    const own = next
    if (isFloat(first.dtype)) next += size
    return own
  })
  const numbers = operands.map(({ first }, index) =>
    isFloat(first.dtype) ? numbered(first.shape, firsts[index]) : first.high,
  )
  const [arrived] = step.primitive.evaluate(numbers, step.attributes, [{ ...step.types[0], dtype: 'int32' }])
  const from = rowMajor(arrived)
  return operands.map(({ first, size }, index) =>
    isFloat(first.dtype)
      ? placesOf(
          from.map((number: number) => number - firsts[index]),
          size,
        )
      : undefined,
  )
}

/** Copies one element to all its places. */
const copy = ({ high, low }: Cells, at: number, { starts, items }: Lists, result: Cells): void => {
  const rest = low === undefined ? 0 : low[at]
  for (let place = starts[at]; place < starts[at + 1]; place++) result.write(items[place], high[at], rest)
}

/** Elements that differ are moved again; all of them where it differs what is moved. */
export const movedUpdate = (site: Site, whole: Update): Update => {
  const { operands, results } = site
  const destinations = destinationsOf(site)
  return () => {
    if (operands.some(({ count }, index) => count > 0 && destinations[index] === undefined)) return whole()
    operands.forEach((cells, index) => {
      const lists = destinations[index] as Lists
      for (let which = 0; which < cells.count; which++) copy(cells, cells.places[which], lists, results[0])
    })
  }
}
