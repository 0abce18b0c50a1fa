import { add, div, equal, max, mean, min, mul, sqrt, square, sub, where } from '../../graph/index.js'
import {
  ArgumentError,
  checkIsOptions,
  type Dims,
  type FloatDType,
  type OptionNames,
  ShapeError,
  type Tensor,
} from '../../tensor/index.js'

/** How features are moved and scaled: a tree of tensors `[F...]`, to be saved beside the parameters of a model. */
export interface Scaling<F extends Dims = readonly number[], D extends FloatDType = FloatDType> {
  /** What is subtracted from each feature. */
  readonly centre: Tensor<F, D>
  /** What the difference is divided by; never 0. */
  readonly scale: Tensor<F, D>
}

/** The shape of one row. */
type RowOf<S extends Dims> = S extends readonly [unknown, ...infer Row] ? Row : readonly number[]

type Real = Tensor<readonly number[], 'float64'>

const checkRows = (operation: string, x: Tensor): Real => {
  if (x.shape.length === 0 || x.shape[0] === 0)
    throw new ShapeError({ operation, operands: [x], problem: 'there is no row to learn from' })
  return x as Real
}

/** A spread to divide by: 1 for the features that have none. */
const nonzero = (spread: Real): Real => where(equal(spread, 0), 1, spread) as Real

/**
 * The scaling by which every feature of x `[N, F...]` gets mean 0 and standard deviation 1 (that of the rows themselves,
 * the root of the mean squared distance): learned from the training data, applied to these and to others by
 * `applyScaling`. A constant feature becomes exactly 0. A ShapeError where there is no row.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { applyScaling, standardScaling } from 'cotangent/data'
 *
 * const train = tensor([[1, 5], [3, 5]])
 * const scaling = standardScaling(train)
 * applyScaling(scaling)(train)
 * // => [[-1.  0.]
 * //     [ 1.  0.]]
 * applyScaling(scaling)(tensor([[2, 6]])) // => [[0. 1.]]
 * ```
 */
export const standardScaling = <S extends Dims, D extends FloatDType>(x: Tensor<S, D>): Scaling<RowOf<S>, D> => {
  const rows = checkRows('standardScaling', x as unknown as Tensor)
  const least = min(rows, { axis: 0 }) as Real
  const isConstant = equal(least, max(rows, { axis: 0 }) as Real)
  // The mean of equal numbers may round to another one, which would make of a constant something that is not.
  const centre = where(isConstant, least, mean(rows, { axis: 0 }) as Real) as Real
  const deviation = sqrt(mean(square(sub(rows, centre) as Real), { axis: 0 }) as Real)
  return { centre, scale: nonzero(deviation) } as unknown as Scaling<RowOf<S>, D>
}

/** Between which bounds features come to lie. */
export interface MinMaxOptions {
  /** 0 unless given. */
  readonly low?: number
  /** 1 unless given. */
  readonly high?: number
}

const optionNames: OptionNames<MinMaxOptions> = { low: true, high: true }

/**
 * The scaling by which every feature of x `[N, F...]` goes from `low` to `high`, up to rounding and exactly from 0 to 1:
 * learned from the training data, applied to these and to others (which may lie outside) by `applyScaling`. A constant
 * feature becomes `low`. A ShapeError where there is no row, an ArgumentError unless low < high.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { applyScaling, minMaxScaling } from 'cotangent/data'
 *
 * const train = tensor([[0, 5], [200, 5], [50, 5]])
 * applyScaling(minMaxScaling(train))(train)
 * // => [[0.   0.  ]
 * //     [1.   0.  ]
 * //     [0.25 0.  ]]
 * ```
 */
export const minMaxScaling = <S extends Dims, D extends FloatDType>(
  x: Tensor<S, D>,
  options: MinMaxOptions = {},
): Scaling<RowOf<S>, D> => {
  checkIsOptions('minMaxScaling', options, optionNames)
  const { low = 0, high = 1 } = options
  if (!(low < high && high - low < Infinity))
    throw new ArgumentError({
      operation: 'minMaxScaling',
      problem: `from ${low} to ${high} is no range`,
      remedy: 'Give finite numbers, low below high',
    })
  const rows = checkRows('minMaxScaling', x as unknown as Tensor)
  const [least, greatest] = [min(rows, { axis: 0 }) as Real, max(rows, { axis: 0 }) as Real]
  const scale = nonzero(div(sub(greatest, least) as Real, high - low) as Real)
  return { centre: sub(least, mul(scale, low) as Real), scale } as unknown as Scaling<RowOf<S>, D>
}

/**
 * Features moved and scaled: (x - centre) / scale. x is `[N, F...]`, or one row `[F...]`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { applyScaling } from 'cotangent/data'
 *
 * applyScaling({ centre: tensor([1, 2]), scale: tensor([2, 4]) })(tensor([3, 4])) // => [1.  0.5]
 * ```
 */
export const applyScaling =
  <F extends Dims, D extends FloatDType>({ centre, scale }: Scaling<F, D>) =>
  <S extends Dims>(x: Tensor<S, D>): Tensor<S, D> =>
    div(sub(x as unknown as Real, centre as unknown as Real) as Real, scale as unknown as Real) as unknown as Tensor<
      S,
      D
    >

/**
 * What scaled features were before: x scale + centre, the inverse of `applyScaling` up to rounding.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { undoScaling } from 'cotangent/data'
 *
 * undoScaling({ centre: tensor([1, 2]), scale: tensor([2, 4]) })(tensor([1, 0.5])) // => [3. 4.]
 * ```
 */
export const undoScaling =
  <F extends Dims, D extends FloatDType>({ centre, scale }: Scaling<F, D>) =>
  <S extends Dims>(x: Tensor<S, D>): Tensor<S, D> =>
    add(mul(x as unknown as Real, scale as unknown as Real) as Real, centre as unknown as Real) as unknown as Tensor<
      S,
      D
    >
