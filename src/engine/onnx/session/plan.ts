import type { GraphStructure } from '../../../compile/index.js'
import { expressionOf, type Graph, type Result } from '../../../graph/index.js'
import { type Constant, isUniform, rowMajor, sizeInBytes } from '../../../tensor/index.js'
import { modelOf } from '../lowering/index.js'
import { encode, modelSchema } from '../proto/index.js'

/** Where an output comes from: an operand or a constant is handed on as it is, the others a session computes. */
export type Source =
  | { readonly _tag: 'Operand'; readonly operand: number }
  | { readonly _tag: 'Constant'; readonly constant: Constant }
  | { readonly _tag: 'Computed'; readonly output: number }

/** What a session is to compute of a graph: each result that an output is, once. */
export interface Plan {
  readonly sources: readonly Source[]
  readonly computed: readonly Result[]
}

export const planOf = ({ inputs, outputs }: Graph): Plan => {
  const places = new Map(inputs.map((input, operand) => [input as object, operand]))
  const computed: Result[] = []
  const known = new Map<Result, number>()
  const sources = outputs.map((output): Source => {
    const expression = expressionOf(output)
    if (expression._tag === 'Constant') return { _tag: 'Constant', constant: expression }
    if (expression._tag === 'Input') return { _tag: 'Operand', operand: places.get(expression) as number }
    const before = known.get(expression)
    if (before !== undefined) return { _tag: 'Computed', output: before }
    known.set(expression, computed.length)
    computed.push(expression)
    return { _tag: 'Computed', output: computed.length - 1 }
  })
  return { sources, computed }
}

/** Constants of at least this many bytes are given to sessions beside the operands; smaller ones are part of the model. */
const fedBytes = 2 ** 12

/** Whether a constant is given to a session, instead of being a part of its model. */
const isFed = (constant: Constant): boolean => sizeInBytes(constant) >= fedBytes && !isUniform(constant)

/** What a model depends on: graphs of equal keys have the same one, but for the constants that are fed. */
export const keyOf = ({ text, constants }: GraphStructure): string =>
  [text, ...constants.map((constant) => (isFed(constant) ? 'fed' : rowMajor(constant).join()))].join('\n')

/** A constant that a session is given: its number in the structure of the graph, and the name of the input. */
export interface Fed {
  readonly constant: number
  readonly name: string
}

/** A graph as bytes that a session is made of. */
export interface Model {
  readonly bytes: Uint8Array
  readonly inputs: readonly string[]
  readonly fed: readonly Fed[]
  readonly outputs: readonly string[]
}

export const modelFor = (graph: Graph, { computed }: Plan, { constants }: GraphStructure): Model => {
  const inputs = graph.inputs.map((_, index) => `input ${index}`)
  const outputs = computed.map((_, index) => `output ${index}`)
  const fed: Fed[] = []
  const numbers = new Map(constants.map((constant, number) => [constant, number]))
  const model = modelOf(
    { ...graph, outputs: computed },
    {
      inputs: inputs.map((name) => ({ name })),
      outputs: outputs.map((name) => ({ name })),
      place: (constant, name) => {
        const number = numbers.get(constant)
        if (number === undefined || !isFed(constant)) return undefined
        fed.push({ constant: number, name })
        return { name }
      },
    },
  )
  return { bytes: encode(modelSchema, model), inputs, fed, outputs }
}
