import type { Constant, DType, Shape } from '../../../tensor/index.js'

/** Types of elements that models of ours have: those of tensors, and those of what only ONNX asks for. */
export type ModelDType = DType | 'int64' | 'uint32' | 'uint8'

export const isFloat = (dtype: ModelDType): boolean => dtype === 'float64' || dtype === 'float32'

export interface ModelType {
  readonly shape: Shape
  readonly dtype: ModelDType
}

/** Steps through the elements of a value in row-major order: `size` of them, each `step` elements further. */
export interface Run {
  readonly size: number
  readonly step: number
}

/** The elements of a value, each of them once: for each axis the runs it goes through, the last one fastest. */
export interface View {
  readonly of: Value
  readonly runs: readonly (readonly Run[])[]
}

/** How windows of `size` elements, `dilation` apart, follow each other along an axis. */
export interface Sliding {
  readonly axis: number
  readonly size: number
  readonly stride: number
  readonly dilation: number
}

/** What a value is made of, for operators that can do without it. */
export type Origin =
  | ({ readonly kind: 'view' } & View)
  | { readonly kind: 'broadcast'; readonly of: Value }
  | { readonly kind: 'pad'; readonly of: Value; readonly low: readonly number[]; readonly high: readonly number[] }
  | { readonly kind: 'windows'; readonly of: Value; readonly sliding: Sliding }
  | { readonly kind: 'overlapAdd'; readonly of: Value; readonly sliding: Sliding }
  | { readonly kind: 'constant'; readonly of: Constant }
  | { readonly kind: 'convolution'; readonly with: (bias: Value) => Value }
  | { readonly kind: 'product'; readonly left: Value; readonly right: Value }
  | { readonly kind: 'reduction'; readonly of: Value; readonly axes: readonly number[] }
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
  /** What it is made as, now that it is needed: perhaps a rearrangement of something else. */
  readonly made?: () => Value
  /** The only element of a constant that has but one. */
  readonly element?: number
}

/** What broadcasts to the value by ONNX's rules, which are NumPy's: operators of elements need no more than this. */
export const loose = (value: Value): Value => {
  let least = value
  while (least.origin?.kind === 'broadcast') least = least.origin.of
  return least
}
