import { hasVectors } from '../compile/index.js'
import type { Executor, Graph } from '../graph/index.js'
import { type CompiledGraph, programOf } from './programs.js'
import { reference } from './reference.js'

const interpreted =
  (graph: Graph): CompiledGraph =>
  (operands) =>
    reference(graph, operands)

const resolved = new WeakMap<Graph, CompiledGraph>()

/**
 * Runs graphs as WebAssembly; each is compiled once, as long as it is in use. Where the machine's WebAssembly has no
 * vectors, they are interpreted, with the same results.
 */
export const wasm: Executor = (graph, operands) => {
  const known = resolved.get(graph)
  if (known !== undefined) return known(operands)
  const program = hasVectors() ? programOf(graph) : interpreted(graph)
  resolved.set(graph, program)
  return program(operands)
}
