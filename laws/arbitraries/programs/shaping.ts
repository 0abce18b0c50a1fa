import { isFloat, type Shape, sizeOf, type TensorType } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import { type Builder, isOf, type Template, type Value } from './builder.js'
import { between, either, plus, type Range, summed, times, truth, wrapped } from './range.js'

const anyValue = (): boolean => true

const zero = between(0, 0)

/** An axis of a value, sometimes counted from the end. */
const axisOf = (builder: Builder, { shape }: TensorType): number =>
  builder.below(shape.length) - (builder.below(3) === 0 ? shape.length : 0)

const hasAxes = ({ type }: Value): boolean => type.shape.length > 0

/** A rearrangement of one value of any dtype. */
const rearrangement =
  (
    operation: OperationName,
    attributes: (builder: Builder, type: TensorType) => Readonly<Record<string, unknown>>,
    passes: (value: Value) => boolean = hasAxes,
    range: (x: Range) => Range = (x) => x,
  ): Template =>
  (builder) => {
    const x = builder.pick(passes)
    if (x !== undefined) builder.straight(operation, [x], attributes(builder, x.type), range(x.range))
  }

const shapesOfSize = ({ shape }: TensorType): readonly Shape[] => {
  const [first = 1, ...rest] = shape
  return [[sizeOf(shape)], shape.toReversed(), [...shape, 1], [1, ...shape], [first, sizeOf(rest)]]
}

const ranges = (extent: number) =>
  [
    [0, extent],
    [1, null],
    [null, -1],
    [null, null, -1],
    [null, null, 2],
    [-1, null, -2],
    [0, 1],
  ] as const

export const rearrangements: readonly Template[] = [
  rearrangement('reshape', (builder, type) => ({ shape: builder.one(shapesOfSize(type)) }), anyValue),
  rearrangement('transpose', (builder, { shape }) => {
    const axes = [...shape.keys()]
    const turn = builder.below(shape.length)
    const turned = [...axes.slice(turn), ...axes.slice(0, turn)]
    return { axes: builder.below(2) === 0 ? turned : turned.toReversed() }
  }),
  rearrangement('swapAxes', (builder, type) => ({ one: axisOf(builder, type), other: axisOf(builder, type) })),
  rearrangement('moveAxis', (builder, type) => ({ source: axisOf(builder, type), destination: axisOf(builder, type) })),
  rearrangement('expandDims', (builder, { shape }) => ({ axis: builder.below(shape.length + 1) }), anyValue),
  rearrangement('squeeze', () => ({}), anyValue),
  rearrangement(
    'broadcastTo',
    (builder, { shape }) => ({
      shape: [1 + builder.below(2), ...shape.map((extent) => (extent === 1 ? 1 + builder.below(3) : extent))],
    }),
    anyValue,
  ),
  rearrangement('slice', (builder, { shape }) => ({ ranges: shape.map((extent) => builder.one(ranges(extent))) })),
  rearrangement('flip', (builder, type) => (builder.below(2) === 0 ? {} : { axis: axisOf(builder, type) })),
  rearrangement(
    'pad',
    (builder, { shape, dtype }) => ({
      widths: shape.map(() => [builder.below(2), builder.below(2)]),
      value: dtype === 'bool' ? builder.below(2) === 1 : builder.below(2),
    }),
    hasAxes,
    (x) => either(x, between(0, 1)),
  ),
]

const joining =
  (operation: 'concatenate' | 'stack'): Template =>
  (builder) => {
    const first = builder.pick(({ type }) => operation === 'stack' || type.shape.length > 0)
    const second = first && builder.pick(isOf(first.type))
    if (first === undefined || second === undefined) return
    const axis = builder.below(first.type.shape.length + (operation === 'stack' ? 1 : 0))
    const list = builder.below(3) === 0 ? [first, second, first] : [second, first]
    builder.straight(operation, list, { axis }, either(first.range, second.range))
  }

const matmul: Template = (builder) => {
  const a = builder.float(hasAxes)
  const b =
    a &&
    builder.float(({ type: { shape } }) => {
      const inner = a.type.shape[a.type.shape.length - 1]
      return shape.length > 0 && shape.length <= 2 && shape[Math.max(0, shape.length - 2)] === inner
    })
  if (a === undefined || b === undefined) return
  const inner = a.type.shape[a.type.shape.length - 1]
  builder.straight('matmul', [a, b], {}, summed(times(a.range, b.range), inner))
}

/** One axis or all of them, kept or not. */
const reducing = (builder: Builder, type: TensorType) => ({
  ...(builder.below(2) === 0 || type.shape.length === 0 ? {} : { axis: axisOf(builder, type) }),
  ...(builder.below(2) === 0 ? {} : { keepdims: true }),
})

const isNotEmpty = ({ type }: Value): boolean => sizeOf(type.shape) > 0

const reduction =
  (
    operation: OperationName,
    range: (x: Range, type: TensorType) => Range,
    passes: (value: Value) => boolean = isNotEmpty,
  ): Template =>
  (builder) => {
    const x = builder.float(passes)
    if (x !== undefined) builder.straight(operation, [x], reducing(builder, x.type), range(x.range, x.type))
  }

const summation = (x: Range, { shape }: TensorType): Range => either(x, summed(x, sizeOf(shape)))

const along =
  (operation: OperationName, range: (x: Range, extent: number) => Range): Template =>
  (builder) => {
    const x = builder.float((value) => hasAxes(value) && isNotEmpty(value))
    if (x === undefined) return
    const axis = axisOf(builder, x.type)
    builder.straight(operation, [x], { axis }, range(x.range, x.type.shape.at(axis) as number))
  }

const integerSum: Template = (builder) => {
  const x = builder.pick(({ type }) => !isFloat(type.dtype))
  if (x !== undefined)
    builder.straight('sum', [x], reducing(builder, x.type), wrapped(either(zero, summation(x.range, x.type))))
}

/** Differentiable wherever they are defined. */
export const smoothReductions: readonly Template[] = [
  reduction('sum', (x, type) => either(zero, summation(x, type)), anyValue),
  reduction('mean', (x) => x),
  reduction('logSumExp', (x, { shape }) => plus(x, between(0, Math.log(sizeOf(shape))))),
  along('softmax', () => truth),
  along('logSoftmax', ({ low, high }, extent) => between(low - high - Math.log(extent), 0)),
  matmul,
  joining('concatenate'),
  joining('stack'),
]

export const integerReductions: readonly Template[] = [integerSum]

const indexOfLargest: Template = (builder) => {
  const x = builder.pick((value) => value.type.dtype !== 'bool' && isNotEmpty(value))
  if (x === undefined) return
  const attributes = reducing(builder, x.type)
  const extent = 'axis' in attributes ? (x.type.shape.at(attributes.axis as number) as number) : sizeOf(x.type.shape)
  builder.straight('argmax', [x], attributes, between(0, extent - 1))
}

/** With ties and jumps. */
export const kinkedReductions: readonly Template[] = [
  reduction('max', (x) => x),
  reduction('min', (x) => x),
  indexOfLargest,
]
