import type { ValueInfo } from '../../engine/onnx/index.js'
import {
  ArgumentError,
  type DType,
  DTypeError,
  describe,
  ShapeError,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'
import { dtypeOfElements } from './elements.js'
import { showElementType } from './elementTypes.js'
import { OnnxFault } from './error.js'

/** What a model says of a tensor that goes in or comes out. */
export interface OnnxValue {
  readonly name: string
  /** Undefined where the model does not say. */
  readonly dtype: DType | undefined
  /** The type of its elements in the model, such as `float16`, which is float32 here. */
  readonly elementType: string | undefined
  /** A size, or a name for any size, the same where it stands again; undefined for one that may be any. Undefined where even the rank is open. */
  readonly shape: readonly (number | string | undefined)[] | undefined
}

/** What a message says of a value; an UnsupportedType for what is no tensor. */
export const valueOfInfo = ({ name = '', type }: ValueInfo): OnnxValue => {
  const tensor = type?.tensorType
  if (type !== undefined && tensor === undefined)
    throw new OnnxFault({
      _tag: 'UnsupportedType',
      name,
      problem: 'it is a sequence, a map or another value that is no tensor',
    })
  const elemType = tensor?.elemType
  return {
    name,
    dtype: elemType === undefined || elemType === 0 ? undefined : dtypeOfElements(elemType, name),
    elementType: elemType === undefined || elemType === 0 ? undefined : showElementType(elemType),
    // Some programs write -1 where they do not know a size.
    shape: tensor?.shape?.dim.map(({ dimValue = -1, dimParam }) => dimParam || (dimValue < 0 ? undefined : dimValue)),
  }
}

/** A declared shape, as messages show it: `[N, 3, ?]`. */
const showShape = (shape: readonly (number | string | undefined)[]): string =>
  `[${shape.map((extent) => extent ?? '?').join(', ')}]`

/** Checks a tensor against what is declared of it; `named` has the sizes that names stand for, and takes up new ones. */
export const checkValue = (declared: OnnxValue, given: Tensor, named: Map<string, number>, what: string): void => {
  const operation = `fromOnnx: ${what} ${JSON.stringify(declared.name)}`
  const operands: readonly TensorType[] = [given]
  if (declared.dtype !== undefined && given.dtype !== declared.dtype)
    throw new DTypeError({
      operation,
      operands,
      problem: `it is declared ${declared.dtype}${declared.elementType === declared.dtype ? '' : ` (${declared.elementType})`}`,
      remedy: 'Convert it with astype',
    })
  const { shape } = declared
  if (shape === undefined) return
  const fits =
    shape.length === given.shape.length &&
    shape.every((extent, axis) => typeof extent !== 'number' || extent === given.shape[axis])
  if (!fits) throw new ShapeError({ operation, operands, problem: `it is declared ${showShape(shape)}` })
  for (const [axis, extent] of shape.entries()) {
    if (typeof extent !== 'string') continue
    const size = named.get(extent) ?? given.shape[axis]
    if (size !== given.shape[axis])
      throw new ShapeError({
        operation,
        operands,
        problem: `${extent} is ${size} elsewhere and ${given.shape[axis]} in its axis ${axis}`,
      })
    named.set(extent, size)
  }
}

const recordWanted = (what: string, declared: readonly string[]): string =>
  declared.length === 0
    ? `It has no ${what}s: give {}`
    : `Give a record of its ${what}s: ${declared.map((name) => JSON.stringify(name)).join(', ')}`

/** The tensors of a record by the names of what is declared, each of them there and no other. */
export const named = (
  what: string,
  declared: readonly string[],
  given: Readonly<Record<string, Tensor>>,
): readonly Tensor[] => {
  if (typeof given !== 'object' || given === null)
    throw new ArgumentError({
      operation: 'fromOnnx',
      problem: `the ${what}s (${describe(given)}) are no record of tensors`,
      remedy: recordWanted(what, declared),
    })
  const names = new Set(declared)
  const foreign = Object.keys(given).find((name) => !names.has(name))
  const missing = declared.find((name) => !Object.hasOwn(given, name))
  const wrong = missing ?? foreign
  if (wrong !== undefined)
    throw new ArgumentError({
      operation: 'fromOnnx',
      problem:
        missing === undefined
          ? `the model has no ${what} ${JSON.stringify(wrong)}`
          : `the ${what} ${JSON.stringify(wrong)} of the model was not given`,
      remedy: recordWanted(what, declared),
    })
  return declared.map((name) => given[name])
}
