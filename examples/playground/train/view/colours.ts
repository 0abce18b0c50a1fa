/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number]

/** The colours that pictures are drawn in, as the page's theme has them. */
export interface Colours {
  readonly surface: Rgb
  readonly text: Rgb
  readonly muted: Rgb
  readonly line: Rgb
  readonly accent: Rgb
  readonly classes: readonly Rgb[]
}

/** How many classes have a colour and a shape. */
export const classCount = 5

/** Reads `#rrggbb`; grey where it is something else. */
export const rgbOf = (text: string): Rgb => {
  const digits = /^\s*#([0-9a-f]{6})\s*$/i.exec(text)?.[1]
  if (digits === undefined) return [128, 128, 128]
  const value = Number.parseInt(digits, 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** A colour as a canvas takes it. */
export const cssOf = ([red, green, blue]: Rgb, opacity = 1): string => `rgb(${red} ${green} ${blue} / ${opacity})`

/** How much of a class's colour there is where its probability is 1; the rest is the surface, so that points stand out. */
const tint = 0.5

/** What a grid says of the places in it, rows of probabilities from the upper left. */
export interface Grid {
  readonly rows: number
  readonly columns: number
  readonly probabilities: Float32Array
}

/** Between which points of a grid of `size` a place lies, and how far on: at the outer points, on those. */
const between = (place: number, size: number): readonly [from: number, to: number, share: number] => {
  const at = Math.min(size - 1, Math.max(0, place))
  const from = Math.floor(at)
  return [from, Math.min(size - 1, from + 1), at - from]
}

/** A grid with `factor` times as many rows and columns over the same plane, interpolated: points are the middles of cells. */
export const finer = ({ rows, columns, probabilities }: Grid, count: number, factor: number): Grid => {
  const [height, width] = [rows * factor, columns * factor]
  const found = new Float32Array(height * width * count)
  const across = Array.from({ length: width }, (_, column) => between((column + 0.5) / factor - 0.5, columns))
  for (let row = 0; row < height; row++) {
    const [upper, lower, down] = between((row + 0.5) / factor - 0.5, rows)
    for (let column = 0; column < width; column++) {
      const [left, right, along] = across[column]
      for (let label = 0; label < count; label++) {
        const of = (y: number, x: number) => probabilities[(y * columns + x) * count + label]
        const above = of(upper, left) * (1 - along) + of(upper, right) * along
        const below = of(lower, left) * (1 - along) + of(lower, right) * along
        found[(row * width + column) * count + label] = above * (1 - down) + below * down
      }
    }
  }
  return { rows: height, columns: width, probabilities: found }
}

/** The class of the largest probability at a place of the grid; -1 where they are no numbers. */
const likeliestOf = (probabilities: Float32Array, from: number, count: number): number => {
  let [label, most] = [-1, 0]
  for (let each = 0; each < count; each++)
    if (probabilities[from + each] > most) [label, most] = [each, probabilities[from + each]]
  return label
}

/**
 * The pixels of a grid of probabilities, in RGBA: at each the classes' colours in the shares of their probabilities, or where
 * it is `sharp` that of the likeliest, on the surface. Probabilities that are no numbers leave the surface. Writes into `pixels` (4 numbers a point), which it returns.
 */
export const blended = (
  probabilities: Float32Array,
  { surface, classes }: Colours,
  { count, sharp }: { readonly count: number; readonly sharp: boolean },
  pixels: Uint8ClampedArray<ArrayBuffer>,
): Uint8ClampedArray<ArrayBuffer> => {
  for (let at = 0; at * 4 < pixels.length; at++) {
    const likeliest = sharp ? likeliestOf(probabilities, at * count, count) : 0
    for (let channel = 0; channel < 3; channel++) {
      let mixed = surface[channel]
      for (let label = 0; label < count; label++) {
        const share = sharp ? (label === likeliest ? 1 : 0) : probabilities[at * count + label]
        if (share > 0) mixed += share * tint * (classes[label % classes.length][channel] - surface[channel])
      }
      pixels[at * 4 + channel] = mixed
    }
    pixels[at * 4 + 3] = 255
  }
  return pixels
}
