import { checkFunction, checkSameStructure, type Structure, type Tensor, unflatten } from '../../tensor/index.js'
import { locatingErrors } from '../locating.js'
import * as primitive from '../primitives/control/cond.js'
import { cut } from '../primitives/control/derived.js'
import type { Cond } from '../signatures/index.js'
import { type Graph, interpret, type Traced, traceBranch } from '../trace.js'
import { declared } from './dual.js'
import { operandOf } from './operands.js'
import { type AnyFunction, checkSameTypes, type Leaves, leavesOf, treeOf } from './trees.js'

/** A branch traced on the operands' leaves, and the structure of what it returns. */
interface Branch extends Traced {
  readonly output: Structure
}

const branchOf = (f: AnyFunction, operands: Leaves): Branch => {
  let output: Structure | undefined
  const traced = traceBranch(
    'cond',
    (inputs) => {
      const returned = leavesOf(
        'cond',
        f(...(treeOf(operands, inputs) as readonly unknown[])),
        'the result of a branch',
      )
      output = returned.structure
      return returned.leaves
    },
    operands.leaves,
  )
  return { ...traced, output: output as Structure }
}

/** A branch over the operands and all that either branch captured. */
const over = (branch: Branch, leaves: readonly Tensor[], shared: readonly Tensor[]): Graph =>
  traceBranch(
    'cond',
    (inputs) => {
      const [own, others] = cut(inputs, leaves.length, shared.length)
      const places = new Map(shared.map((tensor, index) => [tensor, others[index]]))
      return interpret(branch.graph, [...own, ...branch.captured.map((tensor) => places.get(tensor) as Tensor)])
    },
    [...leaves, ...shared],
  ).graph

/**
 * `onTrue(...operands)` where the predicate (a bool scalar) holds, `onFalse(...operands)` elsewhere; operands and results
 * are trees. Both branches are traced, only one runs, and the other one's values and derivatives do not matter. Throws a
 * TreeError, ShapeError or DTypeError where the branches' results differ in type.
 *
 * @example
 * ```ts
 * import { cond, less, neg, sqrt, tensor } from 'cotangent'
 *
 * const x = tensor(-4)
 * cond(less(x, 0), (x) => neg(x), (x) => sqrt(x), x) // => 4.0
 * ```
 */
export const cond: Cond = declared(
  (predicate: unknown, onTrue: AnyFunction, onFalse: AnyFunction, ...operands: readonly unknown[]) =>
    locatingErrors(() => {
      checkFunction('cond', onTrue)
      checkFunction('cond', onFalse)
      const chooser = operandOf('cond', predicate)
      const given = leavesOf('cond', operands)
      const [yes, no] = [onTrue, onFalse].map((f) => branchOf(f, given))
      checkSameStructure('cond', yes.output, no.output, 'the results of the two branches')
      checkSameTypes(
        'cond',
        'the result',
        yes.output,
        ['where true', yes.graph.outputs],
        ['where false', no.graph.outputs],
        'Both branches must return the same type: convert or broadcast one',
      )
      const shared = [...new Set([...yes.captured, ...no.captured])]
      const [whereTrue, whereFalse] = [yes, no].map((branch) =>
        shared.length === 0 ? branch.graph : over(branch, given.leaves, shared),
      )
      const results = primitive.cond({ onTrue: whereTrue, onFalse: whereFalse }, [chooser, ...given.leaves, ...shared])
      return unflatten(yes.output, results)
    }),
)
