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
import type { Differential, Primitive } from '../../primitive.js'
import { activeOutputs, pullback } from '../../pullback.js'
import { pushforward } from '../../pushforward.js'
import { type Graph, interpret } from '../../trace.js'
import { addDifferentials, explicit } from '../arithmetic.js'
import { moveAxis, zerosLike } from '../structural.js'
import { scanCases } from './cases.js'
import { bits, chosen, cut, derivedGraph, isPresent, placed, presence, stacked, unstacked } from './derived.js'
import { jointly } from './jointly.js'

/**
 * A loop over axis 0 of `xs`: operands are constants, initial carries and xs; the body takes constants, carries and one
 * element of each of the xs, and gives carries and one element of each of the ys; results are the last carries and ys.
 */
export interface ScanAttributes {
  readonly body: Graph
  readonly length: number
  readonly constants: number
  readonly carries: number
  /** From the last element to the first; ys stay at the places of their xs. */
  readonly reverse: boolean
}

interface ScanParts<T> {
  readonly constants: readonly T[]
  readonly carries: readonly T[]
  readonly xs: readonly T[]
}

/** The three kinds of operands. */
export const scanParts = <T>(operands: readonly T[], attributes: ScanAttributes): ScanParts<T> => {
  const { constants, carries } = attributes
  const [a, b, c] = cut(operands, constants, carries, operands.length - constants - carries)
  return { constants: a, carries: b, xs: c }
}

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

/** The carries that wanted operands reach, after however many steps. */
const reachedCarries = (attributes: ScanAttributes, wanted: ScanParts<boolean>): readonly boolean[] => {
  let reached = wanted.carries
  for (;;) {
    const active = activeOutputs(attributes.body, [...wanted.constants, ...reached, ...wanted.xs])
    const further = reached.map((flag, index) => flag || active[index])
    if (further.every((flag, index) => flag === reached[index])) return reached
    reached = further
  }
}

/** The carries as each step finds them, stacked along axis 0: from the same loop once more, which also gives these out. */
const carriesFound = (operands: readonly Tensor[], attributes: ScanAttributes): readonly Tensor[] => {
  const { body, constants, carries } = attributes
  if (carries === 0) return []
  const { xs, ...rest } = scanParts(operands, attributes)
  const recording = derivedGraph(
    body,
    `scan of ${constants}, ${carries} that records its carries`,
    () => [...rest.constants, ...rest.carries, ...xs.map(unstacked)],
    (inputs) => [...interpret(body, inputs).slice(0, carries), ...scanParts(inputs, attributes).carries],
  )
  return scan({ ...attributes, body: recording }, operands).slice(carries)
}

/**
 * Cotangents of the operands `wanted`, from a loop over the steps in the opposite order. It carries the cotangents of
 * the carries and the sums, so far, of those of the constants; each step does its own forward step again from the
 * recorded carries, pulls back through it and gives out the cotangents of its element of xs.
 */
const pullBackThroughSteps = (
  operands: readonly Tensor[],
  attributes: ScanAttributes,
  cotangents: readonly Differential[],
  wanted: readonly boolean[],
): readonly Differential[] => {
  const { body, carries, length, reverse } = attributes
  const parts = scanParts(operands, attributes)
  const flags = scanParts(wanted, attributes)
  const reached = reachedCarries(attributes, flags)
  const [dCarries, dYs] = cut(cotangents, carries, cotangents.length - carries)
  const found = carriesFound(operands, attributes)
  const sums = chosen(parts.constants, flags.constants).map(zerosLike)
  const starts = chosen(
    parts.carries.map((carry, index) => explicit(dCarries[index], carry)),
    reached,
  )
  const given = dYs.filter(isPresent)
  const givenYs = dYs.map((cotangent) => cotangent !== undefined)
  const kinds = [parts.constants, sums, starts, found, parts.xs, given]
  const lengths = kinds.map((kind) => kind.length)
  const step = derivedGraph(
    body,
    `pullback of scan ${presence(dYs)} to ${bits(flags.constants)}/${bits(reached)}/${bits(flags.xs)}`,
    () => [...parts.constants, ...sums, ...starts, ...[...found, ...parts.xs, ...given].map(unstacked)],
    (inputs) => {
      const [constants, sumsSoFar, dNext, before, xs, dy] = cut(inputs, ...lengths)
      const pulled = pullback(
        body,
        [...constants, ...before, ...xs],
        [...placed(dNext, reached), ...placed(dy, givenYs)],
        [...flags.constants, ...reached, ...flags.xs],
      )
      const d = scanParts(pulled, attributes)
      const made = (differentials: readonly Differential[], of: readonly Tensor[]): readonly Tensor[] =>
        differentials.map((differential, index) => explicit(differential, of[index]))
      return [
        ...sumsSoFar.map((sum, index) => addDifferentials(sum, chosen(d.constants, flags.constants)[index]) as Tensor),
        ...chosen(made(d.carries, before), reached),
        ...chosen(made(d.xs, xs), flags.xs),
      ]
    },
  )
  const results = scan(
    { body: step, length, constants: parts.constants.length, carries: sums.length + starts.length, reverse: !reverse },
    kinds.flat(),
  )
  const [ofConstants, ofCarries, ofXs] = cut(results, sums.length, starts.length, results.length)
  return [...placed(ofConstants, flags.constants), ...placed(ofCarries, reached), ...placed(ofXs, flags.xs)]
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
    jointly(operands, (cotangents) => pullBackThroughSteps(operands, attributes, cotangents, wanted)),
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

export const scan = (attributes: ScanAttributes, operands: readonly Tensor[]): readonly Tensor[] =>
  applyPrimitive(scanRecord, attributes, operands)
