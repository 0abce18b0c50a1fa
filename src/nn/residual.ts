import { add } from '../graph/index.js'
import { equalShapes, type Guard, ShapeError, type Tensor } from '../tensor/index.js'
import type { KindOf, ModelOf, OfTensors, ReturnMismatch } from './kinds.js'
import type { AnyModel, ParamsOf, Untyped } from './model.js'
import { checkModels, composed, type HeldBy, inferenceOf, initialOf, stepOf } from './stateful.js'

const added = (x: Tensor, y: Tensor): Tensor => {
  if (!equalShapes(x.shape, y.shape))
    throw new ShapeError({
      operation: 'residual',
      operands: [x, y],
      problem: 'the model does not give the shape that it takes',
      remedy: 'Bring the input to that shape by a model beside it: parallel(models, join)',
    })
  return add(x, y)
}

const around = <M>(model: Untyped): M =>
  composed<M>({
    operation: 'residual',
    pieces: [model],
    init: model.init,
    parts: [{ kind: 'residual', path: [], parameters: [], output: 'kept', inside: model.parts }],
    initial: initialOf(model),
    step: (params) => {
      const f = stepOf(model, params)
      return (x, state) => {
        const [y, after] = f(x, state)
        return [added(x as Tensor, y as Tensor), after]
      }
    },
    inference: (state) => around(inferenceOf(model, state)),
  })

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
): ModelOf<ParamsOf<M>, OfTensors<KindOf<M>>, HeldBy<M>> => {
  checkModels('residual', [model])
  return around(model as unknown as Untyped)
}
