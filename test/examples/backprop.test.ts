import { seed, standardNormal } from 'cotangent/random'
import { describe, expect, it } from 'vitest'
import { iris } from '../../examples/data/iris.js'
import { backprop, defaults, initialWeights } from '../../examples/lessons/backprop/lesson.js'
import { gradients, train } from '../../examples/lessons/backprop/network.js'
import { report } from '../../examples/lessons/backprop/report.js'
import { classified } from '../../examples/lessons/backprop/split.js'
import { numbersOf, relativeDistance } from '../../examples/lessons/numbers.js'
import { agrees, missed } from '../../examples/lessons/printed.js'
import { figureAt, golden, normwise, numbersIn } from '../support/golden.js'

const expected = golden('000.json')
const at = (...path: readonly string[]): readonly number[] => numbersIn(figureAt(expected, ...path))
const found = backprop()
const reference = backprop({ engine: 'reference', iterations: 60 })
const split = classified(iris)

/** How far the lesson's figures may be off, normwise, where nothing else is said. */
const tolerance = 1e-11

describe('iris', () => {
  it('is the published table', () => {
    expect(iris.measurements.flat()).toEqual(at('iris', 'X'))
    expect(iris.species).toEqual(at('iris', 'y'))
  })

  it('is split as the lesson splits it', () => {
    expect(split.train.inputs.shape).toEqual([120, 4])
    expect(numbersOf(split.test.inputs)).toEqual(
      [45, 95, 145].flatMap((start) => iris.measurements.slice(start, start + 5)).flat(),
    )
    expect(numbersOf(split.valid.targets)).toEqual(
      [0, 1, 2]
        .flatMap((label) => Array.from({ length: 5 }, () => [0, 1, 2].map((one) => Number(one === label))))
        .flat(),
    )
  })
})

describe('what the lesson prints', () => {
  const figures = report(found, defaults).flatMap((section) => section.figures)

  it('comes out to all digits', () => {
    expect(missed(figures)).toEqual([])
    expect(figures.filter(agrees).length).toBeGreaterThanOrEqual(65)
  })

  it('is said to be irreproducible only of the chaotic training after epoch 335', () => {
    for (const { what, irreproducible } of figures) {
      const epoch = Number(/epoch (\d+)/.exec(what)?.[1] ?? 0)
      const late = what === 'test loss' || (/^(training|validation) loss, epoch \d*[05]0$/.test(what) && epoch > 335)
      expect([what, irreproducible !== undefined]).toEqual([what, late])
    }
  })

  it('is not looked for with other options', () => {
    const others = report(reference, { ...defaults, iterations: 60 })
    expect(others.map(({ figures: some }) => some.length > 0)).toEqual([true, true, true, true, false])
    expect(missed(others.flatMap((section) => section.figures))).toEqual([])
  })
})

describe.each([
  ['wasm', found],
  ['reference', reference],
] as const)('the small figures on %s', (_, { calculus, activations, labels }) => {
  const small = (...path: readonly string[]): readonly number[] => at('small', ...path)

  it('derivatives, to the bit', () => {
    for (const { x, epsilon, numeric } of calculus.derivatives)
      expect([numeric]).toEqual(small(`derivative eps=${epsilon === 1e-6 ? '1e-06' : epsilon} x=${x}`))
    for (const { epsilon, numeric } of calculus.partials) {
      const written = epsilon >= 1e-4 ? String(epsilon) : `1e-0${-Math.round(Math.log10(epsilon))}`
      expect(numeric).toEqual(small(`partials at (2,3) eps=${written}`))
    }
    expect(calculus.gradient).toEqual(small('gradient at (2,3) eps=1e-6'))
    expect(calculus.exactGradient).toEqual([17, 36])
    expect(calculus.ofIntegers).toMatch(/int32/)
    expect([calculus.meanSquaredError]).toEqual(small('mse([1,2,3],[1.5,2.5,2])'))
  })

  it('sigmoid, softmax, cross entropy', () => {
    expect(normwise(activations.sigmoid, small('sigmoid(arange(5))'))).toBeLessThan(1e-15)
    expect(normwise(activations.sigmoidGradient, small('sigmoid_gradient(arange(5))'))).toBeLessThan(1e-15)
    expect(normwise(activations.softmax, small('softmax([[1,3,5]])'))).toBeLessThan(1e-15)
    expect([activations.crossEntropy]).toEqual(small('cross_entropy([[1,0,0]],[[.7,.2,.1]])'))
    expect([activations.perfectCrossEntropy]).toEqual(small('cross_entropy perfect'))
    expect(activations.largeSoftmax).toEqual([1, 0, 0])
  })

  it('one-hot encoding, which leaves the labels alone', () => {
    expect(labels.names.labels).toEqual(['John', 'Tim', 'Tom', 'John', 'Marry', 'Tom'])
    expect(labels.names.classes).toEqual(figureAt(expected, 'small', 'onehot names', 'unique'))
    expect(labels.names.indices).toEqual(small('onehot names', 'index'))
    expect(labels.names.matrix.flat()).toEqual(small('onehot names', 'onehot'))
    expect(labels.codes).toEqual({
      labels: [-1, 0, 1],
      classes: [-1, 0, 1],
      indices: [0, 1, 2],
      matrix: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    })
  })
})

