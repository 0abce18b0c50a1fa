import type { Apply, AttributesOf, Result } from '../../graph/index.js'
import { sizeOf, type Tensor, type TensorType } from '../../tensor/index.js'
import { type Axes, type Nest, readBy, type Step, type Way } from './step.js'

/** Which axes of an operand a reduction to `type` removes, or leaves with size 1. */
export const reducedAxes = (operand: TensorType, type: TensorType): readonly boolean[] => {
  const added = operand.shape.length - type.shape.length
  return operand.shape.map((extent, axis) => axis < added || type.shape[axis - added] !== extent)
}

/** What a nest gives, sliced along one of its axes; undefined where that is reduced. */
const ofNest = ({ shape, outputs, reduction }: Nest, axis: number): Axes | undefined => {
  const axes = new Map<Tensor, number>(outputs.map((output) => [output, axis]))
  if (reduction === undefined) return axes
  const [operand] = reduction.operands
  const [result] = reduction.results
  if (reducedAxes(operand, result)[axis]) return undefined
  return axes.set(result, axis - (shape.length - result.shape.length))
}

/** The axis of a nest along which what it gives is sliced. */
export const axisOfNest = ({ shape, outputs, reduction }: Nest, axes: Axes): number => {
  const [result] = reduction === undefined ? outputs : reduction.results
  return (axes.get(result) as number) + shape.length - result.shape.length
}

/** The axis of a result that corresponds to one of its only operand, where the elements are those of the operand. */
const throughView = ({ primitive, attributes, operands, results }: Apply, axis: number): number | undefined => {
  const [from, to] = [operands[0].shape, results[0].shape]
  if (primitive.name === 'transpose') return (attributes as AttributesOf<'transpose'>).permutation.indexOf(axis)
  if (primitive.name === 'broadcastTo') {
    const found = axis + to.length - from.length
    return to[found] === from[axis] ? found : undefined
  }
  if (primitive.name !== 'reshape') return undefined
  // Axes of size 1 come and go.
  const [before, after] = [from, to].map((shape) => [...shape.keys()].filter((each) => shape[each] !== 1))
  const isSame = before.length === after.length && before.every((each, index) => from[each] === to[after[index]])
  return isSame ? after[before.indexOf(axis)] : undefined
}

/** Whether an Apply looks at its operand in another way, along whatever axis it is sliced. */
export const isView = ({ primitive }: Apply): boolean =>
  primitive.name === 'transpose' || primitive.name === 'broadcastTo' || primitive.name === 'reshape'

/** Rows of a product are made of those of the left operand, and columns of those of the right one. */
const ofProduct = ({ operands: [left, right], results: [result] }: Apply, axes: Axes): number | undefined => {
  if (result.shape.length !== 2 || left.shape[1] === 0) return undefined
  const [row, column] = [axes.get(left), axes.get(right)]
  if (row === 0 && column === undefined) return 0
  return column === 1 && row === undefined ? 1 : undefined
}

/** What a step gives, sliced, where some that it reads is; undefined where it needs that in full. */
export const slicedBy = (step: Step, axes: Axes): Axes | undefined => {
  if (step.kind === 'nest') {
    const found = new Set(readBy(step).flatMap((operand) => axes.get(operand) ?? []))
    const [axis] = found
    return found.size === 1 ? ofNest(step, axis) : undefined
  }
  if (step.kind !== 'single') return undefined
  const { apply } = step
  const [operand] = apply.operands
  const axis =
    apply.primitive.name === 'matmul'
      ? ofProduct(apply, axes)
      : isView(apply)
        ? throughView(apply, axes.get(operand) as number)
        : undefined
  return axis === undefined ? undefined : new Map<Result, number>([[apply.results[0], axis]])
}

/** The ways to slice a step that reads nothing sliced: one for each axis that its result keeps. */
export const waysToSlice = (step: Step): readonly Way[] => {
  const ways = (shape: readonly number[], of: (axis: number) => Axes | undefined): readonly Way[] =>
    shape.flatMap((extent, axis) => {
      const axes = of(axis)
      return axes === undefined ? [] : [{ extent, axes }]
    })
  if (step.kind === 'nest') return ways(step.shape, (axis) => ofNest(step, axis))
  if (step.kind !== 'single' || step.apply.primitive.name !== 'matmul') return []
  const { operands, results } = step.apply
  const [{ shape }] = results
  return shape.length === 2 && operands[0].shape[1] > 0 ? ways(shape, (axis) => new Map([[results[0], axis]])) : []
}

/** The most elements that a step works on at once. */
export const elementsOf = (step: Step): number =>
  step.kind === 'nest' ? sizeOf(step.shape) : step.kind === 'single' ? sizeOf(step.apply.results[0].shape) : 0
