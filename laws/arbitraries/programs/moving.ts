import { sizeOf, type TensorType } from '../../../src/tensor/index.js'
import type { Attributes, OperationName } from '../../programs/operations.js'
import { type Builder, isOf, type Template, type Value } from './builder.js'
import { between, either, summed } from './range.js'
import { axisOf, fits } from './templates.js'

const zero = between(0, 0)

const anyValue = (): boolean => true

const hasAxes = ({ type }: Value): boolean => type.shape.length > 0

/** Elements of one value of any dtype in other places; some of them zeros where `fills` says so. */
const moving =
  (
    operation: OperationName,
    attributes: (builder: Builder, type: TensorType) => Attributes,
    passes: (value: Value) => boolean = hasAxes,
    fills = false,
  ): Template =>
  (builder) => {
    const x = builder.pick(passes)
    if (x === undefined) return
    builder.straight(operation, [x], attributes(builder, x.type), fills ? either(zero, x.range) : x.range)
  }

/** One axis, or elements in row-major order. */
const perhapsAxis = (builder: Builder, type: TensorType): Attributes =>
  builder.below(2) === 0 ? {} : { axis: axisOf(builder, type) }

/** A whole number from -most to most. */
const around = (builder: Builder, most: number): number => builder.below(2 * most + 1) - most

const hasRank =
  (...ranks: readonly number[]) =>
  ({ type }: Value): boolean =>
    ranks.includes(type.shape.length)

const matrices = hasRank(2, 3, 4)

const isFull = ({ type }: Value): boolean => sizeOf(type.shape) > 0 && type.shape.length > 0

/** The sum of a diagonal, of numbers that are no more than that. */
const tracing: Template = (builder) => {
  const x = builder.float(matrices)
  if (x !== undefined) builder.straight('trace', [x], { offset: around(builder, 1) }, summed(either(zero, x.range), 36))
}

/** One of several values that broadcast, or of the coordinates of a grid. */
const together =
  (operation: 'broadcastArrays' | 'meshgrid'): Template =>
  (builder) => {
    const x = builder.pick(anyValue)
    const y = x && builder.pick(({ type }) => operation === 'meshgrid' || fits(type, x.type))
    if (x === undefined || y === undefined) return
    const which = builder.below(2)
    builder.straight(operation, [x, y], { which }, [x, y][which].range)
  }

export const movements: readonly Template[] = [
  moving('ravel', () => ({}), anyValue),
  moving('flatten', (builder, { shape }) => ({ startAxis: builder.below(shape.length) })),
  moving('roll', (builder, type) => ({ shift: around(builder, 3), ...perhapsAxis(builder, type) })),
  moving('repeat', (builder, type) => ({ repeats: builder.below(3), ...perhapsAxis(builder, type) })),
  moving('tile', (builder) => ({ reps: builder.one([2, [2, 1], [1, 1, 2], 1]) }), anyValue),
  moving('split', (builder, type) => ({
    at: around(builder, 2),
    axis: axisOf(builder, type),
    which: builder.below(2),
  })),
  moving(
    'unstack',
    (builder, { shape }) => {
      const axis = builder.below(shape.length)
      return { axis, which: builder.below(shape[axis]) }
    },
    isFull,
  ),
  moving(
    'pad',
    (builder, { shape }) => ({
      widths: shape.map(() => [builder.below(3), builder.below(2)]),
      mode: builder.one(['edge', 'reflect', 'symmetric', 'wrap']),
    }),
    isFull,
  ),
  moving('diag', (builder) => ({ k: around(builder, 1) }), hasRank(1, 2), true),
  moving('diagonal', (builder) => ({ offset: around(builder, 1) }), matrices),
  moving('tril', (builder) => ({ k: around(builder, 1) }), matrices, true),
  moving('triu', (builder) => ({ k: around(builder, 1) }), matrices, true),
  tracing,
  together('broadcastArrays'),
  together('meshgrid'),
]

const gathering: Template = (builder) => {
  const x = builder.pick((value) => hasAxes(value) && value.type.shape[0] > 0)
  const places = x && builder.index(x.type.shape[0])
  if (x !== undefined && places !== undefined) builder.straight('gather', [x, places], {}, x.range)
}

/** A whole number that is a scalar. */
const scalar = (builder: Builder): Value =>
  builder.pick(isOf({ dtype: 'int32', shape: [] })) ?? builder.literal('int32', [], around(builder, 2))

const slicing: Template = (builder) => {
  const x = builder.pick(hasAxes)
  if (x === undefined) return
  const sizes = x.type.shape.map((extent) => builder.below(extent + 1))
  builder.straight('dynamicSlice', [x, scalar(builder)], { sizes }, x.range)
}

const updating: Template = (builder) => {
  const x = builder.float(hasAxes)
  const part =
    x &&
    builder.float(
      ({ type: { shape } }) =>
        shape.length === x.type.shape.length && shape.every((size, axis) => size <= x.type.shape[axis]),
    )
  if (x === undefined || part === undefined) return
  builder.straight('dynamicUpdateSlice', [x, part, scalar(builder)], {}, either(x.range, part.range))
}

/** A number put, or added, wherever whole numbers point to along an axis. */
const placing =
  (operation: 'indexAdd' | 'indexSet'): Template =>
  (builder) => {
    const x = builder.float((value) => isFull(value))
    if (x === undefined) return
    const axis = builder.below(x.type.shape.length)
    const places = builder.index(x.type.shape[axis])
    const update = builder.float(hasRank(0)) ?? builder.literal(builder.dtype, [], 1)
    if (places === undefined) return
    const most = summed(either(zero, update.range), sizeOf(places.type.shape))
    const added = between(x.range.low + most.low, x.range.high + most.high)
    builder.straight(
      operation,
      [x, places, update],
      { axis },
      operation === 'indexAdd' ? added : either(x.range, update.range),
    )
  }

const selecting: Template = (builder) => {
  const x = builder.pick(anyValue)
  const y = x && builder.pick(({ type }) => type.dtype === x.type.dtype && fits(type, x.type))
  const condition =
    x && y && builder.pick(({ type }) => type.dtype === 'bool' && fits(type, x.type) && fits(type, y.type))
  if (x === undefined || y === undefined || condition === undefined) return
  builder.straight('select', [condition, x, y], {}, either(x.range, y.range))
}

/** Choices by computed numbers. */
export const choices: readonly Template[] = [
  gathering,
  slicing,
  updating,
  placing('indexAdd'),
  placing('indexSet'),
  selecting,
]

/** Where values belong among others in order. */
const searching: Template = (builder) => {
  const values = builder.pick(({ type }) => type.dtype !== 'bool')
  const sorted = values && builder.pick(({ type }) => type.dtype === values.type.dtype)
  if (values === undefined || sorted === undefined) return
  const side = builder.one(['left', 'right'])
  builder.straight('searchSorted', [sorted, values], { side }, between(0, sizeOf(sorted.type.shape)))
}

export const searches: readonly Template[] = [searching]
