import { type Constant, rowMajor, type Tensor } from '../../../src/tensor/index.js'
import { domain, losses, type OperationCase, of, operation, whole } from './cases.js'

const none = { reduction: 'none' } as const

/** How far predictions and targets are from where a loss of them bends; `slope` is how fast the loss's argument moves. */
const bends = (
  argument: (prediction: number, target: number) => number,
  slope: number,
  points: readonly number[],
  cases: readonly OperationCase[],
): readonly OperationCase[] => {
  const kinkDistance = ([p, t]: readonly Constant[]): number => {
    const [predictions, targets] = [rowMajor(p), rowMajor(t)]
    const distances = Array.from(predictions).flatMap((prediction, index) =>
      points.map((point) => Math.abs(argument(prediction, targets[index]) - point) / slope),
    )
    return Math.min(Number.POSITIVE_INFINITY, ...distances)
  }
  return cases.map((one) => ({ ...one, kinkDistance }))
}

const bendsAt = (points: readonly number[], ...cases: readonly OperationCase[]): readonly OperationCase[] =>
  bends((p, t) => p - t, 2, points, cases)

const everyday = [-3, 3] as const

/** A loss of two inputs with options. */
const withOptions = (name: string, options: object, low = -3, high = 3): OperationCase =>
  of(
    name,
    (p, t) => operation[name](p, t, { ...none, ...options }),
    domain([2, 3], low, high),
    domain([2, 3], low, high),
  )

/** Losses that compare element by element. */
const ofElements: readonly OperationCase[] = [
  ...losses('mse', everyday, everyday),
  ...bendsAt([0], ...losses('mae', everyday, everyday)),
  ...bendsAt([-1, 1], ...losses('huber', everyday, everyday)),
  ...bendsAt([-0.5, 0.5], withOptions('huber', { delta: 0.5 })),
  ...bendsAt([-1, 1], ...losses('smoothL1', everyday, everyday)),
  ...bendsAt([-2, 2], withOptions('smoothL1', { beta: 2 })),
  ...losses('logCosh', everyday, everyday),
  ...bends((s, t) => s * t, 6, [1], losses('hinge', everyday, everyday)),
  ...losses('binaryCrossEntropy', [0.1, 0.9], [0, 1]),
  ...losses('binaryCrossEntropyWithLogits', [-9, 9], [0, 1]),
  ...losses('klDivergence', [-3, 0], [0.1, 1]),
  withOptions('klDivergence', { reduction: 'batchmean', logTarget: true }, -3, 0),
  ...losses('poissonNll', everyday, [0, 3]),
  withOptions('poissonNll', { logInput: false }, 0.3, 3),
  of('gaussianNll', operation.gaussianNll, domain([2, 3]), domain([2, 3]), domain([2, 3], 0.4, 3)),
  of(
    'gaussianNll',
    (m, t, v) => operation.gaussianNll(m, t, v, { ...none, full: true }),
    domain([0, 2]),
    domain([0, 2]),
    domain([0, 2], 0.4, 3),
  ),
]

/** Losses of samples of classes. */
const ofClasses: readonly OperationCase[] = [
  of('softmaxCrossEntropy', operation.softmaxCrossEntropy, domain([4, 3]), whole([4], 0, 2)),
  of('softmaxCrossEntropy', operation.softmaxCrossEntropy, domain([2, 3]), domain([2, 3], 0, 1)),
  of(
    'softmaxCrossEntropy',
    (z, t) => operation.softmaxCrossEntropy(z, t, { labelSmoothing: 0.1, reduction: 'none', axis: 0 }),
    domain([3, 2]),
    whole([2], 0, 2),
  ),
  of(
    'softmaxCrossEntropy',
    (z, t, w) =>
      operation.softmaxCrossEntropy(z, t, {
        labelSmoothing: 0.1,
        classWeights: w,
        ignoreIndex: 1,
        reduction: 'sum',
      }),
    domain([4, 3]),
    whole([4], 0, 2),
    domain([3], 0.4, 3),
  ),
  of(
    'softmaxCrossEntropy',
    (z, t, w) => operation.softmaxCrossEntropy(z, t, { classWeights: w, axis: -2 }),
    domain([2, 3, 1]),
    domain([2, 3, 1], 0, 1),
    domain([3], 0.4, 3),
  ),
  of('nllLoss', operation.nllLoss, domain([3, 2], -3, 0), whole([3], -2, 1)),
  of(
    'nllLoss',
    (x, t) => operation.nllLoss(x, t, { ...none, axis: 0, ignoreIndex: -1 }),
    domain([2, 3], -3, 0),
    whole([3], -1, 1),
  ),
  of(
    'nllLoss',
    (x, t, w) => operation.nllLoss(x, t, { classWeights: w }),
    domain([3, 2], -3, 0),
    whole([3], 0, 1),
    domain([2], 0.4, 3),
  ),
  of('crossEntropy', operation.crossEntropy, domain([2, 3], 0.1, 1), domain([2, 3], 0, 1)),
]

/** Cosines of vectors away from 0. */
const similarity = (shapes: readonly [readonly number[], readonly number[]], options: object): OperationCase =>
  of(
    'cosineSimilarity',
    (a, b) => operation.cosineSimilarity(a, b, options),
    domain(shapes[0], 0.3, 3),
    domain(shapes[1], 0.3, 3),
  )

/** What compares directions and distances of vectors. */
const ofVectors: readonly OperationCase[] = [
  similarity([[3], [3]], {}),
  similarity([[2, 3], [3]], {}),
  similarity(
    [
      [2, 1, 3],
      [4, 1],
    ],
    { axis: 1 },
  ),
  similarity(
    [
      [0, 2],
      [1, 2],
    ],
    { axis: -1 },
  ),
  of(
    'tripletMargin',
    (a: Tensor, p: Tensor, n: Tensor) => operation.tripletMargin(a, p, n, { margin: 9 }),
    domain([2, 3], 0, 1),
    domain([2, 3], 2, 3),
    domain([2, 3], -2, -1),
  ),
  of(
    'tripletMargin',
    (a: Tensor, p: Tensor, n: Tensor) => operation.tripletMargin(a, p, n, { ...none, axis: 0 }),
    domain([3, 0], 0, 1),
    domain([3, 0], 2, 3),
    domain([3, 0], -2, -1),
  ),
]

/** Losses. */
export const lossCases: readonly OperationCase[] = [...ofElements, ...ofClasses, ...ofVectors]
