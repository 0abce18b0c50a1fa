import type { SparseTensorProto, TensorProto } from '../../engine/onnx/index.js'
import type { Constant } from '../../tensor/index.js'
import { denseOf } from './sparse.js'
import { type ExternalData, tensorOf } from './tensorProto.js'

/** The tensors of a model, each made once, however often it is asked for. */
export interface Tensors {
  readonly dense: (proto: TensorProto) => Constant
  /** A sparse tensor, made dense. */
  readonly sparse: (proto: SparseTensorProto) => Constant
}

export const tensorsOf = (external: ExternalData, maxElements: number): Tensors => {
  const made = new Map<object, Constant>()
  const once = (proto: object, make: () => Constant): Constant => {
    const found = made.get(proto) ?? make()
    made.set(proto, found)
    return found
  }
  return {
    dense: (proto) => once(proto, () => tensorOf(proto, external)),
    sparse: (proto) => once(proto, () => denseOf(proto, external, maxElements)),
  }
}
