import * as E from 'fp-ts/lib/Either.js'
import { decode, type GraphProto, type ModelProto, modelSchema, WireFault } from '../../engine/onnx/index.js'
import { within } from '../../graph/index.js'
import {
  ArgumentError,
  type Constant,
  checkIsOptions,
  describe,
  isFloat,
  isTensor,
  type OptionNames,
  sizeOf,
  type Tensor,
  type TensorType,
  written,
} from '../../tensor/index.js'
import { constantBounds } from './bounds.js'
import { type OnnxError, OnnxFault } from './error.js'
import { largerBound } from './operator.js'
import { planModel } from './plan.js'
import type { PlannedGraph } from './planning.js'
import { runGraph } from './run.js'
import { checkOperators, functionsOf, standard } from './survey.js'
import { checkValue, named, type OnnxValue, valueOfInfo } from './values.js'

/** Tensors by the names that they have in a model. */
export type NamedValues = Readonly<Record<string, Tensor>>

/** A model of ONNX as a pure function of its parameters and inputs. */
export interface OnnxModel {
  /** The initializers that count as parameters, by name. */
  readonly params: NamedValues
  /**
   * The outputs, by name. The inputs are a record by name, or the tensor itself where the model has one. An ArgumentError
   * names an input or parameter that is missing or not there, a ShapeError or DTypeError one that is not as declared; what
   * an operation throws names the node.
   */
  readonly apply: (params: NamedValues, inputs: NamedValues | Tensor) => NamedValues
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** The versions of the operator sets, by domain; the standard one is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>
  /** The program that wrote the model, as far as it says. */
  readonly producer: string
  readonly doc: string
  readonly metadata: Readonly<Record<string, string>>
}

/** How a model is read. */
export interface OnnxReadOptions {
  /** Which float initializers are parameters; where left out, those that `fromOnnx` describes. */
  readonly parameters?: (name: string, type: TensorType) => boolean
  /** The files beside the model, by the locations that it gives them. */
  readonly external?: Readonly<Record<string, Uint8Array>>
  /**
   * The most elements of a tensor that the model makes, unless it is given a larger one; 2^28 where left out. `apply` throws
   * an ArgumentError where there would be more.
   */
  readonly maxElements?: number
}

const optionNames: OptionNames<OnnxReadOptions> = { parameters: true, external: true, maxElements: true }

const defaultMaxElements = 2 ** 28

/** Refuses values that options do not have. */
export const checkReadOptions = (operation: string, options: OnnxReadOptions): void => {
  const refuse = (problem: string, remedy: string): never => {
    throw new ArgumentError({ operation, problem, remedy })
  }
  const { parameters, external, maxElements = defaultMaxElements } = options
  if (parameters !== undefined && typeof parameters !== 'function')
    refuse(`parameters is ${written(parameters)}`, 'Use a function from a name and a type to true or false')
  const isRecord = typeof external === 'object' && external !== null
  if (external !== undefined && !(isRecord && Object.values(external).every((file) => file instanceof Uint8Array)))
    refuse(`external is ${written(external)}`, 'Use a record of Uint8Arrays by location')
  if (!(Number.isSafeInteger(maxElements) && maxElements > 0))
    refuse(`maxElements is ${written(maxElements)}`, 'Use a whole number from 1 on')
}

/** The initializers that are parameters. */
const paramsOf = (
  constants: PlannedGraph['constants'],
  graph: GraphProto,
  parameters: OnnxReadOptions['parameters'],
): readonly (readonly [string, Constant])[] => {
  const bounds = constantBounds(graph)
  const chosen = parameters ?? ((name: string, { shape }: TensorType): boolean => shape.length > 0 && !bounds.has(name))
  return [...constants].filter(([name, constant]) => isFloat(constant.dtype) && chosen(name, constant))
}

/** What is declared of a parameter: what it is in the model. */
const declaredAs = ([name, { shape, dtype }]: readonly [string, Constant]): OnnxValue => ({
  name,
  dtype,
  elementType: dtype,
  shape,
})

const check = (values: readonly OnnxValue[], given: readonly Tensor[], what: string): void => {
  const sizes = new Map<string, number>()
  for (const [index, value] of values.entries()) {
    if (!isTensor(given[index]))
      throw new ArgumentError({
        operation: 'fromOnnx',
        problem: `${what} ${JSON.stringify(value.name)} (${written(given[index])}) is not a tensor`,
        remedy: 'Make a tensor of it with tensor(...)',
      })
    checkValue(value, given[index], sizes, what)
  }
}

/** How many elements the largest tensor has, or `least` if that is more. */
const largest = (tensors: Iterable<Tensor>, least: number): number => {
  let most = least
  for (const { shape } of tensors) most = Math.max(most, sizeOf(shape))
  return most
}

const applierOf = (
  plan: PlannedGraph,
  inputs: readonly OnnxValue[],
  params: readonly OnnxValue[],
  maxElements: number,
): OnnxModel['apply'] => {
  const paramNames = params.map(({ name }) => name)
  const inputNames = inputs.map(({ name }) => name)
  const stored = largest(plan.constants.values(), maxElements)
  return (givenParams, given) => {
    if (isTensor(given) && inputNames.length !== 1)
      throw new ArgumentError({
        operation: 'fromOnnx',
        problem: `the model has ${inputNames.length} inputs, and is given one tensor`,
        remedy: `Give a record of them: ${inputNames.map((name) => JSON.stringify(name)).join(', ')}`,
      })
    const values = isTensor(given) ? [given] : named('input', inputNames, given)
    check(inputs, values, 'input')
    const weights = named('parameter', paramNames, givenParams)
    check(params, weights, 'parameter')
    const entries = paramNames.map((name, index) => [name, weights[index]] as const)
    // What it is given may be of any size, and what is made of each element of it alone.
    const mostElements = largest([...values, ...weights], stored)
    const results = within({ mostElements, remedy: largerBound }, () =>
      runGraph(plan, values, undefined, maxElements, entries),
    )
    return Object.fromEntries(plan.outputs.map((name, index) => [name, results[index]]))
  }
}

