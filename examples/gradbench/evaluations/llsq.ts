import { add, arange, div, grad, item, mul, sign, square, sub, sum, tensor, toArray, unstack, zeros } from 'cotangent'
import { compiled, type Evaluation, type Json, task } from '../evaluation.js'
import { record, vector } from '../reading.js'
import { positive } from '../sized.js'
import type { Scalar, Vector } from '../tensors.js'

/** Σⱼ xⱼ tʲ for each t, by Horner's scheme. */
const polynomial = (x: Vector, t: Vector): Vector =>
  unstack(x).reduceRight<Vector>((value, coefficient) => add(mul(value, t), coefficient), zeros(t.shape))

/** Half the sum of the squared distances of a polynomial from the sign function, over the points -1 + 2 i / last. */
const distance =
  (i: Vector) =>
  (x: Vector, last: Scalar): Scalar => {
    const t = sub(div(mul(i, 2), last), 1)
    return mul(sum(square(sub(sign(t), polynomial(x, t)))), 0.5)
  }

const read = record({ x: vector, n: positive })

const of = <R extends Scalar | Vector>(
  functionOver: (i: Vector) => (x: Vector, last: Scalar) => R,
  write: (result: R) => Json,
) =>
  task({
    read,
    compile: ({ x, n }) => {
      const last = tensor(n - 1)
      const run = compiled(functionOver(arange(n)), x, last)
      return (input) => run(input.x, last)
    },
    write,
  })

/** A polynomial's least squares against a step, and their gradient by its coefficients. */
export const llsq: Evaluation = {
  primal: of<Scalar>(distance, (y) => item(y)),
  gradient: of<Vector>(
    (i) => grad(distance(i)),
    (x) => toArray(x),
  ),
}
