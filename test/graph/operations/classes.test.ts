import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { expectClose, expectValues } from './slopes.js'
import { elementsOf, untyped } from './untyped.js'

const { grad, jit, logSoftmax, nllLoss, oneHot, softmaxCrossEntropy, tensor, transpose, vmap, zeros } = untyped

const none = { reduction: 'none' }
const logits = tensor([
  [1, -2, 0.5],
  [0, 3, -1],
  [2, 2, 2],
])
const logProbabilities = logSoftmax(logits)
const labels = tensor([2, 0, 1], { dtype: 'int32' })
const classWeights = tensor([0.5, 2, 4])
const each = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
].map((row) => row.map((index) => -elementsOf(logProbabilities)[index]))

describe('nllLoss', () => {
  it('is -log p at the label of each sample', () => {
    expectClose(elementsOf(nllLoss(logProbabilities, labels, none)), [each[0][2], each[1][0], each[2][1]])
    expectClose(elementsOf(nllLoss(logProbabilities, [-1, -3, -2], none)), [each[0][2], each[1][0], each[2][1]])
    expectClose(elementsOf(pipe(logProbabilities, nllLoss(labels))), [(each[0][2] + each[1][0] + each[2][1]) / 3])
    expectClose(elementsOf(pipe(transpose(logProbabilities), nllLoss(labels, { axis: 0, reduction: 'sum' }))), [
      each[0][2] + each[1][0] + each[2][1],
    ])
    expectClose(elementsOf(nllLoss(tensor([-3, -1]), 1)), [1])
  })

  it('of the log-softmax is softmaxCrossEntropy, with any options', () => {
    for (const options of [
      none,
      { classWeights },
      { ignoreIndex: 0 },
      { classWeights, ignoreIndex: 2, reduction: 'sum' },
    ])
      expectClose(
        elementsOf(nllLoss(logProbabilities, labels, options)),
        elementsOf(softmaxCrossEntropy(logits, labels, options)),
      )
  })

  it('has the derivative -1 at the label', () => {
    expectValues(
      elementsOf(grad((x: unknown) => nllLoss(x, labels, { reduction: 'sum' }))(logProbabilities)),
      elementsOf(oneHot(labels, 3)).map((x) => -x + 0),
    )
  })
})

describe('class weights', () => {
  it('count at the label of each sample, also in what the mean divides by', () => {
    const weighted = [4 * each[0][2], 0.5 * each[1][0], 2 * each[2][1]]
    expectClose(elementsOf(nllLoss(logProbabilities, labels, { classWeights, ...none })), weighted)
    expectClose(elementsOf(nllLoss(logProbabilities, labels, { classWeights })), [
      (weighted[0] + weighted[1] + weighted[2]) / 6.5,
    ])
  })

  it('of distributions count each class, and the mean divides by the samples', () => {
    const targets = tensor([
      [0.2, 0.3, 0.5],
      [1, 0, 0],
      [0, 0.5, 0.5],
    ])
    const want = elementsOf(targets).reduce(
      (sum, t, index) => sum + elementsOf(classWeights)[index % 3] * t * each[Math.floor(index / 3)][index % 3],
      0,
    )
    expectClose(elementsOf(softmaxCrossEntropy(logits, targets, { classWeights })), [want / 3], 4e-15)
  })

  it('of one-hot distributions agree with those of labels, smoothed or not', () => {
    for (const labelSmoothing of [0, 0.3])
      expectClose(
        elementsOf(softmaxCrossEntropy(logits, labels, { classWeights, labelSmoothing, ...none })),
        elementsOf(softmaxCrossEntropy(logits, oneHot(labels, 3), { classWeights, labelSmoothing, ...none })),
        4e-15,
      )
  })
})

