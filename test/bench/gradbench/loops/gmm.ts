/** A mixture row by row: x [N, D], alpha [K], mu and q [K, D], l [K, D (D - 1) / 2]. */
export interface GmmInput {
  readonly n: number
  readonly k: number
  readonly d: number
  readonly m: number
  readonly gamma: number
  readonly x: Float64Array
  readonly alpha: Float64Array
  readonly mu: Float64Array
  readonly q: Float64Array
  readonly l: Float64Array
}

export interface GmmGradient {
  readonly alpha: Float64Array
  readonly mu: Float64Array
  readonly q: Float64Array
  readonly l: Float64Array
}

/** log Γ(n / 2) by its recurrence. */
const logGammaOfHalf = (n: number): number => {
  let sum = n % 2 === 0 ? 0 : Math.log(Math.PI) / 2
  for (let each = n - 2; each > 0; each -= 2) sum += Math.log(each / 2)
  return sum
}

/** What depends on no parameter. */
const constantOf = ({ n, k, d, m, gamma }: GmmInput): number => {
  const freedom = d + m + 1
  let logGamma = ((d * (d - 1)) / 4) * Math.log(Math.PI)
  for (let j = 0; j < d; j++) logGamma += logGammaOfHalf(freedom - j)
  return k * (freedom * d * Math.log(gamma / Math.SQRT2) - logGamma) - ((n * d) / 2) * Math.log(2 * Math.PI)
}

/** log Σ exp of numbers, which become their exponentials by that sum. */
const softmax = (numbers: Float64Array): number => {
  let greatest = numbers[0]
  for (let i = 1; i < numbers.length; i++) if (numbers[i] > greatest) greatest = numbers[i]
  let sum = 0
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = Math.exp(numbers[i] - greatest)
    sum += numbers[i]
  }
  for (let i = 0; i < numbers.length; i++) numbers[i] /= sum
  return greatest + Math.log(sum)
}

/** out = Q (x - mu) for a point and a component, where Q's diagonal is given and the rest lies in l column by column. */
const scale = (input: GmmInput, diagonal: Float64Array, point: number, component: number, out: Float64Array): void => {
  const { d, x, mu, l } = input
  let at = (component * d * (d - 1)) / 2
  for (let i = 0; i < d; i++) out[i] = 0
  for (let j = 0; j < d; j++) {
    const difference = x[point * d + j] - mu[component * d + j]
    out[j] += diagonal[component * d + j] * difference
    for (let i = j + 1; i < d; i++) out[i] += l[at++] * difference
  }
}

/** The posterior, calling `visit` with the probabilities of each point to belong to each component. */
const posterior = (input: GmmInput, visit: (point: number, probabilities: Float64Array) => void): number => {
  const { n, k, d, m, gamma, alpha, q, l } = input
  const diagonal = q.map(Math.exp)
  const scaled = new Float64Array(d)
  const beta = new Float64Array(k)
  const sums = new Float64Array(k)
  for (let c = 0; c < k; c++) for (let j = 0; j < d; j++) sums[c] += q[c * d + j]
  let total = constantOf(input) - n * softmax(Float64Array.from(alpha))
  for (let point = 0; point < n; point++) {
    for (let c = 0; c < k; c++) {
      scale(input, diagonal, point, c, scaled)
      let distance = 0
      for (let i = 0; i < d; i++) distance += scaled[i] * scaled[i]
      beta[c] = alpha[c] + sums[c] - distance / 2
    }
    total += softmax(beta)
    visit(point, beta)
  }
  let norm = 0
  for (let i = 0; i < k * d; i++) norm += diagonal[i] * diagonal[i]
  for (let i = 0; i < l.length; i++) norm += l[i] * l[i]
  for (let c = 0; c < k; c++) total += m * sums[c]
  return total - ((gamma * gamma) / 2) * norm
}

const objective = (input: GmmInput): number => posterior(input, () => undefined)

/** The gradient: with r a point's probability, y = x - mu and z = Q y, a component's mu has r Q'z and its Q has -r z y'. */
const jacobian = (input: GmmInput): GmmGradient => {
  const { n, k, d, m, gamma, x, alpha, mu, q, l } = input
  const size = (d * (d - 1)) / 2
  const diagonal = q.map(Math.exp)
  const prior = Float64Array.from(alpha)
  softmax(prior)
  const gradient = {
    alpha: prior.map((weight) => -n * weight),
    mu: new Float64Array(k * d),
    q: diagonal.map((element) => m - gamma * gamma * element * element),
    l: l.map((element) => -gamma * gamma * element),
  }
  const z = new Float64Array(d)
  posterior(input, (point, probabilities) => {
    for (let c = 0; c < k; c++) {
      const r = probabilities[c]
      scale(input, diagonal, point, c, z)
      gradient.alpha[c] += r
      let at = c * size
      for (let j = 0; j < d; j++) {
        const own = c * d + j
        const y = x[point * d + j] - mu[own]
        let back = diagonal[own] * z[j]
        gradient.q[own] += r - r * z[j] * y * diagonal[own]
        for (let i = j + 1; i < d; i++, at++) {
          back += l[at] * z[i]
          gradient.l[at] -= r * z[i] * y
        }
        gradient.mu[own] += r * back
      }
    }
  })
  return gradient
}

/** The posterior of a mixture of normal distributions, and its gradient, by hand. */
export const loops = { objective, jacobian } as const
