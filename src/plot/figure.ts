import { ArgumentError, checkIsOptions, describe, type OptionNames } from '../tensor/index.js'
import { shown } from './shown.js'
import type { Figure, Json, Spec } from './spec.js'
import { theme } from './theme.js'

export type { Figure, Json, Spec } from './spec.js'

/** What is written on a figure, and how large its plotting area is. */
export interface FigureOptions {
  readonly title?: string
  /** Along the horizontal axis. */
  readonly xLabel?: string
  /** Along the vertical axis. */
  readonly yLabel?: string
  /** Of the plotting area, in pixels. */
  readonly width?: number
  readonly height?: number
}

export const figureNames: OptionNames<FigureOptions> = {
  title: true,
  xLabel: true,
  yLabel: true,
  width: true,
  height: true,
}

const schema = 'https://vega.github.io/schema/vega-lite/v6.json'

/**
 * A figure of one's own: a Vega-Lite specification in the look of the others. Its data must stand in it, since renderers
 * load nothing; what the grammar does not understand is found when it is drawn.
 *
 * @example
 * ```ts
 * import { figure } from 'cotangent/plot'
 *
 * const bars = figure({
 *   data: { values: [{ a: 'x', b: 2 }, { a: 'y', b: 3 }] },
 *   mark: 'bar',
 *   encoding: { x: { field: 'a', type: 'nominal' }, y: { field: 'b', type: 'quantitative' } },
 * })
 * bars.mark // => 'bar'
 * ```
 */
export const figure = (spec: Spec): Figure => {
  const { $schema, config, ...rest } = spec
  const own = typeof config === 'object' && config !== null && !Array.isArray(config) ? config : {}
  return shown({ $schema: typeof $schema === 'string' ? $schema : schema, ...rest, config: { ...theme, ...own } })
}

/** A figure as a part of another one: without what only the outermost may say. */
const part = ({ $schema: _, config: __, background: ___, ...rest }: Figure): Spec => rest

const requireFigures = (operation: string, figures: readonly Figure[]): void => {
  if (figures.length === 0) throw new ArgumentError({ operation, problem: 'there are no figures to combine' })
  const wrong = figures.find((each) => typeof each !== 'object' || each === null)
  if (wrong !== undefined || figures.includes(null as unknown as Figure))
    throw new ArgumentError({ operation, problem: `${describe(wrong ?? null)} is no figure` })
}

const channels = ['color', 'fill', 'stroke', 'strokeDash', 'shape', 'size', 'opacity'] as const
const independent = Object.fromEntries(channels.map((channel) => [channel, 'independent']))

const row =
  (operation: string, direction: 'hconcat' | 'vconcat') =>
  (...figures: readonly Figure[]): Figure => {
    requireFigures(operation, figures)
    return figure({ [direction]: figures.map(part), spacing: 30, resolve: { scale: independent } })
  }

/**
 * Figures side by side, from left to right, each with its own axes, colours and title.
 *
 * @example
 * ```ts
 * import { beside, lines } from 'cotangent/plot'
 *
 * const rising = lines({ y: [1, 2, 3] })
 * const both = beside(rising, lines({ y: [3, 2, 1] }))
 * Array.isArray(both.hconcat) && both.hconcat.length // => 2
 * ```
 */
export const beside = row('beside', 'hconcat')

/**
 * Figures one above the other, from top to bottom, each with its own axes, colours and title.
 *
 * @example
 * ```ts
 * import { lines, stacked } from 'cotangent/plot'
 *
 * const both = stacked(lines({ y: [1, 2, 3] }), lines({ y: [3, 2, 1] }))
 * Array.isArray(both.vconcat) && both.vconcat.length // => 2
 * ```
 */
export const stacked = row('stacked', 'vconcat')

/** Whether a figure is made of several plotting areas. */
const isCompound = (spec: Spec): boolean =>
  ['hconcat', 'vconcat', 'concat', 'facet', 'repeat'].some((key) => key in spec)

const isSpec = (value: Json | undefined): value is Spec =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const channelTitled = (encoding: Spec, channel: string, title: string | undefined): Spec => {
  const given = encoding[channel]
  return title === undefined || !isSpec(given) ? encoding : { ...encoding, [channel]: { ...given, title } }
}

