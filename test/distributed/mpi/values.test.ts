import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { together } from 'cotangent/distributed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasRanks, programs, ranks, unlessSkipped, well } from '../../support/ranks.js'
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
const found = async (count: number, ...limit: readonly string[]) => {
  const results = mkdtempSync(join(folder, 'results-'))
  const ending = await ranks(count, join(folder, 'valuesOfRank.mjs'), [results, ...limit])
  expect(ending).toMatchObject(well)
  return Array.from({ length: count }, (_, rank) => JSON.parse(readFileSync(join(results, `${rank}.json`), 'utf8')))
}

/** What ranks of one process find, which is defined by the library's own operations. */
const expected = (count: number) => together(count, (comm) => linesOf(values(comm)))

describe.skipIf(!hasRanks)(`ranks that mpirun starts${unlessSkipped}`, () => {
  it.each([1, 2, 3])('%d of them find, bit for bit, what as many in one process find', async (count) => {
    const threads = expect.stringMatching(/^[1-9]\d*$/)
    expect(await found(count)).toEqual(expected(count).map((each) => ({ ...each, threads })))
  })

  it.each([
    [3, '10000'],
    [2, '65540'],
  ])('%d find the same in messages of %s bytes', async (count, limit) => {
    expect(await found(count, limit)).toEqual(expected(count))
  })
})
