import {
  abs,
  add,
  arange,
  astype,
  broadcastTo,
  clip,
  div,
  expandDims,
  floor,
  fromTypedArray,
  greaterEqual,
  lessEqual,
  linspace,
  logicalAnd,
  matmul,
  max,
  maximum,
  mean,
  minimum,
  moveAxis,
  mul,
  ones,
  remainder,
  reshape,
  round,
  stack,
  sub,
  swapAxes,
  take,
  takeAlongAxis,
  unstack,
  where,
} from '../../../graph/index.js'
import { type FloatDType, sizeOf } from '../../../tensor/index.js'
import { allowed, choiceOf, constantInts, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { type Real, real, type Truths, type Whole, whole } from './operands.js'

/** One of the elements around a place: where it stands along an axis, its weight, and whether it is there. */
interface Tap {
  readonly index: Whole
  readonly weight: Real | undefined
  readonly inside: Truths | undefined
}

/** How places outside an axis are read. */
interface Border {
  readonly mode: 'zeros' | 'border' | 'reflection'
  readonly corners: boolean
}

const borders: Readonly<Record<string, Border['mode']>> = {
  zeros: 'zeros',
  border: 'border',
  reflection: 'reflection',
}

/** How places between elements are read. */
type Mode = 'nearest' | 'linear' | 'cubic'

/** The modes as they are called from version 20 on, and before. */
const modes: Readonly<Record<string, Mode>> = {
  nearest: 'nearest',
  linear: 'linear',
  bilinear: 'linear',
  cubic: 'cubic',
  bicubic: 'cubic',
}

/** The slope of the cubic kernel where it first meets 0, as Keys has it. */
const keys = -0.75

/** The weights of four neighbours of a place that is a fraction away from the second. */
const cubicTaps = (fraction: Real): readonly Real[] => {
  const near = (t: Real): Real => add(mul(mul(sub(mul(t, keys + 2), keys + 3), t), t), 1)
  const far = (t: Real): Real => sub(mul(add(mul(sub(mul(t, keys), 5 * keys), t), 8 * keys), t), 4 * keys)
  return [far(add(fraction, 1)), near(fraction), near(sub(1, fraction)), far(sub(2, fraction))]
}

/** From [-1, 1] to places of an axis: its first and last element, or the outer edges of these. */
const placed = (at: Real, extent: number, corners: boolean): Real =>
  corners ? mul(add(at, 1), (extent - 1) / 2) : sub(mul(add(at, 1), extent / 2), 0.5)

/** Places brought within an axis by mirrors at its ends, which stand on the elements there or on their outer edges. */
const reflected = (at: Real, extent: number, corners: boolean): Real => {
  const [low, span] = corners ? [0, extent - 1] : [-0.5, extent]
  if (span === 0) return mul(at, 0)
  const away: Real = remainder(abs(sub(at, low)), 2 * span)
  return add(minimum(away, sub(2 * span, away)), low)
}

const within = (at: Real, extent: number): Real => clip(at, { min: 0, max: extent - 1 })

/** An element of an axis, by the border's rule where it is outside. */
const tapAt = (at: Real, extent: number, { mode, corners }: Border, weight: Real | undefined): Tap => {
  const brought = mode === 'reflection' ? reflected(at, extent, corners) : at
  return {
    index: astype(within(round(brought), extent), 'int32'),
    weight,
    inside: mode === 'zeros' ? logicalAnd(greaterEqual(at, 0), lessEqual(at, extent - 1)) : undefined,
  }
}

const tapsOf = (mode: Mode, at: Real, extent: number, border: Border): readonly Tap[] => {
  const place = placed(at, extent, border.corners)
  const brought =
    border.mode === 'zeros' || mode === 'cubic'
      ? place
      : within(border.mode === 'reflection' ? reflected(place, extent, border.corners) : place, extent)
  if (mode === 'nearest') return [tapAt(round(brought), extent, border, undefined)]
  const first: Real = floor(brought)
  const fraction: Real = sub(brought, first)
  if (mode === 'linear')
    return [tapAt(first, extent, border, sub(1, fraction)), tapAt(add(first, 1), extent, border, fraction)]
  return cubicTaps(fraction).map((weight, k) => tapAt(add(first, k - 1), extent, border, weight))
}

/** Products of one tap of each axis. */
const combined = (taps: readonly (readonly Tap[])[]): readonly (readonly Tap[])[] =>
  taps.reduce<readonly (readonly Tap[])[]>((all, own) => all.flatMap((row) => own.map((tap) => [...row, tap])), [[]])

/** x [N, C, ...spatial] at places [N, ...result, axes], the last axis first. */
const sampled = (call: OperatorCall): Real => {
  const { attributes } = call
  const [x, grid] = [real(call, 0), real(call, 1)]
  const [batch, channels, ...spatial] = x.shape
  const counts = grid.shape.slice(1, -1)
  if (grid.shape.length !== x.shape.length || grid.shape[0] !== batch || grid.shape.at(-1) !== spatial.length)
    throw misshapen(call, `the grid [${grid.shape.join(', ')}] is none for it`)
  const border = {
    mode: choiceOf(call, 'padding_mode', attributes.string('padding_mode', 'zeros'), borders),
    corners: attributes.int('align_corners', 0) !== 0,
  }
  const mode = choiceOf(call, 'mode', attributes.string('mode', 'linear'), modes)
  const places = sizeOf(counts)
  const coordinates = (
    unstack(reshape(grid, [batch, places, spatial.length]), { axis: -1 }) as readonly Real[]
  ).toReversed()
  const taps = spatial.map((extent, axis) => tapsOf(mode, coordinates[axis], extent, border))
  const flat = reshape(x, [batch, channels, sizeOf(spatial)])
  const terms = combined(taps).map((row): Real => {
    const index = row.reduce<Whole | undefined>(
      (sum, tap, axis) => (sum === undefined ? tap.index : add(mul(sum, spatial[axis]), tap.index)),
      undefined,
    ) as Whole
    const element: Real = takeAlongAxis(flat, expandDims(index, 1), { axis: 2 })
    const weighted = row.reduce(
      (value, { weight }) => (weight === undefined ? value : mul(value, expandDims(weight, 1))),
      element,
    )
    return row.reduce(
      (value, { inside }) => (inside === undefined ? value : (where(expandDims(inside, 1), value, 0) as Real)),
      weighted,
    )
  })
  return reshape(
    terms.reduce((sum, term) => add(sum, term)),
    [batch, channels, ...counts],
  )
}

/** Numbers of an axis from -1 to 1: those of its elements, or of the middles of as many parts. */
const evenly = (size: number, corners: boolean, dtype: FloatDType): Real => {
  if (corners)
    return size === 1 ? astype(fromTypedArray(new Float64Array(1), [1]), dtype) : linspace(-1, 1, size, { dtype })
  return add(mul(arange(size, { dtype }), 2 / size), 1 / size - 1)
}

/** The places that linear maps [N, axes, axes + 1] take those of a regular grid to: [N, ...spatial, axes], the last axis first. */
const affine = (call: OperatorCall): Real => {
  const theta = real(call, 0)
  const [batch, , ...spatial] = constantInts(call, 1)
  const axes = spatial.length
  if (
    axes < 1 ||
    theta.shape.length !== 3 ||
    theta.shape[0] !== batch ||
    theta.shape[1] !== axes ||
    theta.shape[2] !== axes + 1
  )
    throw misshapen(call, `theta is not [${batch}, ${axes}, ${axes + 1}]`)
  allowed(call, [batch, ...spatial, axes + 1])
  const corners = call.attributes.int('align_corners', 0) !== 0
  const coordinates = spatial.map((size, axis): Real => {
    const shape = spatial.map((_, at) => (at === axis ? size : 1))
    return broadcastTo(reshape(evenly(size, corners, theta.dtype), shape), spatial)
  })
  const columns: Real = stack(
    [...coordinates.toReversed(), ones(spatial, { dtype: theta.dtype }) as Real] as unknown as [Real, ...Real[]],
    { axis: -1 },
  )
  const moved: Real = matmul(reshape(columns, [1, sizeOf(spatial), axes + 1]), swapAxes(theta, 1, 2) as Real)
  return reshape(moved, [batch, ...spatial, axes])
}

/** Regions [R, 4] of images: the places of samples along one axis, [R, result, samples]. */
const samplesOf = (low: Real, length: Real, count: number, samples: number, dtype: FloatDType): Real => {
  const fractions: Real = div(add(arange(count * samples, { dtype }), 0.5), count * samples)
  const all: Real = add(expandDims(low, 1), mul(expandDims(length, 1), fractions))
  return reshape(all, [low.shape[0], count, samples])
}

/** Two neighbours of places [R, P] with their weights; beyond one step outside an axis there is nothing. */
const neighbours = (at: Real, extent: number): readonly { [K in keyof Tap]: NonNullable<Tap[K]> }[] => {
  const inside = logicalAnd(greaterEqual(at, -1), lessEqual(at, extent))
  const brought = within(at, extent)
  const first: Real = floor(brought)
  const fraction: Real = sub(brought, first)
  const index = (place: Real): Whole => astype(within(place, extent), 'int32')
  return [
    { index: index(first), weight: sub(1, fraction), inside },
    { index: index(add(first, 1)), weight: fraction, inside },
  ]
}

/** Means, or largest elements, of samples of regions: x [N, C, H, W] and [R, 4] give [R, C, height, width]. */
const aligned = (call: OperatorCall): Real => {
  const { attributes } = call
  const [x, regions, images] = [real(call, 0), real(call, 1), whole(call, 2)]
  const mode = attributes.string('mode', 'avg')
  if (mode !== 'avg' && mode !== 'max') throw refused(call, `there is no mode ${mode}`)
  const samples = attributes.int('sampling_ratio', 0)
  if (samples < 1) throw refused(call, 'sampling_ratio = 0, as many samples as a region has, is not read')
  const standard = call.opset < 16 ? 'output_half_pixel' : 'half_pixel'
  const half = attributes.string('coordinate_transformation_mode', standard) === 'half_pixel'
  const [height, width] = [attributes.int('output_height', 1), attributes.int('output_width', 1)]
  const [batch, channels, h, w] = x.shape
  const count = regions.shape[0]
  allowed(call, [count, channels, height * samples, width * samples])
  const scaled: Real = sub(mul(regions, attributes.float('spatial_scale', 1)), half ? 0.5 : 0)
  const [x1, y1, x2, y2] = unstack(scaled, { axis: 1 }) as readonly Real[]
  const lengthOf = (from: Real, to: Real): Real => (half ? sub(to, from) : maximum(sub(to, from), 1))
  const ys = neighbours(
    reshape(samplesOf(y1, lengthOf(y1, y2), height, samples, x.dtype), [count, height * samples]),
    h,
  )
  const xs = neighbours(reshape(samplesOf(x1, lengthOf(x1, x2), width, samples, x.dtype), [count, width * samples]), w)
  const flat = reshape(moveAxis(x, 1, -1), [batch * h * w, channels])
  const first: Whole = mul(reshape(images, [count, 1, 1]), h * w)
  const terms = ys.flatMap((row) =>
    xs.map((column): Real => {
      const index: Whole = add(first, add(mul(expandDims(row.index, 2), w), expandDims(column.index, 1)))
      const weight: Real = mul(expandDims(row.weight, 2), expandDims(column.weight, 1))
      const inside = logicalAnd(expandDims(row.inside, 2), expandDims(column.inside, 1))
      return mul(take(flat, index, { axis: 0 }) as Real, expandDims(where(inside, weight, 0) as Real, 3))
    }),
  )
  const apart = (all: Real): Real => reshape(all, [count, height, samples, width, samples, channels])
  const pooled: Real =
    mode === 'avg'
      ? mean(apart(terms.reduce((sum, term) => add(sum, term))), { axis: [2, 4] })
      : max(apart(terms.reduce((most, term) => maximum(most, term))), { axis: [2, 4] })
  return moveAxis(pooled, -1, 1)
}

/** Images read at places that are computed. */
export const samplings: Operators = {
  GridSample: (call) => [sampled(call)],
  AffineGrid: (call) => [affine(call)],
  RoiAlign: (call) => [aligned(call)],
}
