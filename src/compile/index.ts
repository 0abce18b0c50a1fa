/** The face of src/compile: graphs to WebAssembly. */
export { Arena, type Block, outOfMemory } from './arena.js'
export { type Failure, linkage, type Target } from './assembly.js'
export type { ArithmeticName } from './latitude.js'
export { addressable, pageBytes, programsStart, type Table } from './layout.js'
export type { BufferUse } from './memoryPlan.js'
export type { Lies, Part } from './parts.js'
export {
  type Computed,
  type CopiedOperand,
  compile,
  type Output,
  type Program,
  type ResidentOperand,
  type Slot,
} from './program.js'
export type { ConstantReference, Pool, Resident } from './residents.js'
export { computations, simplify } from './simplify/index.js'
export { type GraphStructure, structureOf } from './structure.js'
export { hasVectors } from './wasm/index.js'
