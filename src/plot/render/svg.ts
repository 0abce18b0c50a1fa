import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf } from '../../tensor/index.js'
import type { PlotError } from '../error.js'
import type { Figure } from '../figure.js'
import { textWidth } from './widths.js'

type Grammar = readonly [vega: typeof import('vega'), vegaLite: typeof import('vega-lite')]

let grammar: Promise<Grammar> | undefined

interface Lettering {
  readonly fontSize?: number
  readonly fontWeight?: string | number
}

interface Metrics {
  width: (item: Lettering, text: unknown) => number
}

const load = async (): Promise<Grammar> => {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')])
  // Measured by a canvas, where there is one, texts would have other widths on every machine, and figures other bytes.
  const { textMetrics: metrics } = vega as unknown as { readonly textMetrics: Metrics }
  metrics.width = ({ fontSize = 11, fontWeight }, text) =>
    textWidth(String(text ?? ''), fontSize, fontWeight === 'bold' || Number(fontWeight) >= 600)
  return [vega, vegaLite]
}

/** The grammar, loaded when a figure is drawn for the first time. */
const theGrammar = (): Promise<Grammar> => {
  grammar ??= load()
  return grammar
}

/**
 * Lets nothing in from outside of a figure: of addresses, only images that are written out in it. Of what is refused the
 * grammar would make no more than a warning.
 */
const closedLoader = (problems: string[]) => {
  const refuse = (uri: string): Promise<never> => {
    const problem = `nothing is loaded from ${uri.slice(0, 100)}: a figure carries its data`
    problems.push(problem)
    return Promise.reject(new Error(problem))
  }
  const sanitize = (uri: string): Promise<{ readonly href: string }> =>
    /^data:image\/(png|jpeg);base64,/.test(uri) ? Promise.resolve({ href: uri }) : refuse(uri)
  return { load: refuse, http: refuse, file: refuse, sanitize }
}

/** FNV-1a, of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv */
const hash = (text: string): string => {
  let state = 0x811c9dc5
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  return (state >>> 0).toString(36)
}

/**
 * A drawing whose marks are named after what it shows, in the order in which they appear: the grammar counts on from one
 * drawing to the next, and two drawings on one page must not share names.
 */
const renamed = (svg: string): string => {
  const names = new Map<string, string>()
  for (const [, id] of svg.matchAll(/ id="([^"]+)"/g)) if (!names.has(id)) names.set(id, `${names.size + 1}`)
  const named = (prefix: string): string =>
    svg
      .replace(/ id="([^"]+)"/g, (_, id: string) => ` id="${prefix}${names.get(id)}"`)
      .replace(/url\(#([^)"]+)\)/g, (_, id: string) => `url(#${prefix}${names.get(id) ?? id})`)
  return named(`f${hash(named('f'))}-`)
}

const draw = async ([vega, { compile }]: Grammar, figure: Figure): Promise<E.Either<PlotError, string>> => {
  const problems: string[] = []
  const logger = vega.logger(vega.Error, undefined, (_, __, said) => {
    problems.push(said.map(messageOf).join(' '))
  })
  try {
    const { spec } = compile(structuredClone(figure) as unknown as Parameters<typeof compile>[0], { logger })
    const view = new vega.View(vega.parse(spec), { renderer: 'none', loader: closedLoader(problems) as never, logger })
    const svg = await view.toSVG()
    view.finalize()
    return problems.length > 0 ? E.left({ _tag: 'GrammarError', problem: problems.join('; ') }) : E.right(renamed(svg))
  } catch (thrown) {
    return E.left({ _tag: 'GrammarError', problem: messageOf(thrown) })
  }
}

/**
 * A figure as an SVG document: the same figure gives the same text, on every machine. On the left, a GrammarError where
 * the figure is not understood or refers to data that it does not carry, an AssetError where `vega` or `vega-lite` is
 * missing.
 *
 * @example
 * ```ts
 * import { lines, toSvg } from 'cotangent/plot'
 *
 * const drawn = await toSvg(lines({ loss: [3, 2, 1.5] }))()
 * drawn._tag === 'Right' && drawn.right.startsWith('<svg') // => true
 * ```
 */
export const toSvg =
  (figure: Figure): TaskEither<PlotError, string> =>
  async () => {
    let loaded: Grammar
    try {
      loaded = await theGrammar()
    } catch (thrown) {
      return E.left({ _tag: 'AssetError', asset: 'the grammar of graphics', problem: messageOf(thrown) })
    }
    return draw(loaded, figure)
  }
