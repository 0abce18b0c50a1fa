import { add, astype, expandDims, greater, jit, slice, sum, tensor } from 'cotangent'
import { random, seed } from 'cotangent/random'
import { describe, expect, it } from 'vitest'
import * as iris from '../../../examples/lessons/backprop/network.js'
import type { ActivationName } from '../../../examples/lessons/deep/activations.js'
import { architectureOf, defaults, initialLayers } from '../../../examples/lessons/deep/lesson.js'
import * as deep from '../../../examples/lessons/deep/network.js'
import { diagnose } from '../../../src/check/diagnosis/index.js'
import { evidenceOf } from './evidence.js'

/** Flowers as good as those of the lesson: 120 of 4 measures in 3 kinds. */
const [inputs] = random([120 as number, 4 as number])(seed(0))
const labels = Array.from({ length: 120 }, (_, index) => [0, 1, 2].map((kind) => Number(index % 3 === kind)))
const flowers = { inputs, targets: tensor(labels) }
const [w1] = random([4 as number, 10 as number])(seed(1))
const [w2] = random([10 as number, 3 as number])(seed(2))

const ofIris = (name: iris.GradientName, isOpaque = false) =>
  diagnose(
    evidenceOf(
      jit(iris.loss(flowers as never)) as never,
      iris.gradients[name](flowers as never),
      { w1, w2 } as never,
      isOpaque,
    ),
  )

describe('lesson 000', () => {
  it('G1 and G2: the slope at the activation, and a factor of the batch size', () => {
    const diagnosis = ofIris('lesson')
    expect(diagnosis?.text).toBe('')
    expect(diagnosis?.mistakes.map(({ cause, factor }) => [cause, factor])).toEqual([
      ['atActivation', undefined],
      ['factor', 120],
    ])
    expect(diagnosis?.alternatives).toEqual([])
  })

  it('G2 alone: the sum for the mean', () => {
    expect(ofIris('summed')).toMatchObject({ cause: 'factor', mistakes: [{ factor: 120 }], alternatives: [] })
    expect(ofIris('summed', true)).toMatchObject({ cause: 'factor', mistakes: [{ factor: 120 }], alternatives: [] })
  })

  it('right ones have nothing to be told of', () => {
    expect(ofIris('corrected')).toBeUndefined()
    expect(ofIris('automatic')).toBeUndefined()
  })
})

const pictures = (): deep.Examples => {
  const [inputs] = random([60 as number, 48 as number])(seed(7))
  const half = (from: number) =>
    sum(
      slice(inputs, [
        [0, 60],
        [from, from + 24],
      ]),
      { axis: 1 },
    )
  return { inputs, targets: expandDims(astype(greater(half(0), half(24)), 'float64'), 1) }
}

const ofDeep = (name: ActivationName, way: 'lesson' | 'corrected') => {
  const examples = pictures()
  const hidden = [8, 5, 3]
  const options = { ...defaults, train: examples, test: examples, hidden, activations: hidden.map(() => name) }
  const architecture = architectureOf(options)
  const value = jit(deep.objectives.automatic(architecture).cost(examples))
  const point = initialLayers(options).map(({ weights, bias }) => ({ weights, bias: add(bias, 0.01) }))
  return diagnose(evidenceOf(value as never, deep.objectives[way](architecture).gradient(examples) as never, point))
}

describe('lesson 004', () => {
  it('G3: the cotangent dropped where the leaky relu is given what is not above 0', () => {
    const diagnosis = ofDeep('leaky_relu', 'lesson')
    expect(diagnosis?.text).toBe('')
    expect(diagnosis).toMatchObject({ cause: 'droppedCotangent', alternatives: [], unexplained: [] })
  })

  it('G4: the cotangent dropped at the tanh', () => {
    const diagnosis = ofDeep('tanh', 'lesson')
    expect(diagnosis?.text).toBe('')
    expect(diagnosis).toMatchObject({ cause: 'droppedCotangent', alternatives: [], unexplained: [] })
  })

  it.each(['relu', 'sigmoid', 'leaky_relu', 'tanh'] as const)('%s corrected', (name) => {
    expect(ofDeep(name, 'corrected')).toBeUndefined()
  })
})
