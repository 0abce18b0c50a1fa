import { type Traced, traceClosed } from '../graph/index.js'
import { checkFunction, flatten, type Structure, type Tensor, unflatten } from '../tensor/index.js'
import type { AnyFunction } from './run.js'

/** A function of trees traced into a closed graph of their leaves. */
export interface TracedTrees extends Traced {
  readonly output: Structure
}

/** Traces a function on the leaves of its arguments; on Inputs bound to `bindings` where given, else reading throws. */
export const traceTrees = (
  transform: string,
  f: AnyFunction,
  input: Structure,
  types: readonly Pick<Tensor, 'shape' | 'dtype'>[],
  bindings?: readonly Tensor[],
): TracedTrees => {
  checkFunction(transform, f)
  let output: Structure | undefined
  const body = (inputs: readonly Tensor[]): readonly Tensor[] => {
    const args = unflatten(input, inputs) as readonly unknown[]
    const [outputs, structure] = flatten(
      transform,
      (f as (...all: readonly unknown[]) => unknown)(...args),
      'the result',
    )
    output = structure
    return outputs
  }
  const traced = traceClosed(transform, body, types, bindings)
  return { ...traced, output: output as Structure }
}
