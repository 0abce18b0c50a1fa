import { astype, flattenTree, mapTree, slice, type Tensor, tensor, transpose } from 'cotangent'
import { random, seed } from 'cotangent/random'
import { describe, expect, it } from 'vitest'
import type { ActivationName } from '../../examples/lessons/deep/activations.js'
import {
  architectureOf,
  type DeepFigures,
  type DeepOptions,
  deep,
  defaults,
  initialLayers,
} from '../../examples/lessons/deep/lesson.js'
import { type Layers, type ObjectiveName, objectives } from '../../examples/lessons/deep/network.js'
import { examplesOf, readAlbum } from '../../examples/lessons/deep/pictures.js'
import { printedCosts } from '../../examples/lessons/deep/printed.js'
import { report } from '../../examples/lessons/deep/report.js'
import { train } from '../../examples/lessons/deep/training.js'
import { numbersOf } from '../../examples/lessons/numbers.js'
import { unwatched } from '../../examples/lessons/parts.js'
import { agrees } from '../../examples/lessons/printed.js'
import { exhaustive } from '../laws/counts.js'
import { realFile, right } from '../support/data.js'
import { figureAt, golden, normwise, numbersIn } from '../support/golden.js'

const expected = golden('004.json')
const at = (...path: readonly string[]): readonly number[] => numbersIn(figureAt(expected, ...path))

/** How far the lesson's figures may be off, normwise: they move by less than 1e-13 with the order of summation. */
const tolerance = 1e-11

/** The data of the reference: NumPy's uniform numbers, and whether the first 24 of an example add up to more. */
const [drawn] = random([48, 80])(seed(7))
const examples = (from: number, to: number): DeepOptions['train'] => {
  const inputs = transpose(
    slice(drawn, [
      [0, 48],
      [from, to],
    ]),
  )
  const half = (row: readonly number[], start: number): number =>
    row.slice(start, start + 24).reduce((a, b) => a + b, 0)
  const rows = Array.from({ length: to - from }, (_, index) => numbersOf(slice(inputs, [[index, index + 1]])))
  return { inputs, targets: tensor(rows.map((row) => [half(row, 0) > half(row, 24) ? 1 : 0])) }
}
const data = { train: examples(0, 60), test: examples(60, 80) }

const options = (hidden: readonly ActivationName[], rate: number): DeepOptions => ({
  ...defaults,
  ...data,
  activations: hidden,
  rate,
  iterations: 300,
  every: 10,
})

const alike = (name: ActivationName): readonly ActivationName[] => [name, name, name]
const mixed = ['relu', 'leaky_relu', 'tanh'] as const

/** Where the reference has figures: its name for the activations, and the activations. */
const activations: readonly (readonly [string, readonly ActivationName[]])[] = [
  ...(['relu', 'leaky_relu', 'tanh', 'sigmoid'] as const).map((name) => [name, alike(name)] as const),
  [mixed.join().replace(/^/, 'mixed '), mixed],
]

const weightsIn = (layers: Layers, layer: number): readonly number[] => numbersOf(transpose(layers[layer].weights))

describe('the data and the draws of the reference', () => {
  it('are drawn as NumPy draws them', () => {
    expect(numbersOf(data.train.targets)).toEqual(at('data', 'Y_train'))
    expect(numbersOf(data.test.targets)).toEqual(at('data', 'Y_test'))
    const layers = initialLayers(options(mixed, 0.05))
    for (const layer of [0, 1, 2, 3])
      expect(normwise(weightsIn(layers, layer), at(`W${layer + 1}_0`))).toBeLessThan(1e-15)
  })
})

