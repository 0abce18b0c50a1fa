import { compile, simplify } from '../compile/index.js'
import type { Executor, Graph } from '../graph/index.js'
import type { Constant } from '../tensor/index.js'
import { bind, link } from './linked.js'
import { processMemory } from './memory.js'

/** A compiled graph. */
export type CompiledGraph = (operands: readonly Constant[]) => readonly Constant[]

/** Compiles a graph to a function of its operands' values. */
export const compileGraph = (graph: Graph): CompiledGraph =>
  bind(link(compile(simplify(graph), { threads: 1, shared: processMemory().isShared })))

const compiled = new WeakMap<Graph, CompiledGraph>()

/** Runs graphs as WebAssembly; each is compiled once, as long as it is in use. */
export const wasm: Executor = (graph, operands) => {
  const known = compiled.get(graph)
  if (known !== undefined) return known(operands)
  const made = compileGraph(graph)
  compiled.set(graph, made)
  return made(operands)
}
