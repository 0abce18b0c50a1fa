import {
  allocate,
  type Constant,
  DTypeError,
  equalShapes,
  filled,
  fromRowMajor,
  IndexError,
  rowMajor,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { type DomainCase, noDerivative, type OperandDomain, type Primitive } from '../primitive.js'
import { roundings } from '../reduce.js'
import { fromResult, operandDomain, typeAs } from '../rules.js'
import { equal, explicit, where } from './arithmetic.js'
import { broadcastTo, moveAxis, reshape, zerosLike } from './structural.js'

/**
 * Where indices select: along `axis` of x, whose first `batchAxes` axes go with the first axes of the indices. For
 * x `[B..., P..., N, Q...]` and indices `[B..., I...]`, what is selected is `[B..., P..., I..., Q...]`.
 */
export interface Selection {
  readonly axis: number
  readonly batchAxes: number
}

const selectedShape = (x: Shape, indices: Shape, { axis, batchAxes }: Selection): Shape => [
  ...x.slice(0, axis),
  ...indices.slice(batchAxes),
  ...x.slice(axis + 1),
]

const checkSelection = (
  operation: string,
  x: TensorType,
  indices: TensorType,
  { axis, batchAxes }: Selection,
): void => {
  if (indices.dtype !== 'int32')
    throw new DTypeError({
      operation,
      operands: [x, indices],
      problem: `the indices are ${indices.dtype}, not int32`,
      remedy: "Make them with tensor(..., { dtype: 'int32' }) or astype",
    })
  if (batchAxes > axis || !equalShapes(x.shape.slice(0, batchAxes), indices.shape.slice(0, batchAxes)))
    throw new ShapeError({ operation, operands: [x, indices], problem: `the first ${batchAxes} axes differ` })
}

/** Calls `visit` with the start of each selected run of `Q` elements, in x and in the selection, in order. */
const forEachRun = (
  operation: string,
  x: TensorType,
  indices: Constant,
  { axis, batchAxes }: Selection,
  visit: (inX: number, inSelection: number, length: number) => void,
): void => {
  const batches = sizeOf(x.shape.slice(0, batchAxes))
  const before = sizeOf(x.shape.slice(batchAxes, axis))
  const extent = x.shape[axis]
  const length = sizeOf(x.shape.slice(axis + 1))
  const perBatch = sizeOf(indices.shape.slice(batchAxes))
  const elements = rowMajor(indices)
  let selected = 0
  for (let batch = 0; batch < batches; batch++)
    for (let outer = 0; outer < before; outer++)
      for (let i = 0; i < perBatch; i++) {
        const index = elements[batch * perBatch + i]
        const at = index < 0 ? index + extent : index
        if (at < 0 || at >= extent) throw outOfRange(operation, x, indices, index, extent, axis)
        visit(((batch * before + outer) * extent + at) * length, selected, length)
        selected += length
      }
}

/** The error for an index that is on no axis; every engine throws this one. */
export const outOfRange = (
  operation: string,
  x: TensorType,
  indices: TensorType,
  index: number,
  extent: number,
  axis: number,
): IndexError =>
  new IndexError({
    operation,
    operands: [x, indices],
    problem: `index ${index} is outside axis ${axis} of size ${extent}`,
    remedy: extent === 0 ? 'The axis is empty' : `Indices go from ${-extent} to ${extent - 1}`,
  })

// --- take: x [B..., P..., N, Q...] at indices [B..., I...] along N; adjoint in x, scatterAdd to zeros

export const takeRecord: Primitive<'take', Selection> = {
  name: 'take',
  infer: ([x, indices], selection) => {
    checkSelection('take', x, indices, selection)
    return [typeAs(x, selectedShape(x.shape, indices.shape, selection))]
  },
  evaluate: ([x, indices], selection, [type]) => {
    const source = rowMajor(x)
    const taken = allocate(x.dtype, sizeOf(type.shape))
    forEachRun('take', x, indices, selection, (from, to, length) => {
      for (let i = 0; i < length; i++) taken[to + i] = source[from + i]
    })
    return [fromRowMajor(x.dtype, type.shape, taken)]
  },
  jvp: ({ operands: [, indices], attributes }, [dx]) => [dx && take(dx, indices, attributes)],
  vjp: ({ operands: [x, indices], attributes }) => [
    fromResult((cotangent) => scatterAdd(zerosLike(x), indices, cotangent, attributes)),
    noDerivative,
  ],
  batch: ([x, indices], batched, selection, size) => [takeInBatch(x, indices, batched, selection, size)],
  domain: () => selectionCases(({ x, indices }) => [operandDomain(x), indices]),
}

export const take = (x: Tensor, indices: Tensor, selection: Selection): Tensor =>
  applyOne(takeRecord, selection, x, indices)

/** The type of x with updates `[B..., P..., I..., Q...]` at indices. */
const scatteredType = (operation: string, operands: readonly TensorType[], selection: Selection): TensorType => {
  const [x, indices, updates] = operands
  checkSelection(operation, x, indices, selection)
  const expected = selectedShape(x.shape, indices.shape, selection)
  if (!equalShapes(updates.shape, expected))
    throw new ShapeError({
      operation,
      operands,
      problem: `the updates have shape [${updates.shape.join(', ')}], not [${expected.join(', ')}]`,
    })
  return typeAs(x, x.shape)
}

/** Operands in a batch, where indices without the batch axis are the same for every example. */
const batchedScattering = (
  [x, indices, updates]: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
): readonly [x: Tensor, indices: Tensor, updates: Tensor] => [
  ...batchedSelection([x, indices], batched, size),
  batched[2] ? updates : broadcastTo(updates, [size, ...updates.shape]),
]

/** What is the same for every example is not repeated: from one table all select at once. */
const takeInBatch = (
  x: Tensor,
  indices: Tensor,
  batched: readonly boolean[],
  selection: Selection,
  size: number,
): Tensor => {
  const { axis, batchAxes } = selection
  if (!batched[0]) return moveAxis(take(x, moveAxis(indices, 0, batchAxes), selection), axis, 0)
  if (!batched[1] && batchAxes === 0) return take(x, indices, { axis: axis + 1, batchAxes })
  return take(...batchedSelection([x, indices], batched, size), inBatch(selection))
}

// --- scatterAdd: x with updates [B..., P..., I..., Q...] added at indices, in row-major order of the updates; adjoint in them, take

export const scatterAddRecord: Primitive<'scatterAdd', Selection> = {
  name: 'scatterAdd',
  infer: (operands, selection) => {
    const [x, , updates] = operands
    if (updates.dtype !== x.dtype || x.dtype === 'bool')
      throw new DTypeError({
        operation: 'scatterAdd',
        operands,
        problem: `it cannot add ${updates.dtype} to ${x.dtype}`,
      })
    return [scatteredType('scatterAdd', operands, selection)]
  },
  evaluate: ([x, indices, updates], selection) => {
    const sums = rowMajor(x).slice()
    const added = rowMajor(updates)
    const round = roundings[x.dtype]
    forEachRun('scatterAdd', x, indices, selection, (to, from, length) => {
      for (let i = 0; i < length; i++) sums[to + i] = round(sums[to + i] + added[from + i])
    })
    return [fromRowMajor(x.dtype, x.shape, sums)]
  },
  jvp: ({ operands: [x, indices], attributes }, [dx, , dUpdates]) => [
    dUpdates ? scatterAdd(explicit(dx, x), indices, dUpdates, attributes) : dx,
  ],
  vjp: ({ operands: [, indices], attributes }) => [
    fromResult((cotangent) => cotangent),
    noDerivative,
    fromResult((cotangent) => take(cotangent, indices, attributes)),
  ],
  batch: (operands, batched, selection, size) => [
    scatterAdd(...batchedScattering(operands, batched, size), inBatch(selection)),
  ],
  domain: () => selectionCases(({ x, indices, selected }) => [operandDomain(x), indices, operandDomain(selected)]),
}

export const scatterAdd = (x: Tensor, indices: Tensor, updates: Tensor, selection: Selection): Tensor =>
  applyOne(scatterAddRecord, selection, x, indices, updates)

// --- scatter: x with updates [B..., P..., I..., Q...] in the places of what is at indices, in row-major order of the updates

/** Which updates stay, in their shape: of those with the same index, the last. */
const staying = (x: Tensor, indices: Tensor, updates: Tensor, { axis, batchAxes }: Selection): Tensor => {
  const [batch, own] = [indices.shape.slice(0, batchAxes), indices.shape.slice(batchAxes)]
  const count = sizeOf(own)
  const order = fromRowMajor(
    'int32',
    own,
    Int32Array.from({ length: count }, (_, index) => index),
  )
  const numbers = broadcastTo(order, indices.shape)
  const along = { axis: batchAxes, batchAxes }
  const places = filled('int32', [...batch, x.shape[axis]], 0)
  const stays = equal(take(scatter(places, indices, numbers, along), indices, along), numbers)
  const ones = (extents: Shape): Shape => extents.map(() => 1)
  const among = [...batch, ...ones(x.shape.slice(batchAxes, axis)), ...own, ...ones(x.shape.slice(axis + 1))]
  return broadcastTo(reshape(stays, among), updates.shape)
}

export const scatterRecord: Primitive<'scatter', Selection> = {
  name: 'scatter',
  infer: (operands, selection) => {
    const [x, , updates] = operands
    if (updates.dtype !== x.dtype)
      throw new DTypeError({
        operation: 'scatter',
        operands,
        problem: `it cannot put ${updates.dtype} into ${x.dtype}`,
      })
    return [scatteredType('scatter', operands, selection)]
  },
  evaluate: ([x, indices, updates], selection) => {
    const elements = rowMajor(x).slice()
    const put = rowMajor(updates)
    forEachRun('scatter', x, indices, selection, (to, from, length) => {
      for (let i = 0; i < length; i++) elements[to + i] = put[from + i]
    })
    return [fromRowMajor(x.dtype, x.shape, elements)]
  },
  jvp: ({ operands: [x, indices, updates], attributes }, [dx, , dUpdates]) => [
    scatter(explicit(dx, x), indices, explicit(dUpdates, updates), attributes),
  ],
  vjp: ({ operands: [x, indices, updates], attributes }) => [
    // What is overwritten has no part in the result.
    fromResult((cotangent) => scatter(cotangent, indices, zerosLike(updates), attributes)),
    noDerivative,
    fromResult((cotangent) =>
      where(staying(x, indices, updates, attributes), take(cotangent, indices, attributes), zerosLike(updates)),
    ),
  ],
  batch: (operands, batched, selection, size) => [
    scatter(...batchedScattering(operands, batched, size), inBatch(selection)),
  ],
  domain: () => selectionCases(({ x, indices, selected }) => [operandDomain(x), indices, operandDomain(selected)]),
}

export const scatter = (x: Tensor, indices: Tensor, updates: Tensor, selection: Selection): Tensor =>
  applyOne(scatterRecord, selection, x, indices, updates)

const inBatch = ({ axis, batchAxes }: Selection): Selection => ({ axis: axis + 1, batchAxes: batchAxes + 1 })

const batchedSelection = (
  [x, indices]: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
): readonly [x: Tensor, indices: Tensor] => [
  batched[0] ? x : broadcastTo(x, [size, ...x.shape]),
  batched[1] ? indices : broadcastTo(indices, [size, ...indices.shape]),
]

const selections: readonly (readonly [x: Shape, indices: Shape, selection: Selection])[] = [
  [[4], [2], { axis: 0, batchAxes: 0 }],
  [[2, 3], [2, 2], { axis: 1, batchAxes: 0 }],
  [[3, 2], [], { axis: 0, batchAxes: 0 }],
  [[2, 3, 2], [2, 3], { axis: 1, batchAxes: 1 }],
  [[3, 2], [0], { axis: 0, batchAxes: 0 }],
]

const selectionCases = (
  operands: (shapes: {
    readonly x: Shape
    readonly indices: OperandDomain
    readonly selected: Shape
  }) => readonly OperandDomain[],
): readonly DomainCase<Selection>[] =>
  selections.map(([x, indices, selection]) => ({
    operands: operands({
      x,
      indices: operandDomain(indices, { low: -x[selection.axis], high: x[selection.axis] - 1 }, 'int32'),
      selected: selectedShape(x, indices, selection),
    }),
    attributes: selection,
  }))
