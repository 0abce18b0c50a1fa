import { type Apply, type Elementwise, expressionOf, isConstant } from '../../graph/index.js'
import { type DType, sizeOf, type TensorType } from '../../tensor/index.js'
import { isKnown, knownElements } from '../known.js'
import { convertPack } from '../vector/index.js'
import { matmul } from './contraction.js'
import type { Elements } from './element.js'
import { argmax, argmin, reduceMax, reduceMin } from './extrema.js'
import { kernelCost, kernelOf } from './kernels.js'
import { rearranged, scatterAdd } from './rearranging.js'
import { cumulativeSum, sumTo } from './reductions.js'
import { type Rows, wayTo } from './sideBySide.js'
import type { Workspace } from './workspace.js'

/** The elements of an Apply's one result, given those of its operands. */
type Unrolling = (workspace: Workspace, operands: Rows, apply: Apply) => Elements

interface Row {
  readonly unroll: Unrolling
  /** About how many instructions for each element of the result; undefined where it cannot be unrolled. */
  readonly cost: (apply: Apply) => number | undefined
}

const moves: Row = {
  unroll: (workspace, operands, apply) => rearranged(workspace, operands, apply, () => true),
  cost: () => 0.5,
}

/** What goes by indices that are known, and on their axis. */
const selects = (unroll: Unrolling, cost: number): Row => ({
  unroll,
  cost: ({ operands: [x, indices], attributes }) => {
    const expression = expressionOf(indices)
    const extent = x.shape[(attributes as { readonly axis: number }).axis]
    if (!isConstant(expression) || !isKnown(expression)) return undefined
    return Array.from(knownElements(expression)).every((at) => at >= -extent && at < extent) ? cost : undefined
  },
})

const movesSelected = selects(
  (workspace, operands, apply) => rearranged(workspace, operands, apply, (index) => index !== 1),
  0.5,
)

const elementwise: Row = {
  unroll: (workspace, operands, { primitive, results: [{ dtype }] }) =>
    wayTo(workspace, kernelOf(workspace, primitive as Elementwise, dtype, operands.length), operands).run(),
  cost: ({ primitive, operands }) => kernelCost(primitive as Elementwise, operands.length),
}

const convert: Row = {
  unroll: (workspace, operands, { attributes }) => {
    const { dtype } = attributes as { readonly dtype: DType }
    const apply = (pack: Parameters<typeof convertPack>[1]) => convertPack(workspace.code, pack, dtype)
    return wayTo(workspace, { cost: 1, apply }, operands).run()
  },
  cost: () => 1,
}

/** So many instructions for each of the terms that go to a result. */
const reduces = (
  unroll: (workspace: Workspace, operands: Rows, attributes: never, operandTypes: Apply['operands']) => Elements,
  instructions = 1,
): Row => ({
  unroll: (workspace, operands, { attributes, operands: tensors }) =>
    unroll(workspace, operands, attributes as never, tensors),
  cost: ({ operands: [x], results: [result] }) =>
    1 + (instructions * sizeOf(x.shape)) / Math.max(1, sizeOf(result.shape)),
})

const unrollings: Readonly<Record<string, Row>> = {
  argmax: reduces(argmax, 4),
  argmin: reduces(argmin, 4),
  broadcastTo: moves,
  concatenate: moves,
  convert,
  cumulativeSum: reduces(cumulativeSum),
  flip: moves,
  matmul: {
    ...reduces(matmul),
    cost: ({ operands: [{ shape }] }) => 1 + 2 * shape[shape.length - 1],
  },
  pad: moves,
  reduceMax: reduces(reduceMax),
  reduceMin: reduces(reduceMin),
  reshape: moves,
  scatter: movesSelected,
  scatterAdd: selects(scatterAdd, 2),
  slice: moves,
  stopGradient: moves,
  sumTo: reduces(sumTo),
  take: movesSelected,
  transpose: moves,
  windows: moves,
}

const rowOf = ({ primitive }: Apply): Row | undefined =>
  'kernel' in primitive
    ? elementwise
    : Object.hasOwn(unrollings, primitive.name)
      ? unrollings[primitive.name]
      : undefined

/** How many vectors hold the elements of a tensor, or numbers where it has one. */
const vectorsOf = ({ shape, dtype }: TensorType): number => Math.ceil(sizeOf(shape) / (dtype === 'float64' ? 2 : 4))

/** Tensors of more vectors than this are better computed in loops, and so is what takes more instructions. */
const most = { vectors: 12, instructions: 128 } as const

const isShort = (tensor: TensorType): boolean => vectorsOf(tensor) <= most.vectors

/** About how many instructions an Apply is as code without loops; undefined where it is better not written so. */
export const unrolledCost = (apply: Apply): number | undefined => {
  const { operands, results } = apply
  if (results.length !== 1 || !isShort(results[0]) || !operands.every(isShort)) return undefined
  const ofElement = rowOf(apply)?.cost(apply)
  if (ofElement === undefined) return undefined
  const cost = 1 + ofElement * vectorsOf(results[0])
  return cost <= most.instructions ? cost : undefined
}

/** Writes the code of an Apply that has an `unrolledCost`. */
export const unroll: Unrolling = (workspace, operands, apply) =>
  (rowOf(apply) as Row).unroll(workspace, operands, apply)
