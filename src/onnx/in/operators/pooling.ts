import {
  abs,
  add,
  argmax,
  avgPool,
  conv,
  fromTypedArray,
  indexSet,
  max,
  maxPool,
  mean,
  norm,
  ones,
  power,
  reshape,
  sqrt,
  square,
  take,
  where,
  windowReach,
  zeros,
} from '../../../graph/index.js'
import { rowMajorStrides, sizeOf, type Tensor } from '../../../tensor/index.js'
import { allowed, constantInts, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { type Numbers, numbers, type Real, real, spatialAxes, type Whole, whole } from './operands.js'
import { pairsOf, type Windows, windowsOf } from './windows.js'

const settings = (call: OperatorCall, x: Numbers) => {
  const { kernel, strides, dilations, padding } = windowsOf(call, x)
  const ceilMode = call.attributes.int('ceil_mode', 0) !== 0
  return { kernelSize: kernel, stride: strides, dilation: dilations, padding, ceilMode }
}

/** For each window of an axis and each place of the kernel the index it sees; -1 outside. */
const seenBy = ({ kernel, strides, dilations, padding }: Windows, axis: number, extent: number, count: number) =>
  Array.from({ length: count }, (_, window) =>
    Array.from({ length: kernel[axis] }, (_, k) => {
      const place = window * strides[axis] + k * dilations[axis] - padding[axis][0]
      return place >= 0 && place < extent ? place : -1
    }),
  )

/** For each window [counts...] and each place of the kernel the index within its channel, by the axes' strides; -1 outside. */
const tableOf = (seen: readonly (readonly (readonly number[])[])[], strides: readonly number[]): number[][] =>
  seen.reduce<number[][]>(
    (rows, along, axis) =>
      rows.flatMap((row) =>
        along.map((places) =>
          row.flatMap((index) => places.map((place) => (index < 0 || place < 0 ? -1 : index + place * strides[axis]))),
        ),
      ),
    [[0]],
  )

/** The strides of axes of which the first are next to each other. */
const columnMajorStrides = (shape: readonly number[]): readonly number[] =>
  shape.map((_, axis) => sizeOf(shape.slice(0, axis)))

const wholes = (table: readonly (readonly number[])[]): Whole =>
  fromTypedArray(Int32Array.from(table.flat()), [table.length, table[0]?.length ?? 0])

/** Where in x, all its elements counted, the first of the largest elements of each window stands. */
const largestPlaces = (call: OperatorCall, x: Numbers, values: Numbers): Whole => {
  const [batch, channels, ...spatial] = x.shape
  const windows = windowsOf(call, x)
  const seen = spatial.map((extent, axis) => seenBy(windows, axis, extent, values.shape[2 + axis]))
  const places = tableOf(seen, rowMajorStrides(spatial))
  const told = call.attributes.int('storage_order', 0) === 0 ? places : tableOf(seen, columnMajorStrides(spatial))
  const flat = reshape(x, [batch, channels, sizeOf(spatial)])
  const inside = fromTypedArray(
    Uint8Array.from(places.flat(), (place) => Number(place >= 0)),
    [places.length, places[0].length],
  )
  const elements = take(flat, wholes(places.map((row) => row.map((place) => Math.max(0, place)))), { axis: 2 })
  const least = x.dtype === 'int32' ? -(2 ** 31) : Number.NEGATIVE_INFINITY
  const chosen = argmax(where(inside, elements as Numbers, least), { axis: -1 }) as Whole
  const rows = fromTypedArray(
    Int32Array.from(told.keys(), (row) => row * told[0].length),
    [told.length],
  )
  const within = take(wholes(told), add(chosen, rows)) as Whole
  const starts = fromTypedArray(
    Int32Array.from({ length: batch * channels }, (_, image) => image * sizeOf(spatial)),
    [batch, channels, 1],
  )
  return reshape(add(within, starts), values.shape)
}

const maximal = (call: OperatorCall): readonly Tensor[] => {
  const x = numbers(call, 0)
  const values = maxPool(x, settings(call, x)) as Numbers
  return call.outputs < 2 ? [values] : [values, largestPlaces(call, x, values)]
}

/** The root of a sum of powers of sizes, as `of` adds up. */
const pthRoot = (x: Real, p: number, of: (powers: Real) => Real): Real => {
  if (p === 2) return sqrt(of(square(x)))
  return p === 1 ? of(abs(x)) : power(of(power(abs(x), p)), 1 / p)
}

/** Sums of windows: a convolution of each channel with ones. */
const lpPooled = (call: OperatorCall): Real => {
  const x = real(call, 0)
  const { kernelSize, stride, dilation, padding, ceilMode } = settings(call, x)
  const [batch, channels, ...spatial] = x.shape
  const widths = spatial.map((extent, axis) => {
    const [before, after] = padding[axis]
    const whole = before + extent + after - windowReach(kernelSize[axis], dilation[axis])
    const steps = Math.ceil(whole / stride[axis])
    const within = steps * stride[axis] < before + extent ? steps : steps - 1
    return [before, after + (ceilMode ? Math.max(0, within * stride[axis] - whole) : 0)] as const
  })
  const kernel = ones([1, 1, ...kernelSize], { dtype: x.dtype }) as Real
  return pthRoot(x, call.attributes.int('p', 2), (powers) => {
    const alone = reshape(powers, [batch * channels, 1, ...spatial])
    const sums = conv(alone, kernel, { stride, dilation, padding: widths }) as Real
    return reshape(sums, [batch, channels, ...sums.shape.slice(2)])
  })
}

/** The numbers of a pooling put back where its indices say, with zeros between. */
const unpooled = (call: OperatorCall): Numbers => {
  const [x, places] = [numbers(call, 0), whole(call, 1)]
  const [batch, channels, ...counts] = x.shape
  const kernel = call.attributes.ints('kernel_shape')
  const strides = call.attributes.ints(
    'strides',
    counts.map(() => 1),
  )
  const pads = pairsOf(call, counts.length)
  if (kernel.length !== counts.length || strides.length !== counts.length)
    throw refused(call, `kernel_shape and strides are not of ${counts.length} axes`)
  const inferred = counts.map(
    (count, axis) => (count - 1) * strides[axis] + kernel[axis] - pads[axis][0] - pads[axis][1],
  )
  const shape = call.inputs[2] === undefined ? [batch, channels, ...inferred] : constantInts(call, 2)
  if (shape.length !== x.shape.length) throw misshapen(call, `the shape of the result is [${shape.join(', ')}]`)
  return indexSet(zeros(allowed(call, shape), { dtype: x.dtype }) as Numbers, places, x) as Numbers
}

const overSpace = (x: Numbers) => ({ axis: spatialAxes(x), keepdims: true })

/** Pooling: a number of each window, or of a whole channel. */
export const poolings: Operators = {
  AveragePool: (call) => {
    const x = real(call, 0)
    const countIncludePad = call.attributes.int('count_include_pad', 0) !== 0
    return [avgPool(x, { ...settings(call, x), countIncludePad })]
  },
  MaxPool: maximal,
  LpPool: (call) => [lpPooled(call)],
  MaxUnpool: (call) => [unpooled(call)],
  GlobalAveragePool: (call) => [mean(real(call, 0), overSpace(real(call, 0)))],
  GlobalMaxPool: (call) => [max(numbers(call, 0), overSpace(numbers(call, 0)))],
  GlobalLpPool: (call) => {
    const x = real(call, 0)
    return [norm(x, { ord: call.attributes.int('p', 2), axis: spatialAxes(x), keepdims: true })]
  },
}
