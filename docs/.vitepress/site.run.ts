/** Builds the documentation into `dist/docs` and checks it: `npm run docs`. */
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { writeFiles } from './files.js'
import { deadLinks, repositoryPages } from './links.js'
import type { Places } from './reference/pages.js'
import { writeReference } from './reference/write.js'
import { unlistedPages } from './sidebar.js'
import { deadEnds, foreignRequests, searchTitles } from './site.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const site = join(root, 'dist/docs')
const playground = join(root, 'dist/playground')

/** The playground is built first, so that the site has a link to it; by a process of its own, as for itself. */
const buildPlayground = (): void => {
  const { status } = spawnSync('npm', ['run', '--silent', 'playground:build'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('the playground is not built')
}

const faultsOf = async (): Promise<readonly string[]> => {
  const places = JSON.parse(readFileSync(join(root, 'docs/api/places.json'), 'utf8')) as Places
  const titles = await searchTitles(site)
  const unknown = Object.values(places)
    .flatMap(Object.keys)
    .filter((name) => !titles.has(name))
  return [
    ...deadLinks(root, repositoryPages(root)),
    ...deadEnds(site),
    ...foreignRequests(site),
    ...unknown.map((name) => `the search does not know ${name}`),
    ...unlistedPages(root).map((path) => `${path} is in no sidebar: see docs/.vitepress/sidebar.ts`),
  ]
}

buildPlayground()
writeReference(root)
writeFiles(root)
await build(join(root, 'docs'))
cpSync(playground, join(site, 'playground'), { recursive: true })
const faults = await faultsOf()
for (const fault of faults) console.error(fault)
if (faults.length > 0) throw new Error(`${faults.length} faults in the documentation`)
console.log('the documentation is in dist/docs')
