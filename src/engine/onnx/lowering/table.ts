import type { AttributesOf, PrimitiveName } from '../../../graph/index.js'
import { contraction } from './contraction.js'
import { control } from './control.js'
import type { Lowering } from './lowering.js'
import { structural } from './structural.js'

/** What each primitive is in ONNX. */
export const lowerings: { readonly [P in PrimitiveName]: Lowering<AttributesOf<P>> } = {
  ...contraction,
  ...control,
  ...structural,
}
