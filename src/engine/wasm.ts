import type { Executor, Graph } from '../graph/index.js'
import { type CompiledGraph, programOf } from './programs.js'

const resolved = new WeakMap<Graph, CompiledGraph>()

/** Runs graphs as WebAssembly; each is compiled once, as long as it is in use. */
export const wasm: Executor = (graph, operands) => {
  const known = resolved.get(graph)
  if (known !== undefined) return known(operands)
  const program = programOf(graph)
  resolved.set(graph, program)
  return program(operands)
}
