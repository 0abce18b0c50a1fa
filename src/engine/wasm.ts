import type { ArithmeticName } from '../compile/index.js'
import type { Executor, Graph } from '../graph/index.js'
import { obstacle } from './obstacle.js'
import { type CompiledGraph, programOf } from './programs.js'
import { reference } from './reference.js'

const interpreted =
  (graph: Graph): CompiledGraph =>
  (operands) =>
    reference(graph, operands)

/**
 * Runs graphs as WebAssembly; each is compiled once, as long as it is in use. Where something keeps them from being
 * compiled, they are interpreted, with the same results.
 */
const compiling = (arithmetic: ArithmeticName): Executor => {
  const resolved = new WeakMap<Graph, CompiledGraph>()
  return (graph, operands) => {
    const known = resolved.get(graph)
    if (known !== undefined) return known(operands)
    const program = obstacle() === undefined ? programOf(graph, arithmetic) : interpreted(graph)
    resolved.set(graph, program)
    return program(operands)
  }
}

/** What runs graphs as WebAssembly, in either arithmetic. */
export const wasmWith = { exact: compiling('exact'), fast: compiling('fast') } as const satisfies Readonly<
  Record<ArithmeticName, Executor>
>

export const wasm: Executor = wasmWith.exact
