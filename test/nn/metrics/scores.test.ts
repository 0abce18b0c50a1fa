import { grad, jit, matmul, type NestedArray, type Tensor, tensor, toArray, toTypedArray, zeros } from 'cotangent'
import {
  accuracy,
  logLoss,
  meanAbsoluteError,
  meanSquaredError,
  predict,
  predictProb,
  r2Score,
  rocAuc,
  rocCurve,
  topKAccuracy,
} from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { golden } from '../../support/golden.js'

interface Roc {
  readonly labels: readonly number[]
  readonly scores: readonly number[]
  readonly drop: boolean
  readonly fpr: readonly number[]
  readonly tpr: readonly number[]
  readonly thresholds: readonly number[]
  readonly auc: number
}

interface Multi {
  readonly labels: readonly number[]
  readonly scores: number[][]
  readonly rounded: number[][]
  readonly macro: number
  readonly weighted: number
  readonly log_loss: number
  /** Of the rounded scores, whose rows do not add up to 1. */
  readonly log_loss_rounded: number
  readonly top: readonly number[]
}

interface Regression {
  readonly labels: NestedArray
  readonly predictions: NestedArray
  readonly r2: number
  readonly mse: number
  readonly mae: number
}

const figures = golden('metrics.json')
const rocs = figures.roc as unknown as readonly Roc[]
const multis = figures.multi as unknown as readonly Multi[]
const binary = figures.binary as unknown as { labels: number[]; probabilities: number[]; log_loss: number }
const regressions = figures.regression as unknown as readonly Regression[]

type Real = Tensor<readonly number[], 'float64'>

const item = (x: Tensor): number => toTypedArray(x)[0]
const classes = (labels: readonly number[]) => tensor([...labels], { dtype: 'int32' })
const u = 2 ** -53

/** A mean of n terms, in whatever order, of which each takes `steps` roundings: relative to the largest term. */
const meanTolerance = (n: number, steps: number, largest: number): number => (n + steps) * 2 * u * largest

