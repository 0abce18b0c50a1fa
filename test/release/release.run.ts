/** Says whether a tag may be published: `npm run release:check -- v1.2.3`. */
import { readFileSync } from 'node:fs'
import { releaseFaults } from './release.js'

const faults = releaseFaults({
  tag: process.argv.at(-1) ?? '',
  manifest: JSON.parse(readFileSync('package.json', 'utf8')),
  changelog: readFileSync('CHANGELOG.md', 'utf8'),
})
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
