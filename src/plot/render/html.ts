import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions, type OptionNames } from '../../tensor/index.js'
import type { PlotError } from '../error.js'
import type { Figure } from '../figure.js'
import { toSvg } from './svg.js'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** JSON that may stand in a script: nothing in it ends that. */
const scriptSafe = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

const page = (title: string, svg: string, figure: Figure): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>body { margin: 1rem; background: white; } svg { max-width: 100%; height: auto; }</style>
</head>
<body>
${svg}
<script type="application/vnd.vegalite.v6+json">${scriptSafe(figure)}</script>
</body>
</html>
`

/**
 * A figure as an HTML page that stands for itself: the drawing, which any browser shows without scripts and without a
 * network, and beside it the figure's own description with its data, for tools that want it. Errors are those of `toSvg`.
 *
 * @example
 * ```ts
 * import { lines, toHtml } from 'cotangent/plot'
 *
 * const page = await toHtml(lines({ loss: [3, 2, 1.5] }), { title: 'Losses' })()
 * page._tag === 'Right' && page.right.includes('<title>Losses</title>') // => true
 * ```
 */
export const toHtml = (figure: Figure, options: { readonly title?: string } = {}): TE.TaskEither<PlotError, string> => {
  checkIsOptions('toHtml', options, { title: true } satisfies OptionNames<typeof options>)
  const { title } = options
  return pipe(
    toSvg(figure),
    TE.map((svg) => page(title ?? (typeof figure.title === 'string' ? figure.title : 'Figure'), svg, figure)),
  )
}
