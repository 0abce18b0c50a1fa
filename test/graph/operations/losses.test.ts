import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  grad,
  hessian,
  jit,
  log,
  mean,
  mse,
  oneHot,
  reshape,
  sigmoid,
  softmax,
  softmaxCrossEntropy,
  sum,
  tensor,
  transpose,
} = untyped

const expectClose = (got: unknown, want: readonly number[], tolerance = 1e-14): void => {
  const elements = elementsOf(got)
  expect(elements).toHaveLength(want.length)
  for (const [index, x] of want.entries())
    if (!Object.is(elements[index], x))
      expect(Math.abs(elements[index] - x), `${elements} against ${want}`).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(x)),
      )
}

const none = { reduction: 'none' }
const logits = tensor([
  [1, -2, 0.5],
  [0, 3, -1],
])
const labels = tensor([2, 0], { dtype: 'int32' })

describe('reductions of a loss', () => {
  it('are the mean, the sum and each alone', () => {
    const [p, t] = [tensor([1, 2, 4]), tensor([1, 0, 1])]
    expectClose(mse(p, t, none), [0, 4, 9])
    expectClose(mse(p, t, { reduction: 'sum' }), [13])
    expectClose(mse(p, t), [13 / 3])
    expectClose(pipe(p, mse(t)), [13 / 3])
    expectClose(pipe(p, mse(t, none)), [0, 4, 9])
    expectClose(mse(p, 1, none), [0, 1, 9])
  })

  it('of samples divide by the samples', () => {
    const each = elementsOf(softmaxCrossEntropy(logits, labels, none))
    expectClose(softmaxCrossEntropy(logits, labels), [(each[0] + each[1]) / 2])
    expectClose(softmaxCrossEntropy(logits, labels, { reduction: 'sum' }), [each[0] + each[1]])
  })
})

describe('softmaxCrossEntropy', () => {
  it.each([
    ['float32', [3e38, -3e38], [1, 0]],
    ['float64', [1.7e308, -1.7e308], [1, 0]],
    ['float64', [1.7e308, -1.7e308, 1.7e308], [0.5, 0, 0.5]],
    ['float64', [0, Number.NEGATIVE_INFINITY], [1, 0]],
  ] as const)('of %s logits as far apart as %j has no term where the target is 0', (dtype, x, t) => {
    const [logits, targets] = [x, t].map((each) => tensor([...each], { dtype }))
    const loss = (z: unknown) => softmaxCrossEntropy(z, targets)
    const expected = [x.length === 3 ? Math.LN2 : 0]
    expectClose(loss(logits), expected)
    expectClose(jit(loss)(logits), expected)
    expectClose(
      grad(loss)(logits),
      x.map(() => 0),
    )
  })

  it('of indices is that of one-hot rows', () => {
    for (const options of [none, {}, { labelSmoothing: 0.1 }])
      expectClose(
        softmaxCrossEntropy(logits, labels, options),
        elementsOf(softmaxCrossEntropy(logits, oneHot(labels, 3), options)),
      )
  })

  it('of smoothed labels is that of smoothed distributions', () => {
    const smooth = tensor([
      [0.1, 0.1, 0.8],
      [0.8, 0.1, 0.1],
    ])
    expectClose(
      softmaxCrossEntropy(logits, labels, { labelSmoothing: 0.3 }),
      elementsOf(softmaxCrossEntropy(logits, smooth)),
    )
  })

  it('is the cross entropy of the softmax', () => {
    const targets = tensor([
      [0.2, 0.3, 0.5],
      [1, 0, 0],
    ])
    expectClose(softmaxCrossEntropy(logits, targets, none), elementsOf(crossEntropy(softmax(logits), targets, none)))
    expectClose(
      pipe(logits, softmaxCrossEntropy(targets, none)),
      elementsOf(softmaxCrossEntropy(logits, targets, none)),
    )
  })

  it('goes along any axis', () => {
    expectClose(
      softmaxCrossEntropy(transpose(logits), labels, { axis: 0, reduction: 'none' }),
      elementsOf(softmaxCrossEntropy(logits, labels, none)),
    )
    const deep = reshape(logits, [1, 2, 3])
    expectClose(softmaxCrossEntropy(deep, [[2, 0]], none), elementsOf(softmaxCrossEntropy(logits, labels, none)))
    expectClose(softmaxCrossEntropy(tensor([0, 0]), 1), [Math.LN2])
  })

  it('has the derivative p - t, and none that is NaN', () => {
    const gradient = grad((z: unknown) => softmaxCrossEntropy(z, labels, { reduction: 'sum' }))(logits)
    const [p, t] = [elementsOf(softmax(logits)), elementsOf(oneHot(labels, 3))]
    expectClose(
      gradient,
      p.map((x, index) => x - t[index]),
    )
    const extreme = tensor([[800, -800, 0]])
    for (const label of [0, 1, 2]) {
      const loss = (z: unknown): unknown => softmaxCrossEntropy(z, [label])
      expectClose(loss(extreme), [[0, 1600, 800][label]])
      expectClose(
        grad(loss)(extreme),
        elementsOf(oneHot(label, 3)).map((x, index) => Number(index === 0) - x),
      )
      expect(elementsOf(hessian(loss)(extreme)).some(Number.isNaN)).toBe(false)
    }
  })

  it('lets a class of target 0 be impossible: 0 log 0 = 0', () => {
    const masked = tensor([[0, -Infinity, 0]])
    const targets = tensor([[0.5, 0, 0.5]])
    expectClose(softmaxCrossEntropy(masked, targets), [Math.LN2])
    expectClose(grad((z: unknown) => softmaxCrossEntropy(z, targets))(masked), [0, 0, 0])
    expectClose(softmaxCrossEntropy(masked, [1]), [Infinity])
  })

  it('counts negative labels from the end, and prints no -0', () => {
    expectClose(softmaxCrossEntropy(logits, [-1, -3], none), elementsOf(softmaxCrossEntropy(logits, labels, none)))
    expect(elementsOf(softmaxCrossEntropy(tensor([800, 0]), 0))).toEqual([0])
  })
})

