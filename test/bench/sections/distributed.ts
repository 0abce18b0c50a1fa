import { type Network, predicted, type Work, workOf } from '../distributed/model.js'
import type { RankStep } from '../probes/ranks.js'
import type { Claim, Table } from '../report.js'
import type { Section } from './section.js'

/** Of the rank's share that it adds to others: bytes a second. */
const adding = 2e9

const networks: readonly Network[] = [
  { name: '10 Gbit/s Ethernet, TCP (30 us)', latency: 30e-6, bandwidth: 1.25e9 },
  { name: '100 Gbit/s InfiniBand (2 us)', latency: 2e-6, bandwidth: 12.5e9 },
]

const counts = [1, 8, 16, 32, 64, 128, 256, 512, 1024]

const stepTable = ([one, two]: readonly RankStep[]): Table => ({
  title: `A step of the convolutional network by ranks of one thread each, ${one.rows} rows in all, ${one.bytes} bytes of gradients`,
  head: ['ranks', 'ms a step', 'of it in communication, ms', 'share', 'times as fast as one'],
  rows: [one, two].map(({ ranks, step, communication }) => [
    ranks,
    step * 1e3,
    communication * 1e3,
    communication / step,
    one.step / step,
  ]),
})

/** What the model makes of one rank's times at half a batch and at a whole one. */
const modelTables = ([{ rows, step, bytes }, , half]: readonly RankStep[]): readonly Table[] => {
  const work: Work = { ...workOf([half.rows, half.step], [rows, step]), bytes, adding }
  return networks.map((network) => {
    const ofBatch = predicted(counts, () => rows, work, network)
    const ofShare = predicted(counts, (ranks) => rows * ranks, work, network)
    return {
      title:
        `The same on more ranks, as a model has it, over ${network.name}: ${(work.perRow * 1e6).toFixed(2)} us a row and ` +
        `${(work.fixed * 1e3).toFixed(3)} ms besides, as of one rank at ${half.rows} and ${rows} rows, additions at ` +
        `${adding / 1e9} GB/s. It assumes a link of its own for each rank and full bisection bandwidth, ranks that are all as ` +
        'fast as one another at all times, and that none computes while it communicates (`test/bench/distributed/model.ts`)',
      head: [
        'ranks',
        ...[`at ${rows} rows in all`, `at ${rows} rows a rank`].flatMap((size) => [
          `ms a step ${size}`,
          'share in communication',
          'times as many rows a second as one',
        ]),
      ],
      rows: counts.map((count, at) => [
        count,
        ...[ofBatch[at], ofShare[at]].flatMap((each) => [
          each.step * 1e3,
          each.communication / each.step,
          each.speedup,
        ]),
      ]),
    }
  })
}

/** Sums between two ranks of this machine, steps by one and two, and what that means for more. */
export const distributedSection: Section = {
  name: 'distributed',
  title: 'Many processes',
  run: async ({ measure, quick }) => {
    const missing = await measure('noRanks', null)
    if (missing !== '')
      return { claims: [], tables: [{ head: ['what was measured', 'why'], rows: [['nothing', missing]] }] }
    const bytes = 800_000
    const sums = await measure('allReduce', { bytes, runs: quick ? 16 : 400 })
    const scaling = quick ? { batch: 20, rounds: 1, steps: 3 } : { batch: 200, rounds: 5, steps: 200 }
    const steps = await measure('rankScaling', scaling)
    const [one, two] = steps
    const claims: readonly Claim[] = [
      {
        what: 'microseconds of an all-reduce of 800 KB over 2 ranks, the slower of float64 and float32',
        bound: 'at most',
        of: 250,
        found: Math.max(...['float64', 'float32'].map((dtype) => sums[`allReduce, sum, ${dtype}`].median)) * 1e6,
      },
      {
        what: 'convolutional network: two ranks as many times as fast as one',
        bound: 'at least',
        of: 1.7,
        found: one.step / two.step,
      },
    ]
    return {
      claims: quick ? [] : claims,
      tables: [
        {
          title: `Between two ranks of this machine, ${bytes / 1000} KB in six tensors, packing included; MPI_Allreduce alone, on one buffer that is there`,
          head: ['', 'us, median', 'least'],
          rows: Object.entries(sums).map(([name, { median, min }]) => [name, median * 1e6, min * 1e6]),
        },
        stepTable(steps),
        ...modelTables(steps),
      ],
    }
  },
}
