import { tensor } from 'cotangent'
import { lawfulGradient } from 'cotangent/laws'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import 'cotangent/vitest'
import { gradient, loss } from './logistic.js'

const at = { w: tensor([[0.25], [-0.5]]), b: tensor([0.125]) }
const points = fc.integer({ min: -8, max: 8 }).map((n) => ({ w: tensor([[n], [1 - n]]), b: tensor([n / 2]) }))

it('has the gradient that is written by hand', () => {
  expect({ value: loss, gradient }).toHaveCorrectGradient({ at })
})

it('has the gradient and the Hessian that are automatic, wherever', () => {
  expect(loss).toHaveCorrectGradient({ at: points, runs: 20 })
  expect(loss).toHaveCorrectHessian({ at })
})

it('satisfies laws', () => {
  const law = lawfulGradient(loss, points)
  expect([at]).toSatisfy(law)
  expect(fc.tuple(points)).toSatisfy(law)
})
