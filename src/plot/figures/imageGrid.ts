import type { OptionNames } from '../../tensor/index.js'
import { type Bitmap, dataUrl } from '../bitmap.js'
import { type Figure, type FigureOptions, figure, size } from '../figure.js'
import { textWidth } from '../render/widths.js'
import { wholeNumber } from '../values.js'

/** How a grid of images is laid out. */
export interface ImageGridOptions extends Pick<FigureOptions, 'title'> {
  /** What stands under each image. */
  readonly labels?: readonly string[]
  /** Colours of the labels, such as green and red for right and wrong. */
  readonly labelColors?: readonly string[]
  /** Images in a row: as many as make a square of them unless told. */
  readonly columns?: number
  /** Height of an image in pixels, 80 unless told; the width follows from its shape. */
  readonly size?: number
}

export const gridNames: OptionNames<ImageGridOptions> = {
  title: true,
  labels: true,
  labelColors: true,
  columns: true,
  size: true,
}

/** Between neighbouring images, and below one for its label, in pixels. */
const gap = 6
const labelHeight = 16
const labelSize = 11

/** Images in rows from the upper left, each with its label below. */
export const imageGrid = (operation: string, bitmaps: readonly Bitmap[], options: ImageGridOptions): Figure => {
  const { labels, labelColors } = options
  const high = size(operation, 'size', options.size ?? 80)
  const columns = wholeNumber(operation, 'columns', options.columns ?? Math.ceil(Math.sqrt(bitmaps.length)), 1, 1e6)
  const rows = Math.ceil(bitmaps.length / columns)
  const wide = (high * bitmaps[0].width) / bitmaps[0].height
  const widest = (labels ?? []).reduce((most, label) => Math.max(most, textWidth(label, labelSize, false)), wide)
  const below = labels === undefined ? 0 : labelHeight
  const cell = { wide: widest + gap, high: high + gap + below }
  const values = bitmaps.map((bitmap, index) => ({
    x: (index % columns) * cell.wide + gap + (widest - wide) / 2,
    y: Math.floor(index / columns) * cell.high + gap,
    right: (index % columns) * cell.wide + gap + (widest + wide) / 2,
    bottom: Math.floor(index / columns) * cell.high + gap + high,
    labelX: (index % columns) * cell.wide + gap + widest / 2,
    labelY: Math.floor(index / columns) * cell.high + gap + high + labelHeight / 2 + 1,
    label: labels?.[index] ?? '',
    ink: labelColors?.[index] ?? '#222222',
    url: dataUrl(bitmap),
  }))
  const total = { width: Math.min(columns, bitmaps.length) * cell.wide + gap, height: rows * cell.high + gap }
  const place = (field: string, extent: number, reverse: boolean) => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, extent], nice: false, reverse },
  })
  return figure({
    ...(options.title === undefined ? {} : { title: options.title }),
    ...total,
    view: { stroke: null },
    data: { values },
    layer: [
      {
        mark: {
          type: 'image',
          width: wide,
          height: high,
          align: 'left',
          baseline: 'top',
          aspect: false,
          smooth: false,
          aria: false,
        },
        encoding: {
          x: place('x', total.width, false),
          y: place('y', total.height, true),
          url: { field: 'url', type: 'nominal' },
        },
      },
      {
        // White images on white paper have an edge, too.
        mark: { type: 'rect', filled: false, stroke: '#bbbbbb', strokeWidth: 0.5, aria: false },
        encoding: {
          x: place('x', total.width, false),
          y: place('y', total.height, true),
          x2: { field: 'right' },
          y2: { field: 'bottom' },
        },
      },
      {
        mark: { type: 'text', fontSize: labelSize, baseline: 'middle' },
        encoding: {
          x: place('labelX', total.width, false),
          y: place('labelY', total.height, true),
          text: { field: 'label', type: 'nominal' },
          color: { field: 'ink', type: 'nominal', scale: null },
        },
      },
    ],
  })
}
