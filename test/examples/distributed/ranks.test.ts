import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { convolution } from '../../../examples/models/convolution.js'
import { figureAt, golden, normwise, numbersIn } from '../../support/golden.js'
import { type Ending, ended, hasRanks, programs, ranks, unlessSkipped, well } from '../../support/ranks.js'

let folder = ''

beforeAll(async () => {
  folder = await programs(
    'test/examples/distributed/programs/reference.ts',
    'test/examples/distributed/programs/killed.ts',
    'examples/distributed/mnist.ts',
    'examples/distributed/convolution.ts',
  )
}, 60_000)

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true })
})

const one = (program: string, ...args: readonly string[]): Promise<Ending> =>
  ended(process.execPath, [join(folder, `${program}.mjs`), ...args])

const two = (program: string, ...args: readonly string[]): Promise<Ending> =>
  ranks(2, join(folder, `${program}.mjs`), args)

/** The losses that a program says, by their steps. */
const lossesIn = ({ output }: Ending): ReadonlyMap<number, number> =>
  new Map([...output.matchAll(/^step (\d+): loss (\S+)$/gm)].map(([, step, loss]) => [Number(step), Number(loss)]))

/** Milliseconds: on a busy machine it takes seconds to start some processes. */
const patience = 120_000

/** What the issue asks of float64, relative to losses. */
const allowed = 1e-12

const expectSame = (found: Ending, wanted: ReadonlyMap<number, number>): void => {
  expect(found).toMatchObject(well)
  const losses = lossesIn(found)
  expect(losses.size).toBeGreaterThan(0)
  for (const [step, loss] of losses) expect(Math.abs(loss / (wanted.get(step) as number) - 1)).toBeLessThan(allowed)
}

describe('one process, without mpirun', () => {
  it("trains the lesson's network", async () => {
    const ending = await one('mnist', '--steps', '3', '--every', '1')
    expect(ending).toMatchObject(well)
    expect([...lossesIn(ending).keys()]).toEqual([1, 2, 3])
  })

  it.each([
    [['--steps', '0'], '--steps and --every take whole numbers from 1 on'],
    [['--stops', '3'], "Unknown option '--stops'"],
    [['--data', 'no/such/folder'], 'there is no such file'],
  ])('says what is wrong with %j', async (args, problem) => {
    const { code, errors } = await one('mnist', ...args)
    expect(code).toBe(1)
    expect(errors).toContain(problem)
  })
})

describe.skipIf(!hasRanks)(`two ranks${unlessSkipped}`, () => {
  it(
    "have the lesson's costs",
    async () => {
      const ending = await two('reference')
      expect(ending).toMatchObject(well)
      const lines = ending.output.trim().split('\n')
      expect(lines).toHaveLength(2)
      expect(lines[1]).toBe(lines[0])
      const costs = JSON.parse(lines[0])
      // As far as one process is allowed to be off, see test/examples/mnist.test.ts.
      expect(normwise(costs, numbersIn(figureAt(golden('003.json'), 'synthetic', 'costs')))).toBeLessThan(1e-11)
    },
    patience,
  )

  it(
    'train the convolutional network as one process does, and go on from a checkpoint on another number of ranks',
    async () => {
      const at = join(folder, 'run')
      const { losses } = convolution({ epochs: 1 })
      const wanted = new Map(losses.map((loss, index) => [index + 1, loss]))
      const course = (steps: number) => ['--steps', String(steps), '--every', '3', '--checkpoints', at]
      const first = await two('convolution', ...course(7))
      expectSame(first, wanted)
      expect([...lossesIn(first).keys()]).toEqual([3, 6, 7])
      expect(first.output).toMatch(/^[\d.]+ % are read right$/m)
      expect(readdirSync(at).map((name) => Number(/\d+/.exec(name)))).toEqual([6, 7])
      const second = await one('convolution', ...course(10))
      expectSame(second, wanted)
      expect(second.output).toContain('going on after step 7, on 1 rank\n')
      const third = await ranks(3, join(folder, 'convolution.mjs'), course(13))
      expectSame(third, wanted)
      expect(third.output).toContain('going on after step 10, on 3 ranks\n')
      expect([...lossesIn(third).keys()]).toEqual([12, 13])
    },
    patience,
  )

  it(
    'of which one is killed end, and go on from the last checkpoint, on another number of ranks',
    async () => {
      const at = join(folder, 'killed')
      const killed = await two('killed', at, '5', '8')
      expect(killed.code).not.toBe(0)
      expect(killed.errors).toMatch(/signal 9/)
      expect([...lossesIn(killed).keys()]).toEqual([2, 4])
      const wanted = new Map(convolution({ epochs: 1 }).losses.map((loss, index) => [index + 1, loss]))
      const again = await ranks(3, join(folder, 'killed.mjs'), [at, '-1', '8'])
      expectSame(again, wanted)
      expect(again.output).toContain('going on after step 4, on 3 ranks\n')
      expect([...lossesIn(again).keys()]).toEqual([6, 8])
    },
    patience,
  )
})
