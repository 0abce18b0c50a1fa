import { add, astype, div, log, matmul, mul, neg, sub, sum, transpose } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import type { FloatMatrix, FloatScalar } from '../numbers.js'
import { type ActivationName, activations } from './activations.js'
import type { Examples, Layers } from './network.js'

// The network as the lesson writes it: forward and back, layer by layer.

/** What one layer saw, and made of it: a(z), z = input weights + bias. */
interface Pass {
  readonly activation: ActivationName
  readonly input: FloatMatrix
  readonly z: FloatMatrix
  readonly output: FloatMatrix
}

/** Sums are float64, whatever their terms are. */
const wide = (x: FloatMatrix): FloatMatrix => astype(x, 'float64')

/** The passes of all layers, from the first to the last. */
const forward = (
  [ending, ...laterEndings]: readonly ActivationName[],
  input: FloatMatrix,
  [layer, ...laterLayers]: Layers,
): readonly Pass[] => {
  const z = pipe(wide(input), matmul(layer.weights), add(layer.bias), astype(input.dtype))
  const output = activations[ending].apply(z)
  const later = laterLayers.length === 0 ? [] : forward(laterEndings, output, laterLayers)
  return [{ activation: ending, input, z, output }, ...later]
}

const outputOf = (passes: readonly Pass[]): FloatMatrix => passes[passes.length - 1].output

/** The mean of -(y log p + (1 - y) log(1 - p)). */
export const cost = (p: FloatMatrix, y: FloatMatrix): FloatScalar =>
  pipe(add(mul(y, log(p)), mul(sub(1, y), log(sub(1, p)))), sum, div(-y.shape[0]))

/** What comes back to the last layer: -(y / p - (1 - y) / (1 - p)), one for each example. */
export const outputSlope = (p: FloatMatrix, y: FloatMatrix): FloatMatrix =>
  neg(sub(div(y, p), div(sub(1, y), sub(1, p))))

export const costOf =
  (endings: readonly ActivationName[]) =>
  ({ inputs, targets }: Examples) =>
  (layers: Layers): FloatScalar =>
    cost(outputOf(forward(endings, inputs, layers)), targets)

/** The gradient of the cost, with the lesson's ways back through the activations or the right ones. */
export const gradientOf =
  (way: 'lesson' | 'corrected', endings: readonly ActivationName[]) =>
  ({ inputs, targets }: Examples) =>
  (layers: Layers): Layers => {
    const passes = forward(endings, inputs, layers)
    const count = inputs.shape[0]
    const { gradients } = passes.reduceRight<{ readonly slope: FloatMatrix; readonly gradients: Layers }>(
      (later, { activation, input, z }, index) => {
        const slope = wide(activations[activation][way](later.slope, z))
        const gradient = {
          weights: pipe(transpose(wide(input)), matmul(slope), div(count)),
          bias: pipe(slope, sum({ axis: 0 }), div(count)),
        }
        return {
          slope: pipe(slope, matmul(transpose(layers[index].weights)), astype(input.dtype)),
          gradients: [gradient, ...later.gradients],
        }
      },
      { slope: outputSlope(outputOf(passes), targets), gradients: [] },
    )
    return gradients
  }
