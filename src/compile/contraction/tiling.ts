import { vectorRegisters as registers } from '../wasm/index.js'

// Register tiles: V8 loads all operands of one k before it multiplies, so a tile of r rows of v vectors takes r v sums, r
// factors and v vectors of the right operand. On x86 those of 4 x 2 and 2 x 4 fit, and are the fastest with V8 11.3 and 13.6:
// a k at a time, for unrolled loops spill. Processors with more registers take larger ones.

/** Room for the sums of a tile, in bytes. */
export const tileBytes = 16 * registers

/** The most rows of a tile of so many vectors. */
export const mostRows = (vectors: number): number => Math.floor((registers - 1 - vectors) / (vectors + 1))

/** The most vectors of a tile where there are so many rows and vectors, each of so many elements. */
export const mostVectors = (rows: number, vectors: number, width: number): number => {
  const most = rows === 1 ? 6 : 4
  return vectors <= most || rows <= mostRows(most) ? Math.min(vectors, most) : width === 2 ? 4 : 2
}

/** About how many cycles a tile takes for one k: to issue its instructions, or until the sums are there for the next. */
export const cyclesOf = (rows: number, vectors: number): number =>
  Math.max(3, (2 * rows * vectors + rows + vectors + 3) / 5.5)
