import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import type { Curve, Difference, Method, Slope } from '../protocol.js'
import type { Size } from './viewport.js'

/** The room around a plot for its axes. */
export const margin = { left: 52, right: 12, top: 26, bottom: 34 }

/** A number in a few letters, small and large ones by a power of ten. */
export const numberText = (value: number, digits = 6): string => {
  if (!Number.isFinite(value)) return String(value).replace('-', '−').replace('Infinity', '∞')
  const [mantissa, power] = String(Number(value.toPrecision(digits))).split('e')
  const shown = mantissa.replace('-', '−')
  if (power === undefined) return shown
  const tens = `10${superscript(Number(power))}`
  return shown === '1' ? tens : `${shown} · ${tens}`
}

/** A whole number as an exponent is written. */
export const superscript = (power: number): string =>
  String(power).replace(/./g, (letter) => (letter === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(letter)]))

/** A mark on an axis: where, and what it says. */
export interface Tick {
  readonly at: number
  readonly text: string
}

const path = (
  points: readonly (readonly [x: number, y: number])[],
  isShown: (x: number, y: number) => boolean,
): string =>
  line<readonly [number, number]>()
    .defined(([x, y]) => Number.isFinite(x) && Number.isFinite(y) && isShown(x, y))
    .x(([x]) => x)
    .y(([, y]) => y)([...points]) ?? ''

/** A point of a plot that is marked. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** A function, its tangent and its secant as they are drawn. */
export interface CurvePlot {
  readonly curve: string
  readonly tangent: string
  readonly secant: string
  readonly place: Spot
  /** The places from which the quotient is taken, as far as they are within the plot. */
  readonly ends: readonly Spot[]
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
}

const extentOf = (values: Float64Array): readonly [number, number] => {
  const finite = values.filter(Number.isFinite)
  return [Math.min(...finite), Math.max(...finite)]
}

/** Lines leave the plot, which cuts them off, so far at most that drawing them stays exact. */
const isNear =
  ({ height }: Size) =>
  (_: number, y: number): boolean =>
    Math.abs(y) < 100 * height

/** Where the quotient's line goes through: the curve at x and x + h, or at x - h and x + h, at which it has the value `at`. */
const straight = (x: number, y: number, slope: number, from: number, to: number) =>
  [from, to].map((each): readonly [number, number] => [each, y + slope * (each - x)])

/** The plot of a function with its tangent and the line of a quotient. */
export const curvePlot = (
  { x, y }: Curve,
  slope: Slope,
  epsilon: number,
  method: Method,
  at: (x: number) => number,
  size: Size,
): CurvePlot => {
  const [low, high] = extentOf(y)
  const room = (high - low) * 0.15 || 1
  const xs = scaleLinear([x[0], x[x.length - 1]], [margin.left, size.width - margin.right])
  const ys = scaleLinear([low - room, high + room], [size.height - margin.bottom, margin.top])
  const isShown = isNear(size)
  const drawn = (points: readonly (readonly [number, number])[]): string =>
    path(
      points.map(([a, b]) => [xs(a), ys(b)] as const),
      isShown,
    )
  const [from, to] = xs.domain()
  const quotient = slope.differences[method].quotient
  const before = slope.x - epsilon
  const [pivot, height] = method === 'forward' ? [slope.x, slope.value] : [before, at(before)]
  const places = method === 'forward' ? [slope.x + epsilon] : [before, slope.x + epsilon]
  return {
    curve: drawn(Array.from(x, (each, index) => [each, y[index]] as const)),
    tangent: Number.isFinite(slope.derivative) ? drawn(straight(slope.x, slope.value, slope.derivative, from, to)) : '',
    secant:
      quotient === undefined || !Number.isFinite(quotient) ? '' : drawn(straight(pivot, height, quotient, from, to)),
    place: { x: xs(slope.x), y: ys(slope.value) },
    ends: places
      .filter((each) => each >= from && each <= to && Number.isFinite(at(each)))
      .map((each) => ({ x: xs(each), y: ys(at(each)) })),
    xTicks: xs.ticks(Math.max(2, size.width / 90)).map((each) => ({ at: xs(each), text: numberText(each) })),
    yTicks: ys.ticks(5).map((each) => ({ at: ys(each), text: numberText(each) })),
  }
}

/** The errors of quotients over epsilon, both by powers of ten. */
export interface ErrorPlot {
  readonly errors: string
  /** Epsilons of which the quotient is the derivative to the last bit, which have no logarithm: marks at the lower end. */
  readonly exact: readonly number[]
  readonly truncation: string
  readonly rounding: string
  readonly now: number
  readonly nowError: Spot | undefined
  readonly best: number | undefined
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
}

/** Errors from the least that is drawn. */
const leastError = 1e-17

const powersFrom = (low: number, high: number, every: number): readonly number[] =>
  Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, index) => low + index * every)

/** How many powers of ten lie between marks, so that as many fit as are wanted. */
const everyOf = (powers: number, most: number): number => [1, 2, 4, 8].find((every) => powers / every <= most) ?? 16

/** The plot of the errors of one way to take quotients. */
export const errorPlot = (
  { errors, truncation, rounding, best }: Difference,
  epsilons: Float64Array,
  epsilon: number,
  error: number,
  size: Size,
): ErrorPlot => {
  const [low, high] = [epsilons[epsilons.length - 1], epsilons[0]]
  const most = errors.reduce((found, each) => (Number.isFinite(each) ? Math.max(found, each) : found), 0)
  const top = Math.max(0, Math.floor(Math.log10(most || 1)) + 1)
  const bottom = Math.log10(leastError)
  const xs = scaleLog([low, high], [margin.left, size.width - margin.right])
  const ys = scaleLog([leastError, 10 ** top], [size.height - margin.bottom, margin.top])
  const [floor, ceiling] = ys.range()
  const within = (_: number, y: number): boolean => y <= floor + 0.5 && y >= ceiling - 0.5
  const over = (of: (h: number, index: number) => number): string =>
    path(
      Array.from(epsilons, (h, index) => [xs(h), ys(of(h, index))] as const),
      within,
    )
  return {
    errors: over((_, index) => errors[index]),
    exact: [...epsilons].flatMap((h, index) => (errors[index] === 0 ? [xs(h)] : [])),
    truncation: over((h) => truncation.coefficient * h ** truncation.power),
    rounding: over((h) => rounding / h),
    now: xs(epsilon),
    nowError: error > 0 && Number.isFinite(error) ? { x: xs(epsilon), y: Math.min(floor, ys(error)) } : undefined,
    best: best === undefined || best < low || best > high ? undefined : xs(best),
    xTicks: powersFrom(Math.round(Math.log10(low)), 0, everyOf(16, size.width / 60)).map((power) => ({
      at: xs(10 ** power),
      text: `10${superscript(power)}`,
    })),
    yTicks: powersFrom(bottom + 1, top, everyOf(top - bottom, 6)).map((power) => ({
      at: ys(10 ** power),
      text: `10${superscript(power)}`,
    })),
  }
}
