import { describe, expect, it } from 'vitest'
import { explain } from '../../src/engine/index.js'
import { mean, square, sub } from '../../src/graph/index.js'
import { filled, type Tensor } from '../../src/tensor/index.js'

describe('explain', () => {
  it('shows the room that a reduction works in', () => {
    const [x, mu] = [filled('float64', [600, 300], 1), filled('float64', [300], 2)]
    const explanation = explain((a: Tensor, b: Tensor) => mean(square(sub(a, b))))(x, mu)
    const [nest] = explanation.parts.filter(({ name }) => name === 'loops [600, 300] sub mul -> sumTo')
    expect(nest.room).toBeGreaterThan(0)
    expect(nest.room).toBeLessThanOrEqual(explanation.peakBytes)
    expect(String(explanation)).toMatch(new RegExp(` ${nest.room} .*sub mul -> sumTo`))
  })
})
