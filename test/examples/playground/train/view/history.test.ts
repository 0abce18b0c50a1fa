import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { historyLimit, noHistory, recorded, shownOf } from '../../../../../examples/playground/train/view/history.js'
import { figuresAt } from './frames.js'

/** The history of a run with pictures after so many steps each. */
const historyOf = (gaps: readonly number[]) => {
  let step = 0
  return gaps.reduce(
    (history, gap) => {
      step += gap
      return recorded(history, figuresAt(step))
    },
    recorded(noHistory, figuresAt(0)),
  )
}

describe('the history of a run', () => {
  it('is bounded, ascends, and has the first figures and the last', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 1500 }), (gaps) => {
        const steps = shownOf(historyOf(gaps)).map(({ step }) => step)
        expect(steps.length).toBeLessThanOrEqual(historyLimit + 1)
        expect(steps).toEqual([...new Set(steps)].sort((left, right) => left - right))
        expect([steps[0], steps.at(-1)]).toEqual([0, gaps.reduce((sum, gap) => sum + gap, 0)])
      }),
      { numRuns: 50 },
    )
  })

  it('keeps figures evenly where they come evenly: none further apart than two gaps', () => {
    for (const count of [10, 299, 300, 301, 302, 1000, 20_000]) {
      const history = historyOf(Array<number>(count).fill(1))
      const steps = history.kept.map(({ step }) => step)
      const apart = steps.slice(1).map((step, index) => step - steps[index])
      expect(new Set(apart)).toEqual(new Set([history.gap]))
      expect(steps.length).toBeGreaterThan(Math.min(count, historyLimit) / 2 - 1)
    }
  })

  it('keeps all of a short run', () => {
    expect(shownOf(historyOf([1, 1, 5])).map(({ step }) => step)).toEqual([0, 1, 2, 7])
  })
})
