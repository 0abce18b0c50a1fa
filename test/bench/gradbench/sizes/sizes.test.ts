import { describe, expect, it } from 'vitest'
import type { Spawned } from '../../../examples/gradbench/spawned.js'
import { inProcess } from '../../../examples/gradbench/tools.js'
import { thisMachine } from '../../machine.js'
import { entries } from '../entries/index.js'
import type { Entry } from '../entry.js'
import { type Answer, answersOf } from './answers.js'
import { boundOf } from './bounds.js'
import { rowOf, sizesDocument } from './document.js'
import { peakOf } from './memory.js'
import { questionsOf } from './questions.js'

const once = { runs: 1, seconds: 0 }

const entryOf = (name: string, few: Partial<Entry> = {}): Entry => {
  const found = entries.find((entry) => entry.name === name)
  if (found === undefined) throw new Error(`no entry ${name}`)
  return { ...found, ...few }
}

/** A tool in this process, which may answer otherwise, and how it ends. */
const toolOf = (ask: Spawned['ask'] = inProcess().ask, complaints = ''): Spawned => ({
  pid: undefined,
  ask,
  write: () => undefined,
  next: async () => undefined,
  stop: () => undefined,
  end: async () => ({ code: 0, rest: [], complaints }),
})

const answered = async (entry: Entry, tool: Spawned, seconds?: number): Promise<readonly Answer[]> => {
  const answers: Answer[] = []
  for await (const answer of answersOf(entry, () => tool, once, seconds)) answers.push(answer)
  return answers
}

const small = entryOf('lse', { defaults: [{ description: 'few', input: () => ({ x: [0, 1, 2] }) }] })

const changed = (change: (output: any) => unknown) =>
  toolOf(async (line) => {
    const response = JSON.parse(await inProcess().ask(line))
    return JSON.stringify('output' in response ? { ...response, output: change(response.output) } : response)
  })

describe('the default workloads', () => {
  it('are as many as the benchmark has', () =>
    expect(Object.fromEntries(entries.map(({ name, defaults }) => [name, defaults.length]))).toEqual({
      ...{ hello: 8, lse: 10, llsq: 11, det: 7, gmm: 25, ba: 14, ht: 12, lstm: 9, kmeans: 12, particle: 1, saddle: 1 },
      // Nine, and two with gradients that are not zero.
      ode: 11,
    }))

  it('are asked in its order', () => {
    const descriptions = (name: string) => questionsOf(entryOf(name), once).map((each) => each.description)
    expect(descriptions('gmm').slice(-4)).toEqual([
      ...Array(2).fill('d = 64, k = 50'),
      ...Array(2).fill('d = 64, k = 100'),
    ])
    expect(questionsOf(entryOf('particle'), once).map((each) => each.function)).toEqual(['rr', 'ff', 'fr', 'rf'])
    expect(
      questionsOf(entryOf('hello'), once)
        .map((each) => each.description)
        .slice(0, 3),
    ).toEqual(['square(1)', 'double(1)', 'square(2)'])
  })

  it.each(entries.map((entry) => [entry.name, entry] as const))(
    'of %s: the smallest is a success',
    async (_, entry) => {
      const answers = await answered({ ...entry, defaults: entry.defaults.slice(0, 1) }, toolOf())
      expect(answers.length).toBeGreaterThan(0)
      for (const { result, bound } of answers) {
        expect(result._tag).toBe('Success')
        expect(bound).toBeLessThan(1e-9)
      }
    },
  )
})

describe('an answer', () => {
  const tagsOf = async (tool: Spawned, seconds?: number) =>
    (await answered(small, tool, seconds)).map(({ result }) => result._tag)

  it('is a success by both rules', async () => expect(await tagsOf(toolOf())).toEqual(['Success', 'Success']))

  it.each([
    ['is off by more than the roundings', (output: any) => (Array.isArray(output) ? output : output * (1 + 1e-13))],
    ['has another structure', (output: any) => (Array.isArray(output) ? output : [output])],
  ])('that %s is invalid', async (_, change) => expect(await tagsOf(changed(change))).toEqual(['Invalid', 'Success']))

  it('of zeros for zeros is exact, or invalid', async () => {
    const all = entryOf('kmeans', {
      defaults: [{ description: 'all', input: () => ({ points: [[1]], centroids: [[1]] }) }],
    })
    expect((await answered(all, toolOf())).map(({ result }) => result._tag)).toEqual(['Success', 'Success'])
    const off = changed((output) => (Array.isArray(output) ? [[1e-300]] : output))
    expect((await answered(all, off)).map(({ result }) => result._tag)).toEqual(['Success', 'Invalid'])
  })

  it('that does not come in time ends the session', async () => {
    const slow = toolOf((line) =>
      JSON.parse(line).kind === 'evaluate' ? new Promise<string>(() => undefined) : inProcess().ask(line),
    )
    expect(await tagsOf(slow, 0.05)).toEqual(['Timeout'])
  })

  it('that does not come at all says why', async () => {
    const broken = toolOf(async (line) => {
      if (JSON.parse(line).kind === 'evaluate') throw new Error('out of memory')
      return inProcess().ask(line)
    })
    const [answer, ...rest] = await answered(small, broken)
    expect(rest).toEqual([])
    expect(rowOf(answer).slice(0, 3)).toEqual(['few', 'primal', 'error: out of memory'])
  })

  it('that is followed by complaints is none to rely on', async () =>
    expect(await tagsOf(toolOf(undefined, 'oh'))).toEqual(['Success', 'Success', 'Ended']))
})

describe('bounds', () => {
  it('of determinants grow with what cancels', () => {
    const input = (A: readonly number[]) => ({ A, ell: 2 })
    expect(boundOf('det', input([1, 0, 0, 1]), 1)).toBe(2 * (2 * 3 + 6) * 2 ** -53)
    expect(boundOf('det', input([1, 3, 1, 4]), 1)).toBe(7 * boundOf('det', input([1, 0, 0, 1]), 1))
    expect(boundOf('det', input([1, 3, 1, 4]), [4, -1, -3, 1])).toBe(boundOf('det', input([1, 0, 0, 1]), 1))
  })

  it('of sums grow with their length', () => expect(boundOf('lse', { x: Array(92).fill(0) }, 1)).toBe(200 * 2 ** -53))
})

describe('memory', () => {
  it.runIf(process.platform === 'linux')('is that of the process, and then anew', () => {
    const large = Buffer.alloc(2 ** 28, 1)
    expect(peakOf(process.pid)).toBeGreaterThan(large.length)
    expect(peakOf(process.pid)).toBeGreaterThan(0)
  })
})

describe('the page', () => {
  it('has a row for each question, and says how many succeeded', async () => {
    const answers = [
      ...(await answered(small, toolOf())),
      ...(await answered(
        small,
        changed(() => null),
      )),
    ]
    const page = sizesDocument(answers, thisMachine(), 2, once)
    expect(page).toContain('2 threads: 2 of 4 are successes')
    expect(page.match(/^\| few \| (primal|gradient) \| success \|/gm)).toHaveLength(2)
    expect(page.match(/^\| few \| (primal|gradient) \| invalid: off by Infinity \|/gm)).toHaveLength(2)
    for (const { name } of entries) expect(page).toContain(`## ${name}\n`)
  })
})