describe.each([
  ['wasm', found],
  ['reference', reference],
] as const)('the linear regression on %s', (_, { regression }) => {
  it.each(['handWritten', 'automatic'] as const)('with the gradient %s', (name) => {
    const line = regression[name]
    const of = (figure: string): readonly number[] => at('linear_regression', figure)
    expect(regression.initial).toEqual(of('W0'))
    expect(normwise(line.weights, of('W'))).toBeLessThan(tolerance)
    expect(normwise(line.train, of('train'))).toBeLessThan(tolerance)
    expect(normwise(line.valid, of('valid'))).toBeLessThan(tolerance)
    expect(normwise(line.predictions, of('test_raw'))).toBeLessThan(tolerance)
    expect(normwise([line.testError], of('test_mse_raw'))).toBeLessThan(tolerance)
    expect([line.roundedTestError]).toEqual(of('test_mse_rounded'))
  })

  it('has one gradient, by hand and automatic', () => expect(regression.disagreement).toBeLessThan(1e-15))
})

/** The largest difference of a training's losses up to an epoch. */
const upTo = (epoch: number, losses: readonly number[], others: readonly number[]): number =>
  Math.max(...losses.slice(0, epoch).map((loss, index) => Math.abs(loss - others[index])))

describe('the network of two layers', () => {
  const { network } = found

  it('starts from the weights that NumPy draws', () => {
    expect(relativeDistance(network.initial.w1.flat(), at('two_layer_lesson', 'W1_0'))).toBeLessThan(1e-15)
    expect(relativeDistance(network.initial.w2.flat(), at('two_layer_lesson', 'W2_0'))).toBeLessThan(1e-15)
  })

  it.each([
    ['lesson', 'two_layer_lesson'],
    ['summed', 'two_layer_fixed_z1'],
    ['corrected', 'two_layer_fixed_z1_mean_gradient'],
    ['automatic', 'two_layer_fixed_z1_mean_gradient'],
  ] as const)('has the gradient %s at the start', (name, path) => {
    expect(normwise(network.gradients[name].w1.flat(), at(path, 'dW1_first'))).toBeLessThan(tolerance)
    expect(normwise(network.gradients[name].w2.flat(), at(path, 'dW2_first'))).toBeLessThan(tolerance)
  })

  it.each(['corrected', 'automatic'] as const)('trains with the gradient %s as recorded', (name) => {
    const training = network.training[name]
    const of = (figure: string): readonly number[] => at('two_layer_fixed_z1_mean_gradient', figure)
    expect(normwise(training.train, of('train'))).toBeLessThan(tolerance)
    expect(normwise(training.valid, of('valid'))).toBeLessThan(tolerance)
    expect(normwise(training.w1.flat(), of('W1'))).toBeLessThan(tolerance)
    expect(normwise(training.w2.flat(), of('W2'))).toBeLessThan(tolerance)
    expect(normwise([training.testLoss], of('test_loss'))).toBeLessThan(tolerance)
    expect(normwise(training.testOutputs.flat(), of('test_out'))).toBeLessThan(tolerance)
    expect([training.testAccuracy]).toEqual(of('test_accuracy'))
  })

  it('and ten times as fast', () => {
    const training = train(gradients.corrected, split, { rate: 0.1, iterations: 1000, engine: 'wasm' })(
      initialWeights(defaults),
    )
    const of = (figure: string): readonly number[] => at('two_layer_fixed_z1_mean_gradient_alpha_0.1', figure)
    expect(normwise(training.train, of('train'))).toBeLessThan(tolerance)
    expect(normwise(training.valid, of('valid'))).toBeLessThan(tolerance)
    expect(normwise([...training.w1.flat(), ...training.w2.flat()], [...of('W1'), ...of('W2')])).toBeLessThan(tolerance)
    expect(normwise([training.testLoss], of('test_loss'))).toBeLessThan(tolerance)
  })

  it.each([
    ['lesson', 'two_layer_lesson', 220, 335],
    ['summed', 'two_layer_fixed_z1', 55, 80],
  ] as const)(
    'trains with the wrong gradient %s as recorded, as long as that is stable',
    (name, path, exact, close) => {
      for (const part of ['train', 'valid'] as const) {
        const [losses, recorded] = [network.training[name][part], at(path, part)]
        expect(upTo(exact, losses, recorded)).toBeLessThan(1e-10)
        expect(upTo(close, losses, recorded)).toBeLessThan(1e-6)
        expect(losses).toHaveLength(1000)
      }
      const runs = at(`${path}_chaos`, 'test_loss_each_run')
      expect(network.training[name].testLoss).toBeGreaterThan(0.9 * Math.min(...runs))
      expect(network.training[name].testLoss).toBeLessThan(1.1 * Math.max(...runs))
      expect(network.training[name].testAccuracy).toBe(1)
    },
  )

  it("tells the lesson's two mistakes apart by the figures", () => {
    const { disagreement, disagreementOfMeans } = network
    expect(disagreementOfMeans.lesson.w1).toBeCloseTo(4.63, 2)
    expect(disagreementOfMeans.lesson.w2).toBeLessThan(1e-12)
    expect(disagreementOfMeans.summed.w1).toBeLessThan(1e-12)
    expect(disagreement.summed.w1).toBeCloseTo(119, 9)
    expect(disagreement.lesson.w2).toBeCloseTo(119, 9)
    expect(disagreement.corrected.w1).toBeLessThan(1e-12)
    expect(disagreement.corrected.w2).toBeLessThan(1e-12)
    expect(disagreement.numeric.w1).toBeLessThan(1e-9)
    expect(disagreement.numeric.w2).toBeLessThan(1e-9)
  })
})

