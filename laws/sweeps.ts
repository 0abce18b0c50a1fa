import { environmentOf } from '../src/graph/index.js'
import type { ReverseSweep } from '../src/index.js'
import type { Tensor } from '../src/tensor/index.js'
import { type Tensors, transforms } from './lists.js'

const { grad } = transforms

type ScalarFunction = (...tensors: Tensors) => Tensor

/** A way to see what reverse mode does, with its types forgotten. */
export type SweepOf = (
  f: ScalarFunction,
  options: { readonly argnums: readonly number[] },
) => (...at: Tensors) => ReverseSweep

/** The gradient of what is left of a function behind a value in it, by that value. */
export const behind = ({ graph }: ReverseSweep, primals: Tensors, value: Tensor, at: Tensor): Tensor => {
  const rest: ScalarFunction = (replaced) => {
    const operands = primals.map((primal, index) => (graph.inputs[index] === value ? replaced : primal))
    const environment = environmentOf(graph, operands, new Map([[value, replaced]]))
    return environment(graph.outputs[0])
  }
  return grad(rest, { argnums: [0] })(at)[0]
}

/** What the steps of a sweep leave each tensor that they hand something to: the last sum. */
export const leftBy = ({ steps }: ReverseSweep): ReadonlyMap<Tensor, Tensor> => {
  const left = new Map<Tensor, Tensor>()
  for (const { apply, sums } of steps)
    apply.operands.forEach((operand, index) => {
      const sum = sums[index]
      if (sum !== undefined) left.set(operand, sum)
    })
  return left
}
