/** k_0 = x_0, k_i = x_i y_(i-1) of y = base + by k. */
const slope = (x: Float64Array, base: Float64Array, k: Float64Array, by: number, next: Float64Array): void => {
  next[0] = x[0]
  for (let i = 1; i < x.length; i++) next[i] = x[i] * (base[i - 1] + by * k[i - 1])
}

/** The slopes of one step from y. */
const slopes = (x: Float64Array, y: Float64Array, h: number, [k1, k2, k3, k4]: readonly Float64Array[]): void => {
  slope(x, y, y, 0, k1)
  slope(x, y, k1, h / 2, k2)
  slope(x, y, k2, h / 2, k3)
  slope(x, y, k3, h, k4)
}

const four = (n: number): readonly Float64Array[] => Array.from({ length: 4 }, () => new Float64Array(n))

/** y at time 2 of y' = f(y), y(0) = 0, f(y)_0 = x_0, f(y)_i = x_i y_(i-1), by so many steps of Runge-Kutta; `visit` sees y before each. */
const solve = (x: Float64Array, steps: number, visit: (y: Float64Array) => void): Float64Array => {
  const h = 2 / steps
  const ks = four(x.length)
  const [k1, k2, k3, k4] = ks
  const y = new Float64Array(x.length)
  for (let step = 0; step < steps; step++) {
    visit(y)
    slopes(x, y, h, ks)
    for (let i = 0; i < x.length; i++) y[i] += (h / 6) * (k1[i] + 2 * k2[i] + (2 * k3[i] + k4[i]))
  }
  return y
}

const solution = (x: Float64Array, steps: number): Float64Array => solve(x, steps, () => undefined)

/** The slope of the last component of the solution by x: backwards through the steps, each done again from where it began. */
const gradient = (x: Float64Array, steps: number): Float64Array => {
  const n = x.length
  const h = 2 / steps
  const starts: Float64Array[] = []
  solve(x, steps, (y) => starts.push(y.slice()))
  const ks = four(n)
  const [k1, k2, k3] = ks
  const [d1, d2, d3, d4] = four(n)
  const dy = new Float64Array(n)
  const dx = new Float64Array(n)
  dy[n - 1] = 1
  /** Back through next = slope(x, base + by k): to x, to the base, and to k. */
  const back = (base: Float64Array, k: Float64Array, by: number, dNext: Float64Array, dK: Float64Array): void => {
    dx[0] += dNext[0]
    for (let i = 1; i < n; i++) {
      dx[i] += dNext[i] * (base[i - 1] + by * k[i - 1])
      const d = dNext[i] * x[i]
      dy[i - 1] += d
      dK[i - 1] += by * d
    }
  }
  for (const y of starts.reverse()) {
    slopes(x, y, h, ks)
    for (let i = 0; i < n; i++) {
      d1[i] = d4[i] = (h / 6) * dy[i]
      d2[i] = d3[i] = (h / 3) * dy[i]
    }
    back(y, k3, h, d4, d3)
    back(y, k2, h / 2, d3, d2)
    back(y, k1, h / 2, d2, d1)
    back(y, y, 0, d1, d1)
  }
  return dx
}

/** The solution of the differential equation, and its gradient, by hand. */
export const loops = { primal: solution, gradient } as const
