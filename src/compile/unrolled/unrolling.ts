import { type Apply, type Elementwise, expressionOf, isConstant } from '../../graph/index.js'

import { type DType, sizeOf, type TensorType } from '../../tensor/index.js'
import { isKnown, knownElements } from '../known.js'

import { applyKernel, convertPack, profileOf } from '../vector/index.js'
import { matmul } from './contraction.js'
import type { Elements } from './element.js'
import { rearranged } from './rearranging.js'
import { reduceMax, reduceMin, sumTo } from './reductions.js'
import { type Rows, wayTo } from './sideBySide.js'
import type { Workspace } from './workspace.js'

/** Kernels of more operations than this are called, and cost their call. */
const callCost = 10

const lengthOf = ({ kernel }: Elementwise, operands: number): number =>
  Math.min(profileOf(kernel, operands).operations, callCost)

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

/** Puts elements where an index says that is known, and on its axis. */
const selects: Row = {
  unroll: (workspace, operands, apply) => rearranged(workspace, operands, apply, (index) => index !== 1),
  cost: ({ operands: [x, indices], attributes }) => {
    const expression = expressionOf(indices)
    const extent = x.shape[(attributes as { readonly axis: number }).axis]
    if (!isConstant(expression) || !isKnown(expression)) return undefined
    return Array.from(knownElements(expression)).every((at) => at >= -extent && at < extent) ? 0.5 : undefined
  },
}

const elementwise: Row = {
  unroll: (workspace, operands, { primitive }) => {
    const { code, host } = workspace
    const record = primitive as Elementwise
    const operation = {
      cost: lengthOf(record, operands.length),
      apply: (...packs: Parameters<typeof applyKernel>[3]) => applyKernel(code, host, record, packs),
    }
    return wayTo(workspace, operation, operands).run()
  },
  cost: ({ primitive, operands }) => lengthOf(primitive as Elementwise, operands.length),
}

const convert: Row = {
  unroll: (workspace, operands, { attributes }) => {
    const { dtype } = attributes as { readonly dtype: DType }
    const apply = (pack: Parameters<typeof convertPack>[1]) => convertPack(workspace.code, pack, dtype)
    return wayTo(workspace, { cost: 1, apply }, operands).run()
  },
  cost: () => 1,
}

/** Instructions for as many terms as go to each result. */
const reduces = (
  unroll: (workspace: Workspace, operands: Rows, attributes: never, operandTypes: Apply['operands']) => Elements,
): Row => ({
  unroll: (workspace, operands, { attributes, operands: tensors }) =>
    unroll(workspace, operands, attributes as never, tensors),
  cost: ({ operands: [x], results: [result] }) => 1 + sizeOf(x.shape) / Math.max(1, sizeOf(result.shape)),
})

const unrollings: Readonly<Record<string, Row>> = {
  broadcastTo: moves,
  concatenate: moves,
  convert,
  flip: moves,
  matmul: {
    ...reduces(matmul),
    cost: ({ operands: [{ shape }] }) => 1 + 2 * shape[shape.length - 1],
  },
  pad: moves,
  reduceMax: reduces(reduceMax),
  reduceMin: reduces(reduceMin),
  reshape: moves,
  scatter: selects,
  slice: moves,
  stopGradient: moves,
  sumTo: reduces(sumTo),
  take: selects,
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

/** Tensors of more elements than this are not taken apart into numbers. */
const mostElements = 64

/** Longer code than this, in instructions, is not written for one Apply. */
const greatestCost = 600

/** About how many instructions an Apply is as code without loops; undefined where it is better not written so. */
export const unrolledCost = (apply: Apply): number | undefined => {
  const { operands, results } = apply
  if (results.length !== 1 || [...operands, ...results].some(({ shape }) => sizeOf(shape) > mostElements))
    return undefined
  const ofElement = rowOf(apply)?.cost(apply)
  if (ofElement === undefined) return undefined
  const cost = 1 + ofElement * vectorsOf(results[0])
  return cost <= greatestCost ? cost : undefined
}

/** Writes the code of an Apply that has an `unrolledCost`. */
export const unroll: Unrolling = (workspace, operands, apply) =>
  (rowOf(apply) as Row).unroll(workspace, operands, apply)