describe('crossEntropy', () => {
  it('of a sure and right prediction is 0, of a sure and wrong one Infinity', () => {
    expect(elementsOf(crossEntropy(tensor([[0, 1]]), tensor([[0, 1]])))).toEqual([0])
    expect(elementsOf(crossEntropy(tensor([[1, 0]]), tensor([[0, 1]])))).toEqual([Infinity])
    expectClose(grad((p: unknown) => crossEntropy(p, tensor([[0, 1]])))(tensor([[0, 1]])), [0, -1])
  })

  it('is -sum(t log p)', () => {
    const [p, t] = [tensor([[0.7, 0.2, 0.1]]), tensor([[0.5, 0.25, 0.25]])]
    expectClose(crossEntropy(p, t), [-(0.5 * Math.log(0.7) + 0.25 * Math.log(0.2) + 0.25 * Math.log(0.1))])
    expectClose(crossEntropy(transpose(p), transpose(t), { axis: 0 }), elementsOf(crossEntropy(p, t)))
    expectClose(pipe(p, crossEntropy(t)), elementsOf(crossEntropy(p, t)))
  })
})

describe('binary cross entropy', () => {
  it('of probabilities has 0 log 0 = 0 at both ends', () => {
    const [p, t] = [tensor([0, 1, 0, 1]), tensor([0, 1, 1, 0])]
    expect(elementsOf(binaryCrossEntropy(p, t, none))).toEqual([0, 0, Infinity, Infinity])
    expectClose(
      grad((q: unknown) => binaryCrossEntropy(q, tensor([0, 1]), { reduction: 'sum' }))(tensor([0, 1])),
      [1, -1],
    )
  })

  it('of logits agrees with that of probabilities', () => {
    const [z, t] = [tensor([-2, 0, 3]), tensor([1, 0.3, 0])]
    expectClose(binaryCrossEntropyWithLogits(z, t, none), elementsOf(binaryCrossEntropy(sigmoid(z), t, none)))
  })

  it('of logits is exact at the extremes, with the derivative s - t', () => {
    const z = tensor([800, 800, -800, -800, 0])
    const t = tensor([1, 0, 1, 0, 1])
    expectClose(binaryCrossEntropyWithLogits(z, t, none), [0, 800, 800, 0, Math.LN2])
    const loss = (x: unknown): unknown => binaryCrossEntropyWithLogits(x, t, { reduction: 'sum' })
    expectClose(grad(loss)(z), [0, 1, -1, 0, -0.5])
    expect(elementsOf(hessian(loss)(z)).some(Number.isNaN)).toBe(false)
    expectClose(tensor(elementsOf(hessian(loss)(z)).slice(-1)), [0.25])
  })

  it('weighs the positive class', () => {
    const [z, t] = [tensor([0.5, -1]), tensor([1, 0])]
    const plain = elementsOf(binaryCrossEntropyWithLogits(z, t, none))
    expectClose(binaryCrossEntropyWithLogits(z, t, { reduction: 'none', positiveWeight: 3 }), [3 * plain[0], plain[1]])
    expectClose(binaryCrossEntropyWithLogits(z, t, { positiveWeight: tensor([3, 9]) }), [(3 * plain[0] + plain[1]) / 2])
  })

  const weighing = (positiveWeight: unknown) => () => {
    const z = tensor([0.5, -1])
    return binaryCrossEntropyWithLogits(z, z, { positiveWeight })
  }
  refuses([
    [weighing(tensor([1, 2, 3])), 'ShapeError', 'binaryCrossEntropyWithLogits: sizes 2 and 3 differ'],
    [weighing(tensor([[1], [2]])), 'ShapeError', 'binaryCrossEntropyWithLogits: positiveWeight has shape [2, 1]'],
  ])

  it('has a derivative in the targets too', () => {
    const z = tensor([0.5, -1])
    const loss = (t: unknown): unknown => sum(binaryCrossEntropyWithLogits(z, t, none))
    expectClose(grad(loss)(tensor([1, 0])), [-0.5, 1])
    const cross = (t: unknown): unknown => mean(crossEntropy(tensor([[0.25, 0.75]]), t, none))
    expectClose(
      grad(cross)(tensor([[0, 1]])),
      elementsOf(log(tensor([0.25, 0.75]))).map((x) => -x),
    )
  })
})
