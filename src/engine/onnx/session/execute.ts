import { type ArithmeticName, type GraphStructure, simplify, structureOf } from '../../../compile/index.js'
import type { Graph } from '../../../graph/index.js'
import type { Constant } from '../../../tensor/index.js'
import { checkAvailable, failure } from './failures.js'
import { constantOf, tensorOf } from './feeds.js'
import { type Fed, keyOf, modelFor, type Plan, placesOf, planOf } from './plan.js'
import { type OnnxRuntime, type Ort, type OrtTensors, runtimeOf } from './runtime.js'
import { type Opened, type SessionSettings, sessionKey, withSession } from './sessions.js'

/** How graphs run on ONNX Runtime. */
export interface OnnxSettings extends SessionSettings {
  readonly runtime: OnnxRuntime | undefined
  readonly arithmetic: ArithmeticName
}

/** What runs graphs on values, and gives their outputs when they are there. */
export type AsyncExecutor = (graph: Graph, operands: readonly Constant[]) => Promise<readonly Constant[]>

type Run = (operands: readonly Constant[]) => Promise<readonly Constant[]>

/** The constants of a graph that its session is fed, as ONNX Runtime has them. */
const fedTensors = (runtime: Ort, { constants }: GraphStructure, fed: readonly Fed[]): OrtTensors =>
  Object.fromEntries(fed.map(({ constant, name }) => [name, tensorOf(runtime, constants[constant])]))

/** The outputs of a graph: operands and constants themselves, and what was computed. */
const gathered = (
  { sources }: Plan,
  operands: readonly Constant[],
  computed: readonly Constant[],
): readonly Constant[] =>
  sources.map((source) => {
    if (source._tag === 'Operand') return operands[source.operand]
    return source._tag === 'Constant' ? source.constant : computed[source.output]
  })

/** A graph made ready to run: simplified, and on a session that graphs of the same structure share. */
const prepared = (runtime: Ort, { arithmetic, ...settings }: OnnxSettings, graph: Graph): Run => {
  const simple = simplify(graph, arithmetic)
  const structure = structureOf(simple)
  const plan = planOf(simple)
  if (plan.computed.length === 0) return async (operands) => gathered(plan, operands, [])
  const places = placesOf(simple, structure.constants)
  const key = sessionKey(runtime, settings, keyOf(structure, places))
  const make = () => modelFor(simple, plan, structure, places)
  let fed: OrtTensors | undefined
  const run = async ({ model, session }: Opened, operands: readonly Constant[]): Promise<readonly Constant[]> => {
    fed ??= fedTensors(runtime, structure, model.fed)
    const feeds: OrtTensors = { ...fed }
    for (let index = 0; index < operands.length; index++)
      feeds[model.inputs[index]] = tensorOf(runtime, operands[index])
    const results = await session.run(feeds, model.outputs).catch((error) => {
      throw failure('to run the graph', error)
    })
    const computed = plan.computed.map((result, index) => constantOf(results[model.outputs[index]], result))
    return gathered(plan, operands, computed)
  }
  return (operands) => withSession(runtime, settings, key, make, (opened) => run(opened, operands))
}

/** Runs graphs on ONNX Runtime; each is made ready once. */
export const onnxExecutor = (settings: OnnxSettings): AsyncExecutor => {
  const ready = new WeakMap<Graph, Run>()
  return async (graph, operands) => {
    const known = ready.get(graph)
    if (known !== undefined) return known(operands)
    const runtime = runtimeOf(settings.runtime)
    checkAvailable(runtime, settings.providers)
    const run = prepared(runtime, settings, graph)
    ready.set(graph, run)
    return run(operands)
  }
}
