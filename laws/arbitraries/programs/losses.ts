import { sizeOf } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import { type Builder, isOf, type Template, type Value } from './builder.js'
import { between, either, type Range, summed, truth } from './range.js'
import type { Need } from './templates.js'
import { axisOf, positive } from './templates.js'

const zero = between(0, 0)

/** How a loss is reduced, and how large it may be then. */
const reductions = ['mean', 'sum', 'none'] as const

const total = (range: Range, count: number, reduction: (typeof reductions)[number]): Range =>
  reduction === 'sum' ? summed(either(zero, range), count) : range

const isNotEmpty = ({ type }: Value): boolean => sizeOf(type.shape) > 0

/** Several floats of one type that is not empty, each where it is needed. */
const alike = (builder: Builder, needs: readonly Need[]): readonly Value[] | undefined => {
  const first = builder.float(isNotEmpty)
  if (first === undefined) return undefined
  const drawn = [first, ...needs.slice(1).map(() => builder.float(isOf(first.type)) as Value)]
  const values = drawn.map((value, index) => builder.within(value, ...needs[index]))
  return values.every((value) => value !== undefined) ? values : undefined
}

/** A loss of each element, at most so large, then reduced. */
const elementwise =
  (operation: OperationName, most: number, ...needs: readonly Need[]): Template =>
  (builder) => {
    const operands = alike(builder, needs)
    if (operands === undefined) return
    const reduction = builder.one(reductions)
    builder.straight(
      operation,
      operands,
      { reduction },
      total(between(-most, most), sizeOf(operands[0].type.shape), reduction),
    )
  }

const everyday: Need = [-8, 8]

const binaryCrossEntropies =
  (operation: 'binaryCrossEntropy' | 'binaryCrossEntropyWithLogits'): Template =>
  (builder) => {
    const a = builder.float(isNotEmpty)
    const b = a && builder.float(isOf(a.type))
    const [logits, target] = [a, b].map((value) => value && builder.within(value, ...everyday))
    const targets = target && builder.straight('sigmoid', [target], {}, truth)
    const inner =
      operation === 'binaryCrossEntropy' ? logits && builder.straight('sigmoid', [logits], {}, truth) : logits
    if (a === undefined || inner === undefined || targets === undefined) return
    const reduction = builder.one(reductions)
    builder.straight(operation, [inner, targets], { reduction }, total(between(0, 9), sizeOf(a.type.shape), reduction))
  }

const hasClasses = (value: Value): boolean => value.type.shape.length > 0 && isNotEmpty(value)

/** Labels among the last axis' classes, if there are integers of that shape; negative ones count from the end. */
const labelsFor = (builder: Builder, { type: { shape } }: Value): Value | undefined => {
  const labels = builder.pick(isOf({ dtype: 'int32', shape: shape.slice(0, -1) }))
  return labels && builder.bounded(labels, 0, shape[shape.length - 1] - 1)
}

const softmaxCrossEntropies: Template = (builder) => {
  const logits = builder.float(hasClasses)
  if (logits === undefined) return
  const { shape } = logits.type
  const reduction = builder.one(reductions)
  const range = total(between(0, 16 + Math.log(sizeOf(shape))), sizeOf(shape), reduction)
  const labels = builder.below(2) === 0 ? labelsFor(builder, logits) : undefined
  if (labels !== undefined) builder.straight('softmaxCrossEntropy', [logits, labels], { reduction }, range)
  else {
    const weights = builder.straight('softmax', [builder.float(isOf(logits.type)) ?? logits], {}, truth)
    if (weights === undefined) return
    if (builder.below(2) === 0)
      builder.straight('softmaxCrossEntropy', [logits, weights], { targets: 'probabilities', reduction }, range)
    else {
      const probabilities = builder.straight('softmax', [logits], {}, truth)
      if (probabilities !== undefined) builder.straight('crossEntropy', [probabilities, weights], { reduction }, range)
    }
  }
}

/** The loss of log probabilities, whatever they are, at labels. */
const likelihood: Template = (builder) => {
  const x = builder.float(hasClasses)
  if (x === undefined) return
  const labels = labelsFor(builder, x) ?? builder.literal('int32', x.type.shape.slice(0, -1), 0)
  const reduction = builder.one(reductions)
  const range = total(between(-x.range.high, -x.range.low), sizeOf(x.type.shape), reduction)
  builder.straight('nllLoss', [x, labels], { reduction }, range)
}

/** How far a distribution is from another, both given as numbers between 0 and 1. */
const divergence: Template = (builder) => {
  const operands = alike(builder, [everyday, everyday])
  if (operands === undefined) return
  const [q, p] = operands
  const logQ = builder.straight('logSigmoid', [q], {}, between(-9, 0))
  const target = builder.straight('sigmoid', [p], {}, truth)
  if (logQ === undefined || target === undefined) return
  const reduction = builder.one(reductions)
  builder.straight(
    'klDivergence',
    [logQ, target],
    { reduction },
    total(between(-1, 9), sizeOf(p.type.shape), reduction),
  )
}

const cosine: Template = (builder) => {
  const operands = alike(builder, [positive, positive])
  if (operands === undefined || operands[0].type.shape.length === 0) return
  builder.straight('cosineSimilarity', operands, { axis: axisOf(builder, operands[0].type) }, between(-1, 1))
}

export const losses: readonly Template[] = [
  elementwise('mse', 256, everyday, everyday),
  elementwise('logCosh', 16, everyday, everyday),
  elementwise('poissonNll', 24, [-2, 2], everyday),
  elementwise('gaussianNll', 520, everyday, everyday, positive),
  binaryCrossEntropies('binaryCrossEntropy'),
  binaryCrossEntropies('binaryCrossEntropyWithLogits'),
  softmaxCrossEntropies,
  likelihood,
  divergence,
  cosine,
]

const triplets: Template = (builder) => {
  const operands = alike(builder, [everyday, everyday, everyday])
  if (operands === undefined || operands[0].type.shape.length === 0) return
  const count = sizeOf(operands[0].type.shape)
  builder.straight('tripletMargin', operands, { axis: axisOf(builder, operands[0].type) }, between(0, 1 + 16 * count))
}

/** Losses that bend. */
export const kinkedLosses: readonly Template[] = [
  elementwise('mae', 16, everyday, everyday),
  elementwise('huber', 16, everyday, everyday),
  elementwise('smoothL1', 16, everyday, everyday),
  elementwise('hinge', 65, everyday, everyday),
  triplets,
]
