import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { ArgumentError, checkIsOptions, type OptionNames, written } from '../../tensor/index.js'
import { base64 } from '../bitmap.js'
import type { PlotError } from '../error.js'
import type { Figure } from '../figure.js'
import { wholeNumber } from '../values.js'
import type { PictureAssets } from './assets.js'
import { type BlockColor, brailleDots, halfBlocks } from './blocks.js'
import { type Picture, pictureOf } from './picture.js'
import { toSvg } from './svg.js'

/** `full`: 16 million colours; `256`: the cube of them and the greys; `none`: dots, dark on light or light on dark. */
export type TerminalColor = BlockColor | 'none'

/** How a figure is shown in a terminal. */
export interface TerminalOptions {
  /** How wide it is, in characters: 80 unless told. */
  readonly columns?: number
  /** How many lines there are at most: the figure is narrower where it would be higher. */
  readonly rows?: number
  /** How many colours the terminal has: `full` unless told. Blocks without colours are dots. */
  readonly color?: TerminalColor
  /**
   * `blocks`, two pixels to a character, are right for images and areas, and the default; `dots`, eight to a character, for
   * curves and points; `kitty` and `iterm` send the picture itself to terminals that know how to show it.
   */
  readonly protocol?: 'blocks' | 'dots' | 'kitty' | 'iterm'
  /** The rasteriser and its fonts, where there are no installed packages to read them from. */
  readonly assets?: PictureAssets
}

const optionNames: OptionNames<TerminalOptions> = {
  columns: true,
  rows: true,
  color: true,
  protocol: true,
  assets: true,
}

/** The most letters of a picture that kitty takes at a time: https://sw.kovidgoyal.net/kitty/graphics-protocol/ */
const kittyChunk = 4096

const kitty = (png: Uint8Array, columns: number): string => {
  const letters = base64(png)
  const pieces = letters.match(new RegExp(`.{1,${kittyChunk}}`, 'g')) ?? []
  return pieces
    .map((piece, index) => {
      const more = `m=${index < pieces.length - 1 ? 1 : 0}`
      return `\u001b_G${index === 0 ? `a=T,f=100,c=${columns},q=2,${more}` : more};${piece}\u001b\\`
    })
    .join('')
}

/** https://iterm2.com/documentation-images.html */
const iterm = (png: Uint8Array, columns: number): string =>
  `\u001b]1337;File=inline=1;width=${columns};preserveAspectRatio=1;size=${png.length}:${base64(png)}\u0007`

const protocols = {
  blocks: (picture: Picture, _: number, color: TerminalColor) =>
    color === 'none' ? brailleDots(picture, color) : halfBlocks(picture, color),
  dots: (picture: Picture, _: number, color: TerminalColor) => brailleDots(picture, color),
  kitty: (picture: Picture, columns: number) => kitty(picture.png(), columns),
  iterm: (picture: Picture, columns: number) => iterm(picture.png(), columns),
}

/** The width and the height of a drawing that this library made, in pixels. */
const sizeOf = (svg: string): readonly [width: number, height: number] => {
  const [, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []
  return [Number(width ?? 600), Number(height ?? 400)]
}

/**
 * A figure as text for a terminal, lines parted by newlines and none at the end. What is drawn is clear; words are where
 * there are many columns. Errors are those of `toPng`; throws an ArgumentError for fewer than 10 or more than 1,000 columns,
 * fewer than 5 or more than 1,000 rows, and for unknown options.
 *
 * @example
 * ```ts
 * import { lines, toTerminal } from 'cotangent/plot'
 *
 * const shown = await toTerminal(lines({ loss: [3, 2, 1.5] }), { columns: 40, color: 'none' })()
 * shown._tag === 'Right' && shown.right.split('\n').length > 10 // => true
 * ```
 */
export const toTerminal = (figure: Figure, options: TerminalOptions = {}): TE.TaskEither<PlotError, string> => {
  checkIsOptions('toTerminal', options, optionNames)
  const { columns = 80, rows, color = 'full', protocol = 'blocks', assets } = options
  wholeNumber('toTerminal', 'columns', columns, 10, 1000)
  if (rows !== undefined) wholeNumber('toTerminal', 'rows', rows, 5, 1000)
  if (!['full', '256', 'none'].includes(color))
    throw new ArgumentError({ operation: 'toTerminal', problem: `there is no color ${written(color)}` })
  if (!Object.hasOwn(protocols, protocol))
    throw new ArgumentError({ operation: 'toTerminal', problem: `there is no protocol ${written(protocol)}` })
  return pipe(
    toSvg(figure),
    TE.chain((svg) => {
      // A character has twice as many pixels from top to bottom as it is wide.
      const perColumn = protocol === 'dots' || color === 'none' ? 2 : 1
      const [width, height] = sizeOf(svg)
      const across = columns / width
      const zoom = rows === undefined ? across : Math.min(across, (2 * rows - 1) / height)
      const isText = protocol === 'blocks' || protocol === 'dots'
      const shown = Math.max(1, Math.round(zoom * width))
      return pipe(
        pictureOf(svg, isText ? perColumn * zoom : 2, assets),
        TE.map((picture) => protocols[protocol](picture, shown, color)),
      )
    }),
  )
}
