import { add } from '../graph/index.js'
import { equalShapes, type Guard, ShapeError, type Tensor } from '../tensor/index.js'
import type { KindOf, ModelOf, ReturnMismatch } from './kinds.js'
import { type AnyModel, type ParamsOf, typed, type Untyped } from './model.js'

/**
 * x + f(x) for a model f that gives the shape that it takes, with f's parameters (He et al., Deep residual learning for
 * image recognition, 2016). Throws a ShapeError where f gives another shape.
 *
 * @example
 * ```ts
 * import { square, tensor } from 'cotangent'
 * import { activation, residual } from 'cotangent/nn'
 *
 * residual(activation(square)).apply({})(tensor([1, 2, 3])) // => [ 2.  6. 12.]
 * ```
 */
export const residual = <M extends AnyModel>(
  model: M & Guard<ReturnMismatch<KindOf<M>>>,
): ModelOf<ParamsOf<M>, KindOf<M>> => {
  const { init, apply, parts } = model as unknown as Untyped
  return typed<AnyModel>({
    init,
    apply: (params: unknown) => {
      const f = apply(params) as (x: Tensor) => Tensor
      return (x: Tensor): Tensor => {
        const y = f(x)
        if (!equalShapes(x.shape, y.shape))
          throw new ShapeError({
            operation: 'residual',
            operands: [x, y],
            problem: 'the model does not give the shape that it takes',
          })
        return add(x, y)
      }
    },
    parts: [{ kind: 'residual', path: [], parameters: [], output: 'kept', inside: parts }],
  }) as ModelOf<ParamsOf<M>, KindOf<M>>
}
