import { rename, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type DataError, showDataError } from '../data/index.js'
import {
  type Figure,
  type Live,
  type PlotError,
  showPlotError,
  type TerminalOptions,
  toHtml,
  toPng,
  toSvg,
  toTerminal,
} from '../plot/index.js'
import { ArgumentError, checkIsOptions, type OptionNames } from '../tensor/index.js'

/** What a terminal is to a drawing: a place to write to that says whether it is one, how wide and how high. */
export interface TerminalStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

/** Why a drawing failed: the figure, or the file. */
export type DrawingError = PlotError | DataError

/** Where a live figure is shown. */
export interface RedrawOptions {
  /** A file that holds the latest drawing, as its name ends: `.svg`, `.png` or `.html`. It is never seen half written. */
  readonly file?: string
  /** Where it is drawn in place; standard error unless told. What is no terminal stays quiet. */
  readonly stream?: TerminalStream
  /** How it is drawn there; in dots, as large as the terminal up to 100 columns, unless told. */
  readonly terminal?: Omit<TerminalOptions, 'protocol'> & { readonly protocol?: 'blocks' | 'dots' }
  /** Told of a drawing that failed, while the states go on; a line on the stream unless told. */
  readonly onError?: (error: DrawingError) => void
}

const optionNames: OptionNames<RedrawOptions> = { file: true, stream: true, terminal: true, onError: true }

const widest = 100
const narrowest = 10
const lowest = 5

/**
 * An error of either kind as a line: what could not be drawn or written, and why.
 *
 * @example
 * ```ts
 * import { showDrawingError } from 'cotangent/cli'
 *
 * showDrawingError({ _tag: 'SystemError', path: 'loss.svg', problem: 'no space left' })
 * // => 'loss.svg: no space left'
 * ```
 */
export const showDrawingError = (error: DrawingError): string =>
  error._tag === 'GrammarError' || error._tag === 'PictureError' || error._tag === 'AssetError'
    ? showPlotError(error)
    : showDataError(error)

const formats: { readonly [extension: string]: (figure: Figure) => TE.TaskEither<PlotError, string | Uint8Array> } = {
  '.svg': toSvg,
  '.png': (figure) => toPng(figure),
  '.html': (figure) => toHtml(figure),
}

const systemError =
  (path: string) =>
  (thrown: unknown): DrawingError => ({
    _tag: 'SystemError',
    path,
    problem: thrown instanceof Error ? thrown.message : String(thrown),
  })

/**
 * Writes a figure to a file, in the format that its name ends with: `.svg`, `.png` or `.html`. The file is written beside
 * its place and then moved there, so that it is never seen half written. On the left, what the renderer says or a
 * SystemError; throws an ArgumentError for another ending.
 *
 * @example
 * ```ts
 * import { mkdtemp, readFile } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { saveFigure } from 'cotangent/cli'
 * import { lines } from 'cotangent/plot'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'figures-')), 'loss.svg')
 * await saveFigure(path, lines({ loss: [3, 2, 1.5] }))()
 * const written = await readFile(path, 'utf8')
 * written.startsWith('<svg') // => true
 * ```
 */
export const saveFigure = (path: string, figure: Figure): TE.TaskEither<DrawingError, void> => {
  const extension = extname(path).toLowerCase()
  if (!Object.hasOwn(formats, extension))
    throw new ArgumentError({
      operation: 'saveFigure',
      problem: `${JSON.stringify(path)} names no format`,
      remedy: 'Let it end with .svg, .png or .html',
    })
  const beside = `${path}.${process.pid}.part`
  return pipe(
    formats[extension](figure),
    TE.mapLeft((error): DrawingError => error),
    TE.chain((content) => TE.tryCatch(() => writeFile(beside, content), systemError(path))),
    TE.chain(() => TE.tryCatch(() => rename(beside, path), systemError(path))),
  )
}

/** Draws into a terminal, over what was drawn before: the number of lines now there. */
const drawInPlace =
  (stream: TerminalStream, options: TerminalOptions) =>
  (figure: Figure, before: number): TE.TaskEither<DrawingError, number> =>
    pipe(
      toTerminal(figure, options),
      TE.map((text) => {
        stream.write(`${before > 0 ? `\u001b[${before}A\r\u001b[J` : ''}${text}\n`)
        return text.split('\n').length
      }),
    )

/**
 * States as they come, while a live figure is redrawn of them in a terminal, and into a file if there is to be one. It
 * passes on every state unchanged and stops nothing: a drawing that fails is told to `onError`. The states are asked for
 * one by one, so a training that is a lazy sequence goes as far as its reader does; the last drawing is made when it ends.
 *
 * @example
 * ```ts
 * import { redrawn } from 'cotangent/cli'
 * import { history, live } from 'cotangent/plot'
 *
 * const losses = live((loss: number) => loss, (seen) => history({ loss: seen }))
 * const seen: number[] = []
 * for await (const loss of redrawn(losses)([3, 2, 1.5])) seen.push(loss)
 * seen // => [ 3, 2, 1.5 ]
 * ```
 */
export const redrawn = <S, O>({ observe, draw, every }: Live<S, O>, options: RedrawOptions = {}) => {
  checkIsOptions('redrawn', options, optionNames)
  return async function* (states: Iterable<S> | AsyncIterable<S>): AsyncGenerator<S, void, undefined> {
    const { file, stream = process.stderr } = options
    const onError = options.onError ?? ((error: DrawingError) => void stream.write(`${showDrawingError(error)}\n`))
    const columns = Math.max(narrowest, Math.min(widest, (stream.columns ?? widest) - 1))
    // What has left the screen above could not be drawn over; the last line is where the next drawing begins.
    const rows = stream.rows === undefined ? {} : { rows: Math.max(lowest, stream.rows - 1) }
    const show = drawInPlace(stream, { protocol: 'dots', columns, ...rows, ...options.terminal })
    const seen: O[] = []
    let lines = 0
    const redraw = async (): Promise<void> => {
      const figure = draw(seen)
      if (stream.isTTY === true) {
        const shown = await show(figure, lines)()
        if (E.isRight(shown)) lines = shown.right
        else onError(shown.left)
      }
      if (file === undefined) return
      const saved = await saveFigure(file, figure)()
      if (E.isLeft(saved)) onError(saved.left)
    }
    for await (const state of states) {
      seen.push(observe(state))
      if (seen.length % every === 0) await redraw()
      yield state
    }
    if (seen.length % every !== 0) await redraw()
  }
}
