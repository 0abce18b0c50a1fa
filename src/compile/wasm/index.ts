/** An encoder of WebAssembly modules. */
export { Code, type FunctionReference, f32, f64, i32, i64, type Label, type Value, type Variable } from './code.js'
export type { Access, ValueType } from './instructions.js'
export { type Imports, Module } from './module.js'
