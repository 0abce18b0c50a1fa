import type { AttributesOf } from '../../graph/index.js'
import { bytesOf } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { elementsOf } from '../elements.js'
import { advance, repeat } from '../loops.js'
import { byteStrides, type Place } from '../place.js'

/** A row is summed in one run, from either end: the sum so far is kept in a variable. */
export const cumulativeSum = (
  assembly: Assembly,
  {
    operands: [x],
    attributes: { axis, reverse },
    types: [type],
    destinations: [destination],
  }: SomeApplication<AttributesOf<'cumulativeSum'>>,
): readonly Place[] => {
  const result = assembly.place(type, destination)
  const extent = x.shape[axis]
  if (extent === 0) return [result]
  const streams = [x, result].map((place) => ({ place, strides: byteStrides(place).toSpliced(axis, 1) }))
  const steps = [x, result].map((place) => place.strides[axis] * bytesOf(place.dtype) * (reverse ? -1 : 1))
  const elements = elementsOf(x.dtype)
  assembly.nest(
    `cumulativeSum ${x.dtype} ${extent} ${steps} ${reverse}`,
    x.shape.toSpliced(axis, 1),
    streams,
    (code, bases) => () => {
      const pointers = bases.map((base) => code.variable('i32', base))
      if (reverse)
        pointers.forEach((pointer, index) => {
          advance(code, pointer, (1 - extent) * steps[index])
        })
      const [source, target] = pointers
      const total = elements.load(code, source)
      elements.store(code, target, total)
      repeat(code, extent - 1, () => {
        pointers.forEach((pointer, index) => {
          advance(code, pointer, steps[index])
        })
        elements.addTo(code, total, elements.load(code, source))
        elements.store(code, target, total)
      })
    },
  )
  return [result]
}
