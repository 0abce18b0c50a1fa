import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ending, hasRanks, programs, ranks, unlessSkipped, well } from '../../support/ranks.js'

let folder = ''

beforeAll(async () => {
  if (hasRanks) folder = await programs('test/distributed/mpi/programs/endings.ts')
}, 60_000)

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true })
})

const inWay = (way: string): Promise<Ending> => ranks(3, join(folder, 'endings.mjs'), [way])

/** What one rank said, line by line. */
const linesOf = ({ output }: Ending, rank: number): readonly string[] =>
  output.split('\n').flatMap((line) => (line.startsWith(`rank ${rank}: `) ? [line.slice(8)] : []))

/** So many seconds are given to MPI's own timeouts, which are of a second or two each, and to a busy machine. */
const soon = 20

describe.skipIf(!hasRanks)(`ranks that mpirun starts${unlessSkipped}`, () => {
  it('are all told where they ask for different things, and go on', async () => {
    const ending = await inWay('differently')
    expect(ending).toMatchObject(well)
    const of = 'ranks ask for different things'
    const remedy =
      'All ranks must call the same functions of their Comm in the same order, with trees of the same structure, shapes and dtypes'
    const tree = (one: string, other: string) =>
      `RanksDiffer: gather: ${of}: rank 0: ${one}; rank 2: ${other}. ${remedy}`
    for (const rank of [0, 1, 2])
      expect(linesOf(ending, rank)).toEqual([
        `RanksDiffer: ${rank === 1 ? 'barrier' : 'allReduce'}: ${of}: rank 0: allReduce, sum; rank 1: barrier. ${remedy}`,
        `RanksDiffer: allReduce: ${of}: rank 0: allReduce, min; rank 2: allReduce, max. ${remedy}`,
        `RanksDiffer: broadcast: ${of}: rank 0: broadcast, from rank 0; rank 1: broadcast, from rank 1. ${remedy}`,
        tree('.a is float64[2]', '.a is float64[3]'),
        tree('the tree is {"a":*}', 'the tree is {"b":*}'),
        tree('the tree is [*,*]', 'the tree is [*]'),
        tree('[0] is float64[]', '[0] is float32[]'),
        tree('[0] is float64[1, 2]', '[0] is float64[2, 1]'),
        '3.0',
        'RuntimeError: memory access out of bounds',
      ])
  })

  it('are told where one has come to its end before, which ends them all', async () => {
    const { code, errors, seconds } = await inWay('early')
    expect(code).toBe(1)
    expect(errors).toMatch(
      /rank [12] of 3 \(process \d+ on .+\) fails: RankEnded: barrier: rank 0 of 3 came to the end of the program, while rank [12] calls barrier/,
    )
    expect(errors).toContain('this ends the job, all its ranks. Start it again')
    expect(seconds).toBeLessThan(soon)
  })

  it('come to their ends together where they take care of that', async () => {
    const ending = await inWay('caught')
    expect(ending).toMatchObject(well)
    for (const rank of [1, 2])
      expect(linesOf(ending, rank)).toEqual([
        expect.stringContaining(`RankEnded: barrier: rank 0 of 3 came to the end of the program, while rank ${rank}`),
        expect.stringContaining(`RankEnded: barrier: rank 0 of 3 came to the end of the program, while rank ${rank}`),
      ])
  })

  it('wait for each other at their ends', async () => {
    const ending = await inWay('later')
    expect(ending).toMatchObject(well)
    for (const rank of [0, 1, 2]) expect(linesOf(ending, rank)).toEqual(['done'])
  })

  it.each(['throwing', 'rejecting'])('end all where one fails: %s', async (way) => {
    const { code, errors, seconds } = await inWay(way)
    expect(code).toBe(1)
    expect(errors).toMatch(/rank 1 of 3 \(process \d+ on .+\) fails: TypeError: planted\n {4}at .*endings\.mjs/)
    expect(errors.match(/planted/g)).toHaveLength(1)
    expect(errors).toContain('a program that keeps checkpoints resumes from the last')
    expect(seconds).toBeLessThan(soon)
  })

  it('go on after an error that was taken care of', async () => {
    const ending = await inWay('handled')
    expect(ending).toMatchObject(well)
    for (const rank of [0, 1, 2]) expect(linesOf(ending, rank)).toEqual(['took care of planted'])
  })

  it('end all with the code that one exits with', async () => {
    const { code, errors, seconds } = await inWay('code')
    expect(code).toBe(7)
    expect(errors).toMatch(/rank 1 of 3 \(process \d+ on .+\) exits with code 7/)
    expect(seconds).toBeLessThan(soon)
  })

  it('end all where one is killed', async () => {
    const { code, output, errors, seconds } = await inWay('killed')
    expect(code).not.toBe(0)
    // It is mpirun that says it, on one channel or the other.
    expect(output + errors).toMatch(/signal 9|Killed/)
    expect(seconds).toBeLessThan(soon)
  })
})
