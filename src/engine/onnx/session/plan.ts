import type { GraphStructure } from '../../../compile/index.js'
import { expressionOf, type Graph, graphsWithin, type Result } from '../../../graph/index.js'
import { type Constant, rowMajor, sizeInBytes, type Tensor } from '../../../tensor/index.js'
import { modelOf, printed } from '../lowering/index.js'
import { encode, modelSchema } from '../proto/index.js'
import { numbering } from './numbering.js'

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

/** Factors on the right of products up to so many bytes are part of the model, for which ONNX Runtime packs them once. */
const packedBytes = 2 ** 24

/** The constants that are factors on the right, in a graph and those within it. */
const rightFactors = (graph: Graph, found = new Set<Tensor>()): ReadonlySet<Tensor> => {
  for (const apply of graph.applies) {
    if (apply.primitive.name === 'matmul') found.add(apply.operands[1])
    for (const inner of graphsWithin(apply)) rightFactors(inner, found)
  }
  return found
}

/** How sessions come by the constants of a graph. */
export type Place = 'fed' | 'packed' | 'included'

const placeOf = (constant: Constant, factors: ReadonlySet<Tensor>): Place => {
  const bytes = sizeInBytes(constant)
  if (bytes < fedBytes) return 'included'
  return bytes <= packedBytes && factors.has(constant) ? 'packed' : 'fed'
}

export const placesOf = (graph: Graph, constants: readonly Constant[]): readonly Place[] => {
  const factors = rightFactors(graph)
  return constants.map((constant) => placeOf(constant, factors))
}

const numberOf = numbering<Constant>()

/** What a model depends on: graphs of equal keys have the same one, but for the constants that are fed. */
export const keyOf = ({ text, constants }: GraphStructure, places: readonly Place[]): string => {
  const shown = (constant: Constant, place: Place): string => {
    if (place === 'included') return printed(rowMajor(constant))
    return place === 'packed' ? `#${numberOf(constant)}` : place
  }
  return [text, ...constants.map((constant, index) => shown(constant, places[index]))].join('\n')
}

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

export const modelFor = (
  graph: Graph,
  { computed }: Plan,
  { constants }: GraphStructure,
  places: readonly Place[],
): Model => {
  const inputs = graph.inputs.map((_, index) => `input_${index}`)
  const outputs = computed.map((_, index) => `output_${index}`)
  const fed: Fed[] = []
  const numbers = new Map(constants.map((constant, number) => [constant, number]))
  const model = modelOf(
    { ...graph, outputs: computed },
    {
      inputs: inputs.map((name) => ({ name })),
      outputs: outputs.map((name) => ({ name })),
      place: (constant, name) => {
        const number = numbers.get(constant)
        if (number === undefined || places[number] !== 'fed') return undefined
        fed.push({ constant: number, name })
        return { name }
      },
    },
  )
  return { bytes: encode(modelSchema, model), inputs, fed, outputs }
}
