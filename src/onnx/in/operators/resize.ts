import { add, fromTypedArray, mul, reshape, take, where } from '../../../graph/index.js'
import { allocate, type FloatDType, fromRowMajor } from '../../../tensor/index.js'
import {
  allowed,
  axesOf,
  choiceOf,
  constantNumbers,
  misshapen,
  type OperatorCall,
  type Operators,
  refused,
} from '../operator.js'
import { maybe, maybeInts, type Numbers, numbers, type Real } from './operands.js'

/** How an axis is resized: from `extent` elements to `size`, with what lies between in the model's own words. */
interface Scaling {
  readonly extent: number
  readonly size: number
  readonly scale: number
  /** Of what part the result is, in the mode that says so. */
  readonly start: number
  readonly end: number
}

/** Where the element `at` of a resized axis lies in what it was made from. */
const transformations: Readonly<Record<string, (at: number, scaling: Scaling) => number>> = {
  half_pixel: (at, { scale }) => (at + 0.5) / scale - 0.5,
  asymmetric: (at, { scale }) => at / scale,
  align_corners: (at, { extent, size }) => (size === 1 ? 0 : (at * (extent - 1)) / (size - 1)),
  pytorch_half_pixel: (at, { scale, size }) => (size > 1 ? (at + 0.5) / scale - 0.5 : 0),
  half_pixel_symmetric: (at, { extent, scale, size }) =>
    (extent / 2) * (1 - size / (extent * scale)) + (at + 0.5) / scale - 0.5,
  tf_crop_and_resize: (at, { extent, size, start, end }) =>
    size > 1
      ? start * (extent - 1) + (at * (end - start) * (extent - 1)) / (size - 1)
      : 0.5 * (start + end) * (extent - 1),
}

/** What each element of an axis is made of: a weight for each of several elements; `beyond` where it is none of them. */
interface Taps {
  readonly places: readonly (readonly number[])[]
  readonly weights: readonly (readonly number[])[]
  readonly beyond: readonly boolean[]
}

interface Setting {
  readonly mode: string
  readonly coordinates: string
  readonly nearest: string
  readonly cubic: number
  readonly excludes: boolean
}

const roundings: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
}

/** The weights of four neighbours by cubic convolution (Keys 1981), of one that is a fraction away from the second. */
const cubicWeights = (fraction: number, a: number): readonly number[] => {
  const near = (t: number): number => ((a + 2) * t - (a + 3)) * t * t + 1
  const far = (t: number): number => ((a * t - 5 * a) * t + 8 * a) * t - 4 * a
  return [far(1 + fraction), near(fraction), near(1 - fraction), far(2 - fraction)]
}

/** Places with their weights, where places may lie outside. */
type Neighbours = readonly (readonly [place: number, weight: number])[]

const neighboursOf = (call: OperatorCall, setting: Setting): ((x: number, extent: number) => Neighbours) => {
  if (setting.mode === 'nearest') {
    const rounded = choiceOf(call, 'nearest_mode', setting.nearest, roundings)
    return (x) => [[rounded(x), 1]]
  }
  if (setting.mode === 'linear')
    return (x, extent) => {
      const inside = Math.min(extent - 1, Math.max(0, x))
      const first = Math.floor(inside)
      return [
        [first, 1 - (inside - first)],
        [first + 1, inside - first],
      ]
    }
  if (setting.mode !== 'cubic') throw refused(call, `there is no mode ${setting.mode}`)
  return (x, extent) => {
    const first = Math.floor(x)
    const all = cubicWeights(x - first, setting.cubic).map((weight, k) => [first - 1 + k, weight] as const)
    if (!setting.excludes) return all
    const inside = all.map(([place, weight]) => [place, place < 0 || place >= extent ? 0 : weight] as const)
    const total = inside.reduce((sum, [, weight]) => sum + weight, 0)
    return inside.map(([place, weight]) => [place, weight / total] as const)
  }
}

const tapsOf = (call: OperatorCall, setting: Setting, scaling: Scaling): Taps => {
  const { extent, size } = scaling
  const neighbours = neighboursOf(call, setting)
  const coordinate = choiceOf(call, 'coordinate_transformation_mode', setting.coordinates, transformations)
  const xs = Array.from({ length: size }, (_, at) => coordinate(at, scaling))
  const each = xs.map((x) => neighbours(x, extent))
  return {
    places: each.map((all) => all.map(([place]) => Math.min(extent - 1, Math.max(0, place)))),
    weights: each.map((all) => all.map(([, weight]) => weight)),
    beyond: xs.map((x) => setting.coordinates === 'tf_crop_and_resize' && (x < 0 || x > extent - 1)),
  }
}

const column = (values: readonly number[], dtype: FloatDType, axis: number, rank: number): Real => {
  const data = allocate(dtype, values.length)
  data.set(values)
  return reshape(
    fromRowMajor(dtype, [values.length], data),
    Array.from({ length: rank }, (_, at) => (at === axis ? -1 : 1)),
  )
}

/** x along one axis: the sum over taps of weight times element. */
const along = (x: Numbers, axis: number, { places, weights }: Taps): Numbers => {
  const of = (tap: number): Numbers =>
    take(
      x,
      fromTypedArray(
        Int32Array.from(places, (row) => row[tap]),
        [places.length],
      ),
      { axis },
    ) as Numbers
  const count = places[0]?.length ?? 1
  if (count === 1) return of(0)
  const terms = Array.from({ length: count }, (_, tap) => tap).map((tap): Real => {
    const values = weights.map((row) => row[tap])
    return mul(of(tap) as Real, column(values, x.dtype as FloatDType, axis, x.shape.length))
  })
  return terms.reduce((sum, term) => add(sum, term))
}

