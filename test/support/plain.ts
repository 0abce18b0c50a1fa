import { type Tensor, toTypedArray } from 'cotangent'

const isTensor = (value: object): value is Tensor => '_tag' in value && value._tag === 'Constant'

/**
 * A value with a record of dtype, shape and elements for every tensor in it: tensors keep what they hold to themselves,
 * so that two of them are always equal to a test that compares what can be seen.
 */
export const plain = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  if (isTensor(value)) return { dtype: value.dtype, shape: [...value.shape], elements: [...toTypedArray(value)] }
  if (Array.isArray(value)) return value.map(plain)
  // Keys as they are, `__proto__` among them.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}
