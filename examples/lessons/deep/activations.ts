import { greater, leakyRelu, mul, relu, sigmoid, square, sub, tanh, where } from 'cotangent'
import type { ShapePreserving } from 'cotangent/nn'
import type { FloatMatrix } from '../numbers.js'

/** What the slope at an activation's output makes of itself at its input z. */
type Backward = (slope: FloatMatrix, z: FloatMatrix) => FloatMatrix

/** An activation, and two ways back through it: as the lesson writes it, and right. */
interface Activation {
  readonly apply: ShapePreserving
  readonly lesson: Backward
  readonly corrected: Backward
}

const throughSigmoid: Backward = (slope, z) => {
  const s = sigmoid(z)
  return mul(mul(slope, s), sub(1, s))
}

const throughRelu: Backward = (slope, z) => where(greater(z, 0), slope, 0)

export type ActivationName = 'sigmoid' | 'relu' | 'leaky_relu' | 'tanh'

/** All that a layer can end in. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  sigmoid: { apply: sigmoid, lesson: throughSigmoid, corrected: throughSigmoid },
  relu: { apply: relu, lesson: throughRelu, corrected: throughRelu },
  /** The lesson forgets the slope that comes in where z is not above 0. */
  leaky_relu: {
    apply: leakyRelu,
    lesson: (slope, z) => where(greater(z, 0), slope, 0.01),
    corrected: (slope, z) => where(greater(z, 0), slope, mul(0.01, slope)),
  },
  /** The lesson forgets the slope that comes in everywhere. */
  tanh: {
    apply: tanh,
    lesson: (_, z) => sub(1, square(tanh(z))),
    corrected: (slope, z) => mul(slope, sub(1, square(tanh(z)))),
  },
}
