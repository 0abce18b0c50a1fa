import { scaleLinear, scaleLog } from 'd3-scale'
import type { Figures } from '../protocol.js'

/** Which of the figures a chart shows: of training and of the test. */
export type Quantity = 'loss' | 'accuracy'

/** A tick of an axis: where it is, and what it says. */
export interface Tick {
  readonly at: number
  readonly text: string
}

/** Where a chart's curves lie, in pixels. */
export interface Chart {
  readonly x: (step: number) => number
  readonly y: (value: number) => number
  readonly across: readonly Tick[]
  readonly up: readonly Tick[]
}

/** Room around a chart's curves for what its axes say. */
export const inset = { left: 48, right: 10, top: 8, bottom: 20 } as const

/** The figure of training, or of the test. */
export const figureOf = (quantity: Quantity, test: boolean) => (figures: Figures) =>
  quantity === 'loss' ? figures[test ? 'testLoss' : 'trainLoss'] : figures[test ? 'testAccuracy' : 'trainAccuracy']

const extent = (values: readonly number[]): readonly [number, number] => [
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
]

/** Smaller numbers have no tenth. */
const leastLogarithm = 1e-300

const upwards = (quantity: Quantity, values: readonly number[], logarithmic: boolean, height: number) => {
  const range = [height - inset.bottom, inset.top]
  if (quantity === 'accuracy') return scaleLinear([0, 1], range)
  const finite = values.filter((value) => Number.isFinite(value) && (!logarithmic || value > leastLogarithm))
  if (finite.length === 0) return scaleLinear([0, 1], range)
  const [least, most] = extent(finite)
  // A logarithmic axis spans a factor of 10 at least, so that the last digits of a loss at rest do not fill it.
  return logarithmic ? scaleLog([Math.min(least, most / 10), most], range) : scaleLinear([0, most || 1], range)
}

/** Powers of ten where an axis spans several, and else what d3 finds round. */
const ticksUp = (scale: ReturnType<typeof upwards>, quantity: Quantity, logarithmic: boolean): readonly number[] => {
  if (quantity === 'accuracy') return [0, 0.5, 1]
  if (!logarithmic) return scale.ticks(3)
  const ticks = scale.ticks(4)
  const powers = ticks.filter((tick) => Number.isInteger(Number(Math.log10(tick).toFixed(6))))
  const few = powers.length > 1 ? powers : ticks.filter((_, index) => index % Math.ceil(ticks.length / 4) === 0)
  return few.filter((_, index) => index % Math.ceil(few.length / 5) === 0)
}

/** The axes for some figures in a picture of so many pixels; steps run from 0 to the last. */
export const chartOf = (
  figures: readonly Figures[],
  quantity: Quantity,
  logarithmic: boolean,
  width: number,
  height: number,
): Chart => {
  const x = scaleLinear([0, Math.max(10, figures.at(-1)?.step ?? 0)], [inset.left, width - inset.right])
  const values = [false, true].flatMap((test) => figures.map(figureOf(quantity, test)))
  const y = upwards(quantity, values, logarithmic, height)
  const steps = x.tickFormat(4, '~s')
  return {
    x,
    y,
    across: x.ticks(4).map((tick) => ({ at: x(tick), text: tick === 0 ? '0' : steps(tick) })),
    up: ticksUp(y, quantity, logarithmic).map((tick) => ({
      at: y(tick),
      text: quantity === 'accuracy' ? `${tick * 100} %` : String(Number(tick.toPrecision(2))).replace('e+', 'e'),
    })),
  }
}
