import { add, expandDims, mse, mul, scan, slice, type Tensor, tensor, transpose } from 'cotangent'
import { batches } from 'cotangent/data'
import { applyUpdates, sgd } from 'cotangent/optim'
import { random, seed } from 'cotangent/random'
import { describe, expect, it } from 'vitest'
import { iris } from '../../examples/data/iris.js'
import * as backprop from '../../examples/lessons/backprop/lesson.js'
import * as layers from '../../examples/lessons/backprop/network.js'
import { classified } from '../../examples/lessons/backprop/split.js'
import * as deep from '../../examples/lessons/deep/lesson.js'
import { objectives as deepObjectives, type Examples, type Layers } from '../../examples/lessons/deep/network.js'
import { examplesOf as examplesOfPictures, readAlbum } from '../../examples/lessons/deep/pictures.js'
import { readMnist } from '../../examples/lessons/mnist/digits.js'
import { defaults as mnistDefaults } from '../../examples/lessons/mnist/lesson.js'
import { objectives, type Params } from '../../examples/lessons/mnist/network.js'
import { initialParams, shuffled } from '../../examples/lessons/mnist/training.js'
import * as neurons from '../../examples/lessons/neurons/lesson.js'
import { automatic, network, type Weights } from '../../examples/lessons/neurons/network.js'
import { examplesOf } from '../../examples/lessons/neurons/neuron.js'
import { numbersOf } from '../../examples/lessons/numbers.js'
import * as softmax from '../../examples/lessons/softmax/lesson.js'
import * as twoClasses from '../../examples/lessons/softmax/network.js'
import { synthetic } from '../examples/digits.js'
import { realFile, right } from '../support/data.js'
import { figureAt, golden, normwise, numbersIn } from '../support/golden.js'
import { costsOf, type Stepped } from './steps.js'

/** How far costs may be off, normwise: what was asked of a step that other sums and functions than ours carry out. */
const tolerance = 1e-9

const repeated = function* <B>(batch: B, times: number): Iterable<B> {
  for (let count = 0; count < times; count++) yield batch
}

/** Gradient descent on a cost: the step of most lessons. */
const descending =
  <S, B>(rate: number, cost: (batch: B) => (params: S) => unknown, gradient: (batch: B) => (params: S) => S) =>
  (params: S, batch: B): Stepped<S> => {
    const optimizer = sgd(rate)
    const [updates] = optimizer.update(
      gradient(batch)(params) as never,
      optimizer.init(params as never),
      params as never,
    )
    return {
      next: applyUpdates(params as never, updates as never) as S,
      cost: cost(batch)(params) as Stepped<S>['cost'],
    }
  }

