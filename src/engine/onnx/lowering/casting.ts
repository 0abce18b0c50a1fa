import { elementTypes } from '../proto/index.js'
import { int } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { ModelDType, Value } from './value.js'

/** The same elements as another type holds them: floats towards 0 as integers, and whether they are not 0 as bools. */
export const cast = (emit: Emitter, x: Value, dtype: ModelDType): Value =>
  x.dtype === dtype ? x : emit.one('Cast', [x], { dtype, shape: x.shape }, { to: int(elementTypes[dtype]) })
