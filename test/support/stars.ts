import { relative, sep } from 'node:path'
import { type Plugin, parseSync } from 'vite'
import { readSource, resolved, root, type Source } from './sources.js'

type Exported = ReturnType<typeof parseSync>['module']['staticExports'][number]['entries'][number]

const exportsOf = ({ path, text }: Source): readonly Exported[] =>
  parseSync(path, text).module.staticExports.flatMap(({ entries }) => entries)

/** `export * from`, without a name for it all. */
const isStar = ({ importName }: Exported): boolean => importName.kind === 'AllButDefault'

/** The names of the values that a module exports, with those that it passes on. */
const valuesOf = (source: Source, read: (path: string) => Source): readonly string[] =>
  exportsOf(source).flatMap((each) => {
    if (!isStar(each)) return each.isType || each.exportName.name === null ? [] : [each.exportName.name]
    const target = resolved(source.path, each.moduleRequest?.value ?? '')
    if (target === undefined) throw new Error(`${source.path} passes on all of ${each.moduleRequest?.value}`)
    return valuesOf(read(target), read)
  })

/** A module whose `export * from` are lists of names, without those that it exports by name; every line stays where it is. */
export const withoutStars = (source: Source, read: (path: string) => Source = readSource): string => {
  const named = new Set(exportsOf(source).flatMap((each) => (isStar(each) ? [] : (each.exportName.name ?? []))))
  return exportsOf(source)
    .filter(isStar)
    .toReversed()
    .reduce((text, { start, end, moduleRequest }) => {
      const target = moduleRequest?.value ?? ''
      const passedOn = valuesOf({ path: source.path, text: source.text.slice(start, end) }, read)
      const values = passedOn.filter((name) => !named.has(name))
      return `${text.slice(0, start)}export { ${values.join(', ')} } from '${target}'${text.slice(end)}`
    }, source.text)
}

/**
 * What comes through `export *` is looked up by its name at every use, as tests load modules: so many uses that all tests
 * together would take some percent longer.
 */
export const stars: Plugin = {
  name: 'cotangent:stars',
  enforce: 'pre',
  transform: {
    filter: { id: /\/(src|laws)\/.*\.ts$/, code: /^export \* from/m },
    handler: (text, id) => {
      const path = relative(root, id).split(sep).join('/')
      return { code: withoutStars({ path, text }), map: null }
    },
  },
}
