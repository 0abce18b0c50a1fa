/** Packs the library and tries it as those do who receive it: `npm run trial`, with `-- --all` on whatever else runs it. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/sources.js'
import { emptyFolder, type Finding, install, madeFolders, must, ours, type Packed, run, type Step } from './kit.js'
import { bundlers, ownBundler } from './steps/bundlers.js'
import { newcomer } from './steps/newcomer.js'
import { nodes, runtimes, thisNode } from './steps/runtimes.js'
import { tarball } from './steps/tarball.js'
import { checkers, ownTypes, types } from './steps/types.js'

const options = process.argv.filter((each) => each.startsWith('--'))
const all = options.includes('--all')

const only = options.find((each) => each.startsWith('--only='))?.slice('--only='.length) ?? ''

const steps: readonly Step[] = [
  tarball,
  thisNode,
  ownTypes,
  newcomer,
  ownBundler,
  ...(all ? [nodes, runtimes, types, checkers, bundlers] : []),
].filter(({ name }) => name.includes(only))

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const show = (findings: readonly Finding[]): string => {
  const rows = [['what', 'by', 'found'], ...findings.map(({ what, by, found }) => [what, by, found])]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const padded = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column]))))
  return [padded[0], line(widths.map((width) => '-'.repeat(width))), ...padded.slice(1)].join('\n')
}

const findings: Finding[] = []
const failures: string[] = []
try {
  if (!options.includes('--built')) run(root, 'npm', 'run', '--silent', 'build')
  must(existsSync(join(root, 'dist/src/node/index.js')), 'there is no build: npm run build')
  const workshop = emptyFolder('pack')
  // What is built is packed, and not built again: this is what is published, too.
  const [packed]: readonly (Packed & { readonly filename: string })[] = JSON.parse(
    run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', workshop).replace(/^[^[]*/, ''),
  )
  const archive = join(workshop, packed.filename)
  const user = emptyFolder('user')
  const { devDependencies } = ours
  install(user, archive, `vitest@${devDependencies.vitest}`, `@types/node@${devDependencies['@types/node']}`)
  for (const { name, run: perform } of steps) {
    const start = performance.now()
    try {
      findings.push(...(await perform({ tarball: archive, packed, user })))
      console.log(`${name}: as it should be (${((performance.now() - start) / 1000).toFixed(1)} s)`)
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : error}`)
      console.log(`${name}: WRONG\n${failures.at(-1)}`)
    }
  }
} finally {
  for (const folder of madeFolders()) rmSync(folder, { recursive: true, force: true })
}

console.log(`\n${show(findings)}`)
if (failures.length > 0) {
  console.error(`\n${failures.length} of ${steps.length} are wrong: see above`)
  process.exitCode = 1
}
