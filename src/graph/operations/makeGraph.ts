import { checkFunction, Displayed, leafPaths } from '../../tensor/index.js'
import { showGraph } from '../show.js'
import type { MakeGraph } from '../signatures/index.js'
import { type Graph, traceClosed } from '../trace.js'
import { declared } from './dual.js'
import { leavesOf, treeOf } from './trees.js'

/** A function's graph, which prints as a list of its applied primitives. */
export class PrintedGraph extends Displayed implements Graph {
  readonly inputs: Graph['inputs']
  readonly applies: Graph['applies']
  readonly outputs: Graph['outputs']
  /** Where the first inputs stand in the list of arguments, as `[0].weights`, where that is known. */
  readonly paths: readonly string[]

  constructor({ inputs, applies, outputs }: Graph, paths: readonly string[] = []) {
    super()
    this.inputs = inputs
    this.applies = applies
    this.outputs = outputs
    this.paths = paths
  }

  toString(): string {
    return showGraph(this)
  }
}

/**
 * The graph that a function of trees makes of arguments: which primitives it applies to what, printed in a form that is
 * the same every time. Of the arguments only the types matter; what the function uses from outside is an input too.
 *
 * @example
 * ```ts
 * import { add, makeGraph, mul, type Tensor, tensor } from 'cotangent'
 *
 * const line = (x: Tensor<[3]>) => add(mul(x, 2), 1)
 * makeGraph(line)(tensor([1, 2, 3]))
 * // => graph %1:float64[3]
 * //      %2:float64[3] = mul %1 float64[3](2)
 * //      %3:float64[3] = add %2 float64[3](1)
 * //      return %3
 * ```
 */
export const makeGraph: MakeGraph<PrintedGraph> = declared((f: (...args: readonly unknown[]) => unknown) => {
  checkFunction('makeGraph', f)
  return (...args: readonly unknown[]): PrintedGraph => {
    const given = leavesOf('makeGraph', args)
    const body = (inputs: Graph['outputs']): Graph['outputs'] =>
      leavesOf('makeGraph', f(...(treeOf(given, inputs) as readonly unknown[])), 'the result').leaves
    return new PrintedGraph(traceClosed('makeGraph', body, given.leaves).graph, leafPaths(given.structure))
  }
})
