import { type AttributeProto, attributeTypes, type GraphProto } from '../../engine/onnx/index.js'
import type { Constant } from '../../tensor/index.js'
import { attributeRules } from './attributeRules.js'
import { dtypeOfElements } from './elements.js'
import { OnnxFault } from './error.js'
import type { Tensors } from './tensors.js'

/** The value of an attribute by its name, or what stands for it where it is absent; without that, its absence is an error. */
export type Attribute<T> = <F = never>(name: string, ...absent: readonly [] | readonly [F]) => T | F

/** The attributes of a node. One that is absent and has nothing to stand for it, or is of another type, is an OnnxFault. */
export interface Attributes {
  readonly names: readonly string[]
  readonly has: (name: string) => boolean
  readonly int: Attribute<number>
  readonly float: Attribute<number>
  readonly string: Attribute<string>
  readonly tensor: Attribute<Constant>
  /** A sparse tensor, made dense. */
  readonly sparse: Attribute<Constant>
  readonly graph: Attribute<GraphProto>
  readonly ints: Attribute<readonly number[]>
  readonly floats: Attribute<readonly number[]>
  readonly strings: Attribute<readonly string[]>
}

type AttributeKind = keyof typeof attributeTypes

const kinds: ReadonlyMap<number, string> = new Map(Object.entries(attributeTypes).map(([name, type]) => [type, name]))

const text = new TextDecoder()

const bad = (attribute: string, problem: string): OnnxFault =>
  new OnnxFault({ _tag: 'BadAttribute', attribute, problem })

/** The attributes of a node; a BadAttribute where two have one name. */
export const attributesOf = (protos: readonly AttributeProto[], tensors: Tensors): Attributes => {
  const byName = new Map<string, AttributeProto>()
  for (const proto of protos) {
    const name = proto.name ?? ''
    if (byName.has(name)) throw bad(name, 'is there twice')
    byName.set(name, proto)
  }
  const reader =
    <T>(kind: AttributeKind, value: (proto: AttributeProto, name: string) => T | undefined): Attribute<T> =>
    (name, ...absent) => {
      const proto = byName.get(name)
      if (proto === undefined) {
        if (absent.length === 0) throw bad(name, 'is missing')
        return absent[0]
      }
      const type = proto.type ?? 0
      if (type !== 0 && type !== attributeTypes[kind])
        throw bad(name, `is of type ${kinds.get(type) ?? type}, not ${kind}`)
      const found = value(proto, name)
      if (found === undefined) throw bad(name, `has no value of type ${kind}`)
      return found
    }
  // Made at once, so that what is wrong with them is seen while the model is read.
  for (const { t, sparseTensor } of protos) {
    if (t !== undefined) tensors.dense(t)
    if (sparseTensor !== undefined) tensors.sparse(sparseTensor)
  }
  const given = reader('float', ({ f, type }) => f ?? (type === attributeTypes.float ? 0 : undefined))
  return {
    names: [...byName.keys()],
    has: (name) => byName.has(name),
    // A writer may leave out what is zero.
    int: reader('int', ({ i, type }) => i ?? (type === attributeTypes.int ? 0 : undefined)),
    float: (name, ...absent) => {
      const [fallback] = absent
      const found = given(name, ...absent)
      // What stands for an absent one is a float32 too, as the definitions of operators have it.
      return typeof fallback === 'number' && found === fallback ? (Math.fround(fallback) as typeof fallback) : found
    },
    string: reader('string', ({ s, type }) =>
      s === undefined ? (type === attributeTypes.string ? '' : undefined) : text.decode(s),
    ),
    tensor: reader('tensor', ({ t }) => t && tensors.dense(t)),
    sparse: reader('sparseTensor', ({ sparseTensor }) => sparseTensor && tensors.sparse(sparseTensor)),
    graph: reader('graph', ({ g }) => g),
    ints: reader('ints', ({ ints }) => ints),
    floats: reader('floats', ({ floats }) => floats),
    strings: reader('strings', ({ strings }) => strings.map((each) => text.decode(each))),
  }
}

/** Refuses attributes that the operator does not have, or not of this type, and the absence of those that it needs. */
export const checkAttributes = (
  protos: readonly AttributeProto[],
  domain: string,
  operator: string,
  opset: number,
): void => {
  const rules = attributeRules(domain, operator, opset)
  if (rules === undefined) return
  for (const { name = '', type = 0 } of protos) {
    const rule = rules.get(name)
    if (rule === undefined) throw bad(name, `is none of ${operator} in version ${opset}`)
    if (type !== 0 && type !== attributeTypes[rule.type])
      throw bad(name, `is of type ${kinds.get(type) ?? type}, not ${rule.type}`)
  }
  for (const [name, { required }] of rules)
    if (required && !protos.some((proto) => proto.name === name)) throw bad(name, 'is missing')
}

/** Attributes that name a type of elements. */
const typeNames = new Set(['to', 'dtype', 'output_dtype', 'output_datatype'])

/** Refuses elements of types that no tensor here has: those that an attribute asks for, and the texts of a Constant. */
export const checkTypes = (protos: readonly AttributeProto[], operator: string, node: string): void => {
  for (const { name = '', i, type } of protos) {
    if (typeNames.has(name) && type === attributeTypes.int && i !== undefined && i !== 0) dtypeOfElements(i, node)
    if (operator === 'Constant' && (name === 'value_string' || name === 'value_strings'))
      throw new OnnxFault({ _tag: 'UnsupportedType', name: node, problem: 'its value is text' })
  }
}