describe.each(activations)('with %s', (name, hidden) => {
  const initial = initialLayers(options(hidden, 0.05))

  it.each(['lesson', 'corrected', 'automatic'] as const)('the gradient %s is as recorded at the start', (objective) => {
    const path = `${name}|${objective === 'lesson' ? 'lesson' : 'correct'}|lr=0.05`
    if (!(path in expected)) return expect([name, objective]).toEqual([expect.stringMatching(/^mixed/), 'lesson'])
    const gradient = objectives[objective](architectureOf(options(hidden, 0.05))).gradient(data.train)(initial)
    const compared = [0, 1, 2, 3].flatMap((layer) => {
      const found = { dW: weightsIn(gradient, layer), db: numbersOf(gradient[layer].bias) }
      return (['dW', 'db'] as const).flatMap((part) => {
        const recorded = figureAt(expected, path) as { readonly [name: string]: never }
        const figure = `${part}${layer + 1}_first`
        return figure in recorded ? [normwise(found[part], at(path, figure))] : []
      })
    })
    expect(compared.length).toBeGreaterThanOrEqual(7)
    for (const distance of compared) expect(distance).toBeLessThan(tolerance)
  })

  it.each([0.0075, 0.05])('both trainings are as recorded at rate %d', (rate) => {
    const { figures, layers } = deep(options(hidden, rate))
    for (const [training, way] of [
      [figures.training.lesson, 'lesson'],
      [figures.training.automatic, 'correct'],
    ] as const) {
      const path = `${name}|${way}|lr=${rate}`
      if (!(path in expected)) continue
      expect(normwise(training.costs, at(path, 'costs_every_10'))).toBeLessThan(tolerance)
      expect([training.train.accuracy, training.test.accuracy]).toEqual([
        figureAt(expected, path, 'train_accuracy'),
        figureAt(expected, path, 'test_accuracy'),
      ])
      if (rate !== 0.05) continue
      expect(normwise(training.train.probabilities, at(path, 'train_prob'))).toBeLessThan(tolerance)
      expect(normwise(training.test.probabilities, at(path, 'test_prob'))).toBeLessThan(tolerance)
      if (way === 'lesson') continue
      for (const layer of [1, 2, 3]) {
        expect(normwise(weightsIn(layers, layer), at(path, `W${layer + 1}`))).toBeLessThan(tolerance)
        expect(normwise(numbersOf(layers[layer].bias), at(path, `b${layer + 1}`))).toBeLessThan(tolerance)
      }
    }
  })

  it('the mended gradient trains as the automatic one', () => {
    const some = { ...options(hidden, 0.05), iterations: 100 }
    const [byHand, automatic] = (['corrected', 'automatic'] as const).map(
      (objective) =>
        train(objectives[objective](architectureOf(some)), architectureOf(some), some, initial, unwatched)[0],
    )
    expect(normwise(byHand.costs, automatic.costs)).toBeLessThan(tolerance)
  })
})

/** By how much a gradient's claim is off what differences of the cost say, of its size. */
const misclaim = (found: DeepFigures, name: ObjectiveName): number => {
  const { claimed, measured } = found.comparison.initial[name]
  return Math.abs(claimed - measured) / claimed
}

describe('the comparison of gradients', () => {
  /** A rounding of a cost near 1, over the step of 1e-8 and a slope of more than 0.01. */
  const difference = 4 * Number.EPSILON * 1e8 * 100

  it.each([
    ['leaky_relu', /leaky_relu_backward/],
    ['tanh', /tanh_backward/],
  ] as const)('finds the wrong one of %s, and the report says so', (name, message) => {
    const some = { ...options(alike(name), 0.05), iterations: 20 }
    const { figures } = deep(some)
    expect(misclaim(figures, 'lesson')).toBeGreaterThan(0.01)
    expect(misclaim(figures, 'corrected')).toBeLessThan(difference)
    expect(misclaim(figures, 'automatic')).toBeLessThan(difference)
    // The last layer comes before the fault.
    const { weights } = figures.comparison.initial.lesson
    expect(Math.max(...weights.slice(0, 3))).toBeGreaterThan(0.01)
    expect(weights[3]).toBeLessThan(1e-14)
    expect(Math.max(...figures.comparison.initial.corrected.weights)).toBeLessThan(1e-13)
    expect(report(figures, some)[1].notes.join()).toMatch(message)
  })

  it.each(['relu', 'sigmoid'] as const)('finds those of %s right', (name) => {
    const some = { ...options(alike(name), 0.05), iterations: 20 }
    const { figures } = deep(some)
    for (const objective of ['lesson', 'corrected', 'automatic'] as const)
      expect(misclaim(figures, objective)).toBeLessThan(difference)
    expect(report(figures, some)[1].notes.join()).not.toMatch(/WRONG/)
  })
})

it('a network that is sure has a cost and a slope here, and none in the lesson', () => {
  const [rightly, wrongly] = deep({ ...options(alike('relu'), 0.05), iterations: 1 }).figures.saturation
  expect(rightly.lesson).toEqual({ cost: Number.NaN, slope: Number.NaN })
  expect(wrongly.lesson).toEqual({ cost: Number.POSITIVE_INFINITY, slope: Number.NaN })
  // log(1 + exp(-40)), and minus its slope.
  expect(rightly.fromLogit.cost).toBeCloseTo(4.248354255291589e-18, 30)
  expect(rightly.fromLogit.slope).toBeCloseTo(-4.248354255291589e-18, 30)
  expect(wrongly.fromLogit).toEqual({ cost: 40, slope: 1 })
})

