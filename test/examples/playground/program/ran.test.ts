import { expect, it } from 'vitest'
import { isKnown, remember } from '../../../../examples/playground/program/ran.js'

it('a program is known to the view that ran it last, and to no other', () => {
  expect(isKnown('check', 'a')).toBe(false)
  remember('check', 'a')
  expect([isKnown('check', 'a'), isKnown('check', 'a '), isKnown('graph', 'a')]).toEqual([true, false, false])
  remember('check', 'b')
  expect([isKnown('check', 'a'), isKnown('check', 'b')]).toEqual([false, true])
})
