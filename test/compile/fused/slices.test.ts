import { describe, expect, it } from 'vitest'
import type { Loop } from '../../../src/compile/fused/loop.js'
import { walkingOrder } from '../../../src/compile/fused/slices.js'

const loopOf = (...reduced: readonly boolean[]): Loop =>
  ({ extents: reduced.map((_, axis) => axis + 2), reduced }) as unknown as Loop

describe('the axes of a loop are walked', () => {
  it.each([
    ['in order where the last is the vector axis', [false, false, false], 2, [0, 1, 2]],
    ['with the vector axis innermost', [false, false, false], 0, [1, 2, 0]],
    ['with what is reduced inside the vector axis', [false, false, true], 0, [1, 0, 2]],
    ['in order where vectors are along what is reduced', [false, false, true], 2, [0, 1, 2]],
  ] as const)('%s', (_, reduced, vector, order) => expect(walkingOrder(loopOf(...reduced), vector)).toEqual(order))
})
