import type { DType } from '../tensor/index.js'
import { float, integer, type Scalar } from './arithmetic.js'
import type { Access, Code, Value, Variable } from './wasm/index.js'

/** How elements of each dtype lie in memory. */
const accessOf = { float64: 'f64', float32: 'f32', int32: 'i32', bool: 'u8' } as const satisfies Record<DType, Access>

type Pointer = Value<'i32'>

/** An element as kernels take it: float32 widened to float64, a bool as 1 or 0. */
export const loadScalar = (code: Code, dtype: DType, pointer: Pointer): Scalar =>
  dtype === 'float64'
    ? code.load('f64', pointer)
    : dtype === 'float32'
      ? code.apply('f64.promote_f32', code.load('f32', pointer))
      : code.load(dtype === 'int32' ? 'i32' : 'u8', pointer)

/** Stores what a kernel gives, rounded once where the dtype is float32. */
export const storeScalar = (code: Code, dtype: DType, pointer: Pointer, scalar: Scalar): void => {
  if (dtype === 'float64') code.store('f64', pointer, float(scalar))
  else if (dtype === 'float32') code.store('f32', pointer, code.apply('f32.demote_f64', float(scalar)))
  else code.store(dtype === 'int32' ? 'i32' : 'u8', pointer, integer(scalar))
}

/** Elements in their own precision, where every operation rounds to it. */
export interface Elements {
  load(code: Code, pointer: Pointer, offset?: number): Variable
  store(code: Code, pointer: Pointer, value: Value): void
  /** Adds `b` to the variable `a`. */
  addTo(code: Code, a: Variable, b: Value): void
  sum(code: Code, a: Value, b: Value): Variable
}

/** Arithmetic of elements; bools count as small integers. */
export const elementsOf = (dtype: DType): Elements => {
  const access = accessOf[dtype]
  const type = access === 'u8' ? 'i32' : access
  // The instructions of one type stand for those of the others, which have the same names.
  type Own = 'f64'
  const add = `${type}.add` as 'f64.add'
  return {
    load: (code, pointer, offset) => code.load(access, pointer, offset),
    store: (code, pointer, value) => code.store(access as Own, pointer, value as Value<Own>),
    addTo: (code, a, b) => code.update(a as Variable<Own>, add, a as Value<Own>, b as Value<Own>),
    sum: (code, a, b) => code.apply(add, a as Value<Own>, b as Value<Own>),
  }
}
