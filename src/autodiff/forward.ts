import { interpret, type Jvp, type Linearize, pushforwardIn, traceClosed, zerosLike } from '../graph/index.js'
import { type Tensor, unflatten } from '../tensor/index.js'
import { type AnyFunction, leavesLike, type Run, runBound } from './run.js'

/** Tangents of a run's outputs, given those of its inputs. */
const pushForward = (run: Run, tangents: readonly Tensor[]): readonly Tensor[] =>
  pushforwardIn(run.graph, run.environment, tangents).map((tangent, index) => tangent ?? zerosLike(run.outputs[index]))

/** The result of a function at `primals`, and its tangent along `tangents`. */
export const valueAndTangent = (
  transform: string,
  f: AnyFunction,
  primals: readonly unknown[],
  tangents: unknown,
): readonly [value: unknown, tangent: unknown] => {
  const run = runBound(transform, f, primals)
  const given = leavesLike(transform, 'tangents', tangents, run.input, run.primals)
  return [unflatten(run.output, run.outputs), unflatten(run.output, pushForward(run, given))]
}

/**
 * The result of `f` at `primals`, and its tangent along `tangents`, which are like the primals: else a TreeError,
 * ShapeError or DTypeError.
 *
 * @example
 * ```ts
 * import { jvp, mul, tensor, type Tensor } from 'cotangent'
 *
 * type Scalar = Tensor<[], 'float64'>
 * jvp((a: Scalar, b: Scalar) => mul(a, b), [tensor(2), tensor(3)], [tensor(1), tensor(0)]) // => [ 6.0, 3.0 ]
 * ```
 */
export const jvp = ((f: AnyFunction, primals: readonly unknown[], tangents: unknown) =>
  valueAndTangent('jvp', f, primals, tangents)) as unknown as Jvp

/**
 * The result of `f` at `primals`, and its derivative there as a linear function from tangents of the arguments to the
 * tangent of the result: what depends on the primals alone is computed once.
 *
 * @example
 * ```ts
 * import { linearize, tanh, tensor } from 'cotangent'
 *
 * const [y, pushforward] = linearize(tanh, [tensor(0)])
 * y // => 0.0
 * pushforward(tensor(3)) // => 3.0
 * ```
 */
export const linearize = ((f: AnyFunction, primals: readonly unknown[]) => {
  const run = runBound('linearize', f, primals)
  const { graph, captured } = traceClosed('linearize', (tangents) => pushForward(run, tangents), run.primals)
  const apply = (...tangents: readonly unknown[]): unknown => {
    const given = leavesLike('linearize', 'tangents', tangents, run.input, run.primals)
    return unflatten(run.output, interpret(graph, [...given, ...captured]))
  }
  return [unflatten(run.output, run.outputs), apply]
}) as unknown as Linearize