const resized = (
  call: OperatorCall,
  x: Numbers,
  scalings: readonly Scaling[],
  setting: Setting,
  outside: number,
): Numbers => {
  if (setting.mode !== 'nearest' && x.dtype === 'int32')
    throw refused(call, `mode ${setting.mode} is of floats, not of whole numbers`)
  if (scalings.some(({ extent, size }) => extent === 0 && size > 0))
    throw misshapen(call, 'an empty axis has nothing to resize')
  allowed(
    call,
    scalings.map(({ size }) => size),
  )
  return scalings.reduce<Numbers>((part, scaling, axis) => {
    const cropped = scaling.start !== 0 || scaling.end !== 1
    if (scaling.size === scaling.extent && scaling.scale === 1 && !cropped) return part
    const taps = tapsOf(call, setting, scaling)
    const made = along(part, axis, taps)
    if (!taps.beyond.includes(true)) return made
    const mask = fromTypedArray(Uint8Array.from(taps.beyond, Number), [taps.beyond.length])
    const shape = made.shape.map((_, at) => (at === axis ? -1 : 1))
    return where(reshape(mask, shape), outside, made) as Numbers
  }, x)
}

/** An axis as a whole. */
const wholeAxis = (extent: number, size: number, scale: number): Scaling => ({ extent, size, scale, start: 0, end: 1 })

/** Every axis by its scale. */
const byScales = (
  call: OperatorCall,
  x: Numbers,
  scales: readonly number[],
  axes: readonly number[],
): readonly Scaling[] => {
  if (scales.length !== axes.length) throw misshapen(call, `there are ${scales.length} scales for ${axes.length} axes`)
  if (scales.some((scale) => !(scale > 0 && Number.isFinite(scale))))
    throw refused(call, `scales [${scales.join(', ')}] are not above 0`)
  return x.shape.map((extent, axis) => {
    const scale = axes.includes(axis) ? scales[axes.indexOf(axis)] : 1
    return wholeAxis(extent, Math.floor(extent * scale), scale)
  })
}

/** Which of the axes' scales is the one of all; where axes are stretched, none is. */
const policies = { stretch: Math.max, not_larger: Math.min, not_smaller: Math.max }

/** Every axis to its size, which a policy may change so that all have one scale. */
const bySizes = (
  call: OperatorCall,
  x: Numbers,
  sizes: readonly number[],
  axes: readonly number[],
): readonly Scaling[] => {
  if (sizes.length !== axes.length) throw misshapen(call, `there are ${sizes.length} sizes for ${axes.length} axes`)
  const policy = call.attributes.string('keep_aspect_ratio_policy', 'stretch')
  const extreme = choiceOf(call, 'keep_aspect_ratio_policy', policy, policies)
  const ratios = axes.map((axis, which) => sizes[which] / x.shape[axis])
  const common = extreme(...ratios)
  return x.shape.map((extent, axis) => {
    const which = axes.indexOf(axis)
    if (which < 0) return wholeAxis(extent, extent, 1)
    if (policy === 'stretch') return wholeAxis(extent, sizes[which], ratios[which])
    return wholeAxis(extent, Math.floor(extent * common + 0.5), common)
  })
}

/** Inputs x, roi, scales and sizes; before opset 11 x and scales. */
const resize = (call: OperatorCall): readonly Numbers[] => {
  const { attributes } = call
  const x = numbers(call, 0)
  const rank = x.shape.length
  if (call.opset < 11) return upsampled(call)
  if (attributes.int('antialias', 0) !== 0) throw refused(call, 'antialias = 1 is not read')
  const axes = axesOf(call, attributes.ints('axes', [...x.shape.keys()]), rank)
  const scales = maybe(call, 2, constantNumbers)
  const sizes = maybeInts(call, 3)
  if ((scales === undefined || scales.length === 0) === (sizes === undefined))
    throw refused(call, 'either scales or sizes are given')
  const plain = sizes === undefined ? byScales(call, x, scales ?? [], axes) : bySizes(call, x, sizes, axes)
  const coordinates = attributes.string('coordinate_transformation_mode', 'half_pixel')
  const roi = coordinates === 'tf_crop_and_resize' ? constantNumbers(call, 1) : []
  if (coordinates === 'tf_crop_and_resize' && roi.length !== 2 * axes.length)
    throw misshapen(call, `roi has ${roi.length} numbers for ${axes.length} axes`)
  const scalings = plain.map((each, axis) => {
    const which = axes.indexOf(axis)
    return roi.length === 0 || which < 0 ? each : { ...each, start: roi[which], end: roi[axes.length + which] }
  })
  const setting = {
    mode: attributes.string('mode', 'nearest'),
    coordinates,
    nearest: attributes.string('nearest_mode', 'round_prefer_floor'),
    cubic: attributes.float('cubic_coeff_a', -0.75),
    excludes: attributes.int('exclude_outside', 0) !== 0,
  }
  return [resized(call, x, scalings, setting, attributes.float('extrapolation_value', 0))]
}

/** What Upsample does, and what Resize did before opset 11. */
const upsampled = (call: OperatorCall): readonly Numbers[] => {
  const x = numbers(call, 0)
  const { attributes } = call
  const scales = attributes.has('scales') ? attributes.floats('scales') : constantNumbers(call, 1)
  const scalings = byScales(call, x, scales, [...x.shape.keys()])
  const mode = attributes.string('mode', 'nearest')
  const setting = { mode, coordinates: 'asymmetric', nearest: 'floor', cubic: 0, excludes: false } as const
  return [resized(call, x, scalings, setting, 0)]
}

/** Changes of size. */
export const resizings: Operators = { Resize: resize, Upsample: upsampled }
