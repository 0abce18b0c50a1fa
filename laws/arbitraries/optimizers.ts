import fc from 'fast-check'
import * as optim from '../../src/optim/index.js'
import type { TensorType, Tree } from '../../src/tensor/index.js'
import type { Course } from '../optimizers.js'
import { eachOf, tensorsBetween } from './elements.js'

/** Trees of parameters: a leaf, a list and records within records, of both dtypes and several ranks. */
const trees: readonly unknown[] = [
  { dtype: 'float64', shape: [3] },
  [
    { dtype: 'float32', shape: [2] },
    { dtype: 'float64', shape: [] },
  ],
  {
    layers: [{ weights: { dtype: 'float64', shape: [2, 2] }, bias: { dtype: 'float64', shape: [2] } }],
    scale: { dtype: 'float32', shape: [1] },
  },
]

const isType = (value: unknown): value is TensorType => typeof value === 'object' && value !== null && 'dtype' in value

/** A tree with each type replaced by what is drawn for it. */
const drawn = <R>(tree: unknown, of: (type: TensorType) => fc.Arbitrary<R>): fc.Arbitrary<unknown> => {
  if (isType(tree)) return of(tree)
  if (Array.isArray(tree)) return eachOf(tree.map((part) => drawn(part, of)))
  const record = tree as Readonly<Record<string, unknown>>
  return fc.record(Object.fromEntries(Object.entries(record).map(([key, part]) => [key, drawn(part, of)])))
}

const treeOf = (tree: unknown, size: number): fc.Arbitrary<Tree> =>
  drawn(tree, (type) => tensorsBetween(type, -size, size)) as fc.Arbitrary<Tree>

/**
 * Parameters with some gradients and a mask that follows them.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { maskedCourses } from 'cotangent/laws'
 *
 * fc.sample(maskedCourses, 9).every(([, { gradients }]) => gradients.length > 0) // => true
 * ```
 */
export const maskedCourses: fc.Arbitrary<readonly [mask: optim.MaskTree, course: Course]> = fc
  .constantFrom(...trees)
  .chain((tree) =>
    fc.tuple(
      drawn(tree, () => fc.boolean()) as fc.Arbitrary<optim.MaskTree>,
      fc.record({ params: treeOf(tree, 4), gradients: fc.array(treeOf(tree, 2), { minLength: 1, maxLength: 4 }) }),
    ),
  )

/**
 * Parameters with some gradients.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { courses } from 'cotangent/laws'
 *
 * fc.sample(courses, 9).every(({ gradients }) => gradients.length <= 4) // => true
 * ```
 */
export const courses: fc.Arbitrary<Course> = maskedCourses.map(([, course]) => course)

/** Every optimizer and every piece of one, by name, with options that are not the default. */
export const optimizersByName: Readonly<Record<string, optim.Optimizer>> = {
  identity: optim.identity,
  scale: optim.scale(0.5),
  scaleBySchedule: optim.scaleBySchedule(optim.linearSchedule({ start: 1, end: 0.25, steps: 3 })),
  scaleByLearningRate: optim.scaleByLearningRate(optim.exponentialSchedule(0.5, { factor: 0.5, every: 2 })),
  zeroUpdates: optim.zeroUpdates,
  trace: optim.trace({ decay: 0.75, nesterov: true }),
  addDecayedWeights: optim.addDecayedWeights(0.125, { mask: ({ shape }) => shape.length > 0 }),
  clipByValue: optim.clipByValue(0.75),
  clipByNorm: optim.clipByNorm(1.5),
  clipByGlobalNorm: optim.clipByGlobalNorm(1.25),
  scaleByTrustRatio: optim.scaleByTrustRatio(),
  accumulateGradients: optim.accumulateGradients(optim.adam(0.1), { every: 2 }),
  sgd: optim.sgd(0.125),
  momentum: optim.momentum(0.125, { decay: 0.5 }),
  nesterov: optim.nesterov(0.125),
  adagrad: optim.adagrad(0.25, { initial: 0.125 }),
  rmsprop: optim.rmsprop(0.125, { centered: true, momentum: 0.5, eps: 0.25 }),
  adam: optim.adam(0.125),
  adamw: optim.adamw(optim.cosineSchedule({ peak: 0.25, steps: 5, warmup: 2 }), { weightDecay: 0.25 }),
  adamax: optim.adamax(0.125),
  nadam: optim.nadam(0.125),
  lion: optim.lion(0.125, { weightDecay: 0.5 }),
  lamb: optim.lamb(0.125, { weightDecay: 0.25 }),
}

/**
 * Optimizers and pieces of optimizers.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { optimizerLinks } from 'cotangent/laws'
 *
 * fc.sample(optimizerLinks, 9).every(({ links }) => links.length <= 4) // => true
 * ```
 */
export const optimizerLinks: fc.Arbitrary<optim.Optimizer> = fc.constantFrom(...Object.values(optimizersByName))
