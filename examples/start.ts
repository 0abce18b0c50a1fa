import { mkdirSync, writeFileSync } from 'node:fs'
import { jsonOf } from './command.js'
import { faults, runBackprop, runNeurons, showResults, showRun, wrongOnes } from './summary.js'
import { showTimings, timings } from './timing.js'

// Trains the lessons on their data, checks their gradients, and says what came of it.

const begin = performance.now()
const runs = [runBackprop(), runNeurons()] as const
const [backprop, neurons] = runs
const times = timings()

mkdirSync('out', { recursive: true })
for (const { name, figures } of runs) writeFileSync(`out/${name}.json`, jsonOf(figures))
writeFileSync('out/timings.json', jsonOf(times))

const all = runs.flatMap(faults)
console.log(
  [
    ...runs.map(showRun),
    showResults(backprop.figures, neurons.figures),
    `Wrong gradients of the lessons:\n${runs
      .flatMap(({ checks }) => wrongOnes(checks))
      .map((what) => `  ${what}`)
      .join('\n')}`,
    `Where the time of one training step goes:\n${showTimings(times)}`,
    all.length === 0
      ? `All is well, after ${((performance.now() - begin) / 1000).toFixed(1)} s. The figures are in out/.`
      : `NOT WELL:\n${all.join('\n')}`,
  ].join('\n\n'),
)
process.exitCode = all.length === 0 ? 0 : 1
