import { concatenate, square, sub, sum, toArray } from 'cotangent'
import { argmax, argmin, forward, type Gradient, reverse } from '../descent.js'
import { compiled, type Evaluation, task } from '../evaluation.js'
import { record } from '../reading.js'
import { row } from '../sized.js'
import type { Scalar, Vector } from '../tensors.js'

/** |a|^2 - |b|^2, least along a and greatest along b at 0. */
const height =
  (a: Vector) =>
  (b: Vector): Scalar =>
    sub(sum(square(a)), sum(square(b)))

/** The a for which the greatest height over all b is least, and that b. */
const saddlePoint =
  (outer: Gradient, inner: Gradient) =>
  (start: Vector): Vector => {
    const greatest = (a: Vector): Scalar => height(a)(argmax(height(a), inner, start))
    const a = argmin(greatest, outer, start)
    return concatenate([a, argmax(height(a), outer, start)])
  }

const read = record({ start: row(2) })

const of = (outer: Gradient, inner: Gradient) =>
  task({
    read,
    compile: ({ start }) => {
      const run = compiled(saddlePoint(outer, inner), start)
      return (input) => run(input.start)
    },
    write: (point: Vector) => toArray(point),
  })

/** A saddle point, by a descent whose function ascends. */
export const saddle: Evaluation = {
  rr: of(reverse, reverse),
  ff: of(forward, forward),
  fr: of(forward, reverse),
  rf: of(reverse, forward),
}
