import type { DType, Shape } from '../../../tensor/index.js'

/** Types of elements that models of ours have: those of tensors, and those of what only ONNX asks for. */
export type ModelDType = DType | 'int64' | 'uint32' | 'uint8'

export interface ModelType {
  readonly shape: Shape
  readonly dtype: ModelDType
}

/** What a value is made of, for operators that can do without it. */
export type Origin =
  | { readonly kind: 'broadcast'; readonly of: Value }
  | { readonly kind: 'transpose'; readonly of: Value; readonly permutation: readonly number[] }
  | { readonly kind: 'lessEqual'; readonly left: Value; readonly right: Value }
  | { readonly kind: 'negative' | 'complement'; readonly of: Value }
  | { readonly kind: 'sum'; readonly terms: readonly Value[] }
  | { readonly kind: 'flip'; readonly condition: Value; readonly of: Value }
  | { readonly kind: 'choice'; readonly condition: Value; readonly whenTrue: Value; readonly whenFalse: Value }
  | { readonly kind: 'logistic'; readonly of: Value; readonly whole: Value }

/** A value of a model: asking for its name puts what makes it into the model, where it is not there yet. */
export interface Value extends ModelType {
  readonly name: string
  /** Whether it waits to be made, if it ever does. */
  readonly waits?: boolean
  readonly origin?: Origin
  /** The only element of a constant that has but one. */
  readonly element?: number
}

/** What broadcasts to the value by ONNX's rules, which are NumPy's: operators of elements need no more than this. */
export const loose = (value: Value): Value => {
  let least = value
  while (least.origin?.kind === 'broadcast') least = least.origin.of
  return least
}
