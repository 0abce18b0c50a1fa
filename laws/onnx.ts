import { isLeft } from 'fp-ts/lib/Either.js'
import { fromOnnx, showOnnxError, toOnnx } from '../src/onnx/index.js'
import type { Tensor } from '../src/tensor/index.js'
import { agreement } from './engines.js'
import { type Law, law } from './law.js'
import type { Tensors } from './lists.js'
import type { TensorMap } from './maps.js'
import type { Manner } from './roundings.js'

/**
 * What our models promise of the arithmetic that ONNX leaves open: sums are added up in any order, and elementary
 * functions, whether operators of ONNX or composed of them, are off by eight units in the last place at most. How far
 * each of them is off in ONNX Runtime, docs/onnx-accuracy.md says.
 */
export const promised: Manner = { elementary: 8, inOrder: false }

/** A function as a model, and that model as a function again: a tensor for each output, in their order. */
export const returned = (map: TensorMap, examples: Tensors): TensorMap => {
  const read = fromOnnx(toOnnx((...inputs: Tensors) => map(inputs), ...examples))
  if (isLeft(read)) throw new Error(`its model is refused: ${showOnnxError(read.left)}`)
  const { apply, params, inputs, outputs } = read.right
  return (given) => {
    const results = apply(params, Object.fromEntries(inputs.map(({ name }, index) => [name, given[index]])))
    return outputs.map(({ name }) => results[name] as Tensor)
  }
}

/**
 * Out to ONNX and back is where one was: fromOnnx(toOnnx(f)) is f, but for the rounding of functions that ONNX has no
 * operator for, and that are composed of others in the model.
 *
 * @example
 * ```ts
 * import { matmul, type Tensor, tensor } from 'cotangent'
 * import { onnx } from 'cotangent/laws'
 *
 * type Square = Tensor<[2, 2], 'float64'>
 * onnx.roundTrip(([x]) => [matmul(x as Square, x as Square)]).holds([tensor([[1, 2], [3, 4]])]) // => true
 * ```
 */
export const roundTrip = (map: TensorMap): Law<readonly [primals: Tensors]> =>
  law('round trip', 'fromOnnx(toOnnx(f))(x) = f(x), but for rounding', (primals) =>
    agreement(map, promised).violations(primals, returned(map, primals)(primals)),
  )
