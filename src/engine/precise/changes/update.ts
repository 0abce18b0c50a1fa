import { isFloat } from '../../../tensor/index.js'
import type { Mapped } from '../meaning.js'
import type { Parts } from '../precise.js'
import { evaluateStep } from '../run.js'
import { roomFor } from '../sums.js'
import type { Cells } from './cells.js'
import { movedUpdate } from './moved.js'
import { multipliedUpdate } from './multiplied.js'
import type { Site, Update } from './site.js'
import { summedUpdate } from './summed.js'

/** All results computed anew. */
const wholeUpdate =
  ({ step, operands, results }: Site): Update =>
  () => {
    const values = evaluateStep(
      step,
      operands.map((cells) => cells.view()),
    )
    values.forEach((value, index) => {
      results[index].writeAll(value)
    })
  }

/** Arrays like those of an operand, for elements from here and there. */
const roomLike = ({ high, low }: Cells): Parts => ({
  high: new (high.constructor as Float64ArrayConstructor)(high.length),
  low: low && new Float64Array(low.length),
})

const gather = ({ high, low }: Cells, places: Int32Array, count: number, room: Parts): void => {
  for (let index = 0; index < count; index++) room.high[index] = high[places[index]]
  if (low !== undefined && room.low !== undefined)
    for (let index = 0; index < count; index++) room.low[index] = low[places[index]]
}

/** The places where any operand differs, in one list; they are as many as are returned. */
const union = (operands: readonly Cells[], places: Int32Array): number => {
  let count = 0
  for (let which = 0; which < operands.length; which++) {
    const cells = operands[which]
    for (let index = 0; index < cells.count; index++) {
      const at = cells.places[index]
      let isNew = true
      for (let before = 0; before < which; before++) if (operands[before].differsAt(at)) isNew = false
      if (isNew) places[count++] = at
    }
  }
  return count
}

/** Those elements whose operands differ. */
const mappedUpdate = ({ step, operands, results: [result] }: Site): Update => {
  const { map } = step.meaning as Mapped<unknown>
  const { primitive, attributes, types } = step
  const setting = { primitive, attributes, type: types[0] }
  const places = new Int32Array(result.size)
  const rooms = operands.map(roomLike)
  const room = roomFor(result.size)
  return () => {
    const count = union(operands, places)
    for (let index = 0; index < operands.length; index++) gather(operands[index], places, count, rooms[index])
    const { high, low } = map(rooms, count, setting, room)
    for (let index = 0; index < count; index++)
      result.write(places[index], high[index], low === undefined ? 0 : low[index])
  }
}

/** How a step is brought up to date. */
export const updateOf = (site: Site): Update => {
  const { meaning, types } = site.step
  const whole = wholeUpdate(site)
  if (meaning.form === 'mapped') return mappedUpdate(site)
  if (meaning.form === 'whole' || !isFloat(types[0].dtype)) return whole
  if (meaning.form === 'moved') return movedUpdate(site, whole)
  return meaning.form === 'summed' ? summedUpdate(site) : multipliedUpdate(site)
}