const modelOf = (model: ModelProto, options: OnnxReadOptions): OnnxModel => {
  const { external = {}, maxElements = defaultMaxElements, parameters } = options
  const { graph } = model
  if (graph === undefined) throw new OnnxFault({ _tag: 'BadGraph', problem: 'the model has no graph' })
  const functions = functionsOf(model)
  checkOperators(model, graph, functions)
  const files = (location: string): Uint8Array | undefined =>
    Object.hasOwn(external, location) ? external[location] : undefined
  const plan = planModel(model, graph, functions, files, maxElements)
  const inputs = graph.input.filter(({ name = '' }) => !plan.constants.has(name)).map(valueOfInfo)
  const params = paramsOf(plan.constants, graph, parameters)
  return {
    params: Object.fromEntries(params),
    apply: applierOf(plan, inputs, params.map(declaredAs), maxElements),
    inputs,
    outputs: graph.output.map(valueOfInfo),
    opsets: Object.fromEntries(
      model.opsetImport.map(({ domain, version = 0 }) => [standard(domain) || 'ai.onnx', version]),
    ),
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    doc: model.docString ?? '',
    metadata: Object.fromEntries(model.metadataProps.map(({ key = '', value = '' }) => [key, value])),
  }
}

/** Runs a reader; what it finds wrong is on the left. */
export const reading = <A>(body: () => A): E.Either<OnnxError, A> => {
  try {
    return E.right(body())
  } catch (error) {
    if (error instanceof OnnxFault) return E.left(error.error)
    if (error instanceof WireFault)
      return E.left({ _tag: 'DamagedBytes', problem: error.message, offset: error.offset })
    throw error
  }
}

/** A decoded model as a function; `loadOnnx` decodes before, to find the files that belong to it. */
export const readModel = (model: ModelProto, options: OnnxReadOptions): E.Either<OnnxError, OnnxModel> =>
  reading(() => modelOf(model, options))

/**
 * A model made elsewhere, as a pure function of a record of parameters: to be differentiated, fine-tuned, checked,
 * compiled and exported again like any other. On the left is why it cannot be read: damaged bytes, operators that are not
 * read here (all of them), types that no tensor has, a graph whose names or functions do not hold together.
 *
 * The parameters are the float initializers of the model's own graph that have axes, except where all that they do is
 * to decide a shape or a place (as the scales of Resize). Whole numbers, truths and single numbers stay constants, since
 * they are bounds, exponents and the like; `parameters` chooses otherwise. Elements of float16 and bfloat16 are float32
 * here, whole numbers of all sizes int32: one beyond int32 is an UnsupportedType, except that those of 2^62 and beyond,
 * which stand for no bound, become the largest int32. Normalisation and dropout are those of inference. Versions 7 to 24
 * of the standard operators are read.
 *
 * What is no Uint8Array, and options that are none, are an ArgumentError.
 *
 * A dimension that the model names may have any size, the same wherever the name stands. Values that decide a shape
 * have to be known when `apply` is traced, as they are where they depend on constants and shapes only.
 *
 * @example
 * ```ts
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { grad, sum, type Tensor, tensor } from 'cotangent'
 * import { fromOnnx } from 'cotangent/onnx'
 *
 * // A model of two nodes, as a file holds it: y = slope x + offset.
 * const bytes = Buffer.from(
 *   'CAo6egoSCgF4CgVzbG9wZRIBbSIDTXVsChMKAW0KBm9mZnNldBIBeSIDQWRkEgRsaW5lKhEIARABIgQAAEBAQgVzbG9w' +
 *     'ZSoSCAEQASIEAAAAP0IGb2Zmc2V0WhAKAXgSCwoJCAESBQoDEgFOYhAKAXkSCwoJCAESBQoDEgFOQgQKABAV',
 *   'base64',
 * )
 * const read = fromOnnx(bytes)
 * if (isRight(read)) {
 *   const { params, apply, inputs } = read.right
 *   params // => { slope: [3.], offset: [0.5] }
 *   inputs[0].shape // => [ 'N' ]
 *   const x = tensor([1, 2], { dtype: 'float32' })
 *   apply(params, x).y // => [3.5 6.5]
 *   grad((weights: typeof params) => sum(apply(weights, x).y) as Tensor<[]>)(params) // => { offset: [2.], slope: [3.] }
 * }
 * ```
 */
export const fromOnnx = (bytes: Uint8Array, options: OnnxReadOptions = {}): E.Either<OnnxError, OnnxModel> => {
  checkIsOptions('fromOnnx', options, optionNames)
  if (!(bytes instanceof Uint8Array))
    throw new ArgumentError({
      operation: 'fromOnnx',
      problem: `the model (${describe(bytes)}) is no Uint8Array`,
      remedy: 'Give it the bytes of a file, those of an ArrayBuffer as new Uint8Array(buffer); loadOnnx takes a path',
    })
  checkReadOptions('fromOnnx', options)
  return reading(() => modelOf(decode(modelSchema, bytes), options))
}
