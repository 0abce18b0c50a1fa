import { interpret, pushforwardIn, traceClosed } from '../graph/index.js'
import { type Tensor, unflatten } from '../tensor/index.js'
import { zerosLike } from './reverse.js'
import { type AnyFunction, leavesLike, type Run, runBound } from './run.js'

/** Tangents of a run's outputs, given those of its inputs. */
const pushForward = (run: Run, tangents: readonly Tensor[]): readonly Tensor[] =>
  pushforwardIn(run.graph, run.environment, tangents).map((tangent, index) => tangent ?? zerosLike(run.outputs[index]))

export const jvp = (
  f: AnyFunction,
  primals: readonly unknown[],
  tangents: readonly unknown[],
): readonly [unknown, unknown] => {
  const run = runBound('jvp', f, primals)
  const given = leavesLike('jvp', 'tangents', tangents, run.input, run.primals)
  return [unflatten(run.output, run.outputs), unflatten(run.output, pushForward(run, given))]
}

export const linearize = (
  f: AnyFunction,
  primals: readonly unknown[],
): readonly [unknown, (...tangents: readonly unknown[]) => unknown] => {
  const run = runBound('linearize', f, primals)
  const { graph, captured } = traceClosed('linearize', (tangents) => pushForward(run, tangents), run.primals)
  const apply = (...tangents: readonly unknown[]): unknown => {
    const given = leavesLike('linearize', 'tangents', tangents, run.input, run.primals)
    return unflatten(run.output, interpret(graph, [...given, ...captured]))
  }
  return [unflatten(run.output, run.outputs), apply]
}
