import type { Apply } from '../../graph/index.js'
import { type Shape, sizeOf, type Tensor } from '../../tensor/index.js'
import { appliesOf, type Nest, type Single, type Step } from './step.js'

/** Products of fewer elements stay in the second cache by themselves. */
const leastElements = 2 ** 16

const isLargeProduct = (step: Step): step is Single => {
  if (step.kind !== 'single' || step.apply.primitive.name !== 'matmul') return false
  const [{ shape }] = step.apply.results
  const [left] = step.apply.operands
  return shape.length === 2 && sizeOf(shape) >= leastElements && left.shape[1] > 0
}

const areEqual = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((extent, axis) => extent === b[axis])

/** Whether a step reads, element by element, an expression of some shape. */
const isEpilogue = (step: Step, shape: Shape): step is Nest =>
  step.kind === 'nest' && step.reduction === undefined && areEqual(step.shape, shape)

/**
 * Moves each large matrix product to the first step that uses it where that is a nest over its elements: the nest then
 * follows the product part by part.
 */
export const withEpilogues = (
  steps: readonly Step[],
  uses: ReadonlyMap<Tensor, readonly (Apply | 'output')[]>,
): readonly Step[] => {
  if (!steps.some(isLargeProduct)) return steps
  /** The steps in which an Apply stands. */
  const homes = new Map<Apply, readonly number[]>()
  steps.forEach((step, index) => {
    for (const apply of appliesOf(step)) homes.set(apply, [...(homes.get(apply) ?? []), index])
  })
  const products = new Map<number, Step>()
  const moved = new Set<number>()
  steps.forEach((step, index) => {
    if (!isLargeProduct(step)) return
    const { apply } = step
    const [result] = apply.results
    const users = uses.get(result) ?? []
    const places = users.flatMap((user) => (user === 'output' ? [] : (homes.get(user) ?? [])))
    const first = places.reduce((least, place) => Math.min(least, place), steps.length)
    const epilogue = steps[first]
    if (epilogue === undefined || !isEpilogue(epilogue, result.shape) || products.has(first)) return
    const isStored = users.includes('output') || places.some((place) => place !== first)
    products.set(first, { kind: 'product', apply, epilogue, isStored })
    moved.add(index)
  })
  return steps.flatMap((step, index) => (moved.has(index) ? [] : [products.get(index) ?? step]))
}
