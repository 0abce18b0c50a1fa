import { grad, item, square } from 'cotangent'
import { compiled, type Evaluation, task } from '../evaluation.js'
import { scalar } from '../reading.js'
import type { Scalar } from '../tensors.js'

const of = (f: (x: Scalar) => Scalar) =>
  task({ read: scalar, compile: (x) => compiled(f, x), write: (y: Scalar) => item(y) })

const squareOf = (x: Scalar): Scalar => square(x)

/** The square of a number, and its derivative, which is twice the number. */
export const hello: Evaluation = { square: of(squareOf), double: of(grad(squareOf)) }
