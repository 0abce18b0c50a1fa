import { describe, expect, it } from 'vitest'
import { processorShare, processorsIn } from '../../../src/distributed/mpi/processors.js'

describe('processors', () => {
  it.each([
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['0,2-3,65', [0, 2, 3, 65]],
    ['', []],
  ])('are read from Linux’s list %j', (list, expected) => {
    expect(processorsIn(list)).toEqual(expected)
  })

  it('are shared by those that may use them', () => {
    const all = [0, 1, 2, 3]
    expect(processorShare(all, [all])).toBe(4)
    expect(processorShare(all, [all, all])).toBe(2)
    // Bound to processors of their own, to halves of the machine, and to one in common.
    expect(processorShare([1], [[0], [1], [2], [3]])).toBe(1)
    expect(
      processorShare(
        [0, 1],
        [
          [0, 1],
          [0, 1],
          [2, 3],
          [2, 3],
        ],
      ),
    ).toBe(1)
    expect(
      processorShare(
        [0, 1],
        [
          [0, 1],
          [1, 2],
        ],
      ),
    ).toBe(1.5)
  })
})
