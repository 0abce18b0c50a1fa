import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Request, Response } from '../../../../../examples/playground/train/protocol.js'
import { defaultsOf } from '../../../../../examples/playground/train/settings.js'
import { type Conducting, type Cue, conducted, still } from '../../../../../examples/playground/train/view/conductor.js'
import { frameAt, readyAt } from './frames.js'

/** The page and a worker that answers a request when it is told to; it takes no more than so many steps for a request. */
interface Play {
  readonly state: Conducting
  readonly out: readonly Request[]
  /** Where the worker's training is, by run. */
  readonly step: number
  readonly sent: readonly Request[]
}

const beginning: Play = { state: still, out: [], step: 0, sent: [] }

const cued = (play: Play, cue: Cue): Play => {
  const [state, requests] = conducted(play.state, cue)
  return { ...play, state, out: [...play.out, ...requests], sent: [...play.sent, ...requests] }
}

const answered = (play: Play, most: number): Play => {
  const [request, ...out] = play.out
  if (request === undefined) return play
  const step = (request.kind === 'start' ? 0 : play.step) + Math.min(request.steps, most)
  const response: Response = request.kind === 'start' ? readyAt(step, request.run) : frameAt(step, request.run)
  return cued({ ...play, out, step }, { kind: 'answer', response })
}

const begin = (id: number, steps = 0): Cue => ({
  kind: 'begin',
  beginning: { id, settings: defaultsOf('moons'), steps },
})
const tick: Cue = { kind: 'tick', seconds: 1 / 60 }
const times = (count: number, play: Play, next: (play: Play) => Play): Play =>
  count === 0 ? play : times(count - 1, next(play), next)

/** Frames in which the worker answers. */
const frames = (count: number, play: Play, most = Number.POSITIVE_INFINITY): Play =>
  times(count, play, (before) => answered(cued(before, tick), most))

const happening = fc.oneof(
  fc.nat(500).map((steps) => (play: Play) => cued(play, begin(play.sent.length, steps))),
  fc.boolean().map((running) => (play: Play) => cued(play, { kind: 'running', running })),
  fc.constantFrom(60, 600, Number.POSITIVE_INFINITY).map((rate) => (play: Play) => cued(play, { kind: 'rate', rate })),
  fc.constant((play: Play) => cued(play, { kind: 'step' })),
  fc.double({ min: 0, max: 20, noNaN: true }).map((seconds) => (play: Play) => cued(play, { kind: 'tick', seconds })),
  fc.nat(100).map((most) => (play: Play) => answered(play, most + 1)),
)

describe('the conductor of a training', () => {
  it('asks for figures of the way to the step of a link, and of no other', () => {
    const link = frames(3, answered(cued(beginning, begin(0, 6400)), 1000), 1000)
    expect(link.sent.map(({ every }) => every)).toEqual([100, 100, 100, 100])
    const short = answered(cued(beginning, begin(0, 10)), 4)
    expect(frames(1, short).sent.map(({ every }) => every)).toEqual([1, 1])
    const running = frames(2, cued(answered(cued(beginning, begin(0)), 1), { kind: 'running', running: true }))
    for (const { steps, every } of running.sent) expect(every).toBeGreaterThanOrEqual(steps)
  })

  it('has one request out at most, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        let play = beginning
        for (const next of happenings) {
          play = next(play)
          expect(play.out.length).toBeLessThanOrEqual(1)
        }
        for (const request of play.sent) if (request.kind === 'train') expect(request.steps).toBeGreaterThan(0)
      }),
    )
  })

  it('comes to the step of the beginning that was asked for last, and to no other', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), fc.nat(300), fc.nat(3), (happenings, steps, more) => {
        const before = happenings.reduce((play, next) => next(play), beginning)
        const paused = cued(cued(before, { kind: 'running', running: false }), begin(999, steps))
        const stepped = times(more, frames(400, paused, 7), (play) => cued(play, { kind: 'step' }))
        const after = frames(40, stepped, 7)
        expect([after.state.of, after.step, after.state.step]).toEqual([999, steps + more, steps + more])
      }),
    )
  })

  it('takes as many steps a second as it is told to, whatever the frames of the screen', () => {
    for (const hertz of [30, 60, 144]) {
      const running = cued(cued(frames(1, cued(beginning, begin(0))), { kind: 'running', running: true }), {
        kind: 'rate',
        rate: 100,
      })
      const second = times(hertz, running, (play) =>
        answered(cued(play, { kind: 'tick', seconds: 1 / hertz }), Number.POSITIVE_INFINITY),
      )
      expect(Math.abs(second.step - 100)).toBeLessThanOrEqual(1)
    }
  })

  it('does not make up for the time in which the page was hidden', () => {
    const running = cued(cued(frames(1, cued(beginning, begin(0))), { kind: 'running', running: true }), {
      kind: 'rate',
      rate: 100,
    })
    const later = answered(cued(running, { kind: 'tick', seconds: 3600 }), Number.POSITIVE_INFINITY)
    expect(later.step).toBe(10)
  })

  it('asks for nothing while it is paused, or after a run has failed, until another begins', () => {
    const paused = frames(5, cued(beginning, begin(0)))
    expect(paused.sent.map(({ kind }) => kind)).toEqual(['start'])
    const failed = cued(
      { ...cued(cued(beginning, { kind: 'running', running: true }), begin(0)), out: [] },
      { kind: 'answer', response: { kind: 'failed', run: 1, problem: 'p', remedy: 'r' } },
    )
    expect(frames(5, cued(failed, { kind: 'step' })).sent.length).toBe(1)
    const again = frames(5, cued(failed, begin(1)))
    expect(again.sent.map(({ kind }) => kind)).toEqual(['start', 'start', 'train', 'train', 'train', 'train'])
  })

  it('leaves answers of runs before alone', () => {
    const running = frames(1, cued(beginning, begin(0)))
    const [state] = conducted(running.state, { kind: 'answer', response: frameAt(77, 99) })
    expect(state).toBe(running.state)
  })
})
