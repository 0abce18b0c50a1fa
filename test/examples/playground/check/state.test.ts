import { describe, expect, it } from 'vitest'
import { examples, firstExample } from '../../../../examples/playground/check/examples.js'
import type { Outcome, Verdict } from '../../../../examples/playground/check/protocol.js'
import { runModule } from '../../../../examples/playground/check/run.js'
import { after, type CheckEvent, exampleOf, initial } from '../../../../examples/playground/check/view/state.js'
import { announced, placesOf, verdicts } from '../../../../examples/playground/check/view/words.js'

const outcome: Outcome = { kind: 'checked', checks: [], milliseconds: 1 }
const at = { line: 3, column: 7 }
const failed: Outcome = { kind: 'failed', problem: { kind: 'syntax', text: 'Unexpected token', at } }

const through = (...events: readonly CheckEvent[]) => events.reduce(after, initial)
const opened = { kind: 'opened', code: 'export const a = 1', isKnown: false } as const

describe('the state of the check view', () => {
  it('has code of a link wait until its reader asks, whatever else happens', () => {
    const edited = { kind: 'edited', code: 'export const a = 2' } as const
    expect(through(opened).phase).toBe('unasked')
    expect(through(opened, edited).phase).toBe('unasked')
    expect(through(opened, { kind: 'told', code: opened.code, outcome }).phase).toBe('unasked')
    expect(through(opened, edited, { kind: 'asked' })).toMatchObject({
      code: edited.code,
      phase: 'checking',
      outcome: undefined,
    })
  })

  it('has code that ran here before run again', () => {
    expect(through({ ...opened, isKnown: true }).phase).toBe('checking')
  })

  it('has examples run at once, and what is written from them', () => {
    const example = { kind: 'opened', code: firstExample.code, isKnown: false } as const
    expect(through(example).phase).toBe('checking')
    expect(through(example, { kind: 'edited', code: `${firstExample.code}//` }).phase).toBe('checking')
    const [, second] = examples
    expect(through(opened, { kind: 'chosen', name: second.name })).toMatchObject({
      code: second.code,
      phase: 'checking',
    })
    expect(through(opened, { kind: 'chosen', name: 'own' })).toEqual(through(opened))
  })

  it('hears what is told of its code, and not of code before', () => {
    const asked = through(opened, { kind: 'asked' })
    expect(after(asked, { kind: 'told', code: 'other', outcome })).toBe(asked)
    const done = after(asked, { kind: 'told', code: opened.code, outcome })
    expect(done).toMatchObject({ phase: 'done', outcome })
    expect(after(done, { kind: 'edited', code: opened.code })).toBe(done)
    expect(after(done, { kind: 'edited', code: 'b' })).toMatchObject({ code: 'b', phase: 'checking', outcome })
  })

  it('gives the editor what was opened or chosen, again when it is chosen again, and never what was typed', () => {
    const example = through({ kind: 'opened', code: firstExample.code, isKnown: false })
    const edited = after(example, { kind: 'edited', code: 'typed' })
    expect(edited.given).toBe(example.given)
    const again = after(edited, { kind: 'chosen', name: firstExample.name })
    expect(again.given).toEqual(example.given)
    expect(again.given).not.toBe(example.given)
  })

  it('knows examples by their text', () => {
    for (const { name, code } of examples) expect(exampleOf(code)).toBe(name)
    expect(exampleOf('')).toBe('own')
  })
})

describe('what is announced', () => {
  it('is nothing until there is something', () => {
    expect(announced(initial)).toBe('')
    expect(announced(through(opened, { kind: 'asked' }))).toBe('')
  })

  it('is that code of a link waits, where and why code cannot be read, and verdicts', () => {
    expect(announced(through(opened))).toContain('not run before you press Run')
    const read = { ...initial, phase: 'done', outcome: failed } as const
    expect(announced(read)).toBe('The module cannot be read, line 3, column 7: Unexpected token')
    const average = { ...initial, phase: 'done', outcome: runModule(firstExample.code) } as const
    expect(announced(average)).toMatch(
      /^byHand: wrong\. the gradient is wrong in 2 entries; likely: the gradient is 3 times/,
    )
  })

  it('points at places', () => {
    expect(placesOf(undefined)).toEqual([])
    expect(placesOf(failed)).toEqual([at])
    expect(placesOf({ ...outcome, checks: [{ kind: 'thrown', name: 'a', problem: failed.problem }] })).toEqual([at])
  })

  it('has a sign for every verdict, and another colour for wrong ones than for right ones', () => {
    const tones = (names: readonly Verdict[]) => new Set(names.map((name) => verdicts[name].tone))
    expect(tones(['right', 'kink'])).toEqual(new Set(['good']))
    expect(tones(['wrong'])).toEqual(new Set(['bad']))
    expect(Object.values(verdicts).every(({ sign }) => sign.length === 1)).toBe(true)
  })
})
