import { type AnyFunction, traceTrees } from '../../autodiff/index.js'
import { simplify } from '../../compile/index.js'
import { type ModelProto, modelOf, type Port } from '../../engine/onnx/index.js'
import { constantOf, type Graph } from '../../graph/index.js'
import { ArgumentError, flatten, leafPaths, showType, type Tensor, written } from '../../tensor/index.js'
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

const refused = (operation: string, problem: string, remedy: string): ArgumentError =>
  new ArgumentError({ operation, problem, remedy })

const argumentNames = (operation: string, count: number, given: readonly string[] | undefined): readonly string[] => {
  if (given === undefined) return count === 1 ? ['input'] : Array.from({ length: count }, (_, index) => `input${index}`)
  if (!Array.isArray(given) || given.length !== count || !given.every((name) => typeof name === 'string'))
    throw refused(operation, `the names of the inputs are ${written(given)}`, `Give ${count}, one for each argument`)
  return given
}

const checkStored = (operation: string, count: number, stored: readonly number[]): ReadonlySet<number> => {
  const wrong = stored.find((position) => !(Number.isInteger(position) && position >= 0 && position < count))
  if (wrong !== undefined)
    throw refused(operation, `there is no argument ${written(wrong)} to store`, `Arguments go from 0 to ${count - 1}`)
  return new Set(stored)
}

/** A function as a model: traced on its examples, simplified, lowered. */
export const modelFrom = (
  operation: string,
  f: AnyFunction,
  examples: readonly unknown[],
  options: OnnxOptions,
): ModelProto => {
  if (typeof options !== 'object' || options === null)
    throw refused(operation, `the options are ${written(options)}`, 'Use an object')
  const [leaves, structure] = flatten(operation, examples)
  const { graph, captured, output } = traceTrees(operation, f, structure, leaves)
  const names = argumentNames(operation, examples.length, options.inputs)
  const stored = checkStored(operation, examples.length, options.stored ?? [])
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
  const outputPaths = leafPaths(output, options.output ?? 'output')
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
