import { add, arange, grad, item, mul, sigmoid, tensor } from 'cotangent'
import { numbersOf, type Row } from '../numbers.js'

/** A curve, or a piece of a tangent of it. */
export interface Curve {
  readonly x: Row
  readonly y: Row
}

/** The figures of the lesson's two plots. */
export interface Curves {
  readonly sigmoid: Curve
  readonly fineSigmoid: Curve
  /** At 2, 0 and -4. */
  readonly tangents: readonly Curve[]
}

const sigmoidOver = (step: number): Curve => {
  const x = arange(-6, 6, step)
  return { x: numbersOf(x), y: numbersOf(sigmoid(x)) }
}

/** The tangent of the sigmoid at a point, and a little to both sides. */
const tangentAt = (at: number): Curve => {
  const point = tensor(at)
  const dx = arange(-0.5, 0.5, 0.1)
  const slope = item(grad((x: typeof point) => sigmoid(x))(point))
  return { x: numbersOf(add(point, dx)), y: numbersOf(add(mul(slope, dx), sigmoid(point))) }
}

export const curves = (): Curves => ({
  sigmoid: sigmoidOver(0.2),
  fineSigmoid: sigmoidOver(0.1),
  tangents: [2, 0, -4].map(tangentAt),
})
