import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetNames, sourceOf } from '../../../../examples/playground/graph/presets.js'
import { defaults } from '../../../../examples/playground/graph/settings.js'
import { type Event, next, opened, type State } from '../../../../examples/playground/graph/view/state.js'
import { marksAt, sayStep } from '../../../../examples/playground/graph/view/sweep.js'
import { drawnPreset } from './programs.js'

const drawing = drawnPreset('product')
const after = (state: State, ...events: readonly Event[]): State => events.reduce(next, state)
const shownState = after(opened(defaults), { kind: 'drawn', run: 1, drawing })

describe('the view', () => {
  it('draws a preset at once, and a program of an address when it is told to', () => {
    expect(opened(defaults)).toMatchObject({ run: 1, isWaiting: true, draft: sourceOf('product') })
    const foreign = opened({ ...defaults, of: 'own', code: 'export const value = 1' })
    expect(foreign).toMatchObject({ run: 0, isWaiting: false, draft: 'export const value = 1' })
    const known = opened({ ...defaults, of: 'own', code: 'export const value = 1' }, true)
    expect(known).toMatchObject({ run: 1, isWaiting: true, draft: 'export const value = 1' })
    expect(next(foreign, { kind: 'run' })).toMatchObject({ run: 1, isWaiting: true, settings: { of: 'own' } })
  })

  it('leaves answers to other questions alone', () => {
    const waiting = next(shownState, { kind: 'chosen', preset: 'loop' })
    expect(next(waiting, { kind: 'drawn', run: 1, drawing })).toBe(waiting)
    expect(next(waiting, { kind: 'failed', run: 1, trouble: { text: 'late', at: undefined } })).toBe(waiting)
    expect(waiting).toMatchObject({ run: 2, draft: sourceOf('loop'), settings: { of: 'loop', step: 0 } })
  })

  it('takes no steps of the drawing before while another is awaited', () => {
    const waiting = next(shownState, { kind: 'chosen', preset: 'network' })
    expect(after(waiting, { kind: 'stepped', step: 2 }, { kind: 'played', isPlaying: true })).toBe(waiting)
    const drawn = next(waiting, { kind: 'drawn', run: 2, drawing })
    expect(next(drawn, { kind: 'stepped', step: 2 }).settings.step).toBe(2)
  })

  it('gives the editor another text where one is chosen, and none of what is typed there', () => {
    const typed = after(shownState, { kind: 'edited', text: 'export const value = 2' }, { kind: 'run' })
    expect(typed.given).toBe(shownState.given)
    expect(next(typed, { kind: 'chosen', preset: 'product' }).given).not.toBe(typed.given)
    expect(opened({ ...defaults, of: 'own', code: 'export {}' }).given.code).toBe('export {}')
  })

  it("keeps the reader's own program in the address, and a preset that is run as it is as that", () => {
    const own = after(shownState, { kind: 'edited', text: 'export const value = 2' }, { kind: 'run' })
    expect(own.settings).toMatchObject({ of: 'own', code: 'export const value = 2' })
    expect(next(shownState, { kind: 'run' }).settings).toMatchObject({ of: 'product', code: '' })
    expect(after(shownState, { kind: 'edited', text: ' ' }, { kind: 'run' })).toMatchObject({
      run: 1,
      trouble: { text: 'There is no program to run.' },
    })
  })

  it('plays to the end, stops there, and begins anew', () => {
    const played = next(shownState, { kind: 'played', isPlaying: true })
    const end = after(played, ...Array.from({ length: 9 }, (): Event => ({ kind: 'ticked' })))
    expect([end.settings.step, end.isPlaying]).toEqual([3, false])
    const again = next(end, { kind: 'played', isPlaying: true })
    expect([again.settings.step, again.isPlaying]).toEqual([0, true])
    expect(next(again, { kind: 'stepped', step: 1 }).isPlaying).toBe(false)
  })

  it('has a step of the sweep and a node of the drawing whatever happens', () => {
    const event: fc.Arbitrary<Event> = fc.oneof(
      fc.record({ kind: fc.constant('chosen'), preset: fc.constantFrom(...presetNames) }),
      fc.record({ kind: fc.constant('stepped'), step: fc.integer({ min: -3, max: 30 }) }),
      fc.record({ kind: fc.constant('played'), isPlaying: fc.boolean() }),
      fc.record({ kind: fc.constant('selected'), node: fc.option(fc.nat(3), { nil: undefined }) }),
      fc.record({ kind: fc.constant('drawn'), run: fc.integer({ min: 1, max: 3 }), drawing: fc.constant(drawing) }),
      fc.constant<Event>({ kind: 'ticked' }),
      fc.constant<Event>({ kind: 'run' }),
    ) as fc.Arbitrary<Event>
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const { settings, selected, isPlaying, isWaiting, drawing } = after(shownState, ...events)
        const last = drawing?.steps.length ?? 0
        expect(settings.step >= 0 && settings.step <= last).toBe(true)
        expect(selected === undefined || selected < (drawing?.nodes.length ?? 0)).toBe(true)
        expect(isPlaying && settings.step >= last).toBe(false)
        expect(typeof isWaiting).toBe('boolean')
      }),
    )
  })
})

describe('a step of the sweep', () => {
  it('is said in words', () => {
    expect(sayStep(drawing, 0)).toBe('The sweep begins at mul, whose cotangent is 1, and has 3 steps.')
    expect(sayStep(drawing, 2)).toBe('Step 2 of 3: sin hands on its cotangent 4.0. x receives -1.6645873461885696.')
    expect(sayStep(drawing, 3)).toBe(
      'Step 3 of 3: mul hands on its cotangent 0.9092974268256817. ' +
        'x receives 1.8185948536513634 more, 0.1540075074627938 in all. ' +
        'x receives 1.8185948536513634 more, 1.9726023611141572 in all.',
    )
    expect(sayStep({ ...drawing, steps: [] }, 0)).toContain('nothing is handed back')
  })

  it('marks who hands on, who is handed something, and what there is by then', () => {
    const marks = (step: number) => marksAt(drawing, step).map(({ role, collected }) => `${role} ${collected}`)
    expect(marks(0).slice(0, 5)).toEqual(['none ', 'none ', 'none ', 'none 1', 'none '])
    expect(marks(1).slice(0, 7)).toEqual([
      'none ',
      'receiving 0.9093',
      'receiving 4',
      'active 1',
      'active ',
      'active ',
      'later ',
    ])
    expect(marks(2).slice(0, 7)).toEqual([
      'receiving −1.665',
      'none 0.9093',
      'active 4',
      'done 1',
      'done ',
      'done ',
      'active ',
    ])
    expect(marks(3)[0]).toBe('receiving 1.973')
  })
})
