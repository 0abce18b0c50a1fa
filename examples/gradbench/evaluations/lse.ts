import { add, exp, grad, item, log, max, stopGradient, sub, sum, toArray } from 'cotangent'
import { compiled, type Evaluation, task } from '../evaluation.js'
import { record, vector } from '../reading.js'
import type { Scalar, Vector } from '../tensors.js'

interface Input {
  readonly x: Vector
}

/**
 * log Σᵢ exp(xᵢ): the greatest is taken out of the sum, so that no exponential overflows. The result does not depend on what
 * is taken out, so its derivative is left out: it would be a difference of two equal numbers.
 */
const logSumExp = ({ x }: Input): Scalar => {
  const greatest = stopGradient(max(x))
  return add(greatest, log(sum(exp(sub(x, greatest)))))
}

const read = record({ x: vector })

/** The logarithm of a sum of exponentials, and its gradient. */
export const lse: Evaluation = {
  primal: task({ read, compile: (input) => compiled(logSumExp, input), write: (y: Scalar) => item(y) }),
  gradient: task({
    read,
    compile: (input) => compiled(grad(logSumExp), input),
    write: ({ x }: Input) => toArray(x),
  }),
}
