import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import * as cotangent from '../../../src/index.js'
import { grad, gradcheck, type ScalarFunction, type Tensor, tensor } from '../../../src/index.js'

type Untyped = (...args: readonly unknown[]) => Tensor
type Scalar = ScalarFunction<Tensor<[number], 'float64'>>

/** The public operations with their types forgotten. */
const o = cotangent as unknown as Readonly<Record<string, Untyped>>

const weighted = (f: (x: Tensor) => Tensor): Scalar => {
  const weights = [1.5, -0.75, 2.25, 0.5, -1.25, 3]
  return ((x: Tensor) => {
    const y = o.astype(o.ravel(f(x)), 'float64')
    return o.sum(o.mul(y, tensor(weights.slice(0, y.shape[0]))))
  }) as unknown as Scalar
}

/** An operation with what follows its operand; lists of numbers are tensors like it. */
const named = (name: string, ...settings: readonly unknown[]) =>
  weighted((x) =>
    o[name](x, ...settings.map((each) => (Array.isArray(each) ? tensor(each, { dtype: x.dtype as 'float64' }) : each))),
  )

const zeros = [0, 0, 1]
const ties = [2, -1, 2]

/** Points where slopes jump, or where conventions say what the slope is. */
const kinks: readonly (readonly [name: string, f: Scalar, point: readonly number[]])[] = [
  ...['abs', 'relu', 'leakyRelu', 'elu', 'celu', 'selu', 'softsign', 'prelu'].map(
    (name) => [`${name} at 0`, name === 'prelu' ? named(name, 0.25) : named(name), zeros] as const,
  ),
  ['relu at minus 0', named('relu'), [-0, 0, 1]],
  ['relu6 at 6 and 0', named('relu6'), [6, 0, 1]],
  ['hardTanh at its ends', named('hardTanh'), [-1, 1, 0]],
  ['hardSigmoid at its ends', named('hardSigmoid'), [-3, 3, 0]],
  ['hardSwish at its ends', named('hardSwish'), [-3, 3, 0]],
  ['softShrink at its ends', named('softShrink'), [-0.5, 0.5, 2]],
  ['clip at its bounds', named('clip', { min: -1, max: 2 }), [-1, 2, 0]],
  ['max of ties', named('max'), ties],
  ['min of ties', named('min'), [-1, 2, -1]],
  ['max of all the same', named('max'), [1, 1, 1]],
  ['maximum with a tie', weighted((x) => o.maximum(x, 1)), [1, 0, 1]],
  ['maximum of a tensor with itself', weighted((x) => o.maximum(x, x)), ties],
  ['minimum with a tie', weighted((x) => o.minimum(x, 1)), [1, 0, 1]],
  ['cummax of ties', named('cummax', { axis: 0 }), ties],
  ['cummin of ties', named('cummin', { axis: 0 }), [-1, 2, -1]],
  ['sort of ties', named('sort'), ties],
  ['median of ties', named('median'), [1, 1, 3]],
  ['norm at 0', named('norm'), [0, 0, 0]],
  ['norm of order 1 at 0', named('norm', { ord: 1 }), [0, 0, 1]],
  ['norm of order 3 at 0', named('norm', { ord: 3 }), [0, 0, 0]],
  ['largest size of ties', named('norm', { ord: Number.POSITIVE_INFINITY }), [2, -2, 1]],
  ['hypot at the origin', weighted((x) => o.hypot(x, 0)), zeros],
  ['a square root of a square at 0', weighted((x) => o.abs(o.mul(x, o.abs(x)))), zeros],
  ['mean absolute error of what fits', named('mae', [0, 1, 2]), [0, 1, 5]],
  ['hinge loss at its kink', named('hinge', [1, -1, 1]), [1, -1, 0]],
  ['Huber loss at its bend', named('huber', [0, 0, 0]), [1, -1, 0]],
  ['smooth L1 loss at its bend', named('smoothL1', [0, 0, 0]), [1, -1, 0]],
  ['max pooling of ties', weighted((x) => o.maxPool1d(o.reshape(x, [1, 1, 4]), { kernelSize: 2 })), [1, 1, 3, 3]],
  ['standard deviation of what does not vary', named('std'), [2, 2, 2]],
  ['the largest of three rectifiers', weighted((x) => o.max(o.relu(x))), [0, -1, 0]],
  ['a rectified difference of equals', weighted((x) => o.relu(o.sub(x, o.flip(x)))), ties],
]

describe('kinks where a convention says the slope', () => {
  it.each(kinks)('are no false alarms: %s', (_, f, point) => {
    for (const dtype of ['float64', 'float32'] as const)
      for (const mode of ['reverse', 'forward'] as const) {
        const found = gradcheck(f, tensor([...point], { dtype }) as unknown as Tensor<[number], 'float64'>, { mode })
        expect(isRight(found) ? '' : `${dtype} ${mode}: ${found.left}`).toBe('')
      }
  })

  it.each(kinks)('nor are the same gradients by hand, all entries together: %s', (_, f, point) => {
    const written = { value: f, gradient: grad(f) as (x: Tensor<[number], 'float64'>) => Tensor<[number], 'float64'> }
    for (const engine of ['precise', 'wasm'] as const) {
      const found = gradcheck(written, tensor([...point]) as Tensor<[number], 'float64'>, { engine })
      expect(isRight(found) ? '' : `${engine}: ${found.left}`).toBe('')
    }
  })
})
