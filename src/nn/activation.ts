import {
  checkFunction,
  type Dims,
  DTypeError,
  equalShapes,
  type FloatDType,
  ShapeError,
  type Tensor,
} from '../tensor/index.js'
import { type NoParams, type Pointwise, typed } from './model.js'

/** A function that keeps shape and dtype, whatever they are. */
export type ShapePreserving = <S extends Dims, D extends FloatDType>(x: Tensor<S, D>) => Tensor<S, D>

/** A model without parameters or draws that keeps the shape of what it takes. */
export const pointwise = (kind: string, f: (x: Tensor) => Tensor): Pointwise<NoParams> =>
  typed({
    init: (state) => [{}, state],
    apply: () => f as (x: never) => unknown,
    parts: [{ kind, path: [], parameters: [], output: 'kept' }],
  })

/**
 * An operation that keeps the shape as a model without parameters, which a summary calls by `name`: `activation(relu)`.
 * Where an operation has options, write a function: `activation((x) => softmax(x, { axis: 1 }))`. Throws a ShapeError
 * or a DTypeError where it gives another shape or dtype after all.
 *
 * @example
 * ```ts
 * import { relu, softmax, tensor } from 'cotangent'
 * import { activation, andThen } from 'cotangent/nn'
 *
 * activation(relu).apply({})(tensor([-1, 2])) // => [0. 2.]
 * andThen(activation(relu), activation((x) => softmax(x), 'softmax')).apply({})(tensor([-1, 0])) // => [0.5 0.5]
 * ```
 */
export const activation = (f: ShapePreserving, name = 'activation'): Pointwise<NoParams> => {
  checkFunction('activation', f)
  return pointwise(name, (x) => {
    const y = (f as (x: Tensor) => Tensor)(x)
    if (!equalShapes(y.shape, x.shape))
      throw new ShapeError({
        operation: 'activation',
        operands: [x, y],
        problem: `${name} does not keep the shape`,
        remedy: 'Write a model of its own for what changes shapes',
      })
    if (y.dtype !== x.dtype)
      throw new DTypeError({
        operation: 'activation',
        operands: [x, y],
        problem: `${name} does not keep the dtype`,
        remedy: 'Convert with astype before or after the model',
      })
    return y
  })
}
