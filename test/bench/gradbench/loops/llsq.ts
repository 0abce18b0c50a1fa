/** What the polynomial falls short of the step at t. */
const shortfall = (x: Float64Array, t: number): number => {
  let value = 0
  for (let j = x.length - 1; j >= 0; j--) value = value * t + x[j]
  return Math.sign(t) - value
}

/** ½ Σᵢ (sign tᵢ - Σⱼ xⱼ tᵢʲ)², tᵢ = -1 + 2 i / (n - 1). */
const primal = (x: Float64Array, n: number): number => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += shortfall(x, -1 + (2 * i) / (n - 1)) ** 2
  return sum / 2
}

/** -Σᵢ (sign tᵢ - Σⱼ xⱼ tᵢʲ) tᵢʲ for each j. */
const gradient = (x: Float64Array, n: number): Float64Array => {
  const slopes = new Float64Array(x.length)
  for (let i = 0; i < n; i++) {
    const t = -1 + (2 * i) / (n - 1)
    let term = -shortfall(x, t)
    for (let j = 0; j < x.length; j++) {
      slopes[j] += term
      term *= t
    }
  }
  return slopes
}

/** The least squares of a polynomial against a step, by hand. */
export const loops = { primal, gradient } as const
