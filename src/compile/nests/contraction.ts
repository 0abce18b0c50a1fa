import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { elementsOf } from '../elements.js'
import { advance, repeat } from '../loops.js'
import { along, byteStrides, type Place } from '../place.js'

/** Matrix products [..., M, K] x [..., K, N]: every element adds up over K from first to last, starting from 0. */
export const matmul = (
  assembly: Assembly,
  { operands: [a, b], types: [type], destinations: [destination] }: SomeApplication,
): readonly Place[] => {
  const product = assembly.place(type, destination)
  const rank = type.shape.length
  const inner = a.shape[rank - 1]
  const [ofA, ofB] = [byteStrides(a), byteStrides(b)]
  const [stepA, stepB] = [ofA[rank - 1], ofB[rank - 2]]
  const streams = [
    { place: a, strides: [...ofA.slice(0, rank - 1), 0] },
    { place: b, strides: [...ofB.slice(0, rank - 2), 0, ofB[rank - 1]] },
    along(product),
  ]
  const elements = elementsOf(type.dtype)
  const key = `matmul ${type.dtype} ${inner} ${stepA} ${stepB}`
  assembly.nest(key, type.shape, streams, (code, [left, right, target]) => () => {
    const total = code.variable(elements.zero.type, elements.zero)
    const row = code.variable('i32', left)
    const column = code.variable('i32', right)
    repeat(code, inner, () => {
      elements.addTo(code, total, elements.product(code, elements.load(code, row), elements.load(code, column)))
      advance(code, row, stepA)
      advance(code, column, stepB)
    })
    elements.store(code, target, total)
  })
  return [product]
}
