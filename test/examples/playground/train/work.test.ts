import { describe, expect, it } from 'vitest'
import type { Request, Response } from '../../../../examples/playground/train/protocol.js'
import { advance, frameOf } from '../../../../examples/playground/train/session.js'
import { defaultsOf, ownPoint, type Settings } from '../../../../examples/playground/train/settings.js'
import { workWith } from '../../../../examples/playground/train/work.js'
import { begun } from './begun.js'

const settings: Settings = { ...defaultsOf('moons'), samples: 40, layers: [{ units: 3, activation: 'tanh' }] }

/** A worker whose messages are taken in when the test says so. */
const worker = () => {
  const answers: { readonly response: Response; readonly transferred: readonly ArrayBuffer[] }[] = []
  const tasks: (() => void)[] = []
  const receive = workWith((task) => tasks.push(task))((response, transferred = []) =>
    answers.push({ response, transferred }),
  )
  /** The answers to some messages that come together. */
  const ask = (...requests: readonly Request[]): readonly Response[] => {
    const before = answers.length
    for (const request of requests) receive(structuredClone(request))
    for (const task of tasks.splice(0)) task()
    return answers.slice(before).map(({ response }) => response)
  }
  return { ask, answers }
}

const start = (run: number, more: Partial<Settings> = {}, steps = 0, every = 1_000_000): Request => ({
  kind: 'start',
  run,
  settings: { ...settings, ...more },
  steps,
  milliseconds: Number.POSITIVE_INFINITY,
  every,
})

const train = (run: number, steps: number, milliseconds = Number.POSITIVE_INFINITY): Request => ({
  kind: 'train',
  run,
  steps,
  milliseconds,
  every: 1_000_000,
})

/** The frame of an answer that has one. */
const frame = (response: Response | undefined) => {
  if (response === undefined || response.kind === 'failed') throw new Error(`no frame: ${JSON.stringify(response)}`)
  const { stepTime: _, ...rest } = response.frame
  return rest
}

const frameAt = (steps: number) => {
  const { stepTime: _, ...rest } = frameOf(advance(begun(settings), steps))
  return rest
}

describe('the worker’s part of the train view', () => {
  it('answers a start with all that is drawn', () => {
    const [ready, ...others] = worker().ask(start(1))
    expect(others).toEqual([])
    expect(ready).toMatchObject({ kind: 'ready', run: 1, parameters: 17 })
    if (ready.kind !== 'ready') return
    expect(ready.points.labels).toHaveLength(40)
    expect(ready.plane.classes).toEqual(['upper moon', 'lower moon'])
    expect(ready.prepared).toBeGreaterThan(0)
    expect(ready.threads).toBeGreaterThanOrEqual(1)
    expect(frame(ready)).toEqual(frameAt(0))
  })

  it('comes to the same step by step, at once, and from a link', () => {
    const { ask } = worker()
    ask(start(1))
    expect(frame(ask(train(1, 3))[0])).toEqual(frameAt(3))
    expect(frame(ask(train(1, 39))[0])).toEqual(frameAt(42))
    expect(frame(ask(start(2, {}, 42))[0])).toEqual(frameAt(42))
  })

  it('tells the figures of the way to the step of a link, where they are asked for', () => {
    const { ask } = worker()
    const [ready] = ask(start(1, {}, 50, 20))
    if (ready.kind !== 'ready') throw new Error(ready.kind)
    expect(ready.frame.passed).toEqual([0, 20, 40].map((step) => frameAt(step).figures))
    expect(ready.frame.figures).toEqual(frameAt(50).figures)
    expect(frame(ask(train(1, 5))[0]).passed).toEqual([])
  })

  it('says where on the way of a link the loss became no number', () => {
    const astray = {
      learningRate: 10,
      optimizer: 'sgd',
      layers: Array(6).fill({ units: 8, activation: 'linear' }),
    } as const
    const [failed] = worker().ask(start(1, astray, 200, 10))
    if (failed.kind !== 'failed') throw new Error(failed.kind)
    const [, before, after] = /between step (\d+) and step (\d+)/.exec(failed.problem) ?? []
    expect(Number(after) - Number(before)).toBe(10)
  })

  it('takes one step at least, however little time there is', () => {
    const { ask } = worker()
    ask(start(1))
    const first = ask(train(1, 1000, 0))
    expect(frame(first[0]).figures.step).toBe(1)
  })

  it('leaves what is asked of another run alone', () => {
    const { ask } = worker()
    expect(ask(train(1, 3))).toEqual([])
    ask(start(2))
    expect(ask(train(1, 3))).toEqual([])
    expect(ask(train(2, 3)).map(({ run }) => run)).toEqual([2])
  })

  it('answers only the last of starts that come together, and what follows it', () => {
    const { ask } = worker()
    ask(start(1))
    const answers = ask(train(1, 1), start(2), train(2, 1), start(3), train(3, 5), train(3, 5))
    expect(answers.map(({ kind, run }) => [kind, run])).toEqual([
      ['ready', 3],
      ['frame', 3],
      ['frame', 3],
    ])
    expect(frame(answers[2])).toEqual(frameAt(10))
  })

  it('hands over the memory of what is drawn, and keeps nothing of it', () => {
    const { ask, answers } = worker()
    ask(start(1))
    ask(train(1, 1))
    for (const { response, transferred } of answers) {
      const { grid, layers } = frame(response)
      const arrays = [grid.probabilities, ...layers.flatMap(({ weights, bias }) => [weights, bias])]
      expect(arrays.map(({ buffer }) => buffer)).toEqual(transferred)
      // All of it is what is drawn: no larger memory goes along.
      for (const array of arrays) expect(array.byteLength).toBe(array.buffer.byteLength)
      structuredClone(null, { transfer: [...transferred] })
    }
    expect(frame(ask(train(1, 1))[0])).toEqual(frameAt(2))
  })
})

describe('what stands in the way of a run', () => {
  it('is said where there is nothing to learn from', () => {
    expect(worker().ask(start(1, { data: 'own', own: [] }))).toEqual([
      {
        kind: 'failed',
        run: 1,
        problem: 'There are no points yet.',
        remedy: 'Put points of two classes into the plane.',
      },
    ])
  })

  it('is said when the loss is no number any more, with the steps between which it went astray', () => {
    const { ask } = worker()
    ask(start(1, { optimizer: 'momentum', learningRate: 10, layers: Array(6).fill({ units: 32, activation: 'relu' }) }))
    expect(frame(ask(train(1, 1))[0]).figures.step).toBe(1)
    expect(ask(train(1, 500))).toEqual([
      {
        kind: 'failed',
        run: 1,
        problem: 'The loss is no number any more: it went astray between step 1 and step 501.',
        remedy: 'Choose a learning rate below 10, or plain gradient descent, and start again.',
      },
    ])
    expect(ask(train(1, 1))).toEqual([])
    expect(ask(start(2)).map(({ kind }) => kind)).toEqual(['ready'])
  })

  it('is said of what nobody foresaw, and the next run goes on', () => {
    const { ask } = worker()
    const own = [ownPoint(0, 0, 0), ownPoint(1, 0, 1)]
    const [failed] = ask(start(1, { data: 'own', own, layers: [{ units: -1, activation: 'tanh' }] }))
    expect(failed).toMatchObject({ kind: 'failed', run: 1, problem: expect.stringMatching(/dense/) })
    expect(ask(start(2)).map(({ kind }) => kind)).toEqual(['ready'])
  })
})
