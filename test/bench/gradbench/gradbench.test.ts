import { describe, expect, it } from 'vitest'
import { evaluations } from '../../../examples/gradbench/evaluations/index.js'
import { findPython } from '../contestants/index.js'
import { thisMachine } from '../machine.js'
import { here } from '../probes/index.js'
import { disagreements } from '../report.js'
import { gradbenchSection } from '../sections/gradbench.js'
import { type Comparison, compare } from './compare.js'
import { contestantsOf } from './contestants.js'
import { entries } from './entries/index.js'
import { type Entry, numbersOf } from './entry.js'
import { compilationOf, geometricMean, scoreOf } from './scores.js'

const effort = { rounds: 1, budget: 0, slice: 0 }
const found = findPython()

/** PyTorch takes seconds to load: it is asked for one evaluation here, and for all by the benchmark, which fails where it differs. */
const withTorch = 'gmm'
const versionsFor = ({ name }: Entry) => found && (name === withTorch ? found : { ...found, torch: undefined })

/** An evaluation with its smallest workload alone. */
const compared = (entry: Entry, versions = versionsFor(entry)): Promise<readonly Comparison[]> =>
  compare(entry, contestantsOf(entry, versions), effort, true)

describe('all who take part', { timeout: 120_000 }, () => {
  it.each(entries.map((entry) => [entry.name, entry] as const))('find the same in %s', async (_, entry) => {
    const comparisons = await compared(entry)
    expect(comparisons.filter(({ agrees }) => !agrees)).toEqual([])
    const names = new Set(comparisons.map(({ name }) => name))
    expect(names).toContain('JavaScript loops')
    expect(names.has('PyTorch')).toBe(entry.torch && versionsFor(entry)?.torch !== undefined)
    expect(comparisons).toHaveLength(names.size * entry.functions.length)
    for (const { seconds } of comparisons) expect(seconds.min).toBeGreaterThan(0)
  })

  it('are told where they do not', async () => {
    const [lse] = entries.filter(({ name }) => name === 'lse')
    const wrong: Entry = {
      ...lse,
      loops: {
        ...lse.loops,
        gradient:
          ({ x }: { x: readonly number[] }) =>
          () =>
            x,
      },
    }
    const right = (await compared({ ...wrong, tensorFlow: undefined, torch: false })).map(
      ({ function: name, name: who, agrees }) => [name, who, agrees],
    )
    expect(right).toContainEqual(['primal', 'JavaScript loops', true])
    expect(right).toContainEqual(['gradient', 'JavaScript loops', false])
  })

  it('are held against zeros by what they give', async () => {
    const [kmeans] = entries.filter(({ name }) => name === 'kmeans')
    const points = [
      [0.1, 0.2],
      [0.7, 0.4],
      [0.3, 0.9],
    ]
    const comparisons = await compared({
      ...kmeans,
      workloads: [{ description: 'all points are centroids', input: () => ({ points, centroids: points }) }],
      loops: { ...kmeans.loops, cost: () => () => 1e-3 },
      tensorFlow: undefined,
      torch: false,
    })
    const [cost, dir] = ['cost', 'dir'].map((name) =>
      comparisons.find((each) => each.function === name && each.name === 'JavaScript loops'),
    )
    expect([cost?.deviation, cost?.agrees]).toEqual([1e-3, false])
    expect([dir?.deviation, dir?.agrees]).toEqual([0, true])
  })
})

describe('the entries', () => {
  it('are functions of the tool, with inputs that are the same each time', () => {
    for (const { name, functions, workloads, loops } of entries) {
      for (const each of functions) expect([evaluations[name][each], loops[each]]).not.toContain(undefined)
      expect(workloads[0].input()).toEqual(workloads[0].input())
    }
  })

  it('give numbers, of objects in the order of their keys', () =>
    expect(numbersOf({ b: [[1], 2], a: Float64Array.of(3, 4), c: 5 })).toEqual([3, 4, 1, 2, 5]))
})

const times = (workload: string, name: string, who: string, median: number): Comparison => ({
  workload,
  function: name,
  name: who,
  seconds: { min: median, median, count: 1 },
  compile: 0.25,
  deviation: 0,
  agrees: true,
})

describe('a score', () => {
  const [lse] = entries.filter(({ name }) => name === 'lse')
  const all = [
    times('a', 'primal', 'x, one', 1),
    times('a', 'gradient', 'x, one', 10),
    times('b', 'primal', 'x, one', 2),
    times('b', 'gradient', 'x, one', 20),
    times('a', 'primal', 'x, two', 3),
    times('a', 'gradient', 'x, two', 5),
    times('b', 'primal', 'x, two', 3),
    times('b', 'gradient', 'x, two', 30),
  ]

  it('is the sum of all times, each by the fastest of those of one name', () => {
    expect(scoreOf(lse, all, 'x')).toBe(1 + 5 + 2 + 20)
    expect(scoreOf(lse, all, 'x, one')).toBe(33)
    expect(scoreOf(lse, all, 'y')).toBeUndefined()
  })

  it('is that of the fastest function, where the benchmark has it so', () =>
    expect(scoreOf({ ...lse, score: 'fastest' }, all, 'x, two')).toBe(6))

  it('leaves out what it took to compile', () => expect(compilationOf(all)).toBe(2))

  it('is compared by geometric means', () => expect(geometricMean([2, 8])).toBeCloseTo(4, 14))
})

it('makes a section of the benchmarks', { timeout: 120_000 }, async () => {
  const machine = thisMachine()
  const finding = await gradbenchSection.run({ measure: here, machine, quick: true, cores: [1, machine.cores] })
  const { tables, claims } = finding
  expect(tables).toHaveLength(1 + entries.length)
  expect(tables[0].rows.map(([name]) => name)).toEqual(entries.map(({ name }) => name))
  for (const { head, rows } of tables) for (const row of rows) expect(row).toHaveLength(head.length)
  expect(claims.map(({ what }) => what)).toEqual(['times as fast as TensorFlow.js, the geometric mean'])
  const report = { machine, quick: true, findings: [{ name: 'gradbench', title: '', ...finding }] }
  expect(disagreements(report)).toEqual([])
  const wrong = { ...report.findings[0], deviations: ['lse deviates'] }
  expect(disagreements({ ...report, findings: [wrong] })).toEqual([`gradbench on Node ${machine.node}: lse deviates`])
})
