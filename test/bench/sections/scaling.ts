import { inTurn } from '../inTurn.js'
import type { Section } from './section.js'

/** How times grow with the batch, the length of a loop and the number of cores. */
export const scalingSection: Section = {
  name: 'scaling',
  title: 'Scaling',
  run: async ({ measure, cores, quick }) => {
    const seconds = quick ? 0.01 : 0.2
    const batches = await inTurn(quick ? [1, 10] : [1, 10, 100, 1000, 10_000], async (batch) => ({
      batch,
      step: await measure('batch', { workload: 'mnist', batch, seconds }),
    }))
    const lengths = quick ? [40] : [40, 400, 4000, 40_000, 400_000, 4_000_000]
    const scans = await inTurn(lengths, async (steps) => ({
      steps,
      ...(await measure('scan', { workload: 'xor', steps })),
    }))
    const parallel = quick
      ? [{ workload: 'iris', batch: 40 }]
      : [
          { workload: 'cats', batch: 209 },
          { workload: 'mnist', batch: 10_000 },
        ]
    const threads = await inTurn(
      parallel.flatMap((each) => cores.map((count) => ({ ...each, count }))),
      async ({ workload, batch, count }) => ({
        workload,
        batch,
        count,
        step: await measure('batch', { workload, batch, seconds }, count),
      }),
    )
    return {
      claims: [],
      tables: [
        {
          title: 'The step of MNIST by examples in a batch',
          head: ['batch', 'us a step', 'us an example'],
          rows: batches.map(({ batch, step }) => [batch, step * 1e6, (step / batch) * 1e6]),
        },
        {
          title: 'xor as one program by steps',
          head: ['steps', 'first call, ms', 'later call, ms', 'us a step'],
          rows: scans.map(({ steps, first, later }) => [steps, first * 1e3, later * 1e3, (later / steps) * 1e6]),
        },
        {
          title: 'Steps by cores',
          head: ['workload', 'examples', 'cores', 'ms a step', 'times as fast as on one'],
          rows: threads.map(({ workload, batch, count, step }) => {
            const one = threads.find((each) => each.workload === workload)?.step ?? Number.NaN
            return [workload, batch, count, step * 1e3, one / step]
          }),
        },
      ],
    }
  },
}
