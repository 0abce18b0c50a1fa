/**
 * Measures Cotangent side by side with its peers: `npm run bench`, and with `-- --only xor`, `--node 24`, `--json FILE`.
 * `npm run bench -- --node 20 --node 24 --markdown` makes the tables of the README and of docs/benchmarks.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { bench } from './bench.js'
import { elsewhere, nodeOf } from './elsewhere.js'
import { inTurn } from './inTurn.js'
import { benchmarksDocument, withBenchmarks } from './markdown.js'
import { optionsOf } from './options.js'
import { disagreements } from './report.js'

const options = optionsOf(process.argv.slice(2))
const versions = options.node.length > 0 ? options.node : [process.versions.node.split('.')[0]]
const reports = await inTurn(versions, (version) => bench(options, elsewhere(nodeOf(version)), console.log))
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(reports, null, 2)}\n`)
if (options.markdown) {
  writeFileSync('docs/benchmarks.md', benchmarksDocument(reports))
  writeFileSync('README.md', withBenchmarks(readFileSync('README.md', 'utf8'), reports))
}
const wrong = reports.flatMap(disagreements)
for (const each of wrong) console.error(each)
process.exitCode = wrong.length === 0 ? 0 : 1
