import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { together } from 'cotangent/distributed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Environment, hasRanks, programs, ranks, unlessSkipped, well } from '../../support/ranks.js'
import { linesOf } from './programs/bits.js'
import { values } from './programs/values.js'

let folder = ''

beforeAll(async () => {
  if (hasRanks) folder = await programs('test/distributed/mpi/programs/valuesOfRank.ts')
}, 60_000)

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true })
})

/** What each rank found. */
const found = async (count: number, limit: readonly string[] = [], environment: Environment = {}) => {
  const results = mkdtempSync(join(folder, 'results-'))
  const ending = await ranks(count, join(folder, 'valuesOfRank.mjs'), [results, ...limit], environment)
  expect(ending).toMatchObject(well)
  return Array.from({ length: count }, (_, rank) => JSON.parse(readFileSync(join(results, `${rank}.json`), 'utf8')))
}

/** What ranks of one process find, which is defined by the library's own operations. */
const expected = (count: number) => {
  const lines = known.get(count) ?? together(count, values).map(linesOf)
  known.set(count, lines)
  return lines
}

const known = new Map<number, readonly Readonly<Record<string, string>>[]>()

describe.skipIf(!hasRanks)(`ranks that mpirun starts${unlessSkipped}`, () => {
  it.each([2, 3])('%d of them find, bit for bit, what as many in one process find', async (count) => {
    // Each has a share of the processors.
    const threads = expect.toSatisfy(
      (text) => Number(text) >= 1 && Number(text) <= Math.max(1, availableParallelism() / count),
    )
    expect(await found(count)).toEqual(expected(count).map((each) => ({ ...each, threads })))
  })

  it('one alone is one of one, with as many threads as it was told', async () => {
    expect(await found(1, [], { COTANGENT_THREADS: '3' })).toEqual([{ ...expected(1)[0], threads: '3' }])
  })

  it.each([
    [3, '40000', 'in messages'],
    [2, '65432', 'in messages'],
    [3, '40000', 'in common memory'],
    [2, '65432', 'in common memory'],
  ])('%d find the same by %s bytes %s', async (count, limit, way) => {
    expect(await found(count, [limit, way])).toEqual(expected(count))
  })
})
