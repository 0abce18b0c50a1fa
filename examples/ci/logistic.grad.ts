import { gradientCheck, tensor } from 'cotangent'
import { gradient, loss } from './logistic.js'

const at = { w: tensor([[0.25], [-0.5]]), b: tensor([0.125]) }

export const byHand = gradientCheck({ of: { value: loss, gradient }, at })

export const automatic = gradientCheck({ of: loss, at, order: 2 })
