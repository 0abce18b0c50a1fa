import { type AttributeProto, attributeTypes, type GraphProto } from '../proto/index.js'

/** An attribute of a node but for its name. */
export type Attribute = Omit<AttributeProto, 'name'>

export type Attributes = Readonly<Record<string, Attribute>>

const empty = { floats: [], ints: [], strings: [], tensors: [], graphs: [] }

const encoder = new TextEncoder()

export const int = (i: number): Attribute => ({ ...empty, type: attributeTypes.int, i })
export const string = (s: string): Attribute => ({ ...empty, type: attributeTypes.string, s: encoder.encode(s) })
export const ints = (values: readonly number[]): Attribute => ({ ...empty, type: attributeTypes.ints, ints: values })
export const graph = (g: GraphProto): Attribute => ({ ...empty, type: attributeTypes.graph, g })

export const named = (attributes: Attributes): readonly AttributeProto[] =>
  Object.entries(attributes).map(([name, attribute]) => ({ name, ...attribute }))