const withAxisTitles = (spec: Spec, x: string | undefined, y: string | undefined): Spec => ({
  ...spec,
  ...(isSpec(spec.encoding) ? { encoding: channelTitled(channelTitled(spec.encoding, 'x', x), 'y', y) } : {}),
  ...(Array.isArray(spec.layer)
    ? { layer: spec.layer.map((each: Json) => (isSpec(each) ? withAxisTitles(each, x, y) : each)) }
    : {}),
})

/** What stands along an axis of the first layer that says so. */
const axisTitle = (spec: Spec, channel: 'x' | 'y'): string | undefined => {
  const given = isSpec(spec.encoding) ? spec.encoding[channel] : undefined
  if (isSpec(given) && typeof given.title === 'string') return given.title
  const layers: readonly Json[] = Array.isArray(spec.layer) ? spec.layer : []
  return layers.map((each) => (isSpec(each) ? axisTitle(each, channel) : undefined)).find((each) => each !== undefined)
}

/**
 * Figures on the same axes, the first below the others. They share the scales of both axes, keep their own colours, and
 * take size, title and the words along the axes from the first that has them; figures with several plotting areas are refused by an ArgumentError.
 *
 * @example
 * ```ts
 * import { layered, lines, scatter } from 'cotangent/plot'
 * import { tensor } from 'cotangent'
 *
 * const both = layered(lines({ fit: [0, 1, 2] }, { x: [0, 1, 2] }), scatter(tensor([[0, 0.1], [2, 1.8]])))
 * Array.isArray(both.layer) && both.layer.length // => 2
 * ```
 */
export const layered = (...figures: readonly Figure[]): Figure => {
  requireFigures('layered', figures)
  if (figures.some(isCompound))
    throw new ArgumentError({
      operation: 'layered',
      problem: 'a figure with several plotting areas has no axes of its own to share',
      remedy: 'Layer the single figures first, and put the results side by side',
    })
  const first = (key: string): Json | undefined => figures.find((each) => each[key] !== undefined)?.[key]
  const outer = { title: first('title'), width: first('width'), height: first('height') }
  const layers = figures.map(part).map(({ title: _, width: __, height: ___, ...rest }) => rest)
  const all = figure({ ...outer, layer: layers, resolve: { scale: independent } })
  return shown({ ...withAxisTitles(all, axisTitle(all, 'x'), axisTitle(all, 'y')), $schema: all.$schema })
}

/**
 * A figure with another title, other words along its axes or another size. What is not given stays; a figure of several
 * plotting areas takes a title only, and an ArgumentError refuses the rest.
 *
 * @example
 * ```ts
 * import { labelled, lines } from 'cotangent/plot'
 *
 * labelled(lines({ y: [1, 2, 3] }), { title: 'Three numbers', xLabel: 'index' }).title // => 'Three numbers'
 * ```
 */
export const labelled = (of: Figure, options: FigureOptions): Figure => {
  checkIsOptions('labelled', options, figureNames)
  const { title, xLabel, yLabel, width, height } = options
  requireFigures('labelled', [of])
  const inner = [xLabel, yLabel, width, height].some((each) => each !== undefined)
  if (inner && isCompound(of))
    throw new ArgumentError({
      operation: 'labelled',
      problem: 'a figure with several plotting areas has no axes and no size of its own',
      remedy: 'Label its parts before they are combined',
    })
  return shown({
    ...withAxisTitles(of, xLabel, yLabel),
    $schema: of.$schema,
    ...(title === undefined ? {} : { title }),
    ...(width === undefined ? {} : { width: size('labelled', 'width', width) }),
    ...(height === undefined ? {} : { height: size('labelled', 'height', height) }),
  })
}

/** A width or height, if it is a positive and finite one. */
export const size = (operation: string, name: string, value: number): number => {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new ArgumentError({
      operation,
      problem: `the ${name} is ${describe(value)}, not a positive number of pixels`,
    })
  return value
}

/** The part of a figure's description that its options ask for. */
export const framed = (
  operation: string,
  { title, width, height }: FigureOptions,
  defaults: { readonly width: number; readonly height: number },
): Spec => ({
  ...(title === undefined ? {} : { title }),
  width: size(operation, 'width', width ?? defaults.width),
  height: size(operation, 'height', height ?? defaults.height),
})
