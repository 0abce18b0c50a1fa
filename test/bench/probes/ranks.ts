import { fileURLToPath } from 'node:url'
import { type Environment, ended, hasRanks, packagesOfRanks, ranks } from '../../support/mpirun.js'
import { medianOf } from '../clock.js'
import { inTurn } from '../inTurn.js'
import type { Times } from '../measure.js'

/** Seconds after which ranks are no longer waited for. */
const patience = 300

/** One process is the same program without mpirun. */
const said = async <A>(count: number, name: string, args: readonly number[], environment?: Environment): Promise<A> => {
  const program = fileURLToPath(new URL(`../distributed/${name}.rank.js`, import.meta.url))
  const texts = args.map(String)
  const { code, signal, output, errors } = await (count === 1
    ? ended(process.execPath, [program, ...texts], environment, patience)
    : ranks(count, program, texts, environment, patience))
  if (code !== 0) throw new Error(`${count} ranks of ${name} ended with ${code ?? signal}: ${errors.trim()}`)
  return JSON.parse(output)
}

/** Why there can be no ranks here, or nothing. */
export const noRanksProbe = (_: null): string => (hasRanks ? '' : `there is no mpirun here (${packagesOfRanks})`)

/** How long so many runs of an all-reduce over two ranks take, and of what it is made of, by name. */
export const allReduceProbe = ({
  bytes,
  runs,
}: {
  readonly bytes: number
  readonly runs: number
}): Promise<Readonly<Record<string, Times>>> => said(2, 'allReduce', [bytes, Math.ceil(runs / 8), runs])

/** Medians of a step of one rank or more: seconds, and of them in calls that wait for others; bytes of the gradient. */
export interface RankStep {
  readonly ranks: number
  readonly rows: number
  readonly step: number
  readonly communication: number
  readonly bytes: number
}

/**
 * Steps of the convolutional network by ranks of one thread each: one and two on the whole batch, one on half of it, in
 * turn, so many rounds of so many steps.
 */
export const rankScalingProbe = async ({
  batch,
  rounds,
  steps,
}: {
  readonly batch: number
  readonly rounds: number
  readonly steps: number
}): Promise<readonly RankStep[]> => {
  const kinds = [
    { ranks: 1, rows: batch },
    { ranks: 2, rows: batch },
    { ranks: 1, rows: batch / 2 },
  ]
  const measured = await inTurn(Array.from({ length: rounds }), () =>
    inTurn(kinds, ({ ranks: count, rows }) =>
      // As many steps before: V8 compiles what runs often beside it, for which one rank leaves a processor and two leave none.
      said<Omit<RankStep, 'ranks' | 'rows'>>(count, 'scaling', [rows, steps, steps], {
        COTANGENT_THREADS: '1',
      }),
    ),
  )
  return kinds.map((kind, at) => ({
    ...kind,
    step: medianOf(measured.map((round) => round[at].step)),
    communication: medianOf(measured.map((round) => round[at].communication)),
    bytes: measured[0][at].bytes,
  }))
}
