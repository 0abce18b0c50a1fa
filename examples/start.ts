import { isLeft } from 'fp-ts/lib/Either.js'
import { models } from './models/shown.js'
import { jsonOf, save, savePlots } from './saving.js'
import { faults, runBackprop, runDrawn, runNeurons, runSoftmax, showResults, showRun, wrongOnes } from './summary.js'
import { showTimings, timings } from './timing.js'

// Runs everything that needs no download: trains the lessons on their data, checks their gradients, trains the other
// examples, draws all plots, and says what came of it.

const begin = performance.now()
const runs = [runBackprop(), runNeurons(), runSoftmax()] as const
const [backprop, neurons, softmax] = runs
const drawn = runDrawn()
const shown = Object.values(models).map((run) => run())
const times = timings()

const problems: string[] = [...runs, ...drawn].flatMap(faults)
for (const { name, figures, plots } of [...runs, ...shown, { name: 'timings', figures: times, plots: {} }])
  for (const outcome of [save(`out/${name}.json`, jsonOf(figures)), await savePlots('out', name, plots)()])
    if (isLeft(outcome)) problems.push(outcome.left)

console.log(
  [
    ...[...runs, ...drawn].map(showRun),
    showResults(backprop.figures, neurons.figures, softmax.figures),
    `Wrong gradients of the lessons:\n${[...runs, ...drawn]
      .flatMap(({ checks }) => wrongOnes(checks))
      .map((what) => `  ${what}`)
      .join('\n')}`,
    `Other examples:\n${shown.map(({ what }) => `  ${what}`).join('\n')}`,
    `Where the time of one training step goes:\n${showTimings(times)}`,
    problems.length === 0
      ? `All is well, after ${((performance.now() - begin) / 1000).toFixed(1)} s. The figures are in out/.`
      : `NOT WELL:\n${problems.join('\n')}`,
  ].join('\n\n'),
)
process.exitCode = problems.length === 0 ? 0 : 1
