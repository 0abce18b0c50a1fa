import type { SparseTensorProto } from '../../engine/onnx/index.js'
import { allocate, type Constant, fromRowMajor, layoutOf, rowMajorStrides, sizeOf } from '../../tensor/index.js'
import { OnnxFault } from './error.js'
import { type ExternalData, shapeOf, tensorOf } from './tensorProto.js'

/** A sparse tensor as a dense one: its elements are told by their place in row-major order, or by an index for each axis. */
export const denseOf = (
  { values, indices, dims }: SparseTensorProto,
  external: ExternalData,
  maxElements: number,
  name = values?.name ?? '',
): Constant => {
  const bad = (problem: string): OnnxFault => new OnnxFault({ _tag: 'BadTensor', name, problem })
  if (values === undefined || indices === undefined) throw bad('it has no values, or no indices')
  const shape = shapeOf(dims, name)
  const size = sizeOf(shape)
  if (size > maxElements)
    throw new OnnxFault({
      _tag: 'TooLarge',
      problem: `the sparse tensor ${JSON.stringify(name)} has ${size} elements, more than ${maxElements}`,
    })
  const elements = tensorOf(values, external, name)
  const places = tensorOf(indices, external, name)
  const count = sizeOf(elements.shape)
  const rank = places.shape.length === 2 ? shape.length : 1
  if (places.dtype !== 'int32' || places.shape.length > 2 || sizeOf(places.shape) !== count * rank)
    throw bad(`${count} values take as many indices, not [${places.shape.join(', ')}]`)
  const strides = rank === 1 && places.shape.length === 1 ? [1] : rowMajorStrides(shape)
  const limits = places.shape.length === 1 ? [size] : shape
  const at = layoutOf(places).data
  const source = layoutOf(elements).data
  const data = allocate(elements.dtype, size)
  for (let index = 0; index < count; index++) {
    let place = 0
    for (let axis = 0; axis < rank; axis++) {
      const one = at[index * rank + axis]
      if (one < 0 || one >= limits[axis]) throw bad(`index ${one} is outside of [${shape.join(', ')}]`)
      place += one * strides[axis]
    }
    data[place] = source[index]
  }
  return fromRowMajor(elements.dtype, shape, data)
}
