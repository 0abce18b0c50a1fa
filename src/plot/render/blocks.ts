/** Pixels of red, green, blue and opacity, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly pixels: ArrayLike<number>
}

/** `full`: 16 million colours; `256`: the 6 x 6 x 6 cube and the greys. */
export type BlockColor = 'full' | '256'

type Pixel = readonly [red: number, green: number, blue: number]

/** A pixel on white paper. */
const pixelAt = ({ width, pixels }: Pixels, x: number, y: number): Pixel => {
  const at = 4 * (y * width + x)
  const opacity = pixels[at + 3] / 255
  const part = (offset: number): number => Math.round(255 + (pixels[at + offset] - 255) * opacity)
  return [part(0), part(1), part(2)]
}

const paper: Pixel = [255, 255, 255]

/** The cube's levels are 0, 95, 135, 175, 215, 255; the greys 8, 18, ..., 238. */
const cubeLevels = [0, 95, 135, 175, 215, 255]
const nearest = (levels: readonly number[], value: number): number =>
  levels.reduce((best, level, index) => (Math.abs(level - value) < Math.abs(levels[best] - value) ? index : best), 0)
const greys = Array.from({ length: 24 }, (_, index) => 8 + 10 * index)

const distance = (a: Pixel, b: Pixel): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2

/** The number of the nearest of 256 colours. */
export const color256 = (pixel: Pixel): number => {
  const [red, green, blue] = pixel.map((part) => nearest(cubeLevels, part))
  const grey = nearest(greys, (pixel[0] + pixel[1] + pixel[2]) / 3)
  const cube: Pixel = [cubeLevels[red], cubeLevels[green], cubeLevels[blue]]
  return distance(pixel, [greys[grey], greys[grey], greys[grey]]) < distance(pixel, cube)
    ? 232 + grey
    : 16 + 36 * red + 6 * green + blue
}

const code = (ground: 38 | 48, pixel: Pixel, color: BlockColor): string =>
  color === 'full' ? `${ground};2;${pixel.join(';')}` : `${ground};5;${color256(pixel)}`

const upperHalf = '\u2580'
const reset = '\u001b[0m'

const line = (image: Pixels, top: number, color: BlockColor): string => {
  const cells: string[] = []
  let last = ''
  for (let x = 0; x < image.width; x++) {
    const upper = pixelAt(image, x, top)
    const lower = top + 1 < image.height ? pixelAt(image, x, top + 1) : paper
    const codes = `${code(38, upper, color)};${code(48, lower, color)}`
    cells.push(codes === last ? upperHalf : `\u001b[${codes}m${upperHalf}`)
    last = codes
  }
  return `${cells.join('')}${reset}`
}

/** Two rows of pixels to a line of text: the upper half of each character in the one's colours, its ground in the other's. */
export const halfBlocks = (image: Pixels, color: BlockColor): string =>
  Array.from({ length: Math.ceil(image.height / 2) }, (_, row) => line(image, 2 * row, color)).join('\n')

/** Rec. 709's weights of how bright the three primaries look, from 0 to 1. */
const brightness = ([red, green, blue]: Pixel): number => (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255

/** Darker than this is a dot: lines and letters are, and the lines of a grid are not. */
const dark = 0.88

/** The bits of a Braille character's dots, two to a row: Unicode 16, section 21.1. */
const dots = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

/** Colours that differ less than this from a grey are drawn in the terminal's own. */
const leastHue = 24

/** A thin line is pale where it fills a part of its pixels only: its colour at full strength, or none where it is a grey. */
const hueOf = (pixels: readonly Pixel[]): Pixel | undefined => {
  const mean = (channel: 0 | 1 | 2): number => pixels.reduce((sum, pixel) => sum + pixel[channel], 0) / pixels.length
  const color: Pixel = [mean(0), mean(1), mean(2)]
  const least = Math.min(...color)
  if (pixels.length === 0 || Math.max(...color) - least < leastHue) return undefined
  const full = (part: number): number => Math.round(255 - ((255 - part) * 215) / (255 - least))
  return [full(color[0]), full(color[1]), full(color[2])]
}

/**
 * Eight pixels to a character, two wide and four high: a dot for each that is dark, in the colour of those; greys are in
 * the terminal's own colour, so that words show on dark grounds and light ones.
 */
export const brailleDots = (image: Pixels, color: BlockColor | 'none'): string => {
  const line = (row: number): string => {
    let last = ''
    const cells = Array.from({ length: Math.ceil(image.width / 2) }, (_, column) => {
      const within = dots.flatMap((bit, index) => {
        const [x, y] = [2 * column + (index % 2), 4 * row + (index >> 1)]
        const pixel = x < image.width && y < image.height ? pixelAt(image, x, y) : paper
        return brightness(pixel) < dark ? [{ bit, pixel }] : []
      })
      const letter = String.fromCharCode(within.reduce((bits, { bit }) => bits + bit, 0x2800))
      if (color === 'none' || within.length === 0) return letter
      const hue = hueOf(within.map(({ pixel }) => pixel))
      const codes = hue === undefined ? '39' : code(38, hue, color)
      const turned = codes === last ? letter : `\u001b[${codes}m${letter}`
      last = codes
      return turned
    }).join('')
    return last === '' ? cells : `${cells}${reset}`
  }
  return Array.from({ length: Math.ceil(image.height / 4) }, (_, row) => line(row)).join('\n')
}
