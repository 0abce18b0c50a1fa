/**
 * Asks the built tool of GradBench all workloads that GradBench has unless told otherwise, and makes docs/gradbench.md of what
 * comes: `npm run gradbench:sizes`. A part of that, which leaves the page as it is: `-- --only lse`. Further options:
 * `--threads 2` (1 if not given), `--seconds 1` (each function is repeated for so long; 0 if not given).
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { spawned } from '../../../examples/gradbench/spawned.js'
import { thisMachine } from '../../machine.js'
import { entries } from '../entries/index.js'
import { type Answer, answersOf } from './answers.js'
import { rowOf, sizesDocument } from './document.js'

const { only, threads, seconds } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    threads: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '0' },
  },
}).values
const unknown = only.filter((name) => !entries.some((entry) => entry.name === name))
if (unknown.length > 0) throw new TypeError(`there is no evaluation ${unknown.join(', ')}`)
const repeats = { runs: 1, seconds: Number(seconds) }
if (!(repeats.seconds >= 0)) throw new TypeError(`${seconds} is no number of seconds`)

const program = fileURLToPath(new URL('../../../../examples/gradbench/run.js', import.meta.url))
const answers: Answer[] = []
for (const entry of entries.filter(({ name }) => only.length === 0 || only.includes(name)))
  for await (const answer of answersOf(entry, () => spawned(program, ['--threads', threads]), repeats)) {
    answers.push(answer)
    console.log([answer.evaluation, ...rowOf(answer)].join('\t'))
  }
if (only.length === 0)
  writeFileSync('docs/gradbench.md', sizesDocument(answers, thisMachine(), Number(threads), repeats))
else console.log('docs/gradbench.md stays as it is: this was a part of what it shows.')
process.exitCode = answers.every(({ result }) => result._tag === 'Success') ? 0 : 1
