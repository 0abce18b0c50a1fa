import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { medianOf } from '../clock.js'
import { showMachine, thisMachine } from '../machine.js'
import { type Network, predicted, type Work, workOf } from './model.js'

// How a data-parallel step scales: measured on 1 and 2 ranks of one thread each, on the convolutional network, at a fixed
// batch of all ranks together; and what the model makes of it on more.
//
//   npm run bench:scaling -- --batch 200 --rounds 5

const { values } = parseArgs({
  options: {
    batch: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    steps: { type: 'string', default: '60' },
  },
})
const [batch, rounds, steps] = [values.batch, values.rounds, values.steps].map(Number)

interface Measured {
  readonly step: number
  readonly communication: number
  readonly bytes: number
}

const program = fileURLToPath(new URL('./scaling.rank.js', import.meta.url))
const environment = {
  ...process.env,
  COTANGENT_THREADS: '1',
  // Open MPI starts nothing for root unless it is told to.
  OMPI_ALLOW_RUN_AS_ROOT: '1',
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
}

const run = (ranks: number, rows: number): Measured => {
  const node = [process.execPath, program, String(rows), '20', String(steps)]
  const [command, ...args] = ranks === 1 ? node : ['mpirun', '-n', String(ranks), ...node]
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env: environment })
  if (status !== 0) throw new Error(`${command} ended with ${status ?? error?.message}: ${stderr}`)
  return JSON.parse(stdout) as Measured
}

const all: Measured[][] = [[], [], []]
for (let round = 0; round < rounds; round++)
  for (const [at, [ranks, rows]] of [
    [1, batch],
    [2, batch],
    [1, batch / 2],
  ].entries())
    all[at].push(run(ranks, rows))
const [one, two, half] = all.map((each) => ({
  step: medianOf(each.map(({ step }) => step)),
  communication: medianOf(each.map(({ communication }) => communication)),
  bytes: each[0].bytes,
}))

const ms = (seconds: number): string => (1000 * seconds).toFixed(3)
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const table = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => `| ${row.join(' | ')} |`)
    .toSpliced(1, 0, `|${'---|'.repeat(rows[0].length)}`)
    .join('\n')

console.log(
  `${showMachine(thisMachine())}; a batch of ${batch}, a gradient of ${one.bytes} bytes, medians of ${rounds} runs of ${steps} steps\n`,
)
console.log(
  table([
    ['ranks of one thread', 'step, ms', 'of it in communication, ms', 'share', 'times one rank'],
    ['1', ms(one.step), '0', '0 %', '1'],
    ['2', ms(two.step), ms(two.communication), percent(two.communication / two.step), (one.step / two.step).toFixed(2)],
  ]),
)

const work: Work = { ...workOf([batch / 2, half.step], [batch, one.step]), bytes: one.bytes, adding: 2e9 }
const networks: readonly Network[] = [
  { name: '10 Gbit/s Ethernet, TCP (30 us)', latency: 30e-6, bandwidth: 1.25e9 },
  { name: '100 Gbit/s InfiniBand (2 us)', latency: 2e-6, bandwidth: 12.5e9 },
]
const counts = [1, 8, 16, 32, 64, 128, 256, 512, 1024]
console.log(
  `\nThe model (test/bench/distributed/model.ts): ${(1e6 * work.perRow).toFixed(2)} us a row and ${ms(work.fixed)} ms besides, of 1 rank at ${batch / 2} and ${batch} rows; additions at ${work.adding / 1e9} GB/s\n`,
)
for (const network of networks) {
  const fixedBatch = predicted(counts, () => batch, work, network)
  const fixedShare = predicted(counts, (ranks) => batch * ranks, work, network)
  console.log(`${network.name}\n`)
  console.log(
    table([
      [
        `ranks`,
        `step at ${batch} rows in all, ms`,
        'in communication',
        'times one rank',
        `step at ${batch} rows a rank, ms`,
        'in communication',
        'times one rank',
      ],
      ...counts.map((count, at) => [
        String(count),
        ...[fixedBatch[at], fixedShare[at]].flatMap(({ step, communication, speedup }) => [
          ms(step),
          percent(communication / step),
          speedup.toFixed(1),
        ]),
      ]),
    ]),
  )
  console.log()
}