describe('the ROC curve', () => {
  it.each(rocs)('is that of scikit-learn: $labels.length samples, drop $drop', (expected) => {
    const { labels, scores, drop } = expected
    const curve = rocCurve(labels, scores, { dropIntermediate: drop })
    expect(curve.falsePositiveRates).toEqual(expected.fpr)
    expect(curve.truePositiveRates).toEqual(expected.tpr)
    expect(curve.thresholds).toEqual([Infinity, ...expected.thresholds.slice(1)])
  })

  it.each(rocs)('has the area of scikit-learn: $labels.length samples', ({ labels, scores, auc }) => {
    const area = rocAuc(labels, scores)
    // The trapezoids are a sum of up to as many terms below 1 as there are samples, of five roundings each.
    expect(Math.abs(area - auc)).toBeLessThanOrEqual(meanTolerance(labels.length, 5, 1))
    expect(rocAuc(tensor([...labels], { dtype: 'int32' }), tensor([...scores]))).toBe(area)
  })

  it.each(rocs)('has the area that pairs have by brute force: $labels.length samples', ({ labels, scores }) => {
    const of = (label: number) => scores.filter((_, sample) => labels[sample] === label)
    const pairs = of(1).flatMap((p) => of(0).map((n): number => (p > n ? 1 : p === n ? 0.5 : 0)))
    expect(rocAuc(labels, scores)).toBe(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length)
  })

  it.each(multis)('averages over classes against the rest', ({ labels, scores, macro, weighted }) => {
    const tolerance = meanTolerance(labels.length + scores[0].length, 8, 1)
    expect(Math.abs(rocAuc(labels, tensor(scores)) - macro)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(rocAuc(labels, tensor(scores), { average: 'weighted' }) - weighted)).toBeLessThanOrEqual(tolerance)
  })

  it('takes other labels for the class', () => {
    const scores = [0.1, 0.4, 0.35, 0.8]
    expect(rocAuc(['n', 'n', 'y', 'y'], scores, { positive: 'y' })).toBe(0.75)
    expect(rocAuc(tensor([false, false, true, true], { dtype: 'bool' }), scores)).toBe(0.75)
    expect(rocAuc([0, 0, 1, 1], scores, { positive: 0 })).toBe(0.25)
  })

  it.each<[string, () => unknown, RegExp]>([
    ['one class', () => rocAuc([1, 1], [0, 1]), /all of the labels are 1/],
    ['another class', () => rocCurve([2, 3], [0, 1]), /none of the labels are 1/],
    ['NaN', () => rocAuc([0, 1], [Number.NaN, 1]), /a score is NaN/],
    ['fewer scores', () => rocAuc([0, 1], [1]), /2 labels and 1 scores/],
    ['fewer rows', () => rocAuc([0, 1], zeros([3, 2])), /no scores of 2 labels/],
    ['a label beyond', () => rocAuc([0, 1, 2], zeros([3, 2])), /no scores for the label 2/],
    ['a cube', () => rocCurve([0, 1], zeros([2, 2])), /scores are no vector/],
    ['another average', () => rocAuc([0, 1], [0, 1], { average: 'micro' as never }), /no average micro/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})

describe('metrics as tensor operations', () => {
  it.each(multis)('top k and log loss are those of scikit-learn', (expected) => {
    const { labels, scores, rounded, top } = expected
    top.forEach((share, index) => {
      expect(item(topKAccuracy(classes(labels), tensor(rounded), { k: index + 1 }))).toBe(share)
    })
    // Each term is a logarithm of at most 36.05, of a quotient that is off by C roundings.
    const tolerance = meanTolerance(labels.length, 3 + scores[0].length, 36.05)
    const loss = (p: number[][]) => item(logLoss(classes(labels), tensor(p)))
    expect(Math.abs(loss(scores) - expected.log_loss)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(loss(rounded) - expected.log_loss_rounded)).toBeLessThanOrEqual(tolerance)
  })

  it('log loss of two classes by the probability of one, and with sure mistakes', () => {
    const { labels, probabilities, log_loss } = binary
    const tolerance = meanTolerance(labels.length, 5, 36.05)
    for (const p of [tensor(probabilities), tensor(probabilities.map((each) => [each]))])
      expect(Math.abs(item(logLoss(classes(labels), p)) - log_loss)).toBeLessThanOrEqual(tolerance)
    expect(item(logLoss(classes([1]), tensor([0])))).toBeCloseTo(52 * Math.LN2, 10)
    expect(item(logLoss(classes([1]), tensor([0], { dtype: 'float32' })))).toBeCloseTo(23 * Math.LN2, 5)
  })

  it.each(regressions)('R2 and mean errors are those of scikit-learn', ({ labels, predictions, r2, mse, mae }) => {
    const [y, p] = [labels, predictions].map((nested) => tensor(nested as number[]) as unknown as Real)
    const n = y.shape.reduce((product, size) => product * size, 1)
    // No term is above 16 (errors and distances are below 4); quotients of sums double the relative error.
    expect(Math.abs(item(r2Score(y, p)) - r2)).toBeLessThanOrEqual(meanTolerance(2 * n, 8, 1))
    expect(Math.abs(item(meanSquaredError(y, p)) - mse)).toBeLessThanOrEqual(meanTolerance(n, 4, 16))
    expect(Math.abs(item(meanAbsoluteError(y, p)) - mae)).toBeLessThanOrEqual(meanTolerance(n, 4, 4))
  })

  it.each([0.1, 0.3, 1 / 3, 7.7, 1e-300])('of labels that are all %d, whose mean may not be, count 0 or 1', (value) => {
    for (let n = 1; n < 30; n++) {
      const labels = tensor(Array<number>(n).fill(value))
      expect(item(r2Score(labels, labels))).toBe(1)
      expect(item(r2Score(labels, tensor(Array<number>(n).fill(value + 1))))).toBe(0)
    }
  })

  it('are of float32 as well', () => {
    const of = (values: readonly number[]) => tensor(values, { dtype: 'float32' })
    const scores: Tensor<[], 'float32'> = r2Score(of([1, 2, 3]), of([1, 2, 4]))
    expect([scores.dtype, item(scores)]).toEqual(['float32', 0.5])
    expect(item(r2Score(of([0.1, 0.1, 0.1]), of([0.1, 0.1, 0.1])))).toBe(1)
    expect(item(meanSquaredError(of([1, 2]), of([1, 4])))).toBe(2)
    expect(item(meanAbsoluteError(of([1, 2]), of([1, 4])))).toBe(1)
  })

  it('compile', () => {
    const [y, p] = [classes([0, 1, 2, 2]), classes([0, 1, 1, 2])]
    expect(item(jit((a: typeof y, b: typeof p) => accuracy(a, b))(y, p))).toBe(0.75)
    const scores = tensor([
      [0.5, 0.2, 0.3],
      [0.1, 0.6, 0.3],
      [0.2, 0.3, 0.5],
      [0.9, 0.1, 0],
    ])
    expect(item(jit((a: typeof y, s: typeof scores) => topKAccuracy(a, s, { k: 1 }))(y, scores))).toBe(0.75)
    expect(item(jit((a: typeof y, s: typeof scores) => logLoss(a, s))(y, scores))).toBe(item(logLoss(y, scores)))
    const slope = grad((q: Tensor<[2], 'float64'>) => r2Score(tensor([1, 2]), q))(tensor([1, 1.5]))
    expect(toArray(slope)).toEqual([0, 2])
  })

  it.each<[string, () => unknown, RegExp]>([
    ['shapes that would broadcast', () => accuracy(zeros([3]), zeros([3, 1])), /different shapes/],
    ['another number of rows', () => topKAccuracy(classes([1]), zeros([2, 3])), /no row of classes for each label/],
    ['no k', () => topKAccuracy(classes([1]), zeros([1, 3]), { k: 0 }), /k is 0/],
    ['a label beyond', () => topKAccuracy(classes([3]), zeros([1, 3])), /index/i],
    ['a class beyond', () => logLoss(classes([2]), tensor([0.5])), /index/i],
    ['no class', () => logLoss(classes([0]), zeros([1, 0])), /there is no class/],
    ['a scalar', () => r2Score(tensor(1), tensor(1)), /a scalar has no spread/],
    ['nothing', () => r2Score(zeros([0]), zeros([0])), /nothing has no spread/],
    ['errors of other shapes', () => meanSquaredError(zeros([2]), zeros([2, 1])), /different shapes/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})

describe('predictions of a model', () => {
  const linear = {
    apply:
      (w: Tensor<[2, 3], 'float64'>) =>
      <B extends number>(x: Tensor<[B, 2], 'float64'>) =>
        matmul(x, w),
  }
  const w = tensor([
    [1, 0, 0],
    [0, 1, 1],
  ])
  const one = { apply: (shift: number) => (x: Tensor<[number, 1], 'float64'>) => (shift === 0 ? x : x) }

  it('are its outputs, or their sigmoid or softmax', () => {
    const x = tensor([[1, 2]])
    const p: Tensor<[1, 3], 'float64'> = predictProb(linear, w)(x)
    expect(toArray(p)).toEqual([[1, 2, 2]])
    const [row] = toArray(predictProb(linear, w, { logits: true })(x))
    expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 15)
    expect(row[1] / row[0]).toBeCloseTo(Math.E, 14)
    expect(toArray(predictProb(one, 0, { logits: true })(tensor([[0]])))).toEqual([[0.5]])
  })

  it('are the class of the highest output, the first of equal ones', () => {
    expect(
      toArray(
        predict(
          linear,
          w,
        )(
          tensor([
            [1, 2],
            [3, 2],
          ]),
        ),
      ),
    ).toEqual([1, 0])
  })

  it('are 1 above the threshold, not at it', () => {
    const x = tensor([[0.2], [0.5], [0.7]])
    expect(toArray(predict(one, 0)(x))).toEqual([0, 0, 1])
    expect(toArray(predict(one, 0, { threshold: 0.1 })(x))).toEqual([1, 1, 1])
    expect(toArray(predict(one, 0, { logits: true })(tensor([[0], [0.1], [-1]])))).toEqual([0, 1, 0])
    expect(toArray(jit((y: typeof x) => predict(one, 0)(y))(x))).toEqual([0, 0, 1])
  })

  it('are refused of outputs that are no classes', () => {
    const cube = { apply: () => (x: Tensor<[number, 1], 'float64'>) => zeros([x.shape[0], 1, 1]) }
    expect(() => predict(cube, {})(zeros([2, 1]))).toThrow(/no probabilities of samples/)
  })
})
