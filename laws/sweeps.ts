import { environmentOf } from '../src/graph/index.js'
import { type ReverseSweep, reverseSweep } from '../src/index.js'
import type { Tensor } from '../src/tensor/index.js'
import { unequal } from './equality.js'
import { type Law, law } from './law.js'
import { allOf, type Tensors, transforms, weighted } from './lists.js'
import { explicit, type TensorMap } from './maps.js'

const { grad, valueAndGrad } = transforms

type ScalarFunction = (...tensors: Tensors) => Tensor

/** A way to see what reverse mode does, with its types forgotten. */
export type SweepOf = (
  f: ScalarFunction,
  options: { readonly argnums: readonly number[] },
) => (...at: Tensors) => ReverseSweep

/** The gradient of what is left of a function behind a value in it, by that value. */
const behind = ({ graph }: ReverseSweep, primals: Tensors, value: Tensor, at: Tensor): Tensor => {
  const rest: ScalarFunction = (replaced) => {
    const operands = primals.map((primal, index) => (graph.inputs[index] === value ? replaced : primal))
    const environment = environmentOf(graph, operands, new Map([[value, replaced]]))
    return environment(graph.outputs[0])
  }
  return grad(rest, { argnums: [0] })(at)[0]
}

/**
 * A reverse sweep shows the gradient come about: it ends at the gradient; what comes back to each intermediate value is the
 * gradient of the rest of the function by it; and the last sum that its users leave is what it hands on. All to the bit. A
 * sweep is an argument, so that a wrong one can be tried as well.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.sweeping(([x]) => [exp(x)]).holds([tensor(1)], [tensor(5)]) // => true
 * ```
 */
export const sweeping = (
  map: TensorMap,
  sweepOf: SweepOf = reverseSweep as unknown as SweepOf,
): Law<readonly [primals: Tensors, weights: Tensors]> =>
  law('sweeping', 'the cotangent of a value is the gradient of the rest by it', (primals, weights) => {
    const f = weighted(map, weights)
    const sweep = sweepOf(f, allOf(primals))(...primals)
    const { graph, values, cotangents, steps } = sweep
    const [value, gradient] = valueAndGrad(f, allOf(primals))(...primals)
    const left = new Map<Tensor, Tensor>()
    for (const { apply, sums } of steps)
      apply.operands.forEach((operand, index) => {
        const sum = sums[index]
        if (sum !== undefined) left.set(operand, sum)
      })
    const known = (tensor: Tensor): Tensor => values.get(tensor) as Tensor
    return [
      ...unequal('value', [known(graph.outputs[0])], [value]),
      ...unequal(
        'cotangent of input',
        graph.inputs.map((input, index) => explicit(cotangents.get(input), primals[index])),
        gradient,
      ),
      ...[...cotangents].flatMap(([tensor, cotangent]) => [
        ...unequal('cotangent', [cotangent], [behind(sweep, primals, tensor, known(tensor))]),
        ...(left.has(tensor) ? unequal('sum', [left.get(tensor) as Tensor], [cotangent]) : []),
      ]),
    ]
  })
