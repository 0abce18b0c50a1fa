import { type ArithmeticName, compile, simplify, structureOf, type Target } from '../compile/index.js'
import type { Graph } from '../graph/index.js'
import type { Constant } from '../tensor/index.js'
import { bind, type Linked, link } from './linked.js'
import { processMemory } from './memory.js'
import { Recent } from './recent.js'
import { threadCount } from './threads/index.js'

/** A compiled graph. */
export type CompiledGraph = (operands: readonly Constant[]) => readonly Constant[]

/** What programs are compiled for in this process. */
export const target = (): Target => ({ threads: threadCount(), shared: processMemory().isShared })

/** Compiles a graph, as it is, to a function of its operands' values. */
export const compileGraph = (graph: Graph, special: Partial<Target> = {}): CompiledGraph => {
  const structure = structureOf(graph)
  return bind(link(compile(graph, { ...target(), ...special }, structure)), structure.constants)
}

/** Modules and structures up to so many bytes and characters are kept; engines take some ten times as much for them. */
const budget = 2 ** 24

/** What an engine takes for any program, however small, counted as its bytes are: some 28 KB, as measured on V8. */
const least = 2800

/** Programs by the structure of their graphs. */
const programs = new Recent<Linked>(budget)

/** The function that a graph is: simplified, and compiled unless a graph of the same structure was. */
export const programOf = (graph: Graph, arithmetic: ArithmeticName = 'exact'): CompiledGraph => {
  const simple = simplify(graph, arithmetic)
  const structure = structureOf(simple)
  const { text, constants } = structure
  const key = `${arithmetic}\n${text}`
  const known = programs.get(key)
  if (known !== undefined) return bind(known, constants)
  const program = compile(simple, { ...target(), arithmetic }, structure)
  const linked = link(program)
  programs.set(key, linked, least + key.length + program.module.length)
  return bind(linked, constants)
}
