import type { RoutinePrimitive } from '../../graph/index.js'
import { type Format, isRowMajor, splitAxes } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { cellsAt, machineFor } from '../machine.js'
import { byteStrides, type Place, type Stream } from '../place.js'
import type { Variable } from '../wasm/index.js'
import { copy } from './copy.js'

/** An operand whose own axes lie in row-major order, held once: a copy where they do not yet. */
const arranged = (assembly: Assembly, operand: Place, format: Format): Place => {
  const { own } = splitAxes(operand, format)
  if (isRowMajor(own, operand.strides.slice(operand.shape.length - own.length))) return assembly.hold(operand)
  const compact = assembly.allocate(operand)
  copy(assembly, operand, compact)
  return compact
}

/** An algorithm on arrays: a function of its own, which is called for every index of the leading axes. */
export const routine = (
  assembly: Assembly,
  {
    primitive: { name, routine },
    operands,
    attributes,
    types,
    destinations,
  }: SomeApplication & { readonly primitive: RoutinePrimitive<string, unknown> },
): readonly Place[] => {
  const results = types.map((type, index) => assembly.place(type, destinations[index]))
  const { leading } = splitAxes(operands[0], routine.operands[0])
  if (leading.includes(0)) return results
  const [{ dtype }] = operands
  const given = operands.map((operand, index) => arranged(assembly, operand, routine.operands[index]))
  const formats = [...routine.operands, ...routine.results]
  const arrays = [...given, ...results].map((place, index) => ({ place, ...splitAxes(place, formats[index]) }))
  const shapes = arrays.map(({ place, own }) => `${place.dtype}[${own}]`)
  const key = `routine ${name} ${JSON.stringify(attributes)} ${shapes}`
  const { reference, room } = assembly.functions.procedure(key, arrays.length, (code, pointers, room) => {
    const cells = arrays.map(({ place, own }, index) => cellsAt(code, place.dtype, own, pointers[index]))
    const [read, written] = [cells.slice(0, given.length), cells.slice(given.length)]
    routine.run(machineFor(code, assembly, dtype, room), read, written, attributes)
  })
  const scratch = assembly.allocate({ dtype: 'bool', shape: [room] })
  const streams: readonly Stream[] = [
    ...arrays.map(({ place }) => ({ place, strides: byteStrides(place).slice(0, leading.length) })),
    { place: scratch, strides: leading.map(() => 0) },
  ]
  assembly.nest(key, leading, streams, (code, pointers: readonly Variable<'i32'>[]) => () => {
    code.call(reference, ...pointers)
  })
  for (const place of [...given, scratch]) assembly.release(place)
  return results
}
