const greatestOf = (x: Float64Array): number => {
  let greatest = x[0]
  for (let i = 1; i < x.length; i++) if (x[i] > greatest) greatest = x[i]
  return greatest
}

/** log Σᵢ exp(xᵢ). */
const primal = (x: Float64Array): number => {
  const greatest = greatestOf(x)
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += Math.exp(x[i] - greatest)
  return greatest + Math.log(sum)
}

/** exp(xᵢ) by the sum of all of them. */
const gradient = (x: Float64Array): Float64Array => {
  const greatest = greatestOf(x)
  const slopes = new Float64Array(x.length)
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    slopes[i] = Math.exp(x[i] - greatest)
    sum += slopes[i]
  }
  for (let i = 0; i < x.length; i++) slopes[i] /= sum
  return slopes
}

/** The logarithm of a sum of exponentials, by hand. */
export const loops = { primal, gradient } as const
