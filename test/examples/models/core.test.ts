import { describe, expect, it } from 'vitest'
import { gaussianProcess } from '../../../examples/models/gaussianProcess.js'
import { newton } from '../../../examples/models/newton.js'
import { defaults, physics } from '../../../examples/models/physics.js'

describe("logistic regression by Newton's method", () => {
  const { losses, slopes, accuracy } = newton()

  it('starts at even odds and separates the flowers but for a few', () => {
    expect(losses[0]).toBeCloseTo(Math.log(2), 15)
    expect(accuracy).toBeGreaterThan(0.95)
  })

  it('converges quadratically: near the minimum the slope is squared by every step, up to a factor', () => {
    const factors = slopes.slice(1).map((slope, step) => slope / slopes[step] ** 2)
    const near = factors.filter((_, step) => slopes[step] < 1e-2 && slopes[step + 1] > 1e-12)
    expect(near.length).toBeGreaterThan(1)
    // Half the Lipschitz constant of the Hessian over its square's least eigenvalue bounds the factor; it stays put here.
    expect(Math.max(...near) / Math.min(...near)).toBeLessThan(10)
    expect(slopes.at(-1)).toBeLessThan(1e-14)
  })
})

describe('a Gaussian process', () => {
  const found = gaussianProcess()

  it('climbs its likelihood at every step', () => {
    for (const [step, value] of found.likelihood.slice(1, 100).entries())
      expect(value).toBeGreaterThan(found.likelihood[step])
  })

  it('finds the noise that was added, and the sine in most places within two deviations', () => {
    // The deviation of a standard deviation estimated from n numbers is noise / sqrt(2 n), n the 40 observations.
    expect(Math.abs(found.noise - 0.2)).toBeLessThan((3 * 0.2) / Math.sqrt(80))
    expect(found.covered).toBeGreaterThan(0.75)
  })
})

describe('a motion learnt from its law', () => {
  const { losses, error } = physics()

  it('comes ever closer to the law', () => {
    for (const [step, value] of losses.slice(1).entries()) expect(value).toBeLessThanOrEqual(losses[step])
  })

  it('is the sine, as closely as the law is met', () => {
    // e'' + e = r with e(0) = e'(0) = 0 gives |e(t)| <= integral |r| <= t times the root of the mean of r^2.
    expect(error).toBeLessThan(defaults.until * Math.sqrt(losses.at(-1) as number))
    expect(error).toBeLessThan(0.05)
  })
})
