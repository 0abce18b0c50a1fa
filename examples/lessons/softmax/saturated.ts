import { item, softmaxCrossEntropy, type Tensor, tensor, valueAndGrad } from 'cotangent'
import { type Matrix, numbersOf, type Row } from '../numbers.js'
import { crossEntropy, type Labels, softmax } from './byHand.js'

/** A loss, and its slope by the outputs that it is of. */
export interface LossAndSlope {
  readonly loss: number
  readonly slope: Row
}

/** The loss of outputs so far apart that the right class has the probability 0: in the lesson's two steps, and in one. */
export interface Saturated {
  readonly outputs: Row
  readonly label: number
  readonly lesson: LossAndSlope
  readonly inOne: LossAndSlope
}

export const saturated = (): Saturated => {
  const [outputs, label] = [[800, 0], 1]
  const z: Matrix = tensor([outputs])
  const labels: Labels = tensor([label], { dtype: 'int32' })
  const [p, backward] = softmax({})(z)
  const [loss, dp] = crossEntropy(p, labels)
  const [slope] = backward(dp)
  const [lossInOne, slopeInOne] = valueAndGrad((x: Matrix): Tensor<[], 'float64'> => softmaxCrossEntropy(x, labels))(z)
  return {
    outputs,
    label,
    lesson: { loss: item(loss), slope: numbersOf(slope) },
    inOne: { loss: item(lossInOne), slope: numbersOf(slopeInOne) },
  }
}
