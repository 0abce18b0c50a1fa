import type { Comparison } from '../gradbench/compare.js'
import { names } from '../gradbench/contestants.js'
import { entries } from '../gradbench/entries/index.js'
import type { Elsewhere, Entry } from '../gradbench/entry.js'
import { compilationOf, geometricMean, scoreOf } from '../gradbench/scores.js'
import { inTurn } from '../inTurn.js'
import type { Cell, Claim, Table } from '../report.js'
import type { Section, Setting } from './section.js'

/** What was measured of an evaluation: on one core by all, and on all cores by us. */
interface Measured {
  readonly entry: Entry
  readonly comparisons: readonly Comparison[]
  readonly onAll: readonly Comparison[]
}

const measured = async ({ measure, python, quick, cores }: Setting, entry: Entry): Promise<Measured> => {
  const effort = quick ? { rounds: 1, budget: 0.1, slice: 0.001 } : { rounds: 5, budget: 2, slice: 0.04 }
  const argument = { evaluation: entry.name, quick, effort, versions: python }
  return {
    entry,
    comparisons: await measure('gradbench', { ...argument, alone: false }, cores[0]),
    onAll: await measure('gradbench', { ...argument, alone: true }, cores[cores.length - 1]),
  }
}

/** Milliseconds of our score on one core. */
const oursOf = ({ entry, comparisons }: Measured): number => (scoreOf(entry, comparisons, names.ours) as number) * 1e3

/** A peer's time by ours: above 1, ours is the faster. */
const ratioTo = (each: Measured, peer: string): number | undefined => {
  const theirs = scoreOf(each.entry, each.comparisons, peer)
  return theirs === undefined ? undefined : (theirs * 1e3) / oursOf(each)
}

const peers = [names.loops, names.tensorFlow, names.torch] as const

const programs: { readonly [K in keyof Elsewhere]-?: string } = {
  manual: 'by hand in C++',
  codipack: 'CoDiPack',
  adolc: 'ADOL-C',
  finite: 'central differences in C++',
}

const summary = (all: readonly Measured[]): Table => ({
  title: `All workloads, on one core. Beside ours: a peer's time by ours, measured together; then milliseconds that GradBench's own programs took elsewhere`,
  head: ['', 'ms', 'ms on all cores', 'compile, ms', ...peers, ...Object.values(programs)],
  rows: all.map((each) => {
    const { entry, comparisons, onAll } = each
    return [
      entry.name,
      oursOf(each),
      (scoreOf(entry, onAll, names.ours) as number) * 1e3,
      compilationOf(comparisons) * 1e3,
      ...peers.map((peer): Cell => ratioTo(each, peer) ?? ''),
      ...Object.keys(programs).map((program): Cell => entry.elsewhere[program as keyof Elsewhere] ?? ''),
    ]
  }),
})

const details = ({ entry, comparisons, onAll }: Measured): Table => {
  const others = [...new Set(comparisons.map(({ name }) => name))].filter((name) => name !== names.ours)
  return {
    title: `${entry.name}, microseconds on one core; a deviation is max|theirs - ours| / max|ours|`,
    head: ['workload', 'function', 'ours', 'on all cores', ...others.flatMap((name) => [name, 'deviation'])],
    rows: comparisons
      .filter(({ name }) => name === names.ours)
      .map((ours) => {
        const same = (each: Comparison): boolean => each.workload === ours.workload && each.function === ours.function
        const there = comparisons.filter(same)
        const all = onAll.find(same) as Comparison
        return [
          ours.workload,
          ours.function,
          ours.seconds.median * 1e6,
          all.seconds.median * 1e6,
          ...others.flatMap((name): readonly Cell[] => {
            const other = there.find((each) => each.name === name) as Comparison
            return [other.seconds.median * 1e6, other.deviation]
          }),
        ]
      }),
  }
}

const present = (numbers: readonly (number | undefined)[]): readonly number[] =>
  numbers.filter((each) => each !== undefined)

/** That the geometric mean over what both can do is so large, if there is any. */
const meanClaim = (what: string, ratios: readonly number[], of: number): readonly Claim[] =>
  ratios.length === 0 ? [] : [{ what, bound: 'at least', of, found: geometricMean(ratios) }]

/** Beside programs that were measured elsewhere, with all workloads. */
const claimsElsewhere = (scored: readonly Measured[]): readonly Claim[] => {
  const overloading = scored.flatMap((each) =>
    present([each.entry.elsewhere.codipack, each.entry.elsewhere.adolc]).map((theirs) => theirs / oursOf(each)),
  )
  const within = (program: 'manual' | 'finite', of: number, chosen: readonly Measured[]): readonly Claim[] =>
    chosen.flatMap((each) => {
      const theirs = each.entry.elsewhere[program]
      if (theirs === undefined) return []
      const what = `${each.entry.name}: its time by that ${program === 'manual' ? 'of C++ by hand' : 'of central differences in C++'}, elsewhere`
      return [{ what, bound: 'at most', of, found: oursOf(each) / theirs }]
    })
  return [
    ...(overloading.length === 0
      ? []
      : [
          {
            what: 'of the times of CoDiPack and ADOL-C, elsewhere, the part that ours is below',
            bound: 'at least',
            of: 0.5,
            found: overloading.filter((ratio) => ratio > 1).length / overloading.length,
          } as const,
        ]),
    ...within('manual', 3, scored),
    ...within(
      'finite',
      2,
      scored.filter(({ entry }) => entry.score === 'fastest'),
    ),
  ]
}

/** Beside what was measured together with ours. */
const claimsBeside = (scored: readonly Measured[]): readonly Claim[] => {
  const toTorch = present(scored.map((each) => ratioTo(each, names.torch)))
  const toTensorFlow = present(scored.map((each) => ratioTo(each, names.tensorFlow)))
  return [
    ...meanClaim('times as fast as PyTorch, the geometric mean', toTorch, 5),
    ...toTorch.slice(0, 1).map(
      (): Claim => ({
        what: 'times as fast as PyTorch, the least',
        bound: 'at least',
        of: 0.5,
        found: Math.min(...toTorch),
      }),
    ),
    ...meanClaim('times as fast as TensorFlow.js, the geometric mean', toTensorFlow, 20),
  ]
}

/** The evaluations of GradBench, each by all who can do it. */
export const gradbenchSection: Section = {
  name: 'gradbench',
  title: 'GradBench: functions and their derivatives',
  run: async (setting) => {
    const all = await inTurn(entries, (entry) => measured(setting, entry))
    const scored = all.filter(({ entry }) => entry.score !== 'none')
    return {
      tables: [summary(all), ...all.map(details)],
      claims: [...claimsBeside(scored), ...(setting.quick ? [] : claimsElsewhere(scored))],
      deviations: all.flatMap(({ entry, comparisons }) =>
        comparisons
          .filter(({ agrees }) => !agrees)
          .map(
            (each) => `${entry.name}, ${each.workload}, ${each.function}: ${each.name} deviates by ${each.deviation}`,
          ),
      ),
    }
  },
}
