import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { add, flattenTree, oneHot, reshape, slice, transpose, zeros } from 'cotangent'
import { key } from 'cotangent/random'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { resumed } from '../../examples/lessons/checkpoints.js'
import { type Digits, readMnist } from '../../examples/lessons/mnist/digits.js'
import { instability } from '../../examples/lessons/mnist/instability.js'
import { defaults, figuresOf, type MnistOptions, mnist } from '../../examples/lessons/mnist/lesson.js'
import { objectives, type Params } from '../../examples/lessons/mnist/network.js'
import { report } from '../../examples/lessons/mnist/report.js'
import { scoresOf } from '../../examples/lessons/mnist/scores.js'
import { moved, stablePredictions, stableTraining } from '../../examples/lessons/mnist/stable.js'
import { initialParams, shuffled, training } from '../../examples/lessons/mnist/training.js'
import { numbersOf } from '../../examples/lessons/numbers.js'
import { unwatched } from '../../examples/lessons/parts.js'
import { completed, type Run, type Stage } from '../../examples/lessons/stages.js'
import { realFile, right } from '../support/data.js'
import { figureAt, golden, normwise, numbersIn } from '../support/golden.js'
import { synthetic } from './digits.js'

const expected = golden('003.json')
const at = (...path: readonly string[]): readonly number[] => numbersIn(figureAt(expected, ...path))

/** How far the lesson's figures may be off, normwise: they move by less than 1e-13 with the order of summation. */
const tolerance = 1e-11

