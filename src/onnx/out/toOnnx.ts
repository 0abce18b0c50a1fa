import { encode, modelSchema } from '../../engine/onnx/index.js'
import { ArgumentError, checkIsOptions } from '../../tensor/index.js'
import { modelFrom, type OnnxOptions, onnxNames, storedBytes } from './model.js'

/** A message of protocol buffers has fewer bytes than this. */
export const longestMessage = 2 ** 31 - 1

/** What the messages of a model take besides the elements of its constants, at most; a network's take some 100 KB. */
const allowance = 2 ** 26

/**
 * A function as a model of ONNX, with options: see `toOnnx`.
 *
 * @example
 * ```ts
 * import { matmul, ones, type Tensor } from 'cotangent'
 * import { fromOnnx, toOnnxWith } from 'cotangent/onnx'
 *
 * const layer = (params: { w: Tensor<[3, 2]> }, x: Tensor<[1, 3]>) => matmul(x, params.w)
 * const bytes = toOnnxWith({ inputs: ['params', 'x'], stored: [0] })(layer, { w: ones([3, 2]) }, ones([1, 3]))
 * bytes.length < 1000 // => true
 * ```
 */
export const toOnnxWith = (options: OnnxOptions) => {
  checkIsOptions('toOnnxWith', options, onnxNames)
  return <P extends readonly unknown[]>(f: (...args: P) => unknown, ...examples: P): Uint8Array => {
    const model = modelFrom('toOnnx', f, examples, options)
    const stored = storedBytes(model)
    if (stored + allowance > longestMessage)
      throw new ArgumentError({
        operation: 'toOnnx',
        problem: `the constants of the model take ${stored} bytes, and a model has fewer than 2^31`,
        remedy: 'Write it with saveOnnx, which puts them into a file of their own',
      })
    return encode(modelSchema, model)
  }
}

/**
 * A function as a model of ONNX: the bytes of an `.onnx` file that any runtime of ONNX runs. Any function of trees of
 * tensors goes: a prediction, a gradient, a whole step of training with its optimizer, with loops, branches and random
 * keys in it. Of the examples only the structure, shapes and dtypes matter, and the model takes just these; what the
 * function closes over is in the model. Inputs and outputs have names after their places in the trees,
 * `input_layers_0_weights` and `output_loss`, say, and say in their doc strings where that is and of which type. The model
 * is one of the operators' version 22 and computes what the function does, but for rounding: ONNX leaves open in which
 * order sums are added up, and how elementary functions are approximated. An ArgumentError where the model would have more
 * than 2 GiB; NotConcrete where the function reads a value.
 *
 * @example
 * ```ts
 * import { grad, mean, ones, square, type Tensor } from 'cotangent'
 * import { toOnnx } from 'cotangent/onnx'
 *
 * const loss = (x: Tensor<[4]>) => mean(square(x))
 * const bytes = toOnnx(grad(loss), ones([4]))
 * bytes.length < 1000 // => true
 * ```
 */
export const toOnnx = <P extends readonly unknown[]>(f: (...args: P) => unknown, ...examples: P): Uint8Array =>
  toOnnxWith({})(f, ...examples)
