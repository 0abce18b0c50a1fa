import { describe, expect, it } from 'vitest'
import { medianOf } from './clock.js'
import { interleaved } from './measure.js'

describe('times', () => {
  it('have a middle', () => {
    expect(medianOf([3, 1, 2])).toBe(2)
    expect(medianOf([4, 1, 3, 2])).toBe(2.5)
  })

  it('are taken in turn, and no longer once a budget is spent', async () => {
    const order: string[] = []
    const taking = (name: string, seconds: readonly number[]) => {
      const left = [...seconds]
      return async () => {
        order.push(name)
        return left.shift() ?? Number.NaN
      }
    }
    const times = await interleaved([taking('a', [3, 1, 2]), taking('b', [5]), taking('c', [1, 4])], {
      rounds: 3,
      budget: 5,
    })
    expect(order.join('')).toBe('abcaca')
    expect(times).toEqual([
      { min: 1, median: 2, count: 3 },
      { min: 5, median: 5, count: 1 },
      { min: 1, median: 2.5, count: 2 },
    ])
  })
})
