import type { AnyTensor } from '../tensor/index.js'

/** Tensors by name: a record, or a map (which keeps the order of names that are numbers). */
export type NamedTensors = Readonly<Record<string, AnyTensor>> | ReadonlyMap<string, AnyTensor>

/** Names and tensors, in their order. */
export const namesAndTensors = (tensors: NamedTensors): readonly (readonly [name: string, tensor: AnyTensor])[] =>
  tensors instanceof Map ? [...tensors] : Object.entries(tensors)
