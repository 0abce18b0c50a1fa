import fc from 'fast-check'
import { describe, it } from 'vitest'
import { check, gridPoints, lesson, tensorsBetween } from '../../laws/index.js'
import * as cotangent from '../../src/index.js'
import type { Tensor } from '../../src/tensor/index.js'
import { patience, runs } from './counts.js'

/** Steps of the lessons' forward difference; sums of the first ones with grid points are exact. */
const steps = fc.constantFrom(2 ** -20, 2 ** -16, 2 ** -24)

const anywhere = fc.tuple(gridPoints(-9, 9), steps)

/** Kinks at 0 are no nearer than the step reaches. */
const clearOfZero = anywhere.filter(([x, step]) => x > 0 || x < -step)

type Scalar = (x: Tensor) => Tensor

/** The functions with their types forgotten, so that one table holds them. */
const { leakyRelu, relu, sigmoid, softmax, softmaxCrossEntropy, tanh } = cotangent as unknown as Readonly<
  Record<string, (...args: readonly unknown[]) => Tensor>
>

describe("the analytic derivative is the lessons' finite difference", () => {
  it.each<[string, Scalar, typeof anywhere]>([
    ['sigmoid', sigmoid, anywhere],
    ['tanh', tanh, anywhere],
    ['relu', relu, clearOfZero],
    ['leaky relu', leakyRelu, clearOfZero],
    ['leaky relu of another slope', (x: Tensor) => leakyRelu(x, { negativeSlope: 0.3 }), clearOfZero],
  ])('%s', { timeout: patience }, (_, f, places) => check(lesson.slope(f), places, runs(300, 30_000)))

  const logits = tensorsBetween({ shape: [3, 4], dtype: 'float64' }, -5, 5)
  const labels = tensorsBetween({ shape: [3], dtype: 'int32' }, 0, 3)

  it.each(['mean', 'sum'] as const)('softmax cross-entropy of class indices, %s', { timeout: patience }, (reduction) =>
    fc.assert(
      fc.property(logits, labels, fc.oneof(steps, fc.constant(1e-6)), (z, targets, step) =>
        lesson.gradient((x) => softmaxCrossEntropy(x, targets, { reduction })).holds(z, step),
      ),
      runs(30, 3_000),
    ),
  )

  it('softmax cross-entropy of distributions', { timeout: patience }, () =>
    fc.assert(
      fc.property(logits, logits, fc.oneof(steps, fc.constant(1e-6)), (z, other, step) => {
        const targets = softmax(other)
        return lesson.gradient((x) => softmaxCrossEntropy(x, targets)).holds(z, step)
      }),
      runs(30, 3_000),
    ),
  )
})
