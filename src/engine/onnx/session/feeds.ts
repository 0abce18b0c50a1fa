import {
  type Constant,
  constructors,
  fromRowMajor,
  rowMajor,
  showType,
  sizeOf,
  type TensorType,
  type TypedArray,
} from '../../../tensor/index.js'
import { EngineFailure } from '../../errors.js'
import type { Ort, OrtTensor } from './runtime.js'

/** A constant as ONNX Runtime takes it: over the same memory where its elements lie in row-major order. */
export const tensorOf = ({ Tensor }: Ort, constant: Constant): OrtTensor =>
  new Tensor(constant.dtype, rowMajor(constant), constant.shape)

/** A result of ONNX Runtime as a constant over the same memory, which nobody else writes to. */
export const constantOf = ({ data, dims }: OrtTensor, { dtype, shape }: TensorType): Constant => {
  if (data instanceof constructors[dtype] && data.length === sizeOf(shape))
    return fromRowMajor(dtype, shape, data as TypedArray)
  throw new EngineFailure({
    operation: 'jitAsync',
    problem: `ONNX Runtime gave a ${data.constructor.name} of shape [${dims.join(', ')}] for a result that is ${showType({ dtype, shape })}`,
  })
}
