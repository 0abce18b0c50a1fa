import type { Float } from '../contestants/index.js'
import { inTurn } from '../inTurn.js'
import type { Claim } from '../report.js'
import type { Section } from './section.js'

/** Rates of elementwise chains over many numbers, over dtypes and cores. */
export const elementwiseSection: Section = {
  name: 'elementwise',
  title: 'Elementwise chains over 10 million numbers, billions of bytes read and written a second',
  run: async ({ measure, cores, python, quick }) => {
    const count = quick ? 1000 : 10_000_000
    const dtypes: readonly Float[] = ['float64', 'float32']
    const runs = dtypes.flatMap((dtype) => cores.map((number) => ({ dtype, number })))
    const found = await inTurn(runs, async ({ dtype, number }) => ({
      dtype,
      number,
      ...(await measure('elementwise', { count, dtype }, number)),
      numpy:
        python === undefined
          ? undefined
          : await measure(
              'numpy',
              { executable: python.executable, measure: 'chains', argument: { count, dtype } },
              number,
            ),
    }))
    const arithmetic = (name: string): boolean => !/exp/.test(name)
    return {
      claims: found.flatMap(({ dtype, number, copy, chains }) =>
        chains
          .filter(({ name }) => arithmetic(name))
          .map(
            ({ name, program }): Claim => ({
              what: `${dtype} ${name} on ${number} of the cores, of the rate of a copy on as many`,
              bound: 'at least',
              of: 0.7,
              found: program / copy,
            }),
          ),
      ),
      tables: [
        {
          title: 'In a loop inside one program; the same as JavaScript loops, and by NumPy',
          head: ['dtype', 'cores', 'chain', 'program', 'copy', 'JavaScript loop', 'NumPy'],
          rows: found.flatMap(({ dtype, number, copy, chains, numpy }) =>
            chains.map(({ name, program, loop }, at) => [
              dtype,
              number,
              name,
              program,
              copy,
              loop,
              numpy?.[at] ?? 'absent',
            ]),
          ),
        },
        {
          title: 'Copying a result out',
          head: ['dtype', 'cores', 'rate'],
          rows: found.map(({ dtype, number, out }) => [dtype, number, out]),
        },
      ],
    }
  },
}
