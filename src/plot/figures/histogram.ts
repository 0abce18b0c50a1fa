import { ArgumentError, checkIsOptions, type OptionNames } from '../../tensor/index.js'
import { type Figure, type FigureOptions, figure, figureNames, framed } from '../figure.js'
import { classColor, hex } from '../theme.js'
import { type Numbers, vectorOf, wholeNumber } from '../values.js'

/** How values are counted. */
export interface HistogramOptions extends FigureOptions {
  /** How many bins of the same width: 10 unless told. */
  readonly bins?: number
  /** Where the first bin begins and the last one ends: at the least and largest value unless told. */
  readonly range?: readonly [number, number]
}

const optionNames: OptionNames<HistogramOptions> = { ...figureNames, bins: true, range: true }

/** Counts of values by bin. */
export interface Bins {
  /** One more than there are counts. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
}

const operation = 'histogram'

/** Bars of fewer pixels than this would have more border than colour. */
const narrow = 4

const rangeOf = (
  values: readonly number[],
  given: readonly [number, number] | undefined,
): readonly [number, number] => {
  if (given !== undefined && !(given[0] <= given[1] && given.every(Number.isFinite)))
    throw new ArgumentError({ operation, problem: `the range from ${given[0]} to ${given[1]} is empty or endless` })
  const [least, most] = given ?? [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ]
  if (!(least <= most)) return [0, 1]
  return least === most ? [least - 0.5, most + 0.5] : [least, most]
}

/**
 * Counts as NumPy's `histogram`: each bin holds its lower edge and not its upper one, the last both; one value alone has
 * a range of one around it. Values outside of the range, and those that are not finite, are not counted.
 */
export const binned = (all: readonly number[], bins: number, range?: readonly [number, number]): Bins => {
  const values = all.filter(Number.isFinite)
  const [least, most] = rangeOf(values, range)
  const edges = Array.from({ length: bins + 1 }, (_, k) => (k === bins ? most : least + ((most - least) * k) / bins))
  if (edges.some((edge, k) => k > 0 && !(edge > edges[k - 1])))
    throw new ArgumentError({
      operation,
      problem: `between ${least} and ${most} there are not enough numbers for ${bins} bins`,
      remedy: 'Give fewer bins or a wider range',
    })
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) {
    if (value < least || value > most) continue
    let bin = Math.min(bins - 1, Math.floor(((value - least) / (most - least)) * bins))
    // The quotient may round across an edge; the edges decide.
    if (value < edges[bin]) bin -= 1
    else if (bin < bins - 1 && value >= edges[bin + 1]) bin += 1
    counts[bin] += 1
  }
  return { edges, counts }
}

/**
 * How many values fall into each of some bins of the same width, by NumPy's rule: a bin holds its lower edge, and the last
 * one its upper edge too. Values that are not finite are not counted. Throws an ArgumentError for fewer than 1 or more
 * than 10,000 bins, for a range that ends before it begins, and where rounding leaves bins without any width.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { histogram } from 'cotangent/plot'
 *
 * histogram(tensor([1, 2, 2, 3]), { bins: 3, title: 'Four values' }).title // => 'Four values'
 * ```
 */
export const histogram = (values: Numbers, options: HistogramOptions = {}): Figure => {
  checkIsOptions('histogram', options, optionNames)
  const { bins = 10, range, xLabel = 'value', yLabel = 'count' } = options
  wholeNumber(operation, 'bins', bins, 1, 10_000)
  const { edges, counts } = binned(vectorOf(operation, 'the values', values), bins, range)
  const frame = framed(operation, options, { width: 400, height: 250 })
  const border = (frame.width as number) / bins < narrow ? {} : { stroke: 'white', strokeWidth: 1 }
  const scale = counts.every((count) => count === 0) ? { domain: [0, 1] } : { zero: true }
  return figure({
    ...frame,
    data: { values: counts.map((count, bin) => ({ from: edges[bin], to: edges[bin + 1], count })) },
    mark: { type: 'rect', color: hex(classColor(0)), opacity: 0.75, ...border },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        title: xLabel,
        scale: { domain: [edges[0], edges[bins]], nice: false },
      },
      x2: { field: 'to' },
      y: { field: 'count', type: 'quantitative', title: yLabel, axis: { tickMinStep: 1 }, scale },
      y2: { datum: 0 },
    },
  })
}
