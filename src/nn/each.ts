import { reshape } from '../graph/index.js'
import { checkShape, type Guard, ShapeError, type Tensor } from '../tensor/index.js'
import type { EachMismatch, EachOf, KindOf, ModelOf } from './kinds.js'
import { type AnyModel, type ParamsOf, typed, type Untyped } from './model.js'

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
): ModelOf<ParamsOf<M>, EachOf<N, KindOf<M>>> => {
  checkShape('each', [n])
  const { init, apply, parts } = layer as unknown as Untyped
  return typed<AnyModel>({
    init,
    apply: (params: unknown) => {
      const f = apply(params) as (x: Tensor) => Tensor
      return (x: Tensor): Tensor => {
        const [batch, count, ...example] = x.shape
        if (count !== n)
          throw new ShapeError({
            operation: 'each',
            operands: [x],
            problem: `this is no batch of examples of ${n} elements`,
            remedy: 'The first axis counts the examples, the second their elements',
          })
        const y = f(reshape(x, [batch * n, ...example]))
        return reshape(y, [batch, n, ...y.shape.slice(1)])
      }
    },
    parts: [{ kind: `each of ${n}`, path: [], parameters: [], inside: parts, each: n }],
  }) as ModelOf<ParamsOf<M>, EachOf<N, KindOf<M>>>
}
