import type { AttributesOf, PrimitiveName } from '../../../graph/index.js'
import { bits } from './bits.js'
import { comparison } from './comparison.js'
import { contraction } from './contraction.js'
import { control } from './control.js'
import { elementary } from './elementary.js'
import type { Lowering } from './lowering.js'
import { mapping } from './mapping.js'
import { structural } from './structural.js'

/** What each primitive is in ONNX. */
export const lowerings: { readonly [P in PrimitiveName]: Lowering<AttributesOf<P>> } = {
  ...bits,
  ...comparison,
  ...contraction,
  ...control,
  ...elementary,
  ...mapping,
  ...structural,
}
