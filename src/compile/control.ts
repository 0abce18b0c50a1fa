import type { AttributesOf, Graph } from '../graph/index.js'
import { bytesOf } from '../tensor/index.js'
import type { SomeApplication } from './application.js'
import type { Assembly } from './assembly.js'
import { inline, inlineInto } from './inline.js'
import { copy } from './nests/map.js'
import { moving, type Place, within } from './place.js'
import { type FunctionReference, f64, i32, type Variable } from './wasm/index.js'

/** The outputs of a graph at the operands, as for every primitive that stands for one of its graphs. */
export const inlined = (
  assembly: Assembly,
  { operands, attributes: { graph }, destinations }: SomeApplication<{ readonly graph: Graph }>,
): readonly Place[] => {
  const held = operands.map((operand) => assembly.hold(operand))
  return inline(assembly, graph, held, destinations)
}

const callAll = (assembly: Assembly, functions: readonly FunctionReference[]): void => {
  for (const each of functions) assembly.code.call(each)
}

// --- cond

export const cond = (
  assembly: Assembly,
  { operands: [predicate, ...operands], attributes, types, destinations }: SomeApplication<AttributesOf<'cond'>>,
): readonly Place[] => {
  const results = types.map((type, index) => assembly.place(type, destinations[index]))
  const [onTrue, onFalse] = [attributes.onTrue, attributes.onFalse].map((branch) =>
    assembly.sequence(() => inlineInto(assembly, branch, operands, results)),
  )
  const [address] = assembly.addressesOf(predicate)
  assembly.code.when(
    assembly.code.load('u8', address),
    () => callAll(assembly, onTrue),
    () => callAll(assembly, onFalse),
  )
  return results
}

// --- loops

/**
 * The carries of a loop, in two halves: a step reads one and writes the other, and which one it reads alternates with
 * the steps.
 */
interface Carries {
  readonly parity: Variable<'i32'>
  readonly before: readonly Place[]
  readonly after: readonly Place[]
  /** Where the carries are after an even or an odd number of steps. */
  readonly halves: readonly [even: readonly Place[], odd: readonly Place[]]
}

const carriesOf = (assembly: Assembly, initial: readonly Place[]): Carries => {
  const parity = assembly.counter()
  const [even, odd] = [0, 1].map(() => initial.map((place) => assembly.allocate(place)))
  initial.forEach((place, index) => {
    copy(assembly, place, even[index])
  })
  assembly.code.assign(parity, i32(0))
  const distance = (index: number): number => odd[index].address.base - even[index].address.base
  return {
    parity,
    before: even.map((place, index) => moving(place, parity, distance(index))),
    after: odd.map((place, index) => moving(place, parity, -distance(index))),
    halves: [even, odd],
  }
}

const swap = (assembly: Assembly, { parity }: Carries): void => {
  assembly.code.update(parity, 'i32.sub', i32(1), parity)
}

const releaseAll = (assembly: Assembly, places: readonly Place[]): void => {
  for (const place of places) assembly.release(place)
}

export const scan = (
  assembly: Assembly,
  { operands, attributes, types, destinations }: SomeApplication<AttributesOf<'scan'>>,
): readonly Place[] => {
  const { body, length, constants, carries: count, reverse } = attributes
  const ys = types.slice(count).map((type, index) => assembly.place(type, destinations[count + index]))
  const initial = operands.slice(constants, constants + count)
  if (length === 0) return [...initial.map((place) => assembly.hold(place)), ...ys]
  const carries = carriesOf(assembly, initial)
  const index = assembly.counter()
  const xs = operands.slice(constants + count).map((x) => elementAt(x, index))
  const step = assembly.sequence(() => {
    const inputs = [...operands.slice(0, constants), ...carries.before, ...xs]
    inlineInto(assembly, body, inputs, [...carries.after, ...ys.map((y) => elementAt(y, index))])
  })
  const { code } = assembly
  const [first, stride, end] = reverse ? [length - 1, -1, -1] : [0, 1, length]
  code.assign(index, i32(first))
  code.loop((start) => {
    callAll(assembly, step)
    swap(assembly, carries)
    code.update(index, 'i32.add', index, i32(stride))
    code.branchIf(start, code.apply('i32.ne', index, i32(end)))
  })
  const [last, other] = length % 2 === 0 ? carries.halves : carries.halves.toReversed()
  releaseAll(assembly, other)
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
  const carries = carriesOf(assembly, operands.slice(constants))
  const goesOn = assembly.allocate(condition.outputs[0])
  const test = assembly.sequence(() => {
    inlineInto(assembly, condition, [...operands.slice(0, conditionConstants), ...carries.before], [goesOn])
  })
  const step = assembly.sequence(() => {
    const inputs = [...operands.slice(conditionConstants, constants), ...carries.before]
    inlineInto(assembly, body, inputs, carries.after)
  })
  const { code } = assembly
  // A float64, so that any number of steps is counted, and compared with any limit, as JavaScript does.
  const steps = code.variable('f64', f64(0))
  code.block((end) => {
    code.loop((start) => {
      code.branchIf(end, code.apply('i32.eqz', code.apply('f64.lt', steps, f64(maxSteps))))
      callAll(assembly, test)
      const [address] = assembly.addressesOf(goesOn)
      code.branchIf(end, code.apply('i32.eqz', code.load('u8', address)))
      callAll(assembly, step)
      swap(assembly, carries)
      code.update(steps, 'f64.add', steps, f64(1))
      code.branch(start)
    })
  })
  const results = types.map((type, index) => assembly.place(type, destinations[index]))
  results.forEach((result, index) => {
    copy(assembly, carries.before[index], result)
  })
  releaseAll(assembly, [goesOn, ...carries.halves.flat()])
  return results
}