describe('ignoreIndex', () => {
  const given = tensor([2, -100, 1], { dtype: 'int32' })
  const ignoring = { ignoreIndex: -100 }

  it('leaves samples out of sums and means, whatever is predicted for them', () => {
    expectClose(elementsOf(nllLoss(logProbabilities, given, { ...ignoring, ...none })), [each[0][2], 0, each[2][1]])
    expectClose(elementsOf(nllLoss(logProbabilities, given, ignoring)), [(each[0][2] + each[2][1]) / 2])
    expectClose(elementsOf(nllLoss(logProbabilities, given, { ...ignoring, classWeights })), [
      (4 * each[0][2] + 2 * each[2][1]) / 6,
    ])
    expectClose(elementsOf(softmaxCrossEntropy(logits, given, { ...ignoring, labelSmoothing: 1 })), [
      (each[0].reduce((a, b) => a + b) + each[2].reduce((a, b) => a + b)) / 6,
    ])
    const masked = tensor([[-Infinity, 0]])
    const loss = (x: unknown): unknown => nllLoss(x, [1, ...[]], { ignoreIndex: 1, ...{ reduction: 'sum' } })
    expectValues(elementsOf(loss(masked)), [0])
    expectValues(elementsOf(grad(loss)(masked)), [0, 0])
  })

  it('gives them no derivative', () => {
    const slopes = elementsOf(grad((x: unknown) => softmaxCrossEntropy(x, given, ignoring))(logits))
    expect(slopes.slice(3, 6).map((x) => x + 0)).toEqual([0, 0, 0])
    expect(slopes.some((x) => x !== 0)).toBe(true)
  })

  it('of all of them leaves a mean of none', () => {
    expect(elementsOf(nllLoss(tensor([[0, 0]]), [1], { ignoreIndex: 1 }))).toEqual([NaN])
    expect(elementsOf(nllLoss(tensor([[0, 0]]), [1], { ignoreIndex: 1, reduction: 'sum' }))).toEqual([0])
  })
})

describe('a label that is no class', () => {
  const loss = (x: unknown, t: unknown): unknown => nllLoss(x, t, none)
  const stray = tensor([0, 3, 1], { dtype: 'int32' })

  it.each([
    ['at once', () => loss(logProbabilities, stray)],
    ['in a derivative', () => grad((x: unknown) => nllLoss(x, stray))(logProbabilities)],
    ['compiled', () => jit(loss)(logProbabilities, stray)],
    ['compiled by the reference', () => jit(loss, { engine: 'reference' })(logProbabilities, stray)],
    [
      'batched',
      () =>
        vmap(loss)(
          zeros([3, 3, 3]),
          tensor(
            [
              [0, 0, 0],
              [0, 3, 0],
              [0, 0, 0],
            ],
            { dtype: 'int32' },
          ),
        ),
    ],
  ])('is an IndexError %s', (_, call) => {
    expect(call).toThrow(/index 3 is outside axis \d of size 3/)
  })
})

const refusals: readonly Refusal[] = [
  [() => nllLoss(logProbabilities, [0, 5, 1]), 'IndexError', 'nllLoss: index 5 is outside axis 1 of size 3'],
  [() => nllLoss(logProbabilities, [0, -4, 1]), 'IndexError', 'nllLoss: index -4 is outside axis 1 of size 3'],
  [() => nllLoss(logProbabilities, [0, 1]), 'ShapeError', 'nllLoss: the targets have shape [2], not [3]'],
  [() => nllLoss(logProbabilities, zeros([3])), 'DTypeError', 'nllLoss: the indices are float64, not int32'],
  [() => pipe(logProbabilities, nllLoss(labels, { axis: 2 })), 'AxisError', 'nllLoss: there is no axis 2'],
  [() => nllLoss(logProbabilities, labels, { reduction: 'x' }), 'ArgumentError', 'nllLoss: there is no reduction x'],
  [
    () => nllLoss(logProbabilities, labels, { classWeights: tensor([1, 2]) }),
    'ShapeError',
    'nllLoss: the class weights have shape [2], not [3]',
  ],
  [
    () => nllLoss(logProbabilities, labels, { classWeights: zeros([3], { dtype: 'int32' }) }),
    'DTypeError',
    'nllLoss: dtypes float64 and int32 differ',
  ],
  [
    () => nllLoss(logProbabilities, labels, { ignoreIndex: 0.5 }),
    'ArgumentError',
    'nllLoss: ignoreIndex is 0.5, not an int32 number',
  ],
  [
    () => softmaxCrossEntropy(logits, logits, { ignoreIndex: 1 }),
    'ArgumentError',
    'softmaxCrossEntropy: distributions have no ignoreIndex',
  ],
  [
    () => softmaxCrossEntropy(logits, labels, { targets: 'classes' }),
    'ArgumentError',
    'softmaxCrossEntropy: there is no kind of targets classes',
  ],
  [
    () => softmaxCrossEntropy(logits, labels, { labelSmoothing: -0.5 }),
    'ArgumentError',
    'softmaxCrossEntropy: labelSmoothing is -0.5, not between 0 and 1',
  ],
]

refuses(refusals)
