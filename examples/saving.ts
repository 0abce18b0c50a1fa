import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Figure, showPlotError, toPng, toSvg } from 'cotangent/plot'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Plots } from './lessons/command.js'

/** Figures as JSON, where numbers that JSON does not know stand by their names. */
export const jsonOf = (figures: unknown): string => {
  const named = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  return `${JSON.stringify(figures, named, 1)}\n`
}

/** Writes a file, and the folders that it takes; on the left what is wrong with it, as a line. */
export const save = (file: string, content: string | Uint8Array): E.Either<string, void> =>
  E.tryCatch(
    () => {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    },
    (cause) => `cannot write ${file}: ${(cause as Error).message}`,
  )

/** Draws a figure as SVG and as PNG. */
const savePlot = (file: string, figure: Figure): TE.TaskEither<string, void> =>
  pipe(
    TE.Do,
    TE.apS('svg', toSvg(figure)),
    TE.bind('png', () => toPng(figure)),
    TE.mapLeft((error) => `cannot draw ${file}: ${showPlotError(error)}`),
    TE.chainEitherK(({ svg, png }) =>
      pipe(
        save(`${file}.svg`, svg),
        E.chain(() => save(`${file}.png`, png)),
      ),
    ),
  )

/** Draws all plots of a lesson into a folder, one after the other. */
export const savePlots = (folder: string, lesson: string, plots: Plots): TE.TaskEither<string, void> =>
  pipe(
    Object.entries(plots),
    TE.traverseSeqArray(([name, figure]) => savePlot(join(folder, `${lesson}-${name}`), figure)),
    TE.map(() => undefined),
  )
