import type { MarkdownOptions } from 'vitepress'
import type { Places } from './reference/pages.js'

type Transformer = NonNullable<MarkdownOptions['codeTransformers']>[number]
type Element = Parameters<NonNullable<Transformer['line']>>[0]

/** Every name that a program imports from this package, under the name it has there, with the module that it is from. */
export const importedNames = (code: string): ReadonlyMap<string, readonly [module: string, name: string]> =>
  new Map(
    [...code.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(cotangent[\w/]*)'/g)].flatMap(([, names, module]) =>
      names
        .split(',')
        .map((each) => each.trim().replace(/^type\s+/, ''))
        .filter((each) => each !== '')
        .map((each) => {
          const [name, here = name] = each.split(/\s+as\s+/)
          return [here, [module, name] as const] as const
        }),
    ),
  )

/** Where names of a block of code lead, from the site's folder: those it imports, or in a declaration the types. */
const targetOf = (places: Places, code: string, module: string | undefined): ((name: string) => string | undefined) => {
  const imported = importedNames(code)
  if (module === undefined)
    return (name) => {
      const [from, original] = imported.get(name) ?? []
      return from === undefined || original === undefined ? undefined : places[from]?.[original]
    }
  const modules = [module, 'cotangent', ...Object.keys(places)]
  return (name) =>
    /^[A-Z]..*/.test(name)
      ? modules.map((each) => places[each]?.[name]).find((place) => place !== undefined)
      : undefined
}

const isQuoted = (text: string): boolean => /^\s*(\/\/|\/?\*|['"`])/.test(text)

/** A piece of code with links around the names that lead somewhere; names of properties and of keys lead nowhere. */
export const linkedPieces = (
  text: string,
  before: string,
  after: string,
  target: (name: string) => string | undefined,
): readonly (readonly [text: string, href?: string])[] => {
  if (isQuoted(text)) return [[text]]
  const pieces: (readonly [string, string?])[] = []
  let done = 0
  for (const { 0: name, index } of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
    const left = before + text.slice(0, index)
    const right = text.slice(index + name.length) + after
    const href = /\.\s*$/.test(left.replace(/\.{3}$/, '')) || /^\??:(?!:)/.test(right) ? undefined : target(name)
    if (href === undefined) continue
    if (index > done) pieces.push([text.slice(done, index)])
    pieces.push([name, href])
    done = index + name.length
  }
  return done < text.length ? [...pieces, [text.slice(done)]] : pieces
}

const textOf = (element: Element): string =>
  element.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')

/** Makes links of the names of this package in highlighted code; a fence's attributes say which page it stands in. */
export const nameLinks = (places: Places): Transformer => ({
  name: 'cotangent:names',
  line(line) {
    const attributes: string = this.options.meta?.__raw ?? ''
    const page = /(?:^|\s)at=(\S+)/.exec(attributes)?.[1]
    if (page === undefined || !/^(ts|typescript)$/.test(this.options.lang)) return
    const up = '../'.repeat(page.split('/').length - 1) || './'
    const target = targetOf(places, this.source, /(?:^|\s)module=(\S+)/.exec(attributes)?.[1])
    const whole = textOf(line)
    let place = 0
    for (const span of line.children) {
      if (span.type !== 'element') continue
      const text = textOf(span)
      const pieces = linkedPieces(text, whole.slice(0, place), whole.slice(place + text.length), target)
      place += text.length
      if (pieces.every(([, href]) => href === undefined)) continue
      span.children = pieces.map(([piece, href]) =>
        href === undefined
          ? { type: 'text', value: piece }
          : {
              type: 'element',
              tagName: 'a',
              properties: { href: up + href, class: 'name' },
              children: [{ type: 'text', value: piece }],
            },
      )
    }
  },
})
