import { gradientCheck, tensor } from 'cotangent'
import fc from 'fast-check'
import { gradient, loss } from './logistic.js'

const quarters = fc.integer({ min: -12, max: 12 }).map((n) => n / 4)

/** Weights and bias in quarters from -3 to 3. */
const points = fc.record({
  w: fc.tuple(quarters, quarters).map(([first, second]) => tensor([[first], [second]])),
  b: quarters.map((bias) => tensor([bias])),
})

export const byHand = gradientCheck({ of: { value: loss, gradient }, at: points })

export const automatic = gradientCheck({ of: loss, at: { w: tensor([[0.25], [-0.5]]), b: tensor([0.125]) }, order: 2 })
