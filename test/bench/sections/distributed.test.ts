import { expect, it } from 'vitest'
import { tableLines } from '../../reports/markdown.js'
import type { Machine } from '../machine.js'
import type { Measure } from '../probes/index.js'
import { holds, type Table } from '../report.js'
import { distributedSection } from './distributed.js'

const times = (median: number) => ({ min: median / 2, median, count: 9 })

/** Measurements that are given. */
const given = (results: Readonly<Record<string, unknown>>): Measure =>
  (async (name: string) => results[name]) as unknown as Measure

const run = (results: Readonly<Record<string, unknown>>, quick = false) =>
  distributedSection.run({ measure: given(results), machine: {} as Machine, quick, cores: [2] })

const found = {
  noRanks: '',
  allReduce: {
    'allReduce, sum, float64': times(200e-6),
    'allReduce, sum, float32': times(260e-6),
    'MPI_Allreduce, sum, float64': times(150e-6),
  },
  rankScaling: [
    { ranks: 1, rows: 200, step: 0.05, communication: 0, bytes: 4096 },
    { ranks: 2, rows: 200, step: 0.0275, communication: 0.0011, bytes: 4096 },
    { ranks: 1, rows: 100, step: 0.03, communication: 0, bytes: 4096 },
  ],
}

const rowOf = ({ rows }: Table, first: string | number) => rows.find(([name]) => name === first)

it('shows sums beside those of MPI alone, steps with what communication takes of them, and what is to come out', async () => {
  const { claims, tables } = await run(found)
  expect(claims.map(({ found: value }) => value)).toEqual([expect.closeTo(260, 9), expect.closeTo(20 / 11, 12)])
  expect(claims.map(holds)).toEqual([false, true])
  const [sums, steps] = tables
  expect(rowOf(sums, 'MPI_Allreduce, sum, float64')?.slice(1)).toEqual([150, 75].map((us) => expect.closeTo(us, 9)))
  expect(steps.rows[1]).toEqual([2, 27.5, 1.1, 0.04, 20 / 11].map((value) => expect.closeTo(value, 12)))
})

it('goes on from one rank to those that are not here', async () => {
  const { tables } = await run(found)
  for (const model of tables.slice(2)) {
    expect(model.title).toContain('200.00 us a row and 10.000 ms besides')
    expect(rowOf(model, 1)?.slice(1)).toEqual([50, 0, 1, 50, 0, 1].map((value) => expect.closeTo(value, 12)))
    expect(model.rows.map(([ranks]) => ranks)).toEqual([1, 8, 16, 32, 64, 128, 256, 512, 1024])
  }
  // 25 rows on each of 8, and a latency for each of 13 messages; bytes are next to nothing.
  expect(rowOf(tables[2], 8)?.[1]).toBeCloseTo(15 + 13 * 0.03 + (7 / 8) * 4.096 * (2 / 1250 + 1 / 2000), 9)
})

it('claims nothing of a quick run', async () => expect((await run(found, true)).claims).toEqual([]))

it('says why there is nothing, where nothing can be', async () => {
  const { claims, tables } = await run({ noRanks: 'there is no mpirun here' })
  expect(claims).toEqual([])
  expect(
    tables
      .flatMap(({ head, rows }) =>
        tableLines(
          head,
          rows.map((row) => row.map(String)),
        ),
      )
      .join(),
  ).toContain('there is no mpirun here')
})
