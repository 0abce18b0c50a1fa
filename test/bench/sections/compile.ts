import { inTurn } from '../inTurn.js'
import type { Claim } from '../report.js'
import type { Section } from './section.js'

const milliseconds = (seconds: number): number => seconds * 1e3

/** Times from functions to programs. */
export const compileSection: Section = {
  name: 'compile',
  title: 'From a function to its program, milliseconds',
  run: async ({ measure, quick }) => {
    const { first, later } = await measure('compile', {
      workload: 'mnist',
      ...(quick && { examples: 600 }),
      times: quick ? 1 : 7,
    })
    const sizes = quick ? [10, 100] : [10, 100, 1000, 10_000, 100_000]
    const graphs = (['chain', 'tree'] as const).flatMap((kind) => sizes.map((size) => ({ kind, size })))
    const grown = await inTurn(graphs, async (graph) => ({ ...graph, ...(await measure('growth', graph)) }))
    const defined = await inTurn(quick ? [100] : [100, 1000, 10_000], async (size) => ({
      size,
      seconds: await measure('defineByRun', { size }),
    }))
    const all = ({ make, compile }: { readonly make: number; readonly compile: number }): number => make + compile
    return {
      claims: [
        ...Object.entries({ 'in a new process': first, later: later.all }).map(
          ([when, seconds]): Claim => ({
            what: `milliseconds for the MNIST step, ${when}`,
            bound: 'at most',
            of: 40,
            found: milliseconds(seconds),
          }),
        ),
        ...grown
          .filter(({ size }) => size === 1000)
          .map(
            (each): Claim => ({
              what: `milliseconds for a ${each.kind} of 1000`,
              bound: 'at most',
              of: 200,
              found: milliseconds(all(each)),
            }),
          ),
        ...grown
          .filter(({ size }) => size === 100_000)
          .map((each): Claim => {
            const tenth = grown.find(({ kind, size }) => kind === each.kind && size === 10_000)
            const found = tenth === undefined ? Number.NaN : all(each) / all(tenth)
            // Ten times the nodes; what the caches no longer hold costs a little more.
            return { what: `a ${each.kind} of 100000 by one of 10000`, bound: 'at most', of: 15, found }
          }),
      ],
      tables: [
        {
          title: 'The step of MNIST, its examples given as arguments',
          head: ['', 'trace', 'differentiate', 'compile', 'all'],
          rows: [
            ['in a new process', '', '', '', milliseconds(first)],
            ['later', ...[later.trace, later.differentiate, later.compile, later.all].map(milliseconds)],
          ],
        },
        {
          title: 'The gradient of large graphs, each in a new process',
          head: ['graph', 'operations', 'make', 'compile', 'run', 'interpret', 'make and compile, us an operation'],
          rows: grown.map((each) => [
            each.kind,
            each.size,
            ...[each.make, each.compile, each.run, each.interpret].map(milliseconds),
            (all(each) / each.size) * 1e6,
          ]),
        },
        {
          title: 'The gradient of a function that reads its values',
          head: ['operations', 'gradient'],
          rows: defined.map(({ size, seconds }) => [size, milliseconds(seconds)]),
        },
      ],
    }
  },
}
