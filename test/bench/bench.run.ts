/**
 * Measures Cotangent side by side with its peers, on this Node and on the newest with long-term support, and makes the
 * tables of the README and of docs/benchmarks.md: `npm run bench`. A part of that, which leaves the tables as they are:
 * `-- --only xor`, `--node 24`, `--quick`. Everything that is found goes to a file by `--json FILE`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { bench } from './bench.js'
import { elsewhere } from './elsewhere.js'
import { inTurn } from './inTurn.js'
import { benchmarksDocument, withBenchmarks } from './markdown.js'
import { choose } from './nodes.js'
import { isWhole, optionsOf } from './options.js'
import { disagreements } from './report.js'

const options = optionsOf(process.argv.slice(2))
const { nodes, absent } = choose(options.node)
if (absent !== undefined) console.log(absent)
const reports = await inTurn(nodes, ({ executable }) => bench(options, elsewhere(executable), console.log))
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(reports, null, 2)}\n`)
if (isWhole(options) && absent === undefined) {
  writeFileSync('docs/benchmarks.md', benchmarksDocument(reports))
  writeFileSync('README.md', withBenchmarks(readFileSync('README.md', 'utf8'), reports))
} else
  console.log('The tables of README.md and docs/benchmarks.md stay as they are: this was a part of what they show.')
const wrong = reports.flatMap(disagreements)
for (const each of wrong) console.error(each)
process.exitCode = wrong.length === 0 ? 0 : 1
