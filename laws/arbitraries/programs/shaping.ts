import { isFloat, type Shape, sizeOf, type TensorType } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import { type Builder, isOf, type Template, type Value } from './builder.js'
import {
  anyInteger,
  between,
  either,
  magnitude,
  minus,
  plus,
  type Range,
  summed,
  times,
  truth,
  wrapped,
} from './range.js'
import { axisOf } from './templates.js'

const anyValue = (): boolean => true

const zero = between(0, 0)

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

/** What comes of all elements up to each, along an axis or in row-major order, from either end. */
const cumulative =
  (
    operation: OperationName,
    range: (x: Range, count: number) => Range,
    pick: (builder: Builder) => Value | undefined = (builder) => builder.float(),
  ): Template =>
  (builder) => {
    const x = pick(builder)
    if (x === undefined) return
    const { shape } = x.type
    const axis = shape.length === 0 || builder.below(3) === 0 ? undefined : axisOf(builder, x.type)
    const count = axis === undefined ? sizeOf(shape) : (shape.at(axis) as number)
    const reverse = builder.below(2) === 0 ? {} : { reverse: true }
    builder.straight(operation, [x], { ...(axis === undefined ? {} : { axis }), ...reverse }, range(x.range, count))
  }

const sums = (x: Range, count: number): Range => either(x, summed(x, count))

const integers = (builder: Builder): Value | undefined => builder.pick(({ type }) => !isFloat(type.dtype))

const differences: Template = (builder) => {
  const x = builder.float(hasAxes)
  if (x === undefined) return
  const n = builder.below(3)
  builder.straight(
    'diff',
    [x],
    { n, axis: axisOf(builder, x.type) },
    summed(either(minus(x.range, x.range), x.range), 2),
  )
}

/** Numbers that are some way from 0, so that a norm of theirs is smooth. */
const lengths: Template = (builder) => {
  const drawn = builder.float(isNotEmpty)
  const x = drawn && builder.within(drawn, 0.25, 8)
  if (x === undefined) return
  const ord = builder.one([1, 2, 3, -1, 0.5])
  const options = reducing(builder, x.type)
  builder.straight('norm', [x], { ord, ...options }, between(0, 8 * sizeOf(x.type.shape) ** 2))
}

/** The deviation of a value joined with what differs from it by much, so that it is never near 0. */
const spread: Template = (builder) => {
  const x = builder.float(isNotEmpty)
  const far = x && builder.straight('raise', [x], { low: 10, high: 11 }, between(10, 11))
  if (x === undefined || far === undefined) return
  const both = builder.straight('stack', [x, far], { axis: 0 }, between(-8, 11))
  if (both !== undefined) builder.straight('std', [both], { axis: 0, ddof: builder.below(2) }, between(0, 19))
}

/** Differentiable wherever they are defined. */
export const smoothReductions: readonly Template[] = [
  reduction('sum', (x, type) => either(zero, summation(x, type)), anyValue),
  reduction('mean', (x) => x),
  reduction('logSumExp', (x, { shape }) => plus(x, between(0, Math.log(sizeOf(shape))))),
  reduction('prod', (x, { shape }) => {
    const most = Math.max(1, magnitude(x)) ** sizeOf(shape)
    return between(-most, most)
  }),
  reduction('variance', (x) => between(0, (x.high - x.low) ** 2)),
  spread,
  lengths,
  cumulative('cumsum', sums),
  cumulative('cumprod', ({ low, high }, count) => {
    const most = Math.max(1, -low, high) ** count
    return between(-most, most)
  }),
  cumulative('logCumSumExp', (x, count) => plus(x, between(0, Math.log(Math.max(1, count))))),
  differences,
  along('softmax', () => truth),
  along('logSoftmax', ({ low, high }, extent) => between(low - high - Math.log(extent), 0)),
  matmul,
  joining('concatenate'),
  joining('stack'),
]

/** How many of them hold, or whether any or all do, of values of any dtype but for floats of smooth programs. */
const counting =
  (operation: 'all' | 'any' | 'countNonzero'): Template =>
  (builder) => {
    const x = builder.pick(({ type }) => builder.flavour !== 'smooth' || !isFloat(type.dtype))
    if (x === undefined) return
    const range = operation === 'countNonzero' ? between(0, sizeOf(x.type.shape)) : truth
    builder.straight(operation, [x], reducing(builder, x.type), range)
  }

const integerProduct: Template = (builder) => {
  const x = builder.pick(({ type }) => !isFloat(type.dtype))
  if (x !== undefined) builder.straight('prod', [x], reducing(builder, x.type), anyInteger)
}

export const integerReductions: readonly Template[] = [
  integerSum,
  integerProduct,
  counting('all'),
  counting('any'),
  counting('countNonzero'),
  cumulative('cumsum', (x, count) => wrapped(sums(x, count)), integers),
  cumulative('cumprod', () => anyInteger, integers),
]

const extremeIndex =
  (operation: 'argmax' | 'argmin'): Template =>
  (builder) => {
    const x = builder.pick((value) => value.type.dtype !== 'bool' && isNotEmpty(value))
    if (x === undefined) return
    const attributes = reducing(builder, x.type)
    const extent = 'axis' in attributes ? (x.type.shape.at(attributes.axis as number) as number) : sizeOf(x.type.shape)
    builder.straight(operation, [x], attributes, between(0, extent - 1))
  }

/** With ties and jumps. */
export const kinkedReductions: readonly Template[] = [
  reduction('max', (x) => x),
  reduction('min', (x) => x),
  reduction('norm', (x, { shape }) => between(0, magnitude(x) * sizeOf(shape))),
  reduction('std', (x) => between(0, x.high - x.low)),
  extremeIndex('argmax'),
  extremeIndex('argmin'),
  cumulative('cummax', (x) => x),
  cumulative('cummin', (x) => x),
]
