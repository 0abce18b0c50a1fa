import type { FloatDType } from '../../src/tensor/index.js'
import { lengthOf, powerOf, roundingTo } from './support.js'

/** One vector of parameters and its gradient at a step: what a formula makes of them is the update. */
export type Formula = (g: readonly number[], p: readonly number[], step: number) => readonly number[]

/** Published formulas as loops over numbers, which know nothing of the library but its powers and lengths. */
type MakeFormula = (dtype: FloatDType, size: number) => Formula

const zeros = (size: number): number[] => new Array<number>(size).fill(0)

/** Adam's step for each element: m^ / (sqrt(v^) + eps). */
const adamStep = (dtype: FloatDType, size: number, b1: number, b2: number, eps: number): Formula => {
  const r = roundingTo(dtype)
  const [m, v] = [zeros(size), zeros(size)]
  return (g, _, step) => {
    const [c1, c2] = [r(1 - powerOf(b1, step + 1)), r(1 - powerOf(b2, step + 1))]
    return g.map((gi, i) => {
      m[i] = r(r(m[i] * r(b1)) + r(gi * r(1 - b1)))
      v[i] = r(r(v[i] * r(b2)) + r(r(gi * gi) * r(1 - b2)))
      return r(r(m[i] / c1) / r(r(Math.sqrt(r(v[i] / c2))) + r(eps)))
    })
  }
}

const times = (formula: Formula, factor: number, r: (x: number) => number): Formula => {
  const scale = r(factor)
  return (g, p, step) => formula(g, p, step).map((u) => r(u * scale))
}

/** u + strength p. */
const decayed =
  (formula: Formula, strength: number, r: (x: number) => number): Formula =>
  (g, p, step) =>
    formula(g, p, step).map((u, i) => r(u + r(p[i] * r(strength))))

/** Rate and options of every formula, which the test gives to the library too. */
export const rate = 0.0625 * 1.3

export const formulas = {
  /** p <- p - rate g. */
  sgd: (dtype) => times((g) => g, -rate, roundingTo(dtype)),
  /** t <- g + 0.8 t, p <- p - rate t. */
  momentum: (dtype, size) => {
    const r = roundingTo(dtype)
    const t = zeros(size)
    return times(
      (g) =>
        g.map((gi, i) => {
          t[i] = r(gi + r(t[i] * r(0.8)))
          return t[i]
        }),
      -rate,
      r,
    )
  },
  /** t <- g + 0.8 t, p <- p - rate (g + 0.8 t). */
  nesterov: (dtype, size) => {
    const r = roundingTo(dtype)
    const t = zeros(size)
    return times(
      (g) =>
        g.map((gi, i) => {
          t[i] = r(gi + r(t[i] * r(0.8)))
          return r(gi + r(t[i] * r(0.8)))
        }),
      -rate,
      r,
    )
  },
  /** s <- s + g^2, p <- p - rate g / (sqrt(s) + 1e-10). */
  adagrad: (dtype, size) => {
    const r = roundingTo(dtype)
    const s = zeros(size)
    return times(
      (g) =>
        g.map((gi, i) => {
          s[i] = r(s[i] + r(gi * gi))
          return r(gi / r(r(Math.sqrt(s[i])) + r(1e-10)))
        }),
      -rate,
      r,
    )
  },
  /** v <- 0.9 v + 0.1 g^2, p <- p - rate g / (sqrt(v) + 1e-8). */
  rmsprop: (dtype, size) => {
    const r = roundingTo(dtype)
    const v = zeros(size)
    return times(
      (g) =>
        g.map((gi, i) => {
          v[i] = r(r(v[i] * r(0.9)) + r(r(gi * gi) * r(1 - 0.9)))
          return r(gi / r(r(Math.sqrt(v[i])) + r(1e-8)))
        }),
      -rate,
      r,
    )
  },
  adam: (dtype, size) => times(adamStep(dtype, size, 0.9, 0.999, 1e-8), -rate, roundingTo(dtype)),
  adamw: (dtype, size) => {
    const r = roundingTo(dtype)
    return times(decayed(adamStep(dtype, size, 0.9, 0.999, 1e-8), 0.03, r), -rate, r)
  },
  /** u <- max(b2 u, |g| + eps), p <- p - rate m^ / u. */
  adamax: (dtype, size) => {
    const r = roundingTo(dtype)
    const [m, u] = [zeros(size), zeros(size)]
    return times(
      (g, _, step) => {
        const c1 = r(1 - powerOf(0.9, step + 1))
        return g.map((gi, i) => {
          m[i] = r(r(m[i] * r(0.9)) + r(gi * r(1 - 0.9)))
          u[i] = Math.max(r(u[i] * r(0.999)), r(Math.abs(gi) + r(1e-8)))
          return r(r(m[i] / c1) / u[i])
        })
      },
      -rate,
      r,
    )
  },
  /** Dozat's, with mu_t = b1 (1 - 0.96^(0.004 t) / 2). */
  nadam: (dtype, size) => {
    const r = roundingTo(dtype)
    const [m, v] = [zeros(size), zeros(size)]
    const mu = (t: number): number => 0.9 * (1 - powerOf(0.96, t * 0.004) / 2)
    let product = 1
    return times(
      (g, _, step) => {
        const t = step + 1
        product *= mu(t)
        const ahead = r(mu(t + 1) / (1 - product * mu(t + 1)))
        const here = r((1 - mu(t)) / (1 - product))
        const c2 = r(1 - powerOf(0.999, t))
        return g.map((gi, i) => {
          m[i] = r(r(m[i] * r(0.9)) + r(gi * r(1 - 0.9)))
          v[i] = r(r(v[i] * r(0.999)) + r(r(gi * gi) * r(1 - 0.999)))
          return r(r(r(m[i] * ahead) + r(gi * here)) / r(r(Math.sqrt(r(v[i] / c2))) + r(1e-8)))
        })
      },
      -rate,
      r,
    )
  },
  /** c = sign(0.9 m + 0.1 g), m <- 0.99 m + 0.01 g, p <- p - rate (c + 0.03 p). */
  lion: (dtype, size) => {
    const r = roundingTo(dtype)
    const m = zeros(size)
    const signs: Formula = (g) =>
      g.map((gi, i) => {
        const c = Math.sign(r(r(m[i] * r(0.9)) + r(gi * r(1 - 0.9))))
        m[i] = r(r(m[i] * r(0.99)) + r(gi * r(1 - 0.99)))
        return c
      })
    return times(decayed(signs, 0.03, r), -rate, r)
  },
  /** u = m^ / (sqrt(v^) + 1e-6) + 0.03 p, p <- p - rate (|p| / |u|) u. */
  lamb: (dtype, size) => {
    const r = roundingTo(dtype)
    const step = decayed(adamStep(dtype, size, 0.9, 0.999, 1e-6), 0.03, r)
    const trusted: Formula = (g, p, at) => {
      const u = step(g, p, at)
      const [length, size] = [lengthOf(u, dtype), lengthOf(p, dtype)]
      const ratio = length === 0 || size === 0 ? 1 : r(size / length)
      return u.map((ui) => r(ui * ratio))
    }
    return times(trusted, -rate, r)
  },
} as const satisfies Readonly<Record<string, MakeFormula>>
