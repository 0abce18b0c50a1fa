import { type AnyFunction, traceTrees } from '../../autodiff/index.js'
import { simplify } from '../../compile/index.js'
import { type ModelProto, modelOf, type Port } from '../../engine/onnx/index.js'
import { constantOf, type Graph } from '../../graph/index.js'
import {
  ArgumentError,
  flatten,
  leafPaths,
  type OptionNames,
  showType,
  type Tensor,
  written,
} from '../../tensor/index.js'
import { argumentOfLeaves, argumentPaths, namesOf } from './names.js'

/** What a model says of itself, and what of a function's arguments it holds. */
export interface OnnxOptions {
  /** Of the graph; where left out, the function's own name. */
  readonly name?: string
  /** What the model is for, as a text. */
  readonly docString?: string
  /** Names of the arguments, which those of the inputs begin with: `input` for one, `input0`, `input1`, ... for several. */
  readonly inputs?: readonly string[]
  /** Name of the result, which those of the outputs begin with: `output` where left out. */
  readonly output?: string
  /**
   * Positions of the arguments whose values the model holds: their leaves are no inputs but initialisers, under the same
   * names; those of the parameters of a network, say.
   */
  readonly stored?: readonly number[]
  /** What else is written down, as strings by name. */
  readonly metadata?: Readonly<Record<string, string>>
}

export const onnxNames: OptionNames<OnnxOptions> = {
  name: true,
  docString: true,
  inputs: true,
  output: true,
  stored: true,
  metadata: true,
}

const refused = (operation: string, problem: string, remedy: string): ArgumentError =>
  new ArgumentError({ operation, problem, remedy })

const argumentNames = (operation: string, count: number, given: readonly string[] | undefined): readonly string[] => {
  if (given === undefined) return count === 1 ? ['input'] : Array.from({ length: count }, (_, index) => `input${index}`)
  if (!Array.isArray(given) || given.length !== count || !given.every((name) => typeof name === 'string'))
    throw refused(operation, `the names of the inputs are ${written(given)}`, `Give ${count}, one for each argument`)
  return given
}

const checkStored = (operation: string, count: number, stored: readonly number[]): ReadonlySet<number> => {
  if (!Array.isArray(stored))
    throw refused(operation, `stored is ${written(stored)}`, 'Use a list of positions of arguments, such as [0]')
  const wrong = stored.find((position) => !(Number.isInteger(position) && position >= 0 && position < count))
  if (wrong !== undefined)
    throw refused(operation, `there is no argument ${written(wrong)} to store`, `Arguments go from 0 to ${count - 1}`)
  return new Set(stored)
}

/** How many bytes the elements of a model's constants take. */
export const storedBytes = ({ graph }: ModelProto): number =>
  (graph?.initializer ?? []).reduce((sum, { rawData }) => sum + (rawData?.length ?? 0), 0)

/** Refuses texts that are no strings. */
const checkOptions = (operation: string, options: OnnxOptions): void => {
  const { name, docString, output, metadata = {} } = options
  for (const [which, given] of Object.entries({ name, docString, output }))
    if (given !== undefined && typeof given !== 'string')
      throw refused(operation, `${which} is ${written(given)}`, 'Use a string')
  if (typeof metadata !== 'object' || !Object.values(Object(metadata)).every((text) => typeof text === 'string'))
    throw refused(operation, `metadata is ${written(metadata)}`, 'Use a record of strings')
}

/** A function as a model: traced on its examples, simplified, lowered. */
export const modelFrom = (
  operation: string,
  f: AnyFunction,
  examples: readonly unknown[],
  options: OnnxOptions,
): ModelProto => {
  checkOptions(operation, options)
  const [leaves, structure] = flatten(operation, examples)
  const { graph, captured, output } = traceTrees(operation, f, structure, leaves)
  const outputPaths = leafPaths(output, options.output ?? 'output')
  if (outputPaths.length === 0)
    throw refused(operation, 'the function gives no tensor', 'Let it give one or more: a model has outputs')
  const names = argumentNames(operation, examples.length, options.inputs)
  const stored = checkStored(operation, examples.length, options.stored === undefined ? [] : options.stored)
  const taken = new Set<string>()
  const paths = argumentPaths(structure, names)
  const inputNames = namesOf([...paths, ...captured.map(() => 'captured')], taken)
  const owner = argumentOfLeaves(structure)
  const described = (path: string, type: Tensor): string => `${path}: ${showType(type)}`
  const inputs = [...leaves, ...captured].map((leaf, index): Port => {
    const isStored = index >= leaves.length || stored.has(owner[index])
    return {
      name: inputNames[index],
      docString: described(paths[index] ?? 'a value from outside the function', leaf),
      ...(isStored ? { stored: constantOf(operation, leaf) } : {}),
    }
  })
  const outputNames = namesOf(outputPaths, taken)
  const simple: Graph = simplify(graph)
  return modelOf(simple, {
    inputs,
    outputs: outputPaths.map((path, index) => ({
      name: outputNames[index],
      docString: described(path, simple.outputs[index]),
    })),
    name: options.name ?? (f.name === '' ? 'cotangent' : f.name),
    ...(options.docString === undefined ? {} : { docString: options.docString }),
    ...(options.metadata === undefined ? {} : { metadata: options.metadata }),
  })
}
