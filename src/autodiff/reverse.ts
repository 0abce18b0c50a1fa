import {
  type Grad,
  type GradOptions,
  locatingErrors,
  pullbackIn,
  type ValueAndGrad,
  type Vjp,
  zerosLike,
} from '../graph/index.js'
import {
  ArgumentError,
  DTypeError,
  filled,
  isFloat,
  type OptionNames,
  ShapeError,
  type Structure,
  type Tensor,
  TreeError,
  unflatten,
  withOptions,
} from '../tensor/index.js'
import { type AnyFunction, argumentNames, leavesLike, type Run, runBound } from './run.js'

/** Cotangents of the differentiated arguments, a tree for each, from those of the outputs. */
const pullBack = (run: Run, cotangents: readonly (Tensor | undefined)[]): readonly unknown[] => {
  const found = pullbackIn(run.graph, run.environment, cotangents)
  const explicit = found.map((cotangent, index) => cotangent ?? zerosLike(run.primals[index]))
  return unflatten(run.input, explicit) as readonly unknown[]
}

/**
 * The result of `f` at `primals`, and the pullback: from a cotangent of the result to the list of the arguments'
 * cotangents. Arguments are trees of float tensors, else a DTypeError; a cotangent unlike the result is a TreeError,
 * ShapeError or DTypeError.
 *
 * @example
 * ```ts
 * import { mul, tensor, type Tensor, vjp } from 'cotangent'
 *
 * type Vector = Tensor<[2], 'float64'>
 * const [y, pullback] = vjp((a: Vector, b: Vector) => mul(a, b), [tensor([1, 2]), tensor([3, 4])])
 * y // => [3. 8.]
 * pullback(tensor([1, 10])) // => [ [ 3. 40.], [ 1. 20.] ]
 * ```
 */
export const vjp = ((f: AnyFunction, primals: readonly unknown[]) => {
  const run = runBound('vjp', f, primals)
  const pullback = (cotangent: unknown): readonly unknown[] => {
    const leaves = leavesLike('pullback', 'cotangent', cotangent, run.output, run.outputs)
    const cotangents = leaves.map((leaf) => (isFloat(leaf.dtype) ? leaf : undefined))
    return locatingErrors(
      () => pullBack(run, cotangents),
      () => pullBack(runBound('vjp', f, primals), cotangents),
    )
  }
  return [unflatten(run.output, run.outputs), pullback]
}) as unknown as Vjp

/** Positions among `count` arguments, negative ones counted from the end. */
export const argumentPositions = (
  operation: string,
  argnums: number | readonly number[],
  count: number,
): readonly number[] => {
  const positions = [argnums].flat().map((argnum) => {
    const position = argnum < 0 ? argnum + count : argnum
    if (!Number.isInteger(argnum) || position < 0 || position >= count)
      throw new ArgumentError({
        operation,
        problem: `argnums names argument ${argnum}, but the function was given ${count}`,
        remedy: count === 0 ? 'Call it with the arguments' : `Use positions from ${-count} to ${count - 1}`,
      })
    return position
  })
  if (new Set(positions).size !== positions.length)
    throw new ArgumentError({ operation, problem: `argnums [${positions.join(', ')}] names an argument twice` })
  return positions
}

/** The structure of what comes beside the scalar. */
const auxStructure = (transform: string, { output }: Run): Structure => {
  if (output._tag !== 'List' || output.items.length !== 2 || output.items[0]._tag !== 'Leaf')
    throw new TreeError({ operation: transform, problem: 'with hasAux the function must return [scalar, aux]' })
  return output.items[1]
}

/** Refuses what has no gradient. */
export const checkScalar = (transform: string, run: Run, hasAux: boolean): void => {
  const [value] = run.outputs
  if (!hasAux && run.output._tag !== 'Leaf')
    throw new TreeError({
      operation: transform,
      problem: 'the function returns a tree, not one scalar',
      remedy: 'Return the scalar alone, or [scalar, aux] with { hasAux: true }',
    })
  if (value.shape.length !== 0)
    throw new ShapeError({
      operation: transform,
      operands: [value],
      problem: 'a gradient needs a scalar, and the function returns a tensor',
      remedy: 'Reduce it with sum or mean; for all derivatives of all elements use jacrev or jacfwd',
    })
  if (!isFloat(value.dtype))
    throw new DTypeError({
      operation: transform,
      operands: [value],
      problem: `the scalar is ${value.dtype}, not a float`,
    })
}

/** The function's value (with aux) and the gradients of its arguments. */
const valueAndGradients =
  (transform: string, f: AnyFunction, { argnums = 0, hasAux = false }: GradOptions = {}) =>
  (...args: readonly unknown[]): readonly [value: unknown, gradient: unknown] =>
    locatingErrors(() => {
      const run = runBound(transform, f, args, argumentPositions(transform, argnums, args.length))
      const aux = hasAux ? auxStructure(transform, run) : undefined
      checkScalar(transform, run, hasAux)
      const [value, ...rest] = run.outputs
      const gradients = pullBack(run, [filled(value.dtype, [], 1)])
      return [
        aux === undefined ? value : [value, unflatten(aux, rest)],
        typeof argnums === 'number' ? gradients[0] : gradients,
      ]
    })

const gradNames: OptionNames<GradOptions> = { ...argumentNames, hasAux: true }

/**
 * A function that gives [value, gradient] of a function to a float scalar `[]`, in one run; with `hasAux`, where the
 * function returns [scalar, aux], [[value, aux], gradient]. Options and errors are those of `grad`.
 *
 * @example
 * ```ts
 * import { square, sum, type Tensor, tensor, valueAndGrad } from 'cotangent'
 *
 * valueAndGrad((x: Tensor<[2], 'float64'>) => sum(square(x)))(tensor([1, 2])) // => [ 5.0, [2. 4.] ]
 * ```
 */
export const valueAndGrad: ValueAndGrad = withOptions(
  'valueAndGrad',
  1,
  gradNames,
  (f: AnyFunction, options?: GradOptions) => valueAndGradients('valueAndGrad', f, options),
)

/** The gradients of the arguments at `argnums`; beside them what the function gives beside the scalar. */
export const gradientsOf = (transform: string, f: AnyFunction, options?: GradOptions): AnyFunction => {
  const both = valueAndGradients(transform, f, options)
  return (...args: readonly unknown[]): unknown => {
    const [value, gradient] = both(...args)
    return options?.hasAux === true ? [gradient, (value as readonly unknown[])[1]] : gradient
  }
}

/**
 * The gradient of a function to a float scalar `[]`, in the type of its argument: a tensor, or any tree of float
 * tensors. `argnums` chooses the arguments (default the first; negative ones count from the end; a list gives a list);
 * with `hasAux` the function returns [scalar, aux] and the gradient comes as [gradient, aux]. The function may read
 * values and branch on them. Throws a ShapeError for a result that is no scalar, a DTypeError for an int32 or bool
 * argument, an ArgumentError for argnums that name no argument.
 *
 * @example
 * ```ts
 * import { grad, mul, square, sum, tensor, type Tensor } from 'cotangent'
 *
 * const f = (w: Tensor<[2], 'float64'>, x: Tensor<[2], 'float64'>) => square(sum(mul(w, x)))
 *
 * grad(f)(tensor([1, 2]), tensor([3, 4])) // => [66. 88.]
 * grad(f, { argnums: 1 })(tensor([1, 2]), tensor([3, 4])) // => [22. 44.]
 * ```
 */
export const grad: Grad = withOptions('grad', 1, gradNames, (f: AnyFunction, options?: GradOptions) =>
  gradientsOf('grad', f, options),
)
