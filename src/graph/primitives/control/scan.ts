import {
  allocate,
  type Constant,
  fromRowMajor,
  isFloat,
  layoutOf,
  rowMajor,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
  view,
} from '../../../tensor/index.js'
import { batchWholly, inBatch } from '../../batching.js'
import { applyPrimitive } from '../../expression.js'
import type { Primitive } from '../../primitive.js'
import { pushforward } from '../../pushforward.js'
import { interpret } from '../../trace.js'
import { explicit } from '../arithmetic.js'
import { moveAxis } from '../structural.js'
import { scanCases } from './cases.js'
import { chosen, cut, derivedGraph, isPresent, placed, presence, stacked, unstacked } from './derived.js'
import { jointly } from './jointly.js'
import { type RunScan, type ScanAttributes, scanParts } from './scanParts.js'
import { pullBackThroughScan } from './scanPullback.js'

/** Element `index` along axis 0, as a view. */
export const elementAt = (x: Constant, index: number): Constant => {
  const { strides, offset } = layoutOf(x)
  return view(x, x.shape.slice(1), strides.slice(1), offset + index * strides[0])
}

const inferScan = (operands: readonly TensorType[], attributes: ScanAttributes): readonly TensorType[] => {
  const { xs } = scanParts(operands, attributes)
  const uneven = xs.find(({ shape }) => shape[0] !== attributes.length)
  if (uneven !== undefined)
    throw new ShapeError({
      operation: 'scan',
      operands,
      problem: `it takes ${attributes.length} steps, an operand has axis 0 of size ${uneven.shape[0]}`,
    })
  const [carries, ys] = cut(
    attributes.body.outputs,
    attributes.carries,
    attributes.body.outputs.length - attributes.carries,
  )
  return [...carries, ...ys.map((y) => stacked(y, attributes.length))]
}

const evaluateScan = (
  operands: readonly Constant[],
  attributes: ScanAttributes,
  types: readonly TensorType[],
): readonly Constant[] => {
  const { constants, carries, xs } = scanParts(operands, attributes)
  const yTypes = types.slice(attributes.carries)
  const collected = yTypes.map((type) => allocate(type.dtype, sizeOf(type.shape)))
  let state: readonly Tensor[] = carries
  for (let step = 0; step < attributes.length; step++) {
    const index = attributes.reverse ? attributes.length - 1 - step : step
    const outputs = interpret(attributes.body, [...constants, ...state, ...xs.map((x) => elementAt(x, index))])
    state = outputs.slice(0, attributes.carries)
    outputs.slice(attributes.carries).forEach((y, which) => {
      const elements = rowMajor(y as Constant)
      collected[which].set(elements, index * elements.length)
    })
  }
  const ys = yTypes.map((type, which) => fromRowMajor(type.dtype, type.shape, collected[which]))
  return [...(state as readonly Constant[]), ...ys]
}

export const scanRecord: Primitive<'scan', ScanAttributes> = {
  name: 'scan',
  infer: inferScan,
  evaluate: evaluateScan,
  // The tangents' loop carries the primal and the tangent of every float carry side by side.
  jvp: ({ operands, attributes }, tangents) => {
    const { body } = attributes
    const parts = scanParts(operands, attributes)
    const dParts = scanParts(tangents, attributes)
    const moving = parts.carries.map(({ dtype }) => isFloat(dtype))
    const yTypes = body.outputs.slice(attributes.carries)
    const flags = { constants: dParts.constants.map((t) => t !== undefined), xs: dParts.xs.map((t) => t !== undefined) }
    const dConstants = dParts.constants.filter(isPresent)
    const dCarries = chosen(
      parts.carries.map((carry, index) => explicit(dParts.carries[index], carry)),
      moving,
    )
    const dXs = dParts.xs.filter(isPresent)
    const movingYs = yTypes.map(({ dtype }) => isFloat(dtype))
    const lengths = [dConstants, parts.constants, dCarries, parts.carries, dXs, parts.xs].map(({ length }) => length)
    const joint = derivedGraph(
      body,
      `jvp of scan ${presence(dParts.constants)}/${presence(dParts.xs)}`,
      () => [
        ...dConstants,
        ...parts.constants,
        ...dCarries,
        ...parts.carries,
        ...dXs.map(unstacked),
        ...parts.xs.map(unstacked),
      ],
      (inputs) => {
        const [dc, c, ds, s, dx, x] = cut(inputs, ...lengths)
        const [outputs, dOutputs] = pushforward(
          body,
          [...c, ...s, ...x],
          [...placed(dc, flags.constants), ...placed(ds, moving), ...placed(dx, flags.xs)],
        )
        const all = dOutputs.map((tangent, index) => explicit(tangent, outputs[index]))
        return [
          ...chosen(all.slice(0, attributes.carries), moving),
          ...outputs.slice(0, attributes.carries),
          ...chosen(all.slice(attributes.carries), movingYs),
        ]
      },
    )
    const results = applyPrimitive(
      scanRecord,
      { ...attributes, body: joint, constants: lengths[0] + lengths[1], carries: lengths[2] + lengths[3] },
      [...dConstants, ...parts.constants, ...dCarries, ...parts.carries, ...dXs, ...parts.xs],
    )
    const [outCarries, , dYs] = cut(
      results,
      dCarries.length,
      parts.carries.length,
      results.length - dCarries.length - parts.carries.length,
    )
    return [...placed(outCarries, moving), ...placed(dYs, movingYs)]
  },
  vjp: ({ operands, attributes }, wanted) =>
    jointly(operands, (cotangents) => pullBackThroughScan(scan, operands, attributes, cotangents, wanted)),
  // Every carry gets the batch axis; the batch axis of xs and ys goes behind that of the steps.
  batch: (operands, batched, attributes, size) => {
    const { body } = attributes
    const parts = scanParts(operands, attributes)
    const flags = scanParts(batched, attributes)
    const inside = [...flags.constants, ...flags.carries.map(() => true), ...flags.xs]
    const carries = parts.carries.map((carry, index) => inBatch(carry, flags.carries[index], size))
    const xs = parts.xs.map((x, index) => (flags.xs[index] ? moveAxis(x, 0, 1) : x))
    const many = derivedGraph(
      body,
      `scan in batches of ${size}: ${inside.map(Number).join('')}`,
      () => [...parts.constants, ...carries, ...xs.map(unstacked)],
      (inputs) => batchWholly(body, inputs, inside, size),
    )
    const results = applyPrimitive(scanRecord, { ...attributes, body: many }, [...parts.constants, ...carries, ...xs])
    return results.map((result, index) => (index < attributes.carries ? result : moveAxis(result, 1, 0)))
  },
  domain: scanCases,
}

export const scan: RunScan = (attributes, operands) => applyPrimitive(scanRecord, attributes, operands)
