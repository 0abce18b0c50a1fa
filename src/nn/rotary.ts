import { add, arange, astype, cos, expandDims, mul, power, reshape, sin, stack, sub, unstack } from '../graph/index.js'
import {
  ArgumentError,
  type Dims,
  describe,
  type FloatDType,
  type OptionNames,
  ShapeError,
  type Tensor,
  withOptions,
} from '../tensor/index.js'
import type { Real } from './real.js'

/** How slow the slowest rotation is, and the position of the first element. */
export interface RotaryOptions {
  /** 10000 unless given. */
  readonly base?: number
  /** 0 unless given. */
  readonly offset?: number
}

const optionNames: OptionNames<RotaryOptions> = { base: true, offset: true }

/** Turns features [..., T, E] by their positions. */
type Rotary = <L extends Dims, T, E, D extends FloatDType>(
  x: Tensor<[...L, T, E], D>,
  options?: RotaryOptions,
) => Tensor<[...L, T, E], D>

/** Refuses a base that is no finite number above 0. */
const checkBase = (operation: string, base: unknown): number => {
  if (!Number.isFinite(base) || (base as number) <= 0)
    throw new ArgumentError({ operation, problem: `base is ${describe(base)}, not a finite number above 0` })
  return base as number
}

/** The angles t base^(-2 i / E) of positions t and pairs of features i: `[T, E / 2]`. */
export const anglesOf = (
  operation: string,
  length: number,
  features: number,
  { base = 10000, offset = 0 }: RotaryOptions,
): Tensor<readonly number[], 'float64'> => {
  if (features % 2 !== 0)
    throw new ArgumentError({
      operation,
      problem: `${features} features are no pairs`,
      remedy: 'Give an even number of features',
    })
  if (!Number.isSafeInteger(offset))
    throw new ArgumentError({ operation, problem: `offset is ${describe(offset)}, not a whole number` })
  const pairs = astype(arange(features / 2), 'float64')
  const frequencies = power(checkBase(operation, base), mul(pairs, -2 / features))
  return mul(expandDims(add(astype(arange(length), 'float64'), offset), 1), frequencies)
}

/**
 * Rotary position encoding (Su et al. 2021) of x `[..., T, E]`, queries or keys of attention: the pair of features
 * (x[2 i], x[2 i + 1]) at position t turned by the angle t base^(-2 i / E), so
 *
 *   y[2 i] = x[2 i] cos - x[2 i + 1] sin
 *   y[2 i + 1] = x[2 i] sin + x[2 i + 1] cos
 *
 * Norms stay, and the product of a query and a key depends on their distance alone. `base` is 10000, and positions start at
 * `offset`, 0. Throws a ShapeError for fewer than two axes, and an ArgumentError for an odd E or options out of range.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { rotary } from 'cotangent/nn'
 *
 * rotary(tensor([[1, 0], [1, 0]]))
 * // => [[1.         0.        ]
 * //     [0.54030231 0.84147098]]
 * ```
 */
export const rotary: Rotary = withOptions('rotary', 1, optionNames, (x: Real, options: RotaryOptions = {}): Real => {
  if (x.shape.length < 2)
    throw new ShapeError({
      operation: 'rotary',
      operands: [x],
      problem: 'there are fewer than two axes',
      remedy: 'They are [..., positions, features]',
    })
  const [length, features] = x.shape.slice(-2)
  const angles = anglesOf('rotary', length, features, options)
  const [c, s]: readonly Real[] = [astype(cos(angles), x.dtype), astype(sin(angles), x.dtype)]
  const [a, b] = unstack(reshape(x, [...x.shape.slice(0, -1), features / 2, 2]), { axis: -1 }) as readonly Real[]
  const turned: Real = stack([sub(mul(a, c), mul(b, s)), add(mul(a, s), mul(b, c))], { axis: -1 })
  return reshape(turned, x.shape)
})
