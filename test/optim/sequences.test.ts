import { describe, expect, it } from 'vitest'
import { add, tensor } from '../../src/index.js'
import { earlyStopping, epochs, lastOf, measured, sameBatch, takeUntil, tap } from '../../src/optim/index.js'
import { ArgumentError } from '../../src/tensor/index.js'

/** A sequence that tells how many of it were taken. */
const watched = <A>(items: readonly A[]) => {
  let taken = 0
  return {
    taken: () => taken,
    items: {
      *[Symbol.iterator]() {
        for (const item of items) {
          taken++
          yield item
        }
      },
    },
  }
}

describe('sequences are lazy, and begin anew', () => {
  it('epochs ask for the batches of an epoch when it begins', () => {
    const asked: number[] = []
    const all = epochs(3, (epoch) => {
      asked.push(epoch)
      return [10 * epoch, 10 * epoch + 1]
    })
    const iterator = all[Symbol.iterator]()
    expect([iterator.next().value, iterator.next().value, asked.length]).toEqual([0, 1, 1])
    expect([...all]).toEqual([0, 1, 10, 11, 20, 21])
    expect([...epochs(0, () => [1])]).toEqual([])
  })

  it('sameBatch never ends without a number of steps', () => {
    let count = 0
    for (const _ of sameBatch('x')) if (++count === 1000) break
    expect(count).toBe(1000)
    expect([...sameBatch('x', 0)]).toEqual([])
  })

  it('takeUntil takes no more than the first that is enough', () => {
    const source = watched([3, 2, 1, 0])
    expect([...takeUntil(source.items, (x) => x <= 2)]).toEqual([3, 2])
    expect(source.taken()).toBe(2)
  })

  it('lastOf is the last, or what stands for none', () => {
    expect(lastOf([1, 2, 3])).toBe(3)
    expect(lastOf([undefined])).toBe(undefined)
    expect(lastOf([], 'none')).toBe('none')
    expect(() => lastOf([])).toThrow(ArgumentError)
  })
})

describe('observers', () => {
  it('see every state and its number, in order, before it goes on', () => {
    const log: string[] = []
    for (const state of tap(
      ['a', 'b'],
      (state, step) => log.push(`1:${state}${step}`),
      (state) => log.push(`2:${state}`),
    ))
      log.push(`out:${state}`)
    expect(log).toEqual(['1:a1', '2:a', 'out:a', '1:b2', '2:b', 'out:b'])
  })

  it('cannot change a state', () => {
    const state = { params: { w: tensor(1) }, history: [tensor(2)] }
    const attempts: readonly ((state: { params: { w: unknown }; history: unknown[] }) => void)[] = [
      (each) => {
        each.params.w = tensor(9)
      },
      (each) => {
        each.history.push(tensor(9))
      },
      (each) => {
        Object.assign(each, { params: 0 })
      },
    ]
    for (const attempt of attempts) expect(() => lastOf(tap([state], attempt))).toThrow(TypeError)
    expect(String(add(state.params.w, 0))).toBe('1.0')
  })

  it('cannot change what lies within a frozen record, or in one with a tag', () => {
    const state = Object.freeze({ inner: { x: 1 }, best: { _tag: 'Some', value: [1] } })
    for (const attempt of [
      (each: { inner: { x: number } }) => {
        each.inner.x = 9
      },
      (each: { best: { value: number[] } }) => {
        each.best.value.push(9)
      },
    ])
      expect(() => lastOf(tap([state], attempt))).toThrow(TypeError)
    expect(state).toEqual({ inner: { x: 1 }, best: { _tag: 'Some', value: [1] } })
  })

  it('see states with anything in them, even themselves', () => {
    const state: Record<string, unknown> = { bytes: new Uint8Array(2), names: new Map([['a', 1]]), at: new Date(0) }
    state.self = state
    expect(lastOf(tap([state], () => {}))).toBe(state)
  })

  it('may fail, and the failure goes on', () =>
    expect(() =>
      lastOf(
        tap([1], () => {
          throw new Error('no disk')
        }),
      ),
    ).toThrow('no disk'))
})

describe('measured', () => {
  it('measures at the chosen moments only, and the last', () => {
    const asked: number[] = []
    const found = [
      ...measured(
        [10, 11, 12, 13, 14],
        (state) => {
          asked.push(state)
          return -state
        },
        { every: 3 },
      ),
    ]
    expect(found).toEqual([
      { step: 3, state: 12, value: -12 },
      { step: 5, state: 14, value: -14 },
    ])
    expect(asked).toEqual([12, 14])
    expect([...measured([], () => 0)]).toEqual([])
    expect([...measured([1, 2], (x) => x, { every: 2 })].map(({ step }) => step)).toEqual([2])
  })

  it('measures when it is asked', () => {
    const source = watched([1, 2, 3, 4])
    const iterator = measured(source.items, (x) => x, { every: 2 })[Symbol.iterator]()
    iterator.next()
    expect(source.taken()).toBe(2)
  })
})

/** The definition, as a loop over all scores: where it stops, and the best until then. */
const stopping = (scores: readonly number[], patience: number, minDelta: number) => {
  let best = 0
  for (let at = 1; at < scores.length; at++) {
    if (scores[at] < scores[best] - minDelta) best = at
    else if (at - best >= patience) return { at, best }
  }
  return { at: scores.length - 1, best }
}

describe('early stopping', () => {
  const scores = [5, 4, 4, 4.5, 3.9, 3.95, 3.7, 3.8, 3.7, 4, 1, 0.5]

  it.each([
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 0],
    [2, 0.15],
    [3, 0.5],
    [99, 0],
  ])('with patience %i and minDelta %d is what it says', (patience, minDelta) => {
    const states = scores.map((score, at) => ({ at, score: tensor(score) }))
    const source = watched(states)
    const last = lastOf(
      earlyStopping<(typeof states)[number]>({ patience, minDelta, score: ({ score }) => score })(source.items),
    )
    const expected = stopping(scores, patience, minDelta)
    expect({ at: last.state.at, best: last.best.at }).toEqual(expected)
    expect(last.bestScore).toBe(scores[expected.best])
    expect(last.sinceBest).toBe(expected.at - expected.best)
    expect(source.taken()).toBe(expected.at + 1)
  })

  it('takes NaN for no improvement, and anything for one on NaN', () => {
    const stop = earlyStopping({ patience: 2, score: (x: number) => x })
    expect(lastOf(stop([3, NaN, NaN, 1]))).toMatchObject({ best: 3, sinceBest: 2 })
    expect(lastOf(stop([NaN, 7, 8, 9, 1]))).toMatchObject({ best: 7, state: 9 })
    expect([...stop([NaN, NaN, NaN, NaN])].length).toBe(3)
  })

  it('refuses a patience of nothing', () => {
    expect(() => earlyStopping({ patience: 0, score: (x: number) => x })).toThrow(/patience is 0/)
    expect(() => earlyStopping({ patience: 1, minDelta: -1, score: (x: number) => x })).toThrow(/minDelta is -1/)
  })
})
