import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTrain } from '../../../../../examples/playground/train/address.js'
import { dataNames, defaultsOf, most, ranges } from '../../../../../examples/playground/train/settings.js'
import { edited, type LayerEdit } from '../../../../../examples/playground/train/view/edits.js'
import { noHistory } from '../../../../../examples/playground/train/view/history.js'
import { stepsShown } from '../../../../../examples/playground/train/view/link.js'
import {
  opened,
  rateOf,
  reducer,
  speeds,
  type TrainEvent,
  type TrainState,
} from '../../../../../examples/playground/train/view/state.js'
import { address, anySettings } from '../settings.js'
import { pictureAt, readyAt } from './frames.js'

const reduced = reducer(defaultsOf)
const at = (text: string): TrainState => opened(readTrain(new URLSearchParams(text)))
const after = (state: TrainState, ...events: readonly TrainEvent[]): TrainState => events.reduce(reduced, state)
const ready = (state: TrainState): TrainState =>
  after(state, { kind: 'ready', of: state.beginning, ready: readyAt(0, 1) })

const edit: fc.Arbitrary<LayerEdit> = fc.oneof(
  fc.constant<LayerEdit>({ kind: 'add' }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.integer({ min: -1, max: 7 }) }),
  fc.record({
    kind: fc.constant('move' as const),
    at: fc.nat(5),
    by: fc.constantFrom(-1 as const, 1 as const),
  }),
  fc.record({ kind: fc.constant('units' as const), at: fc.nat(5), units: fc.double() }),
)

describe('the list of layers', () => {
  it('stays within its ranges, whatever is edited', () => {
    fc.assert(
      fc.property(anySettings, fc.array(edit), ({ layers }, edits) => {
        const end = edits.reduce(edited, layers)
        expect(end.length).toBeLessThanOrEqual(most.layers)
        for (const { units } of end) {
          expect(Number.isInteger(units)).toBe(true)
          expect(units).toBeGreaterThanOrEqual(ranges.units[0])
          expect(units).toBeLessThanOrEqual(ranges.units[1])
        }
      }),
    )
  })

  it('is as it was after a move there and back, and has the same layers after any', () => {
    fc.assert(
      fc.property(anySettings, fc.nat(5), ({ layers }, from) => {
        const moved = edited(layers, { kind: 'move', at: from, by: 1 })
        expect([moved.length, new Set(moved)]).toEqual([layers.length, new Set(layers)])
        if (from + 1 < layers.length) {
          expect([moved[from], moved[from + 1]]).toEqual([layers[from + 1], layers[from]])
          expect(edited(moved, { kind: 'move', at: from + 1, by: -1 })).toEqual(layers)
        }
      }),
    )
  })

  it('gets a layer like the last one, and without any one that suits the data', () => {
    const layers = [{ units: 3, activation: 'relu' as const }]
    expect(edited(layers, { kind: 'add' })).toEqual([...layers, ...layers])
    expect(edited([], { kind: 'add' })).toEqual(defaultsOf('moons').layers.slice(0, 1))
  })
})

describe("the page's state", () => {
  it('begins anew, at step 0, with every change of the settings, and only then', () => {
    const state = ready(at('data=moons&steps=40'))
    const changes: readonly TrainEvent[] = [
      { kind: 'set', change: { noise: 0.3 } },
      { kind: 'data', data: 'xor' },
      { kind: 'layers', edit: { kind: 'add' } },
      { kind: 'own', own: [{ x: 0, y: 0, label: 1 }] },
      { kind: 'suited' },
      { kind: 'reset' },
    ]
    for (const change of changes) {
      const begun = after(state, change)
      expect([begun.beginning, begun.steps, begun.preparing]).toEqual([state.beginning + 1, 0, true])
    }
    const others: readonly TrainEvent[] = [
      { kind: 'run' },
      { kind: 'pause' },
      { kind: 'look', change: { speed: 5, sharp: true } },
      { kind: 'brush', brush: 'eraser' },
      { kind: 'data', data: 'moons' },
      { kind: 'own', own: state.settings.own },
      { kind: 'layers', edit: { kind: 'move', at: 0, by: -1 } },
    ]
    for (const other of others) expect(after(state, other).beginning).toBe(state.beginning)
  })

  it('keeps running through a change, and not through a reset or a failure', () => {
    const running = after(ready(at('data=moons')), { kind: 'run' })
    expect(after(running, { kind: 'set', change: { seed: 4 } }).running).toBe(true)
    expect(after(running, { kind: 'reset' }).running).toBe(false)
    const failure = { problem: 'The loss is no number.', remedy: 'Choose a lower learning rate.' }
    const failed = after(running, { kind: 'failed', of: 0, failure, begun: true })
    expect([failed.running, failed.failure, failed.ready]).toEqual([false, failure, running.ready])
    expect(after(failed, { kind: 'run' }).running).toBe(false)
    expect(after(failed, { kind: 'set', change: { learningRate: 0.01 } }).failure).toBeUndefined()
  })

  it('has no picture where a training fails before it has begun', () => {
    const failure = { problem: 'There are no points.', remedy: 'Put some.' }
    const failed = after(ready(at('data=own')), { kind: 'failed', of: 0, failure, begun: false })
    expect(failed.ready).toBeUndefined()
  })

  it('leaves answers to earlier beginnings alone', () => {
    const state = after(at('data=moons'), { kind: 'set', change: { seed: 1 } })
    expect(after(state, { kind: 'ready', of: 0, ready: readyAt(0, 1) })).toBe(state)
    const failure = { problem: '', remedy: '' }
    expect(after(state, { kind: 'failed', of: 0, failure, begun: true })).toBe(state)
  })

  it('takes the settings that suit another data set as long as those of the one before were not changed', () => {
    for (const data of dataNames) {
      const untouched = after(at('data=moons&seed=7'), { kind: 'data', data })
      expect(untouched.settings).toEqual({ ...defaultsOf(data), seed: 7 })
      const changed = after(
        at('data=moons'),
        { kind: 'layers', edit: { kind: 'units', at: 0, units: 3 } },
        { kind: 'data', data },
      )
      expect(changed.settings).toEqual({ ...defaultsOf('moons'), layers: [{ units: 3, activation: 'tanh' }], data })
    }
  })
})

describe('what a link leads to', () => {
  it('is what the address says, until the picture has come further', () => {
    fc.assert(
      fc.property(address, (written) => {
        const state = opened(written)
        const at = (step: number) => ({ ready: undefined, frame: pictureAt(step), history: noHistory })
        expect(stepsShown(state, at(2_000_000))).toBe(written.steps)
        expect(stepsShown(ready(state), at(2_000_000))).toBe(2_000_000)
        expect(stepsShown(ready(state), at(0))).toBe(written.steps)
        const { settings, steps, ...look } = written
        expect([state.settings, state.look]).toEqual([settings, look])
      }),
    )
  })
})

describe('speeds', () => {
  it('are steps to a picture of 60 a second, and the greatest has no limit', () => {
    expect(speeds.map(rateOf)).toEqual([60, 120, 300, 600, 3000, 12_000, Number.POSITIVE_INFINITY])
  })
})
