import type { AttributesOf, Graph } from '../graph/index.js'
import { bytesOf } from '../tensor/index.js'
import type { SomeApplication } from './application.js'
import type { Assembly, Destinations } from './assembly.js'
import { inlineInto } from './inline.js'
import { copy } from './nests/copy.js'
import { moving, type Place, within } from './place.js'
import { type Replacement, worksInPlace } from './plan/inPlace.js'
import { planOf } from './plan/plans.js'
import { f64, i32, type Variable } from './wasm/index.js'

/** Where a step finds a carry, and where it leaves it. */
interface Carry {
  readonly before: Place
  readonly after: Place
  /** Where it lies after 0, 1, 2, ... steps, over and over. */
  readonly places: readonly Place[]
}

interface Carries {
  readonly all: readonly Carry[]
  /** Alternates with the steps; undefined where no carry does. */
  readonly parity: Variable<'i32'> | undefined
}

/** A carry in two places: a step reads one and writes the other. */
const alternating = (assembly: Assembly, initial: Place, parity: Variable<'i32'>): Carry => {
  const [even, odd] = [assembly.allocate(initial), assembly.allocate(initial)]
  const distance = odd.address.base - even.address.base
  return { before: moving(even, parity, distance), after: moving(odd, parity, -distance), places: [even, odd] }
}

/** The carries of a loop, at their initial values; those that steps work on in place lie where the results are wanted. */
const carriesOf = (
  assembly: Assembly,
  body: Graph,
  constants: number,
  initial: readonly Place[],
  destinations: Destinations,
): Carries => {
  const replacements = initial.map((_, index): Replacement => [body.inputs[constants + index], body.outputs[index]])
  const inPlace = worksInPlace(body, planOf(body, assembly.lowerings), replacements)
  const parity = inPlace.every(Boolean) ? undefined : assembly.counter()
  const all = initial.map((place, index): Carry => {
    if (parity !== undefined && !inPlace[index]) return alternating(assembly, place, parity)
    const only = assembly.place(place, destinations[index])
    return { before: only, after: only, places: [only] }
  })
  initial.forEach((place, index) => {
    const [first] = all[index].places
    if (first !== place) copy(assembly, place, first)
  })
  if (parity !== undefined) assembly.code.assign(parity, i32(0))
  return { all, parity }
}

/** Goes on from one step to the next. */
const swap = (assembly: Assembly, { parity }: Carries): void => {
  if (parity !== undefined) assembly.code.update(parity, 'i32.sub', i32(1), parity)
}

export const scan = (
  assembly: Assembly,
  { operands, attributes, types, destinations }: SomeApplication<AttributesOf<'scan'>>,
): readonly Place[] => {
  const { body, length, constants, carries: count, reverse } = attributes
  const ys = types.slice(count).map((type, index) => assembly.place(type, destinations[count + index]))
  const initial = operands.slice(constants, constants + count)
  if (length === 0) return [...initial.map((place) => assembly.hold(place)), ...ys]
  const carries = carriesOf(assembly, body, constants, initial, destinations)
  const index = assembly.counter()
  const xs = operands.slice(constants + count).map((x) => elementAt(x, index))
  const step = assembly.sequence(() => {
    const inputs = [...operands.slice(0, constants), ...carries.all.map(({ before }) => before), ...xs]
    inlineInto(assembly, body, inputs, [
      ...carries.all.map(({ after }) => after),
      ...ys.map((y) => elementAt(y, index)),
    ])
  })
  const { code } = assembly
  const [first, stride, end] = reverse ? [length - 1, -1, -1] : [0, 1, length]
  code.assign(index, i32(first))
  code.loop((start) => {
    assembly.callAll(step)
    swap(assembly, carries)
    code.update(index, 'i32.add', index, i32(stride))
    code.branchIf(start, code.apply('i32.ne', index, i32(end)))
  })
  const last = carries.all.map(({ places }) => {
    const place = places[length % places.length]
    for (const other of places) if (other !== place) assembly.release(other)
    return place
  })
  return [...last, ...ys]
}

/** The element along axis 0 that a counter points at. */
const elementAt = (place: Place, index: Variable<'i32'>): Place =>
  moving(within(place, place.shape.slice(1), place.strides.slice(1)), index, place.strides[0] * bytesOf(place.dtype))

export const whileLoop = (
  assembly: Assembly,
  { operands, attributes, types, destinations }: SomeApplication<AttributesOf<'whileLoop'>>,
): readonly Place[] => {
  const { condition, body, conditionConstants, bodyConstants, maxSteps = Number.POSITIVE_INFINITY } = attributes
  const constants = conditionConstants + bodyConstants
  const carries = carriesOf(assembly, body, bodyConstants, operands.slice(constants), destinations)
  const before = carries.all.map((carry) => carry.before)
  const goesOn = assembly.allocate(condition.outputs[0])
  const test = assembly.sequence(() => {
    inlineInto(assembly, condition, [...operands.slice(0, conditionConstants), ...before], [goesOn])
  })
  const step = assembly.sequence(() => {
    const inputs = [...operands.slice(conditionConstants, constants), ...before]
    inlineInto(
      assembly,
      body,
      inputs,
      carries.all.map(({ after }) => after),
    )
  })
  const { code } = assembly
  // A float64, so that any number of steps is counted, and compared with any limit, as JavaScript does.
  const steps = code.variable('f64', f64(0))
  code.block((end) => {
    code.loop((start) => {
      code.branchIf(end, code.apply('i32.eqz', code.apply('f64.lt', steps, f64(maxSteps))))
      assembly.callAll(test)
      const [address] = assembly.addressesOf(goesOn)
      code.branchIf(end, code.apply('i32.eqz', code.load('u8', address)))
      assembly.callAll(step)
      swap(assembly, carries)
      code.update(steps, 'f64.add', steps, f64(1))
      code.branch(start)
    })
  })
  assembly.release(goesOn)
  return carries.all.map(({ before, places }, index) => {
    if (places.length === 1) return places[0]
    const result = assembly.place(types[index], destinations[index])
    copy(assembly, before, result)
    for (const place of places) assembly.release(place)
    return result
  })
}
