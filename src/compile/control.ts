import type { AttributesOf, Graph } from '../graph/index.js'
import type { SomeApplication } from './application.js'
import type { Assembly } from './assembly.js'
import { inline, inlineInto } from './inline.js'
import type { Place } from './place.js'

/** The outputs of a graph at the operands, as for every primitive that stands for one of its graphs. */
export const inlined = (
  assembly: Assembly,
  { operands, attributes: { graph }, destinations }: SomeApplication<{ readonly graph: Graph }>,
): readonly Place[] => {
  const held = operands.map((operand) => assembly.hold(operand))
  return inline(assembly, graph, held, destinations)
}

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
    () => assembly.callAll(onTrue),
    () => assembly.callAll(onFalse),
  )
  return results
}
