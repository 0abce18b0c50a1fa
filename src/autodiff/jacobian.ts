import {
  type ArgumentOptions,
  type Hessian,
  type Hvp,
  locatingErrors,
  type MakeJacobian,
  moveAxis,
  reshape,
} from '../graph/index.js'
import { identityMatrix, sizeOf, type Tensor, unflatten } from '../tensor/index.js'
import { cotangentsAlong, rowsAs, runSmooth, tangentsAlong } from './directions.js'
import { valueAndTangent } from './forward.js'
import { gradientsOf } from './reverse.js'
import { type AnyFunction, checkPrimals, type Run } from './run.js'

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
export const jacfwd = ((f: AnyFunction, options?: ArgumentOptions) =>
  forwardJacobian('jacfwd', f, options)) as unknown as MakeJacobian

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
export const jacrev = ((f: AnyFunction, { argnums = 0 }: ArgumentOptions = {}) =>
  (...args: readonly unknown[]): unknown =>
    locatingErrors(() => {
      const run = runSmooth('jacrev', f, argnums, args)
      const blocks = run.outputs.map((output, which) =>
        cotangentsAlong('jacrev', run, which, basisOf(output)).map((block, index) =>
          reshape(block, [...output.shape, ...run.primals[index].shape]),
        ),
      )
      return assemble(run, blocks, typeof argnums === 'number')
    })) as unknown as MakeJacobian

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
export const hessian = ((f: AnyFunction, options?: ArgumentOptions) =>
  forwardJacobian('hessian', gradientsOf('hessian', f, options), options)) as unknown as Hessian

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
