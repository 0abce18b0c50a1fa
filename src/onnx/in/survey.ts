import type { FunctionProto, GraphProto, ModelProto, NodeProto } from '../../engine/onnx/index.js'
import { newest, OnnxFault, oldest, type UnknownOperator } from './error.js'
import { domains } from './operators/index.js'

/** The functions of a model by their keys. */
export type Functions = ReadonlyMap<string, FunctionProto>

/** The standard domain has two names. */
export const standard = (domain: string | undefined): string =>
  domain === undefined || domain === 'ai.onnx' ? '' : domain

/** What tells a function of the model: its domain and name. */
export const functionKey = (domain: string | undefined, name: string | undefined): string =>
  `${standard(domain)}.${name ?? ''}`

/** The functions of a model; a BadGraph where two have one name. */
export const functionsOf = ({ functions }: ModelProto): Functions => {
  const found = new Map<string, FunctionProto>()
  for (const one of functions) {
    const key = functionKey(one.domain, one.name)
    if (found.has(key)) throw new OnnxFault({ _tag: 'BadGraph', problem: `the function ${key} is there twice` })
    found.set(key, one)
  }
  return found
}

/** Refuses versions of the standard operators that are not read. */
const checkOpset = (version: number): void => {
  if (version < oldest || version > newest) throw new OnnxFault({ _tag: 'UnsupportedOpset', domain: '', version })
}

type Opsets = ReadonlyMap<string, number>

/** The versions of the operator sets that a model or a function asks for, by domain. */
export const opsetsOf = ({ opsetImport }: Pick<ModelProto, 'opsetImport'>): Opsets =>
  new Map(opsetImport.map(({ domain, version = 0 }) => [standard(domain), version]))

const graphsOf = ({ attribute }: NodeProto): readonly GraphProto[] =>
  attribute.flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]))

/** Whether an operator is read: a record has what every object has too, so only its own names count. */
const isRead = (domain: string, operator: string): boolean =>
  Object.hasOwn(domains, domain) && Object.hasOwn(domains[domain], operator)

/** Refuses a model that has operators which are not read, naming all of them, or versions of the standard ones that are not. */
export const checkOperators = (model: ModelProto, graph: GraphProto, functions: Functions): void => {
  const unknown = new Map<string, UnknownOperator>()
  const seen = new Set<string>()
  // A list of what is still to be looked at, since functions may call each other ever further.
  const left: (readonly [nodes: readonly NodeProto[], opsets: Opsets])[] = [[graph.node, opsetsOf(model)]]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [nodes, opsets] = next
    for (const node of nodes) {
      const { opType: operator = '' } = node
      const domain = standard(node.domain)
      const key = functionKey(domain, operator)
      const called = functions.get(key)
      if (called !== undefined) {
        if (!seen.has(key)) left.push([called.node, opsetsOf(called)])
        seen.add(key)
      } else if (!isRead(domain, operator)) unknown.set(key, { operator, domain, opset: opsets.get(domain) ?? 1 })
      else if (domain === '') checkOpset(opsets.get('') ?? 1)
      for (const inner of graphsOf(node)) left.push([inner.node, opsets])
    }
  }
  if (unknown.size > 0) throw new OnnxFault({ _tag: 'UnsupportedOperators', operators: [...unknown.values()] })
}
