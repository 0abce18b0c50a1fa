import { reshape } from '../graph/index.js'
import {
  checkShape,
  type FloatDType,
  type OptionNames,
  type Reshaped,
  type Shape,
  sizeOf,
  withOptions,
} from '../tensor/index.js'
import { floatOf } from './dense.js'
import { checkExamples, type Layer, layerOf, type NoParams } from './model.js'

/** A shape that was given as a literal. */
type Sizes<S extends Shape> = { -readonly [Axis in keyof S]: S[Axis] }

/** A layer that makes one axis of those of an example. */
export interface Flattening {
  <const S extends Shape, D extends FloatDType>(
    shape: S,
    options: { readonly dtype: D },
  ): Layer<NoParams, Sizes<S>, Reshaped<Sizes<S>, [-1]>, D>
  <const S extends Shape>(shape: S): Layer<NoParams, Sizes<S>, Reshaped<Sizes<S>, [-1]>>
}

interface FlattenOptions {
  readonly dtype?: FloatDType
}

const optionNames: OptionNames<FlattenOptions> = { dtype: true }

/**
 * The axes of each example made one, in row-major order: a batch `[B, ...shape]` gives `[B, N]`, N the product of the
 * sizes. Throws a ShapeError for examples of another shape.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { flatten } from 'cotangent/nn'
 *
 * flatten([28, 28]).apply({})(zeros([5, 28, 28])).shape // => [ 5, 784 ]
 * ```
 */
export const flatten: Flattening = withOptions(
  'flatten',
  1,
  optionNames,
  (shape: Shape, { dtype }: FlattenOptions = {}) => {
    const input = checkShape('flatten', shape)
    floatOf('flatten', dtype)
    const size = sizeOf(input)
    return layerOf<Layer<NoParams, number[], [number], FloatDType>>(
      { kind: 'flatten', parameters: [], input, output: [size] },
      (state) => [{}, state],
      () => (x) => {
        checkExamples('flatten', x, input)
        return reshape(x, [x.shape[0], size])
      },
    )
  },
)
