/** A colour as the parts of red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** The first two are the lessons' blue for class 0 and red for class 1; ten classes are told apart. */
export const classColors: readonly Rgb[] = [
  [31, 91, 191],
  [214, 39, 40],
  [44, 150, 60],
  [240, 140, 20],
  [128, 70, 180],
  [20, 160, 180],
  [210, 90, 160],
  [140, 100, 60],
  [110, 120, 130],
  [170, 170, 20],
]

export const white: Rgb = [255, 255, 255]

/** The colour `share` of the way from one to another. */
export const blend = (from: Rgb, to: Rgb, share: number): Rgb => [
  Math.round(from[0] + (to[0] - from[0]) * share),
  Math.round(from[1] + (to[1] - from[1]) * share),
  Math.round(from[2] + (to[2] - from[2]) * share),
]

/** `#1f5bbf`. */
export const hex = (color: Rgb): string =>
  `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** The colour of a class; more than ten begin again, a shade lighter. */
export const classColor = (index: number): Rgb =>
  blend(classColors[index % classColors.length], white, Math.min(0.6, 0.3 * Math.floor(index / classColors.length)))

/** The colour of a number from 0 to 1 on the way from one colour through a middle one to another. */
export const diverging =
  (low: Rgb, middle: Rgb, high: Rgb) =>
  (at: number): Rgb =>
    at < 0.5 ? blend(low, middle, 2 * at) : blend(middle, high, 2 * at - 1)

/** What lines and words are drawn in. */
export const ink = '#222222'

/** DejaVu Sans is the font that pictures are set in; Verdana has the same widths, where that is missing. */
export const fontFamily = 'DejaVu Sans, Verdana, sans-serif'

const words = { labelFont: fontFamily, titleFont: fontFamily, labelColor: ink, titleColor: ink }

/** How all figures look: the `config` of the grammar. */
export const theme = {
  background: 'white',
  font: fontFamily,
  view: { stroke: '#888888' },
  padding: 10,
  axis: {
    ...words,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    gridColor: '#e8e8e8',
    domainColor: '#888888',
    tickColor: '#888888',
    labelLimit: 300,
    labelFlush: false,
    // Labels that would touch are left out, every other one.
    labelOverlap: true,
    labelSeparation: 6,
  },
  legend: { ...words, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal', labelLimit: 300 },
  header: words,
  title: { font: fontFamily, fontSize: 14, fontWeight: 'bold', color: ink, anchor: 'middle', offset: 10 },
  text: { font: fontFamily, color: ink },
} as const
