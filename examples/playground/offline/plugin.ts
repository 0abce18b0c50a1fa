import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Plugin, transformWithOxc } from 'vite'

/** The service worker's own file; it stands beside the page, since it serves what stands beside or below it. */
export const serviceFile = 'offline.js'

const source = fileURLToPath(new URL('./service.ts', import.meta.url))

/** Writes, beside a built site, the service worker that keeps all of the site for when there is no network. */
export const offline: Plugin = {
  name: 'offline',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== serviceFile)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
    const hash = createHash('sha256')
    for (const path of paths) hash.update(path.slice(dir.length)).update(readFileSync(path))
    const files = paths.map((path) => `./${relative(dir, path).split(sep).join('/')}`.replace(/\/index\.html$/, '/'))
    const built = { files, version: hash.digest('hex').slice(0, 16) }
    const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source)
    writeFileSync(join(dir, serviceFile), `const built = ${JSON.stringify(built)}\n${code}`)
  },
}
