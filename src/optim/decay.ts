import { add, astype, mul, square, sum } from '../graph/index.js'
import type { DType, FloatDType, Tensor, Tree } from '../tensor/index.js'
import { checkIsOptions, type OptionNames } from '../tensor/index.js'
import { checkSize, flatParams, type Leaf, placesOf, zipped } from './leaves.js'
import { type Mask, masked, maskOf } from './masks.js'
import { type Optimizer, stateless } from './optimizer.js'

/** The leaves that weight decay or a penalty is about: all of them without it. */
export interface MaskOption {
  readonly mask?: Mask
}

export const maskNames: OptionNames<MaskOption> = { mask: true }

/**
 * Weight decay: strength times the parameters added to the updates (Loshchilov and Hutter 2019). Behind a link that scales
 * gradients it is decoupled from them, as in `adamw`; before it, it is the gradient of an L2 penalty.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { addDecayedWeights } from 'cotangent/optim'
 *
 * const decay = addDecayedWeights(0.5)
 * decay.update(tensor([1, 1]), decay.init(tensor([2, 4])), tensor([2, 4]))[0] // => [2. 3.]
 * ```
 */
export const addDecayedWeights = (strength: number, options: MaskOption = {}): Optimizer => {
  checkIsOptions('addDecayedWeights', options, maskNames)
  const { mask } = options
  checkSize('addDecayedWeights', 'the strength', strength)
  const decay = stateless((updates, params) =>
    zipped(updates, params, (g, param): Leaf => add(g, mul(param, strength))),
  )
  return mask === undefined ? decay : masked(decay, mask)
}

/**
 * A loss with an L2 penalty on its first argument, the parameters: loss + strength / 2 times the sum of their squares, so
 * that the gradient grows by strength times the parameters. `mask` says which leaves are punished. The result is of the
 * loss's dtype, whatever those of the parameters.
 *
 * @example
 * ```ts
 * import { grad, sum, tensor, type Tensor } from 'cotangent'
 * import { withL2 } from 'cotangent/optim'
 *
 * const loss = withL2((w: Tensor<[2], 'float64'>) => sum(w), 0.5)
 * loss(tensor([2, 4])) // => 11.0
 * grad(loss)(tensor([2, 4])) // => [2. 3.]
 * ```
 */
export const withL2 = <P extends Tree, A extends readonly unknown[], D extends DType>(
  loss: (params: P, ...args: A) => Tensor<[], D>,
  strength: number,
  options: MaskOption = {},
): ((params: P, ...args: A) => Tensor<[], D>) => {
  checkIsOptions('withL2', options, maskNames)
  const { mask = true } = options
  checkSize('withL2', 'the strength', strength)
  return (params, ...args) => {
    const { leaves, structure } = flatParams('withL2', params)
    const meant = maskOf('withL2', mask, leaves, placesOf(structure))
    const value = loss(params, ...args) as Tensor<[], FloatDType>
    const squares = leaves
      .filter((_, index) => meant[index])
      .map((leaf): Tensor<[], FloatDType> => astype(sum(square(leaf)), value.dtype))
    return squares.reduce((total, each): Tensor<[], FloatDType> => add(total, mul(each, strength / 2)), value) as never
  }
}
