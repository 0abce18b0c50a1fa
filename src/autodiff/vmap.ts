import {
  type Axes,
  batchGraph,
  inBatch,
  locatingErrors,
  moveAxis,
  type Vmap,
  type VmapOptions,
} from '../graph/index.js'
import {
  ArgumentError,
  AxisError,
  flatten,
  type OptionNames,
  ShapeError,
  type Structure,
  type Tensor,
  TreeError,
  unflatten,
  withOptions,
} from '../tensor/index.js'
import type { AnyFunction } from './run.js'
import { traceTrees } from './trace.js'

/** The axis of every leaf of a structure, from axes given for it or for parts of it. */
const axesOfLeaves = (axes: Axes, structure: Structure, what: string): readonly (number | null)[] => {
  if (typeof axes === 'number' || axes === null)
    return structure._tag === 'Leaf' ? [axes] : structure.items.flatMap((item) => axesOfLeaves(axes, item, what))
  if (structure._tag === 'List' && Array.isArray(axes) && axes.length === structure.items.length)
    return structure.items.flatMap((item, index) => axesOfLeaves(axes[index], item, what))
  if (structure._tag === 'Record' && !Array.isArray(axes)) {
    const record = axes as { readonly [key: string]: Axes }
    if (structure.keys.every((key) => Object.hasOwn(record, key)))
      return structure.items.flatMap((item, index) => axesOfLeaves(record[structure.keys[index]], item, what))
  }
  throw new TreeError({ operation: 'vmap', problem: `${what} does not follow the structure that it is for` })
}

const normalized = (axis: number, tensor: Tensor, what: string, rank: number): number => {
  const position = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(axis) || position < 0 || position >= rank)
    throw new AxisError({
      operation: 'vmap',
      operands: [tensor],
      problem: `${what} names axis ${axis}, which is not there`,
    })
  return position
}

/** The common number of examples; a ShapeError where arguments disagree. */
const batchSize = (leaves: readonly Tensor[], axes: readonly (number | null)[]): number => {
  const sizes = leaves.flatMap((leaf, index) => {
    const axis = axes[index]
    return axis === null ? [] : [leaf.shape[axis]]
  })
  if (sizes.length === 0)
    throw new ArgumentError({
      operation: 'vmap',
      operands: leaves,
      problem: 'no argument has an axis of examples',
      remedy: 'Give inAxes a number for one',
    })
  if (sizes.some((size) => size !== sizes[0]))
    throw new ShapeError({
      operation: 'vmap',
      operands: leaves,
      problem: `the numbers of examples differ: ${sizes.join(', ')}`,
    })
  return sizes[0]
}

/**
 * A function of one example made one of many, computed over the whole batch at once: `inAxes` names the axis of
 * examples of each argument (default 0; null: shared), `outAxes` that of each result. Equals a loop over the examples.
 * Throws a ShapeError where the numbers of examples differ and NotConcrete where the function reads a value.
 *
 * @example
 * ```ts
 * import { matmul, tensor, type Tensor, vmap } from 'cotangent'
 *
 * const dot = (a: Tensor<[2], 'float64'>, b: Tensor<[2], 'float64'>) => matmul(a, b)
 *
 * vmap(dot, { inAxes: [0, null] })(tensor([[1, 2], [3, 4], [5, 6]]), tensor([1, 10])) // => [21. 43. 65.]
 * ```
 */
export const vmap: Vmap = withOptions(
  'vmap',
  1,
  { inAxes: true, outAxes: true } satisfies OptionNames<VmapOptions>,
  (f: AnyFunction, { inAxes = 0, outAxes = 0 }: VmapOptions = {}) =>
    (...args: readonly unknown[]): unknown =>
      locatingErrors(() => {
        const [leaves, input] = flatten('vmap', args)
        const axes = axesOfLeaves(inAxes, input, 'inAxes').map((axis, index) =>
          axis === null ? null : normalized(axis, leaves[index], 'inAxes', leaves[index].shape.length),
        )
        const size = batchSize(leaves, axes)
        const examples = leaves.map(({ shape, dtype }, index) => ({
          dtype,
          shape: shape.filter((_, axis) => axis !== axes[index]),
        }))
        const { graph, captured, output } = traceTrees('vmap', f, input, examples)
        const inFront = leaves.map((leaf, index) => {
          const axis = axes[index]
          return axis === null ? leaf : moveAxis(leaf, axis, 0)
        })
        const flags = [...axes.map((axis) => axis !== null), ...captured.map(() => false)]
        const { tensors, batched } = batchGraph(graph, [...inFront, ...captured], flags, size)
        const resultAxes = axesOfLeaves(outAxes, output, 'outAxes')
        const results = tensors.map((tensor, index) => {
          const axis = resultAxes[index]
          if (axis === null) {
            if (batched[index])
              throw new ArgumentError({
                operation: 'vmap',
                operands: [tensor],
                problem: 'outAxes is null for a result that differs between examples',
              })
            return tensor
          }
          const whole = inBatch(tensor, batched[index], size)
          return moveAxis(whole, 0, normalized(axis, whole, 'outAxes', whole.shape.length))
        })
        return unflatten(output, results)
      }),
)