describe('both engines', () => {
  it('give the same bits', () => {
    const compiled = backprop({ engine: 'wasm', iterations: 60 })
    expect(reference).toEqual(compiled)
  })

  it.each([
    ['corrected', 1000],
    ['lesson', 345],
  ] as const)('and in the long training with the gradient %s too', { timeout: 120_000 }, (name, iterations) => {
    const interpreted = train(gradients[name], split, { rate: 0.01, iterations, engine: 'reference' })(
      initialWeights(defaults),
    )
    expect(interpreted.train).toEqual(found.network.training[name].train.slice(0, iterations))
    expect(interpreted.valid).toEqual(found.network.training[name].valid.slice(0, iterations))
  })
})

describe('with other options', () => {
  const short = { iterations: 30, linearIterations: 20 }

  it.each([
    { seed: 0 },
    { seed: 2 ** 32 - 1, hidden: 1 },
    { hidden: 33, rate: 0.3 },
    { linearRate: 0.001, rate: 1e-4 },
  ])('%o the right gradient by hand and the automatic one train alike', (options) => {
    const { network, regression } = backprop({ ...short, ...options })
    const [corrected, automatic] = [network.training.corrected, network.training.automatic]
    expect(normwise(corrected.train, automatic.train)).toBeLessThan(tolerance)
    expect(normwise(corrected.w1.flat(), automatic.w1.flat())).toBeLessThan(tolerance)
    expect(normwise(regression.handWritten.train, regression.automatic.train)).toBeLessThan(tolerance)
    expect(Math.max(network.disagreement.numeric.w1, network.disagreement.numeric.w2)).toBeLessThan(1e-6)
    expect(corrected.w1.map((row) => row.length)).toEqual(Array.from({ length: 4 }, () => options.hidden ?? 10))
  })

  it('the draws are those of the seed', () => {
    const [drawn] = standardNormal([4, 3])(seed(5))
    expect(backprop({ ...short, seed: 5, hidden: 3 }).network.initial.w1.flat()).toEqual(numbersOf(drawn))
  })

  it('the same options give the same numbers, other seeds others', () => {
    expect(backprop({ ...short, seed: 5 })).toEqual(backprop({ ...short, seed: 5 }))
    expect(backprop({ ...short, seed: 5 }).network.training.lesson.train).not.toEqual(
      backprop({ ...short, seed: 6 }).network.training.lesson.train,
    )
  })

  it('other flowers of other kinds do as well', () => {
    const flowers = {
      measurements: Array.from({ length: 20 }, (_, index) => [index / 20, 1 - index / 10]),
      species: Array.from({ length: 20 }, (_, index) => index % 2),
      names: ['even', 'odd'],
    }
    const { network } = backprop({ ...short, flowers })
    expect(network.training.automatic.testOutputs.map((row) => row.length)).toEqual([2, 2])
    expect(normwise(network.training.corrected.train, network.training.automatic.train)).toBeLessThan(tolerance)
  })
})
