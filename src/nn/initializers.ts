import { map } from 'fp-ts/lib/State.js'
import { astype, div, full, mul, qr, reshape, transpose } from '../graph/index.js'
import { normal, type Rand, standardNormal, uniform } from '../random/index.js'
import {
  checkIsOptions,
  equalShapes,
  type FloatDType,
  type OptionNames,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../tensor/index.js'
import type { Real } from './real.js'

/** How many inputs an output of a layer depends on, and how many outputs an input reaches. */
export interface Fans {
  readonly fanIn: number
  readonly fanOut: number
}

/** How the weights of a layer are drawn: float64 of the shape asked for, which a float32 layer rounds. */
export type Initializer = (shape: Shape, fans: Fans) => Rand<Tensor<readonly number[], 'float64'>>

/** Weights of a shape and dtype, as an initialiser draws them; a ShapeError where they are of another shape. */
export const drawn =
  (operation: string, initializer: Initializer, shape: Shape, fans: Fans, dtype: FloatDType): Rand<Real> =>
  (state) => {
    const [weights, after] = initializer(shape, fans)(state)
    if (!equalShapes(weights.shape, shape))
      throw new ShapeError({
        operation,
        operands: [weights],
        problem: `the initialiser was asked for the shape [${shape.join(', ')}]`,
      })
    return [astype(weights, dtype) as Real, after]
  }

/** Something under each of several names, drawn in this order. */
export const allDrawn =
  <A>(draws: readonly (readonly [name: string, draw: Rand<A>])[]): Rand<Readonly<Record<string, A>>> =>
  (state) => {
    const values: [string, A][] = []
    let current = state
    for (const [name, draw] of draws) {
      const [value, after] = draw(current)
      values.push([name, value])
      current = after
    }
    return [Object.fromEntries(values), current]
  }

const within =
  (limit: (fans: Fans) => number): Initializer =>
  (shape, fans) =>
    uniform(-limit(fans), limit(fans), shape)

const around =
  (deviation: (fans: Fans) => number): Initializer =>
  (shape, fans) =>
    normal(0, deviation(fans), shape)

/**
 * Uniform within sqrt(6 / (fanIn + fanOut)), so of variance 2 / (fanIn + fanOut): signals keep their size forward and
 * backward, about (Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010).
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.glorotUniform([2], { fanIn: 3, fanOut: 3 })(seed(0))
 * weights // => [0.09762701 0.43037873]
 * ```
 */
const glorotUniform: Initializer = within(({ fanIn, fanOut }) => Math.sqrt(6 / (fanIn + fanOut)))

/**
 * Normal of variance 2 / (fanIn + fanOut), not truncated (Glorot and Bengio, 2010).
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.glorotNormal([2], { fanIn: 1, fanOut: 1 })(seed(0))
 * weights // => [1.76405235 0.40015721]
 * ```
 */
const glorotNormal: Initializer = around(({ fanIn, fanOut }) => Math.sqrt(2 / (fanIn + fanOut)))

/**
 * Uniform within sqrt(6 / fanIn), so of variance 2 / fanIn: signals keep their size through relu, which halves their
 * second moment (He et al., Delving deep into rectifiers, 2015).
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.heUniform([2], { fanIn: 6, fanOut: 1 })(seed(0))
 * weights // => [0.09762701 0.43037873]
 * ```
 */
const heUniform: Initializer = within(({ fanIn }) => Math.sqrt(6 / fanIn))

/**
 * Normal of variance 2 / fanIn, not truncated (He et al., 2015).
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.heNormal([2], { fanIn: 2, fanOut: 1 })(seed(0))
 * weights // => [1.76405235 0.40015721]
 * ```
 */
const heNormal: Initializer = around(({ fanIn }) => Math.sqrt(2 / fanIn))

/**
 * Uniform within sqrt(3 / fanIn), so of variance 1 / fanIn: signals keep their size forward (LeCun et al., Efficient
 * BackProp, 1998).
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.lecunUniform([2], { fanIn: 3, fanOut: 1 })(seed(0))
 * weights // => [0.09762701 0.43037873]
 * ```
 */
const lecunUniform: Initializer = within(({ fanIn }) => Math.sqrt(3 / fanIn))

/**
 * Normal of standard deviation 1 / sqrt(fanIn), not truncated (LeCun et al., 1998): NumPy's `normal(0, 1 / sqrt(n))`.
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.lecunNormal([2], { fanIn: 4, fanOut: 1 })(seed(0))
 * weights // => [0.88202617 0.2000786 ]
 * ```
 */
const lecunNormal: Initializer = around(({ fanIn }) => 1 / Math.sqrt(fanIn))

/**
 * Standard normal numbers, whatever the fans: NumPy's `randn`.
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.randn([2], { fanIn: 4, fanOut: 1 })(seed(0))
 * weights // => [1.76405235 0.40015721]
 * ```
 */
const randn: Initializer = (shape) => standardNormal(shape)

/**
 * Standard normal numbers divided by sqrt(fanIn): NumPy's `randn(...) / sqrt(n)`, which is the distribution of
 * `lecunNormal` with other rounding.
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.randnOverRoot([2], { fanIn: 4, fanOut: 1 })(seed(0))
 * weights // => [0.88202617 0.2000786 ]
 * ```
 */
const randnOverRoot: Initializer = (shape, { fanIn }) =>
  map((drawn: Tensor<readonly number[], 'float64'>) => div(drawn, Math.sqrt(fanIn)))(standardNormal(shape))

/**
 * A matrix (the first axis against all others) whose columns are orthonormal, or its rows where it is wide, times
 * `gain` (1): Q of the QR factors of normal numbers, R's diagonal made positive, so that all such matrices are equally
 * likely (Mezzadri, How to generate random matrices from the classical compact groups, 2007; Saxe et al., Exact
 * solutions to the nonlinear dynamics of learning in deep linear neural networks, 2014). Throws a ShapeError of less
 * than two axes.
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.orthogonal()([2, 2], { fanIn: 2, fanOut: 2 })(seed(0))
 * weights
 * // => [[ 0.87442883 -0.48515381]
 * //     [ 0.48515381  0.87442883]]
 * ```
 */
const orthogonal = (options: { readonly gain?: number } = {}): Initializer => {
  checkIsOptions('orthogonal', options, { gain: true } satisfies OptionNames<typeof options>)
  const { gain = 1 } = options
  return (shape) => {
    if (shape.length < 2)
      throw new ShapeError({
        operation: 'orthogonal',
        operands: [{ dtype: 'float64', shape }],
        problem: 'rows and columns take two axes',
      })
    const rows = shape[0]
    const columns = sizeOf(shape.slice(1))
    return map((normals: Tensor<[number, number], 'float64'>) => {
      // The library's factors have the positive diagonal that makes them unique.
      const turned = rows < columns ? transpose(qr(transpose(normals))[0]) : qr(normals)[0]
      return mul(reshape(turned as Tensor<readonly number[], 'float64'>, shape), gain)
    })(standardNormal([rows, columns]))
  }
}

/**
 * The same number everywhere, without a draw.
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.constant(0.5)([2], { fanIn: 1, fanOut: 2 })(seed(0))
 * weights // => [0.5 0.5]
 * ```
 */
const constant =
  (value: number): Initializer =>
  (shape) =>
  (state) => [full(shape, value), state]

/**
 * Zeros, without a draw.
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.zeros([2], { fanIn: 1, fanOut: 2 })(seed(0))
 * weights // => [0. 0.]
 * ```
 */
const zeros: Initializer = constant(0)

/**
 * Draws with the axes in reverse order and transposes: weights `[in, out]` as code that keeps `[out, in]` draws them.
 *
 * @example
 * ```ts
 * import { initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [weights] = initializers.transposed(initializers.randn)([2, 2], { fanIn: 2, fanOut: 2 })(seed(0))
 * weights
 * // => [[1.76405235 0.97873798]
 * //     [0.40015721 2.2408932 ]]
 * ```
 */
const transposed =
  (initializer: Initializer): Initializer =>
  (shape, fans) =>
    map((drawn: Tensor<readonly number[], 'float64'>) => transpose(drawn))(initializer(shape.toReversed(), fans))

/** How weights are drawn: Glorot's, He's and LeCun's ways, orthogonal, constant, and as NumPy's normal numbers come. */
export const initializers = {
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
  randn,
  randnOverRoot,
  orthogonal,
  constant,
  zeros,
  transposed,
} as const
