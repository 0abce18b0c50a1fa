import { argmin, type Descent } from './descent.js'

const squares = (x: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i]
  return sum
}

const twice = (x: Float64Array, into: Float64Array): void => {
  for (let i = 0; i < x.length; i++) into[i] = 2 * x[i]
}

/** The b from a start on for which |a|² - |b|² is greatest; `visit` is told the rate of each step. */
const greatest = (a: Float64Array, start: Float64Array, visit?: (rate: number) => void): Descent =>
  argmin((b) => -(squares(a) - squares(b)), twice, start, visit)

/** The greatest height above a, over all b. */
const height = (start: Float64Array) => (a: Float64Array) => squares(a) - squares(greatest(a, start).x)

/** Its gradient by a: that of b [2, 2] follows the steps of b. */
const slope = (start: Float64Array) => {
  const n = start.length
  const db = new Float64Array(n * n)
  return (a: Float64Array, into: Float64Array): void => {
    db.fill(0)
    const { x: b } = greatest(a, start, (rate) => {
      for (let i = 0; i < db.length; i++) db[i] -= rate * 2 * db[i]
    })
    for (let j = 0; j < n; j++) {
      let along = 0
      for (let i = 0; i < n; i++) along += 2 * b[i] * db[i * n + j]
      into[j] = 2 * a[j] - along
    }
  }
}

const descents = (start: Float64Array): { readonly outer: Descent; readonly inner: Descent } => {
  const outer = argmin(height(start), slope(start), start)
  return { outer, inner: greatest(outer.x, start) }
}

const point = (start: Float64Array): Float64Array => {
  const { outer, inner } = descents(start)
  return Float64Array.of(...outer.x, ...inner.x)
}

/** A saddle point by a descent whose function ascends, by hand. */
export const loops = { descents, point } as const
