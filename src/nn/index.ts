/** The face of src/nn: models as pure functions. */
export { type AndThen, andThen, identity, named } from './compose.js'
export type { Composed, FitMismatch, KindOf, ModelOf, NamesMismatch } from './kinds.js'
export type { AnyModel, Layer, Model, NoParams, ParamsOf, Part, Pointwise } from './model.js'
