import { add, astype, expandDims, gradcheck, greater, jit, reshape, slice, sum } from 'cotangent'
import { random, seed } from 'cotangent/random'
import type { Check } from './checks.js'
import { drawDigits } from './data/digits.js'
import { type ActivationName, activations } from './lessons/deep/activations.js'
import { architectureOf, defaults as deepDefaults, initialLayers } from './lessons/deep/lesson.js'
import * as deep from './lessons/deep/network.js'
import * as mnist from './lessons/mnist/network.js'

// The gradients of the lessons whose data have to be fetched, checked on data that are drawn.

/** Numbers in [0, 1), and 1 for those whose first half adds up to more than its second. */
export const drawnPictures = (count = 60, pixels = 48): deep.Examples => {
  const [inputs] = random([count, pixels])(seed(7))
  const half = (from: number) =>
    sum(
      slice(inputs, [
        [0, count],
        [from, from + pixels / 2],
      ]),
      { axis: 1 },
    )
  return { inputs, targets: expandDims(astype(greater(half(0), half(pixels / 2)), 'float64'), 1) }
}

/** Fewer nodes than the lesson has: each weight is a check. */
export const hidden = [8, 5, 3]

/** The activations whose slope the lesson has wrong. */
const wrong: readonly ActivationName[] = ['leaky_relu', 'tanh']

export const deepChecks = (): readonly Check[] => {
  const examples = drawnPictures()
  return (Object.keys(activations) as readonly ActivationName[]).flatMap((name): readonly Check[] => {
    const options = {
      ...deepDefaults,
      train: examples,
      test: examples,
      hidden,
      activations: hidden.map(() => name),
    }
    const architecture = architectureOf(options)
    const value = jit(deep.objectives.automatic(architecture).cost(examples)) as (layers: deep.Layers) => never
    // Off the kink: of a node whose inputs are all 0 and whose bias is 0.
    const point = initialLayers(options).map(({ weights, bias }) => ({ weights, bias: add(bias, 0.01) }))
    return (['lesson', 'corrected', 'automatic'] as const).map((way) => ({
      what: `layers of ${name}, ${{ lesson: "the lesson's by hand", corrected: 'by hand, mended', automatic: 'automatic' }[way]}`,
      known: way === 'lesson' && wrong.includes(name) ? 'wrong' : 'right',
      result: gradcheck({ value, gradient: deep.objectives[way](architecture).gradient(examples) }, point, {
        fast: true,
      }),
    }))
  })
}

/** The lesson's network with few hidden nodes, on small digits: some of them, and the parameters that it starts with. */
export const drawnDigits = (count: number) => {
  const [{ images, labels }] = drawDigits(count)(seed(138))
  const [, height, width] = images.shape
  const digits = { images: reshape(images, [count as number, height * width]), labels }
  const [point] = mnist.network(height * width, 8).init(seed(138))
  return { digits, point }
}

export const mnistChecks = (): readonly Check[] => {
  const { digits, point } = drawnDigits(40)
  const value = jit(mnist.objectives.automatic.cost(digits))
  const ways = [
    ['automatic', 'automatic'],
    ["the lesson's by hand", 'by-hand'],
  ] as const
  return ways.map(([what, way]) => ({
    what: `hidden sigmoids and softmax, ${what}`,
    known: 'right',
    result: gradcheck({ value, gradient: mnist.objectives[way].gradient(digits) }, point),
  }))
}
