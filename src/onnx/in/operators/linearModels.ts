import {
  add,
  argmax,
  astype,
  exp,
  fromTypedArray,
  greater,
  matmul,
  mul,
  power,
  reshape,
  square,
  sub,
  sum,
  swapAxes,
  take,
  tanh,
} from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { choiceOf, misshapen, type OperatorCall, type Operators } from '../operator.js'
import { rowsOf } from './forests.js'
import { labelsOf } from './labels.js'
import { asFloat, type Real, type Whole } from './operands.js'
import { bothOf, postTransformOf } from './transforms.js'

const matrix = (call: OperatorCall, name: string, columns: number): Real => {
  const data = call.attributes.floats(name)
  if (data.length === 0 || data.length % columns !== 0)
    throw misshapen(call, `${data.length} ${name} are no rows of ${columns}`)
  return fromTypedArray(Float32Array.from(data), [data.length / columns, columns])
}

/** x C' + b: [N, rows of C]. */
const linear = (call: OperatorCall, x: Real): Real => {
  const coefficients = matrix(call, 'coefficients', x.shape[1])
  const products: Real = matmul(x, swapAxes(coefficients, 0, 1) as Real)
  const intercepts = call.attributes.floats('intercepts', [])
  if (intercepts.length === 0) return products
  if (intercepts.length !== coefficients.shape[0])
    throw misshapen(call, `there are ${intercepts.length} intercepts for ${coefficients.shape[0]} results`)
  return add(products, fromTypedArray(Float32Array.from(intercepts), [intercepts.length]))
}

/** Rows of features as float32. */
const singleRows = (call: OperatorCall): Real => asFloat(rowsOf(call), 'float32')

const classified = (call: OperatorCall): readonly Tensor[] => {
  const labels = labelsOf(call, 'classlabels_ints')
  const scores = linear(call, singleRows(call))
  const [rows, results] = scores.shape
  const transformed = postTransformOf(call)(scores)
  if (results === 1 && labels.shape[0] === 2) {
    const chosen: Whole = astype(greater(reshape(scores, [rows]), 0), 'int32')
    return [take(labels, chosen), bothOf(transformed)]
  }
  if (results !== labels.shape[0]) throw misshapen(call, `there are ${labels.shape[0]} labels for ${results} scores`)
  return [take(labels, argmax(scores, { axis: 1 }) as Whole), transformed]
}

/** What a kernel makes of rows [N, F] and support vectors [S, F]: [N, S]. */
const kernelOf = (call: OperatorCall, x: Real, vectors: Real): Real => {
  const { attributes } = call
  const [gamma = 0, coefficient = 0, degree = 0] = attributes.floats('kernel_params', [])
  const products = (): Real => matmul(x, swapAxes(vectors, 0, 1) as Real)
  const moved = (): Real => add(mul(products(), gamma), coefficient)
  const kernels: Readonly<Record<string, () => Real>> = {
    LINEAR: products,
    POLY: () => power(moved(), degree),
    SIGMOID: () => tanh(moved()),
    RBF: () => {
      const differences: Real = sub(reshape(x, [x.shape[0], 1, x.shape[1]]), vectors)
      return exp(mul(sum(square(differences), { axis: 2 }) as Real, -gamma))
    },
  }
  return choiceOf(call, 'kernel_type', attributes.string('kernel_type', 'LINEAR'), kernels)()
}

/** The sum of kernels of support vectors, times coefficients, and rho; for one class the side on which that is. */
const supported = (call: OperatorCall): Real => {
  const { attributes } = call
  const x = singleRows(call)
  const count = attributes.int('n_supports', 0)
  const coefficients = Float32Array.from(attributes.floats('coefficients'))
  const kernel = count === 0 ? x : kernelOf(call, x, matrix(call, 'support_vectors', x.shape[1]))
  if (coefficients.length !== kernel.shape[1])
    throw misshapen(call, `there are ${coefficients.length} coefficients for ${kernel.shape[1]} numbers of a row`)
  const products: Real = matmul(kernel, fromTypedArray(coefficients, [coefficients.length, 1]))
  const y = add(products, attributes.floats('rho', [0])[0])
  if (attributes.int('one_class', 0) === 0) return postTransformOf(call)(y)
  return sub(mul(astype(greater(y, 0), 'float32'), 2), 1)
}

/** Linear models and support vectors. */
export const linearModels: Operators = {
  LinearRegressor: (call) => [postTransformOf(call)(linear(call, singleRows(call)))],
  LinearClassifier: classified,
  SVMRegressor: (call) => [supported(call)],
}
