import { describe, expect, it } from 'vitest'
import { autoencoder } from '../../../examples/models/autoencoder.js'
import { convolution } from '../../../examples/models/convolution.js'
import { defaults, transformer } from '../../../examples/models/transformer.js'

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('a convolutional network on drawn digits', () => {
  const { losses, before, after } = convolution()

  it('starts by guessing, with log 10 nats to learn, and reads nearly all', () => {
    // Standard deviation of the share of 200 right guesses: sqrt(0.1 * 0.9 / 200).
    expect(Math.abs(before - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 200))
    expect(losses[0]).toBeGreaterThan(Math.log(10))
    expect(losses[0]).toBeLessThan(Math.log(10) + 0.5)
    expect(after).toBeGreaterThan(0.95)
  })
})

describe('a transformer of characters', () => {
  const { losses, pairEntropy, written } = transformer()

  it('comes to know more than who looks at one character only', () => {
    expect(mean(losses.slice(-10))).toBeLessThan(pairEntropy / 2)
  })

  it('writes words of its text', () => {
    const words = new Set(defaults.text.split(/\W+/))
    const own = written.split(/\W+/).slice(0, -1)
    expect(own.length).toBeGreaterThan(8)
    expect(own.filter((word) => !words.has(word)).length).toBeLessThanOrEqual(own.length / 4)
  })
})

describe('a variational autoencoder of drawn digits', () => {
  const { bounds, pixelByPixel, dreams } = autoencoder()

  it('tells images in fewer nats than pixel by pixel', () => {
    expect(mean(bounds.slice(-20))).toBeLessThan(pixelByPixel)
  })

  it('makes up images: probabilities, and not the same ones', () => {
    for (const dream of dreams) for (const pixel of dream) expect(pixel >= 0 && pixel <= 1).toBe(true)
    const distance = (a: readonly number[], b: readonly number[]): number =>
      Math.max(...a.map((pixel, index) => Math.abs(pixel - b[index])))
    for (const dream of dreams.slice(1)) expect(distance(dream, dreams[0])).toBeGreaterThan(0.5)
  })
})