describe('the training step of each lesson, in ONNX Runtime alone, gives the costs recorded of it', () => {
  it('from scratch: iris, all flowers at once', async () => {
    const expected = numbersIn(figureAt(golden('000.json'), 'two_layer_fixed_z1_mean_gradient', 'train'))
    const step = descending(backprop.defaults.rate, layers.loss, layers.gradients.automatic)
    const { train } = classified(iris)
    const costs = await costsOf(step, backprop.initialWeights(backprop.defaults), repeated(train, 1000))
    expect(normwise(costs, expected)).toBeLessThan(tolerance)
  })

  it('softmax: four examples at a time', async () => {
    const expected = numbersIn(figureAt(golden('001.json'), 'draw2', 'minibatch_losses'))
    const { split, second, linear } = softmax.draws(softmax.defaults)
    const step = descending(softmax.defaults.rate, twoClasses.loss(linear), twoClasses.automatic(linear))
    const costs = await costsOf(step, second, batches(split.train, { batchSize: softmax.defaults.batchSize }))
    expect(normwise(costs, expected)).toBeLessThan(tolerance)
  })

  it('first neurons: exclusive or, a record after the other', async () => {
    const at = (name: string): readonly number[] => numbersIn(figureAt(golden('002.json'), 'two_layer_xor', name))
    const { rate, hard } = neurons.defaults
    const examples = examplesOf(hard)
    const records = { inputs: expandDims(examples.inputs, 1), targets: expandDims(examples.targets, 1) }
    const epoch = (initial: Weights, all: typeof records): Stepped<Weights> => {
      const one = (weights: Weights, record: typeof examples) => {
        const { w01, w12 } = automatic(record)(weights)
        return [{ w01: add(weights.w01, mul(rate, w01)), w12: add(weights.w12, mul(rate, w12)) }, []] as const
      }
      const [next] = scan(one, initial, all)
      return { next, cost: mse(network(examples.inputs)(next), examples.targets) as Tensor<[], 'float64'> }
    }
    const epochs = at('loss_epochs').filter((each) => each < 2000)
    const costs = await costsOf(
      epoch,
      neurons.initialNetwork(neurons.defaults),
      repeated(records, Math.max(...epochs) + 1),
    )
    const found = epochs.map((each) => costs[each])
    expect(epochs.length).toBeGreaterThan(2)
    expect(normwise(found, at('loss').slice(0, found.length))).toBeLessThan(tolerance)
  })

  it('MNIST: all digits at once', async () => {
    const expected = numbersIn(figureAt(golden('003.json'), 'synthetic', 'costs'))
    const options = { ...mnistDefaults, ...synthetic(), iterations: 20, every: 1 }
    const { cost, gradient } = objectives.automatic
    const step = descending<Params, ReturnType<typeof shuffled>>(options.rate, cost, gradient)
    const costs = await costsOf(step, initialParams(options), repeated(shuffled(options), 20))
    expect(normwise(costs, expected)).toBeLessThan(tolerance)
  })

  it.each(['relu', 'tanh', 'sigmoid', 'leaky_relu'] as const)('deep network: %s', async (name) => {
    const recorded = numbersIn(figureAt(golden('004.json'), `${name}|correct|lr=0.0075`, 'costs_every_10'))
    const [drawn] = random([48, 80])(seed(7))
    const inputs = transpose(
      slice(drawn, [
        [0, 48],
        [0, 60],
      ]),
    )
    const half = (row: readonly number[], start: number): number =>
      row.slice(start, start + 24).reduce((a, b) => a + b, 0)
    const rows = Array.from({ length: 60 }, (_, index) => numbersOf(slice(inputs, [[index, index + 1]])))
    const train: Examples = { inputs, targets: tensor(rows.map((row) => [half(row, 0) > half(row, 24) ? 1 : 0])) }
    const options = { ...deep.defaults, train, test: train, activations: [name, name, name] }
    const objective = deepObjectives.automatic(deep.architectureOf(options))
    const step = descending<Layers, Examples>(0.0075, objective.cost, objective.gradient)
    const costs = await costsOf(step, deep.initialLayers(options), repeated(train, 300))
    expect(
      normwise(
        costs.filter((_, index) => index % 10 === 0),
        recorded,
      ),
    ).toBeLessThan(tolerance)
  })
})

/** The costs before every so many steps. */
const every = (stride: number, costs: readonly number[]): readonly number[] =>
  costs.filter((_, index) => index % stride === 0)

describe.skipIf(realFile('cats/train_catvnoncat.h5') === undefined)('on real data (COTANGENT_DATA)', () => {
  const folder = process.env.COTANGENT_DATA as string

  it('deep network: cats or not', { timeout: 120_000 }, async () => {
    const recorded = numbersIn(figureAt(golden('004_cats.json'), 'cats', 'costs'))
    const { train: pictures } = right(await readAlbum(folder)())
    const train = examplesOfPictures(pictures, 'float64')
    const options = { ...deep.defaults, train, test: train }
    const objective = deepObjectives.automatic(deep.architectureOf(options))
    const step = descending<Layers, Examples>(options.rate, objective.cost, objective.gradient)
    const costs = every(100, await costsOf(step, deep.initialLayers(options), repeated(train, 201)))
    expect(costs).toHaveLength(3)
    expect(normwise(costs, recorded.slice(0, 3))).toBeLessThan(tolerance)
  })

  it('MNIST: the digits held out', { timeout: 120_000 }, async () => {
    const recorded = numbersIn(figureAt(golden('003_mnist.json'), 'mnist_t10k', 'costs'))
    const options = { ...mnistDefaults, ...right(await readMnist(folder)()), iterations: 101, every: 10 }
    const { cost, gradient } = objectives.automatic
    const step = descending<Params, ReturnType<typeof shuffled>>(options.rate, cost, gradient)
    const costs = every(10, await costsOf(step, initialParams(options), repeated(shuffled(options), 21)))
    expect(costs).toHaveLength(3)
    expect(normwise(costs, recorded.slice(0, 3))).toBeLessThan(tolerance)
  })
})
