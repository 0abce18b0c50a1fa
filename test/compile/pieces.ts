import { compile, programsStart, structureOf } from '../../src/compile/index.js'
import { bind, link } from '../../src/engine/linked.js'
import { processMemory } from '../../src/engine/memory.js'
import type { Graph } from '../../src/graph/index.js'
import type { Constant } from '../../src/tensor/index.js'

/** How many grains of items to do next, and on which thread. */
export type Piece = readonly [count: number, thread: number]

/** Runs a program for several threads on this one, its tasks in the pieces that are drawn, and counts these. */
export const runInPieces = (
  graph: Graph,
  operands: readonly Constant[],
  threads: number,
  draw: (grains: number) => Piece,
): { readonly results: readonly Constant[]; readonly pieces: number } => {
  const { isShared, memory } = processMemory()
  const structure = structureOf(graph)
  let pieces = 0
  const linked = link(compile(graph, { threads, shared: isShared }, structure), ({ work }, task, items, grain) => {
    const each = work(task)
    for (let start = 0; start < items; pieces++) {
      const [grains, thread] = draw(Math.ceil((items - start) / grain))
      const count = Math.min(grain * grains, items - start)
      each(start, count, thread)
      start += count
    }
  })
  // Nothing may depend on what lies in memory before.
  new Int32Array(memory.buffer).fill(
    0x7fc0dead,
    programsStart / Int32Array.BYTES_PER_ELEMENT,
    linked.program.extent / Int32Array.BYTES_PER_ELEMENT,
  )
  return { results: bind(linked, structure.constants)(operands), pieces }
}
