import {
  type ArgumentOptions,
  type Hessian,
  type HessianDiagonal,
  type HessianDiagonalOptions,
  type Hvp,
  locatingErrors,
  type MakeJacobian,
  moveAxis,
  ones,
  pushforwardIn,
  reshape,
  slice,
  zerosLike,
} from '../graph/index.js'
import { identityMatrix, type OptionNames, sizeOf, type Tensor, unflatten, withOptions } from '../tensor/index.js'
import { cotangentsAlong, rowsAs, runSmooth, tangentsAlong } from './directions.js'
import { valueAndTangent } from './forward.js'
import { gradientsOf } from './reverse.js'
import { type AnyFunction, argumentNames, checkPrimals, type Run } from './run.js'

/** The unit vectors of a tensor's space, one after another: `[n, ...shape]`. */
const basisOf = ({ dtype, shape }: Tensor): Tensor => {
  const size = sizeOf(shape)
  return rowsAs(identityMatrix(size, size, dtype), shape)
}

/** Blocks `[output leaf][input leaf]`, each `[...output, ...input]`, as a tree of the outputs' structure of trees of the inputs'. */
const assemble = (run: Run, blocks: readonly (readonly Tensor[])[], single: boolean): unknown =>
  unflatten(
    run.output,
    blocks.map((row) => {
      const trees = unflatten(run.input, row) as readonly unknown[]
      return single ? trees[0] : trees
    }),
  )

/** The Jacobian of a function by forward mode. */
const forwardJacobian =
  (transform: string, f: AnyFunction, { argnums = 0 }: ArgumentOptions = {}): AnyFunction =>
  (...args: readonly unknown[]): unknown =>
    locatingErrors(() => {
      const run = runSmooth(transform, f, argnums, args)
      const columns = run.primals.map((primal, which) => tangentsAlong(transform, run, which, basisOf(primal)))
      const blocks = run.outputs.map((output, row) =>
        run.primals.map((primal, column) =>
          reshape(moveAxis(columns[column][row], 0, output.shape.length), [...output.shape, ...primal.shape]),
        ),
      )
      return assemble(run, blocks, typeof argnums === 'number')
    })

/**
 * All derivatives of a function by forward mode, one tangent for each input element: `[...Out, ...In]`, output axes
 * first; for trees, the tree of the result holding trees of the arguments. Best where inputs are fewer than outputs.
 *
 * @example
 * ```ts
 * import { jacfwd, square, tensor } from 'cotangent'
 *
 * jacfwd(square)(tensor([1, 2]))
 * // => [[2. 0.]
 * //     [0. 4.]]
 * ```
 */
export const jacfwd: MakeJacobian = withOptions(
  'jacfwd',
  1,
  argumentNames,
  (f: AnyFunction, options?: ArgumentOptions) => forwardJacobian('jacfwd', f, options),
)

/**
 * All derivatives of a function by reverse mode, one cotangent for each output element: `[...Out, ...In]`, output axes
 * first; for trees, the tree of the result holding trees of the arguments. Best where outputs are fewer than inputs.
 *
 * @example
 * ```ts
 * import { jacrev, square, tensor } from 'cotangent'
 *
 * jacrev(square)(tensor([1, 2]))
 * // => [[2. 0.]
 * //     [0. 4.]]
 * ```
 */
export const jacrev: MakeJacobian = withOptions(
  'jacrev',
  1,
  argumentNames,
  (f: AnyFunction, { argnums = 0 }: ArgumentOptions = {}) =>
    (...args: readonly unknown[]): unknown =>
      locatingErrors(() => {
        const run = runSmooth('jacrev', f, argnums, args)
        const blocks = run.outputs.map((output, which) =>
          cotangentsAlong('jacrev', run, which, basisOf(output)).map((block, index) =>
            reshape(block, [...output.shape, ...run.primals[index].shape]),
          ),
        )
        return assemble(run, blocks, typeof argnums === 'number')
      }),
)

/**
 * The second derivatives of a function to a scalar, forward over reverse: `[...In, ...In]`, or a tree of trees.
 *
 * @example
 * ```ts
 * import { hessian, power, sum, tensor, type Tensor } from 'cotangent'
 *
 * hessian((x: Tensor<[2], 'float64'>) => sum(power(x, 3)))(tensor([1, 2]))
 * // => [[ 6.  0.]
 * //     [ 0. 12.]]
 * ```
 */
export const hessian: Hessian = withOptions('hessian', 1, argumentNames, (f: AnyFunction, options?: ArgumentOptions) =>
  forwardJacobian('hessian', gradientsOf('hessian', f, options), options),
)

/** The diagonal of a matrix in its rows one after the other, a square one for each leaf. */
const diagonalOf = (columns: Tensor, { shape }: Tensor): Tensor => {
  const size = sizeOf(shape)
  return reshape(slice(reshape(columns, [size * size]), [[null, null, size + 1]]), shape)
}

/**
 * The diagonal of the Hessian of a function to a scalar, forward over reverse: the second derivative by each element of the
 * argument, in the argument's own type, as `grad` has it. That takes as many tangents as there are elements. With
 * `isDiagonal`, a Hessian that is known to have nothing beside its diagonal is multiplied by ones: one tangent for all;
 * of any other Hessian that gives the sums of the rows. Throws as `grad` does.
 *
 * @example
 * ```ts
 * import { hessianDiagonal, power, square, sum, tensor, type Tensor } from 'cotangent'
 *
 * hessianDiagonal((x: Tensor<[2], 'float64'>) => square(sum(x)))(tensor([1, 2])) // => [2. 2.]
 * hessianDiagonal((x: Tensor<[2], 'float64'>) => sum(power(x, 3)), { isDiagonal: true })(tensor([1, 2])) // => [ 6. 12.]
 * ```
 */
export const hessianDiagonal: HessianDiagonal = withOptions(
  'hessianDiagonal',
  1,
  { ...argumentNames, isDiagonal: true } satisfies OptionNames<HessianDiagonalOptions>,
  (f: AnyFunction, { argnums = 0, isDiagonal = false }: HessianDiagonalOptions = {}) =>
    (...args: readonly unknown[]): unknown =>
      locatingErrors(() => {
        const run = runSmooth('hessianDiagonal', gradientsOf('hessianDiagonal', f, { argnums }), argnums, args)
        if (isDiagonal) {
          const all = run.primals.map(({ shape, dtype }) => ones(shape, { dtype }))
          const along = pushforwardIn(run.graph, run.environment, all)
          return unflatten(
            run.output,
            along.map((found, index) => found ?? zerosLike(run.outputs[index])),
          )
        }
        const diagonals = run.primals.map((primal, which) =>
          diagonalOf(tangentsAlong('hessianDiagonal', run, which, basisOf(primal))[which], primal),
        )
        return unflatten(run.output, diagonals)
      }),
)

/**
 * The derivative of the gradients of a function to a scalar along `tangents`, one for each argument, forward over
 * reverse: the Hessian times a vector, without the Hessian.
 *
 * @example
 * ```ts
 * import { hvp, power, sum, tensor, type Tensor } from 'cotangent'
 *
 * const [product] = hvp((x: Tensor<[2], 'float64'>) => sum(power(x, 3)), [tensor([1, 2])], [tensor([1, 1])])
 * product // => [ 6. 12.]
 * ```
 */
export const hvp = ((f: AnyFunction, primals: readonly unknown[], tangents: unknown) => {
  checkPrimals('hvp', primals)
  const gradients = gradientsOf('hvp', f, { argnums: primals.map((_, index) => index) })
  return valueAndTangent('hvp', gradients, primals, tangents)[1]
}) as unknown as Hvp
