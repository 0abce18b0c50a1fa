import { add, maximum, mul, reshape, slice, sub, take, transpose } from 'cotangent'
import { randint, random, seed } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'
import type { Digits, Split } from '../../examples/lessons/mnist/digits.js'

/** The digits of the reference: a pattern of pixels for each, under noise. */
export const synthetic = (): Split => {
  const { labels, patterns, noise } = pipe(
    randint(0, 10, [600]),
    State.bindTo('labels'),
    State.bind('patterns', () => random([784, 10])),
    State.bind('noise', () => random([784, 600])),
    State.evaluate(seed(138)),
  )
  const light = maximum(mul(sub(mul(add(take(patterns, labels, { axis: 1 }), noise), 0.5), 0.5), 2), 0)
  const images = transpose(light)
  const part = (from: number, to: number): Digits => ({
    images: slice(images, [[from, to]]) as Digits['images'],
    labels: reshape(slice(labels, [[from, to]]), [to - from]),
  })
  return { train: part(0, 500), test: part(500, 600), shape: [28, 28] }
}
