import type { Target } from '../compile/index.js'
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
const compiling = (arithmetic: Arithmetic): Executor => {
  const resolved = new WeakMap<Graph, CompiledGraph>()
  return (graph, operands) => {
    const known = resolved.get(graph)
    if (known !== undefined) return known(operands)
    const program = obstacle() === undefined ? programOf(graph, arithmetic) : interpreted(graph)
    resolved.set(graph, program)
    return program(operands)
  }
}

/**
 * How sums of products round: `exact`, each product and each sum by itself, so that the bits are the same everywhere; or
 * `fast`, where products go into sums unrounded if the machine has an instruction for that.
 */
export type Arithmetic = NonNullable<Target['arithmetic']>

/** What runs graphs as WebAssembly, in either arithmetic. */
export const wasmWith = { exact: compiling('exact'), fast: compiling('fast') } as const satisfies Readonly<
  Record<Arithmetic, Executor>
>

export const wasm: Executor = wasmWith.exact
