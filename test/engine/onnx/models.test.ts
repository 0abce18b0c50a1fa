import { describe, expect, it } from 'vitest'
import { logLikelihood, posterior } from '../../../examples/models/gaussianProcess.js'
import { loss as flowersLoss } from '../../../examples/models/newton.js'
import { traceTrees } from '../../../src/autodiff/index.js'
import {
  add,
  expandDims,
  fromTypedArray,
  grad,
  hessian,
  jitAsync,
  mean,
  relu,
  softmaxCrossEntropy,
  square,
  squeeze,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  vmap,
} from '../../../src/index.js'
import { activation, dense, dropout, layerNorm, sequential } from '../../../src/nn/index.js'
import { adam } from '../../../src/optim/index.js'
import { key, seed } from '../../../src/random/index.js'
import { type Constant, flatten } from '../../../src/tensor/index.js'
import { uniformNumbers } from '../agreement.js'
import { deviationOfGraph } from './deviation.js'

type Scalar = Tensor<[], 'float64'>
type Vector = Tensor<[number], 'float64'>
type Matrix = Tensor<[number, number], 'float64'>

const random = uniformNumbers(31)
const numbers = (...shape: readonly number[]): Tensor =>
  fromTypedArray(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1),
    [...shape],
  )

/** How what a function gives on ONNX Runtime differs from the reference by more than rounding. */
const difference = async <P extends readonly unknown[]>(f: (...args: P) => unknown, ...args: P) => {
  const [operands, structure] = flatten('test', args)
  const { graph } = traceTrees('test', f as never, structure, operands)
  const [found] = flatten('test', await jitAsync(f)(...args)())
  return deviationOfGraph(graph, operands as readonly Constant[], found as readonly Constant[])
}

describe('models on ONNX Runtime are what they are, up to rounding', () => {
  it('a gaussian process, its likelihood with its gradient, and what it says elsewhere', async () => {
    const observations = { x: numbers(6) as Vector, y: numbers(6) as Vector }
    const params = { logLength: tensor(-0.3), logAmplitude: tensor(0.1), logNoise: tensor(-1) }
    expect(await difference(valueAndGrad(logLikelihood(observations)), params)).toBeUndefined()
    expect(
      await difference((places: Vector) => posterior(params, observations)(places), numbers(4) as Vector),
    ).toBeUndefined()
  })

  it('logistic regression, with gradient and Hessian', async () => {
    const of = flowersLoss(
      { x: numbers(20, 3) as Matrix, y: tensor(Array.from({ length: 20 }, () => Number(random() > 0.5))) },
      0.1,
    )
    const weights = numbers(3) as Vector
    expect(await difference(valueAndGrad(of), weights)).toBeUndefined()
    expect(await difference(hessian(of), weights)).toBeUndefined()
  })

  it('a law of motion: second derivatives of a network along a batch', async () => {
    const net = sequential(dense(1, 4), activation(tanh), dense(4, 1))
    const [params] = net.init(seed(1))
    const displacement =
      (given: typeof params) =>
      (t: Scalar): Scalar =>
        squeeze(net.apply(given)(expandDims(expandDims(t, 0), 0) as Tensor<[1, 1], 'float64'>)) as Scalar
    const residual = (given: typeof params, times: Vector): Scalar =>
      mean(square(vmap((t: Scalar) => add(grad(grad(displacement(given)))(t), t))(times))) as Scalar
    expect(await difference(valueAndGrad(residual), params, numbers(5) as Vector)).toBeUndefined()
  })

  it('a step of training with dropout, its random numbers and its optimizer', async () => {
    const optimizer = adam(0.01)
    const net = sequential(dense(3, 5), activation(relu), dropout(0.3, key(4)), layerNorm(5), dense(5, 3))
    const [params] = net.init(seed(2))
    const step = (
      given: typeof params,
      state: ReturnType<typeof optimizer.init>,
      x: Tensor<[4, 3], 'float64'>,
      y: Tensor<[4, 3], 'float64'>,
    ) => {
      const [value, slopes] = valueAndGrad(
        (each: typeof params) => softmaxCrossEntropy(net.apply(each)(x), y) as Scalar,
      )(given)
      return { value, updated: optimizer.update(slopes, state, given) }
    }
    const targets = tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
    ])
    expect(await difference(step as never, params, optimizer.init(params), numbers(4, 3), targets)).toBeUndefined()
  })
})