describe('the lesson is a function of its options', () => {
  const some = { ...options(mixed, 0.05), iterations: 30 }

  it('both engines give the same bits', () => {
    const [onWasm, onReference] = (['wasm', 'reference'] as const).map((engine) => deep({ ...some, engine }))
    expect(onReference.figures).toEqual(onWasm.figures)
  })

  it.each([
    { hidden: [], activations: [] },
    { hidden: [3], activations: ['sigmoid'] },
    { hidden: [9, 8, 7, 6, 5], activations: ['tanh', 'relu', 'sigmoid', 'leaky_relu', 'tanh'] },
  ] as const)('of other layers: $hidden', ({ hidden, activations: endings }) => {
    const { figures, layers } = deep({ ...some, hidden, activations: endings, seed: 9 })
    expect(layers.map(({ bias }) => bias.shape[0])).toEqual([...hidden, 1])
    expect(figures.training.automatic.finalCost).toBeLessThan(figures.training.automatic.costs[0])
  })

  it('float32 follows float64, its weights being kept in float64', () => {
    const single = (part: DeepOptions['train']): DeepOptions['train'] =>
      mapTree(part as unknown as Record<string, Tensor>, (leaf) => astype(leaf, 'float32')) as never
    const rounded = { ...some, train: single(data.train), test: single(data.test) }
    const [found, exact] = [deep(rounded), deep(some)]
    const { costs } = found.figures.training.automatic
    // Costs near 1, of products that are rounded to 2^-24 in each of 30 steps.
    expect(normwise(costs, exact.figures.training.automatic.costs)).toBeLessThan(30 * 2 ** -24)
    expect(flattenTree(found.layers)[0].map(({ dtype }) => dtype)).toEqual(Array(8).fill('float64'))
  })

  it('the last stretch may be shorter, and the last cost is that after it', () => {
    const { lesson } = deep({ ...some, iterations: 25 }).figures.training
    const longer = deep({ ...some, iterations: 26, every: 1 }).figures.training.lesson
    expect(normwise(lesson.costs, [longer.costs[0], longer.costs[10], longer.costs[20]])).toBeLessThan(1e-14)
    expect(normwise([lesson.finalCost], [longer.costs[25]])).toBeLessThan(1e-14)
  })
})

describe.skipIf(realFile('cats/train_catvnoncat.h5') === undefined)('on the real pictures (COTANGENT_DATA)', () => {
  const album = async () => right(await readAlbum(process.env.COTANGENT_DATA as string)())

  it('all costs and accuracies that the lesson prints come out in float64', { timeout: 600_000 }, async () => {
    const { train: first, test: second } = await album()
    const own = { ...defaults, train: examplesOf(first, 'float64'), test: examplesOf(second, 'float64') }
    const { figures } = deep(own)
    const [{ figures: compared }] = report(figures, own)
    expect(compared).toHaveLength(27)
    expect(compared.filter((figure) => !agrees(figure))).toEqual([])
    const reference = golden('004_cats.json')
    const recorded = numbersIn(figureAt(reference, 'cats', 'costs')).slice(0, 25)
    expect(normwise(figures.training.lesson.costs, recorded)).toBeLessThan(tolerance)
    expect(normwise(figures.training.automatic.costs, recorded)).toBeLessThan(tolerance)
    expect(
      normwise(figures.training.automatic.test.probabilities, numbersIn(figureAt(reference, 'cats', 'test_prob'))),
    ).toBeLessThan(tolerance)
  })

  it('float32 comes within 1e-3 of them', { timeout: 600_000 }, async () => {
    const { train: first, test: second } = await album()
    const own = { ...defaults, train: examplesOf(first, 'float32'), test: examplesOf(second, 'float32') }
    const architecture = architectureOf(own)
    // The whole way takes half a minute: it is gone where tests take their time.
    const part = exhaustive ? own : { ...own, iterations: 1000 }
    const [training] = train(objectives.automatic(architecture), architecture, part, initialLayers(own), unwatched)
    expect(training.costs.length).toBeGreaterThanOrEqual(10)
    for (const [index, cost] of training.costs.entries())
      expect(Math.abs(cost - printedCosts[index])).toBeLessThan(1e-3)
    if (exhaustive) expect([training.train.accuracy, training.test.accuracy]).toEqual([206 / 209, 0.8])
  })
})
