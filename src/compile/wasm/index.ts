/** An encoder of WebAssembly modules. */
export { Code, type FunctionReference, type Label, type ValuedFunction } from './code.js'
export { hasRelaxedInstructions, hasVectors, vectorRegisters } from './features.js'
export type { Access } from './instructions.js'
export { type Imports, Module } from './module.js'
export type { LiteralAddress } from './stream.js'
export type { ValueType } from './types.js'
export {
  bytesOfSplat,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  i32x4,
  i64,
  i64x2,
  type Splat,
  showSplat,
  splatNumber,
  type Value,
  type Variable,
} from './value.js'
export type { LaneStore, PartialLoad } from './vectorInstructions.js'
