import type { AttributesOf, PrimitiveName } from '../../../graph/index.js'
import { bits } from './bits.js'
import { comparison } from './comparison.js'
import { contraction } from './contraction.js'
import { control } from './control.js'
import { elementary } from './elementary.js'
import { indexing } from './indexing.js'
import { linear } from './linear/index.js'
import type { Lowering } from './lowering.js'
import { mapping } from './mapping.js'
import { moving } from './moving.js'
import { reducing } from './reducing.js'
import { sliding } from './sliding.js'
import { sorting } from './sorting.js'
import { structural } from './structural.js'

/** What each primitive is in ONNX. */
export const lowerings: { readonly [P in PrimitiveName]: Lowering<AttributesOf<P>> } = {
  ...bits,
  ...comparison,
  ...contraction,
  ...control,
  ...elementary,
  ...indexing,
  ...linear,
  ...mapping,
  ...moving,
  ...reducing,
  ...sliding,
  ...sorting,
  ...structural,
}