const folder = mkdtempSync(join(tmpdir(), 'lesson-mnist-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The digits of the reference: 500 to train with, 100 to test with. */
const split = synthetic()
const options: MnistOptions = {
  ...defaults,
  ...split,
  iterations: 20,
  every: 1,
  stable: { ...defaults.stable, hidden: 16, epochs: 2 },
}

/** Numbers of a reference figure that is kept whole, or in parts: its first and last ten, every 997th, and two sums. */
const compareWith = (found: readonly number[], ...path: readonly string[]): void => {
  const figure = figureAt(expected, ...path) as { readonly [name: string]: never }
  if (!('digest' in figure)) {
    expect(normwise(found, at(...path))).toBeLessThan(tolerance)
    return
  }
  const recorded = (name: string): readonly number[] => numbersIn(figure[name])
  const largest = Math.max(...recorded('first10').map(Math.abs), ...recorded('every_997th').map(Math.abs))
  const close = (some: readonly number[], others: readonly number[]): void => {
    expect(some).toHaveLength(others.length)
    for (const [index, value] of some.entries())
      expect(Math.abs(value - others[index])).toBeLessThan(tolerance * Math.max(largest, 1e-300))
  }
  close(found.slice(0, 10), recorded('first10'))
  close(found.slice(-10), recorded('last10'))
  close(
    found.filter((_, index) => index % 997 === 0),
    recorded('every_997th'),
  )
  const squares = found.reduce((total, value) => total + value * value, 0)
  expect(Math.abs(squares - Number(figure.sumsq)) / squares).toBeLessThan(1e-12)
}

const parts = ({ hidden, output }: Params) => ({
  W1: numbersOf(transpose(hidden.weights)),
  b1: numbersOf(hidden.bias),
  W2: numbersOf(transpose(output.weights)),
  b2: numbersOf(output.bias),
})

describe('the data and the draws of the reference', () => {
  it('are drawn as NumPy draws them', () => {
    compareWith(numbersOf(transpose(split.train.images)), 'synthetic_data', 'X_train')
    compareWith(numbersOf(transpose(split.test.images)), 'synthetic_data', 'X_test')
    expect(numbersOf(split.train.labels)).toEqual(at('synthetic_data', 'y_train'))
    expect(numbersOf(split.test.labels)).toEqual(at('synthetic_data', 'y_test'))
    expect(numbersOf(shuffled(options).labels)).toEqual(
      at('synthetic', 'permutation').map((place) => at('synthetic_data', 'y_train')[place]),
    )
    const { W1, W2 } = parts(initialParams(options))
    compareWith(W1, 'synthetic', 'W1_0')
    compareWith(W2, 'synthetic', 'W2_0')
  })
})

describe.each(['by-hand', 'automatic'] as const)('the gradient %s', (gradient) => {
  it('is as recorded at the start', () => {
    const slopes = parts(objectives[gradient].gradient(shuffled(options))(initialParams(options)))
    for (const [name, found] of Object.entries(slopes)) compareWith(found, 'synthetic', `d${name}_first`)
  })

  it('trains as recorded', () => {
    const { costs, state } = completed(training({ ...options, gradient }), unwatched)
    expect(normwise(costs.slice(0, 20), at('synthetic', 'costs'))).toBeLessThan(tolerance)
    for (const [name, found] of Object.entries(parts(state.params))) compareWith(found, 'synthetic', name)
  })
})

describe('the scores', () => {
  const found = mnist(options)

  it('are those of scikit-learn, in both orders of arguments', () => {
    const { scores } = found.lesson
    expect(scores.predictions).toEqual(at('synthetic', 'test_predictions'))
    expect(scores.accuracy).toBe(figureAt(expected, 'synthetic', 'test_accuracy'))
    for (const [name, order] of [
      ['lesson', 'predictions, labels'],
      ['right', 'labels, predictions'],
    ] as const) {
      expect(scores[name].matrix.flat()).toEqual(at('synthetic', `confusion_matrix(${order})`))
      expect(scores[name].report).toBe(figureAt(expected, 'synthetic', `classification_report(${order})`))
    }
  })

  it('of gradients by hand and automatic: they are one', () => {
    for (const place of ['initial', 'trained'] as const)
      for (const layer of ['hidden', 'output'] as const) expect(found.disagreement[place][layer]).toBeLessThan(1e-13)
  })

  it('of the network without troubles', () => {
    expect(found.stable.finalCost).toBeLessThan(found.stable.costs[0])
    expect(found.stable.costs).toHaveLength(2)
  })

  it('are reported, with what is wrong in the lesson', () => {
    const text = report(found, options)
      .flatMap(({ notes }) => notes)
      .join(' ')
    expect(text).toMatch(/not divided.*predictions first.*infinite over infinite is NaN.*deviation 1/)
  })
})

describe('instability', () => {
  const { extremes, lesson, scaled } = instability(split.train, initialParams(options), 'wasm')

  it('is where exp(z) is infinite, and where p is 0', () => {
    expect(extremes.map((extreme) => [extreme.lesson.probabilities, extreme.lesson.cost])).toEqual([
      [[Number.NaN, 0], Number.NaN],
      [[1, 0], Number.NaN],
    ])
    for (const { fromLogits } of extremes) expect(fromLogits).toEqual({ probabilities: [1, 0], cost: 0 })
  })

  it('is in weights that do not get smaller with their number', () => {
    // Each input is a sum of 784 pixels times normal numbers, of which the second kind are divided by 28.
    expect(lesson.spread / scaled.spread).toBeCloseTo(28, 10)
    expect(lesson.flat).toBeGreaterThan(0.3)
    expect(scaled.flat).toBe(0)
    expect(lesson.cost).toBeGreaterThan(2 * Math.LN10)
    expect(Math.abs(scaled.cost - Math.LN10)).toBeLessThan(0.5)
  })
})

/** All numbers of a stage. */
const bits = <S>({ step, costs, state }: Stage<S>) => [step, costs, ...flattenTree(state)[0].map(numbersOf)]

/** The same training that stops at a step before its end. */
const stopping = <S>(run: Run<S>, last: number): Run<S> => ({
  ...run,
  *after(stage) {
    for (const next of run.after(stage)) {
      if (next.step > last) return
      yield next
    }
  },
})

describe('a training that was stopped', () => {
  const runs = {
    lesson: () => training({ ...options, iterations: 11, every: 3 }),
    stable: () => stableTraining({ ...options, stable: { ...options.stable, epochs: 3 } }),
  }

  it.each([
    ['lesson', 6],
    ['stable', 5],
  ] as const)('%s goes on to the same bits', async (name, last) => {
    const run = runs[name]() as Run<unknown>
    const keeping = { folder: join(folder, name), identity: name }
    const stopped = right(await resumed(stopping(run, last), keeping, unwatched)())
    expect(stopped.step).toBe(last)
    const steps: number[] = []
    const end = right(
      await resumed(run, keeping, (states) => {
        const seen = Array.from(states)
        steps.push(...seen.map((state) => (state as Stage<unknown>).step))
        return seen
      })(),
    )
    expect(steps[0]).toBeGreaterThan(last)
    expect(bits(end)).toEqual(bits(completed(run, unwatched)))
    // What is complete is not begun again.
    expect(bits(right(await resumed(run, keeping, unwatched)()))).toEqual(bits(end))
  })

  it('is not taken for another one, nor for one that ends before', async () => {
    const keeping = { folder: join(folder, 'refused'), identity: 'this' }
    right(await resumed(runs.lesson(), keeping, unwatched)())
    const other = await resumed(runs.lesson(), { ...keeping, identity: 'that' }, unwatched)()
    expect(isLeft(other) && other.left).toMatch(/refused: the checkpoints there are of another training$/)
    const shorter = await resumed(training({ ...options, iterations: 6, every: 3 }), keeping, unwatched)()
    expect(isLeft(shorter) && shorter.left).toMatch(/has gone on to step 11, beyond 6$/)
  })
})

/** A vector that is 1 at one place and else 0. */
const oneAt = (place: number, length: number) => oneHot([place], length, { dtype: 'float32' })

const firstOf = ({ images, labels }: Digits, count: number): Digits => ({
  images: slice(images, [[0, count]]) as Digits['images'],
  labels: reshape(slice(labels, [[0, count]]), [count]),
})

it('digits are moved as they are, by every distance up to the most', () => {
  const dot = zeros([400, 7, 7], { dtype: 'float32' })
  const images = add(dot, reshape(oneAt(24, 49), [1, 7, 7]))
  const places = numbersOf(moved(images as typeof dot, key(3), 2))
  const seen = new Set<number>()
  for (let image = 0; image < 400; image++) {
    const pixels = places.slice(49 * image, 49 * (image + 1))
    expect(pixels.filter((pixel) => pixel === 1)).toHaveLength(1)
    expect(pixels.filter((pixel) => pixel === 0)).toHaveLength(48)
    seen.add(pixels.indexOf(1))
  }
  const around = [1, 2, 3, 4, 5]
  expect([...seen].sort((a, b) => a - b)).toEqual(around.flatMap((row) => around.map((column) => 7 * row + column)))
  expect(numbersOf(moved(images as typeof dot, key(3), 0))).toEqual(numbersOf(images))
})

describe('the lesson is a function of its options', () => {
  it('both engines give the same bits', () => {
    const short = { ...options, iterations: 3, hidden: 5, stable: { ...options.stable, hidden: 4, epochs: 1 } }
    const few = { ...short, train: firstOf(split.train, 100), test: firstOf(split.test, 20) }
    expect(mnist({ ...few, engine: 'reference' })).toEqual(mnist(few))
  })

  it('other seeds give other figures', () => {
    const short = { ...options, iterations: 2, stable: { ...options.stable, epochs: 1 } }
    const [one, other] = [3, 4].map((start) => mnist({ ...short, seed: start }))
    expect(one.lesson.costs).not.toEqual(other.lesson.costs)
    expect(one.stable.costs).not.toEqual(other.stable.costs)
  })
})

describe.skipIf(realFile('mnist/t10k-images-idx3-ubyte.gz') === undefined)(
  'on the real digits (COTANGENT_DATA)',
  () => {
    const reference = golden('003_mnist.json')
    const real = (...path: readonly string[]) => figureAt(reference, 'mnist_t10k', ...path)
    const digits = async () => right(await readMnist(process.env.COTANGENT_DATA as string)())

    it('the costs are those recorded, and the scores after 101 steps', { timeout: 600_000 }, async () => {
      const own = { ...defaults, ...(await digits()), iterations: 101, every: 10 }
      const { costs, state } = completed(training(own), unwatched)
      expect(normwise(costs.slice(0, 11), numbersIn(real('costs')))).toBeLessThan(tolerance)
      const { W2, b1, b2 } = parts(state.params)
      for (const [name, found] of Object.entries({ W2, b1, b2 }))
        expect(normwise(found, numbersIn(real(name)))).toBeLessThan(tolerance)
      const none = stableTraining({ ...own, stable: { ...own.stable, epochs: 1 } }).first
      const { scores } = figuresOf(own, { lesson: { step: 101, costs, state }, stable: none }).lesson
      expect(scores.predictions).toEqual(numbersIn(real('test_predictions')))
      expect(scores.right.report).toBe(real('classification_report(labels, predictions)'))
      expect(scores.lesson.report).toBe(real('classification_report(predictions, labels)'))
    })

    it('the network without troubles has 97 % of the digits held out right', { timeout: 600_000 }, async () => {
      const own = { ...defaults, ...(await digits()) }
      const { state } = completed(stableTraining(own), unwatched)
      const { accuracy } = scoresOf(own.test.labels, stablePredictions(state.params, own.test, own))
      expect(accuracy).toBeGreaterThanOrEqual(0.97)
    })
  },
)
