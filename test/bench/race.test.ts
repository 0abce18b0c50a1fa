import { describe, expect, it } from 'vitest'
import { singleSteps, wholeTraining } from './contestants/cotangent.js'
import { type Contestant, contestantsOf, findPython } from './contestants/index.js'
import { loops } from './contestants/loops.js'
import { race } from './race.js'
import { type Workload, workloads } from './workloads/index.js'

const effort = { rounds: 1, budget: 100, slice: 0 }

/** A race over few examples. */
const small = ({ problem, compared }: Workload, contestants: readonly Contestant[]) =>
  race(contestants, { problem: problem(40), compared, training: compared, effort })

const found = findPython()
const [workload] = workloads

/** PyTorch has one program for all workloads and takes long to load: the first one is enough. */
const pythonFor = (each: Workload) => found && (each === workload ? found : { ...found, torch: undefined })

describe.each(workloads.map((each) => [each.name, each] as const))('%s', (_, each) => {
  it('is the same training for all who take part', { timeout: 120_000 }, async () => {
    const results = await small(each, contestantsOf(each, pythonFor(each)))
    const absent = results.flatMap((result) => (result._tag === 'Absent' ? [result] : []))
    // jax-js asks for a global that Node 20 does not have; nothing else keeps anyone away.
    expect(absent.filter(({ name, reason }) => !(/^jax-js/.test(name) && /navigator/.test(reason)))).toEqual([])
    const different = results.filter((result) => result._tag === 'Timed' && !result.agrees)
    expect(different).toEqual([])
  })
})

describe('a race', () => {
  const [ours, mine] = [wholeTraining(workload.dtype), loops(workload)]

  it('finds a training that is another one', async () => {
    const faster: Contestant = {
      ...mine,
      prepare: (problem) =>
        mine.prepare({ ...problem, network: { ...problem.network, rate: problem.network.rate * (1 + 1e-6) } }),
    }
    const [, right, wrong] = await small(workload, [ours, mine, faster])
    expect(right).toMatchObject({ _tag: 'Timed', agrees: true })
    expect(wrong).toMatchObject({ _tag: 'Timed', agrees: false })
  })

  it('says why someone does not take part', async () => {
    const unable: Contestant = { ...mine, prepare: () => Promise.reject(new Error('no such backend')) }
    const results = await small(workload, [ours, unable, mine])
    expect(results.map(({ _tag }) => _tag)).toEqual(['Timed', 'Absent', 'Timed'])
    expect(results[1]).toMatchObject({ name: mine.name, reason: 'no such backend' })
  })

  it('times whole epochs, each one at least once', async () => {
    const given = workloads[2]
    const [whole, single] = await small(given, [wholeTraining(given.dtype), singleSteps(given.dtype)])
    expect(whole).toMatchObject({ steps: 10, step: { count: 1 } })
    expect(single).toMatchObject({ steps: 10, step: { count: 1 } })
  })

  it('does not repeat what takes long', async () => {
    const trained: number[] = []
    const slow: Contestant = {
      ...mine,
      prepare: async (problem) => {
        const { train, close } = await mine.prepare(problem)
        const late = async (steps: number) => {
          trained.push(steps)
          return { ...(await train(steps)), seconds: 1000 }
        }
        return { train: late, close }
      },
    }
    const [, result] = await small(workload, [ours, slow])
    expect(trained).toEqual([workload.compared])
    const second = 1000 / workload.compared
    expect(result).toMatchObject({ agrees: true, step: { min: second, median: second } })
  })

  it('cannot do without ours', async () => {
    const unable: Contestant = { ...ours, prepare: () => Promise.reject(new Error('broken')) }
    await expect(small(workload, [unable, mine])).rejects.toThrow('cotangent, one scan: broken')
  })

  it('refuses a training that ends within an epoch', async () => {
    const trainer = await ours.prepare(workload.problem())
    await expect(trainer.train(3)).rejects.toThrow('3 steps are no number of epochs of 4')
  })
})
