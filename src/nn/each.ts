import { reshape } from '../graph/index.js'
import { checkShape, type Guard, ShapeError, type Tensor } from '../tensor/index.js'
import type { EachMismatch, EachOf, KindOf, ModelOf } from './kinds.js'
import type { AnyModel, ParamsOf, Untyped } from './model.js'
import { checkModels, composed, type HeldBy, inferenceOf, initialOf, stepOf } from './stateful.js'

/** The elements of all examples, as examples. */
const elementsOf = (n: number, x: Tensor): Tensor => {
  const [batch, count, ...example] = x.shape
  if (count !== n)
    throw new ShapeError({
      operation: 'each',
      operands: [x],
      problem: `this is no batch of examples of ${n} elements`,
      remedy: 'The first axis counts the examples, the second their elements',
    })
  return reshape(x, [batch * n, ...example]) as Tensor
}

const onEach = <M>(n: number, model: Untyped): M =>
  composed<M>({
    operation: 'each',
    pieces: [model],
    init: model.init,
    parts: [{ kind: `each of ${n}`, path: [], parameters: [], inside: model.parts, each: n }],
    initial: initialOf(model),
    step: (params) => {
      const f = stepOf(model, params)
      return (x, state) => {
        const [given, after] = f(elementsOf(n, x as Tensor), state)
        const y = given as Tensor
        return [reshape(y, [(x as Tensor).shape[0], n, ...y.shape.slice(1)]), after]
      }
    },
    inference: (state) => onEach(n, inferenceOf(model, state)),
  })

/**
 * A layer applied to each of `n` elements of every example, such as the steps of a sequence, with the same parameters:
 * `[B, n, ...In]` gives `[B, n, ...Out]`. Throws a ShapeError for another number of elements.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { dense, each } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = each(7, dense(3, 4))
 * const [params] = layer.init(seed(0))
 * layer.apply(params)(zeros([2, 7, 3])).shape // => [ 2, 7, 4 ]
 * ```
 */
export const each = <const N extends number, M extends AnyModel>(
  n: N,
  layer: M & Guard<EachMismatch<KindOf<M>>>,
): ModelOf<ParamsOf<M>, EachOf<N, KindOf<M>>, HeldBy<M>> => {
  checkShape('each', [n])
  checkModels('each', [layer])
  return onEach(n, layer as unknown as Untyped)
}
