import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  formattedFaces,
  frontText,
  pageText,
  placesOf,
  type ReferencePage,
  referencePages,
  sidebarOf,
} from './pages.js'
import { readFaces } from './read.js'
import { subpaths } from './subpaths.js'

/** The sources of the package's entry points, by what they are imported as. */
export const entryPoints = (root: string): Readonly<Record<string, string>> => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Readonly<Record<string, string | { readonly types: string }>>
  }
  return Object.fromEntries(
    Object.entries(exports).flatMap(([subpath, target]) =>
      typeof target === 'string'
        ? []
        : [
            [
              subpath.replace(/^\./, 'cotangent'),
              target.types.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts'),
            ] as const,
          ],
    ),
  )
}

/** The pages of the reference, as they are to be written. */
export const madePages = (root: string): readonly ReferencePage[] => {
  const given = entryPoints(root)
  const ordered = Object.fromEntries(
    subpaths.flatMap(({ module }) => (given[module] === undefined ? [] : [[module, given[module]]])),
  )
  const left = Object.keys(given).filter((module) => ordered[module] === undefined)
  if (left.length > 0) throw new Error(`the reference has no pages for ${left.join(', ')}`)
  return referencePages(formattedFaces(root, readFaces(root, ordered)))
}

/** Writes the reference into `docs/api`, with what the site's configuration needs to know of it. */
export const writeReference = (root: string): void => {
  const docs = join(root, 'docs')
  rmSync(join(docs, 'api'), { recursive: true, force: true })
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(docs, path)), { recursive: true })
    writeFileSync(join(docs, path), text)
  }
  const pages = madePages(root)
  for (const page of pages) write(page.path, pageText(page))
  write('api/index.md', frontText(pages))
  write('api/sidebar.json', JSON.stringify(sidebarOf(pages)))
  write('api/places.json', JSON.stringify(placesOf(pages)))
}
