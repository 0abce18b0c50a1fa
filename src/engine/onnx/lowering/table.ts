import type { AttributesOf, PrimitiveName } from '../../../graph/index.js'
import { contraction } from './contraction.js'
import { control } from './control.js'
import { indexing } from './indexing.js'
import type { Lowering } from './lowering.js'
import { moving } from './moving.js'
import { reducing } from './reducing.js'
import { sliding } from './sliding.js'
import { sorting } from './sorting.js'
import { structural } from './structural.js'

/** What each primitive is in ONNX. */
export const lowerings: { readonly [P in PrimitiveName]: Lowering<AttributesOf<P>> } = {
  ...contraction,
  ...control,
  ...indexing,
  ...moving,
  ...reducing,
  ...sliding,
  ...sorting,
  ...structural,
}
