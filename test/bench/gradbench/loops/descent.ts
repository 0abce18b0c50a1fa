/** How a descent went. */
export interface Descent {
  readonly x: Float64Array
  readonly rounds: number
  /** How often the function was evaluated, and how often its gradient. */
  readonly values: number
  readonly gradients: number
}

const norm = (x: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i]
  return Math.sqrt(sum)
}

/**
 * Where a function is least, by descent. The gradient is left where its second argument is; `visit` is told the rate of
 * each step that is taken.
 */
export const argmin = (
  value: (x: Float64Array) => number,
  gradient: (x: Float64Array, into: Float64Array) => void,
  start: Float64Array,
  visit?: (rate: number) => void,
): Descent => {
  const n = start.length
  const [g, step] = [new Float64Array(n), new Float64Array(n)]
  let [x, next] = [start.slice(), new Float64Array(n)]
  let fx = value(x)
  gradient(x, g)
  let [values, gradients] = [1, 1]
  let [rate, streak] = [1e-5, 0]
  for (let rounds = 1; ; rounds++) {
    if (norm(g) <= 1e-5) return { x, rounds, values, gradients }
    if (streak === 10) {
      rate *= 2
      streak = 0
      continue
    }
    for (let i = 0; i < n; i++) {
      next[i] = x[i] - rate * g[i]
      step[i] = next[i] - x[i]
    }
    if (norm(step) <= 1e-5) return { x, rounds, values, gradients }
    const there = value(next)
    values++
    if (there < fx) {
      visit?.(rate)
      const before = x
      x = next
      next = before
      fx = there
      gradient(x, g)
      gradients++
      streak++
    } else {
      rate /= 2
      streak = 0
    }
  }
}
