import {
  any,
  argmax,
  astype,
  concatenate,
  div,
  equal,
  expandDims,
  fromTypedArray,
  greater,
  isNaN as isMissing,
  max,
  mul,
  norm,
  reshape,
  sub,
  take,
  toTypedArray,
  where,
} from '../../../graph/index.js'
import { type Constant, fromRowMajor, isFloat, sizeOf, type Tensor } from '../../../tensor/index.js'
import { choiceOf, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { asFloat, type Numbers, numbers, type Real, type Truths, type Whole, whole } from './operands.js'

const single = (call: OperatorCall): Real => asFloat(numbers(call, 0), 'float32')

/** One number for all features, or one each. */
const perFeature = (call: OperatorCall, name: string, x: Tensor): Real => {
  const data = call.attributes.floats(name)
  const features = x.shape[x.shape.length - 1] ?? 1
  if (data.length !== 1 && data.length !== features)
    throw misshapen(call, `there are ${data.length} numbers of ${name} for ${features} features`)
  return fromTypedArray(Float32Array.from(data), [data.length])
}

/** x over the largest element, or the length, of its row; rows of 0 stay. */
const normalized = (call: OperatorCall): Real => {
  const x = single(call)
  const lengths: Readonly<Record<string, () => Real>> = {
    MAX: () => max(x, { axis: -1, keepdims: true }) as Real,
    L1: () => norm(x, { ord: 1, axis: -1, keepdims: true }),
    L2: () => norm(x, { axis: -1, keepdims: true }),
  }
  const length = choiceOf(call, 'norm', call.attributes.string('norm', 'MAX'), lengths)()
  return div(x, where(equal(length, 0), 1, length) as Real)
}

/** x with numbers in the place of those that stand for a missing one. */
const imputed = (call: OperatorCall): Numbers => {
  const x = numbers(call, 0)
  const { attributes } = call
  const floats = isFloat(x.dtype)
  const values = floats ? attributes.floats('imputed_value_floats') : attributes.ints('imputed_value_int64s')
  const features = x.shape[x.shape.length - 1] ?? 1
  if (values.length !== 1 && values.length !== features)
    throw misshapen(call, `there are ${values.length} values for ${features} features`)
  const data = floats ? Float32Array.from(values) : Int32Array.from(values)
  const given = fromTypedArray(data as Float32Array, [values.length]) as Numbers
  const replaced = floats ? attributes.float('replaced_value_float', 0) : attributes.int('replaced_value_int64', 0)
  const missing: Truths = Number.isNaN(replaced) ? isMissing(x) : equal(x, replaced)
  return where(missing, astype(given, x.dtype) as Numbers, x) as Numbers
}

/** Which of the categories each element is: 1 there, 0 at the others. */
const oneOfCategories = (call: OperatorCall): Real => {
  const categories = call.attributes.ints('cats_int64s', [])
  if (categories.length === 0) throw refused(call, 'categories that are texts are not read')
  const x = numbers(call, 0)
  const known = fromTypedArray(Int32Array.from(categories), [categories.length])
  return astype(equal(expandDims(astype(x, 'int32'), x.shape.length), known), 'float32')
}

/** Features of several tensors side by side, so many of each. */
const sideBySide = (call: OperatorCall): Real => {
  const widths = call.attributes.ints('inputdimensions', [])
  const parts = call.inputs.map((_, index): Real => {
    const x = asFloat(numbers(call, index), 'float32')
    const rows = x.shape.length < 2 ? 1 : x.shape[0]
    const width = rows === 0 ? 0 : sizeOf(x.shape) / rows
    if (widths[index] !== undefined && widths[index] !== width)
      throw misshapen(call, `input ${index} has ${width} features, not ${widths[index]}`)
    return reshape(x, [rows, width])
  })
  return concatenate(parts as [Real, ...Real[]], { axis: 1 })
}

/** The elements of an attribute, numbers as a tensor. */
const listed = (call: OperatorCall, prefix: 'keys' | 'values'): Constant | undefined => {
  const { attributes } = call
  if (attributes.has(`${prefix}_tensor`)) return attributes.tensor(`${prefix}_tensor`)
  if (attributes.has(`${prefix}_int64s`)) {
    const data = attributes.ints(`${prefix}_int64s`)
    return fromRowMajor('int32', [data.length], Int32Array.from(data))
  }
  if (!attributes.has(`${prefix}_floats`)) return undefined
  const data = attributes.floats(`${prefix}_floats`)
  return fromRowMajor('float32', [data.length], Float32Array.from(data))
}

const defaultOf = (call: OperatorCall, whole: boolean): number => {
  const { attributes } = call
  if (attributes.has('default_tensor')) return Number(toTypedArray(attributes.tensor('default_tensor'))[0])
  return whole ? attributes.int('default_int64', -1) : attributes.float('default_float', 0)
}

/** For each element the value that belongs to its key, or the one that stands for all others. */
const encoded = (call: OperatorCall): Tensor => {
  const [keys, values] = [listed(call, 'keys') as Numbers | undefined, listed(call, 'values') as Numbers | undefined]
  if (keys === undefined || values === undefined) throw refused(call, 'keys and values that are texts are not read')
  if (keys.shape.length !== 1 || keys.shape[0] !== values.shape[0] || keys.shape[0] === 0)
    throw refused(call, `${keys.shape[0]} keys have ${values.shape[0]} values`)
  const x = numbers(call, 0)
  const same: Truths = equal(expandDims(x, x.shape.length), astype(keys, x.dtype) as Numbers)
  const both: Truths = isFloat(x.dtype) && call.opset >= 4 ? orMissing(same, x, keys) : same
  const found = take(values, argmax(astype(both, 'int32'), { axis: -1 }) as Whole) as Numbers
  return where(any(both, { axis: -1 }), found, defaultOf(call, values.dtype === 'int32'))
}

/** Since version 4 a key that is NaN is met by elements that are. */
const orMissing = (same: Truths, x: Numbers, keys: Numbers): Truths => {
  const missing: Truths = isMissing(expandDims(x, x.shape.length))
  return where(isMissing(keys), missing, same) as Truths
}

/** What prepares tables of numbers. */
export const tables: Operators = {
  Scaler: (call) => {
    const x = single(call)
    return [mul(sub(x, perFeature(call, 'offset', x)), perFeature(call, 'scale', x))]
  },
  Normalizer: (call) => [normalized(call)],
  Binarizer: (call) => {
    const x = numbers(call, 0)
    return [astype(greater(x, call.attributes.float('threshold', 0)), x.dtype)]
  },
  Imputer: (call) => [imputed(call)],
  ArrayFeatureExtractor: (call) => {
    const x = numbers(call, 0)
    const places = reshape(whole(call, 1), [sizeOf(whole(call, 1).shape)])
    const taken = take(x, places, { axis: -1 }) as Numbers
    return [taken.shape.length === 1 ? expandDims(taken, 0) : taken]
  },
  FeatureVectorizer: (call) => [sideBySide(call)],
  OneHotEncoder: (call) => [oneOfCategories(call)],
  LabelEncoder: (call) => [encoded(call)],
}
