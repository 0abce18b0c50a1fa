/**
 * How far two programs of an evaluation may be from each other, max|got - want| / max|want|, by the roundings of both: each
 * is within half of it from the truth.
 */
import type { Json } from '../../../../examples/gradbench/evaluation.js'

type Rows = readonly (readonly number[])[]

const unit = 2 ** -53

/** The roundings of two programs, each of which rounds so many times numbers of the size of the result. */
const ofRoundings = (count: number): number => 2 * count * unit

const numbersIn = (json: Json): readonly number[] =>
  typeof json === 'number' ? [json] : Object.values((json ?? {}) as { readonly [key: string]: Json }).flatMap(numbersIn)

const largestIn = (json: Json): number =>
  numbersIn(json).reduce((largest, each) => Math.max(largest, Math.abs(each)), 0)

/** Each of n terms is rounded once where it is added; the exponential, its argument and the quotient a few times more. */
const lse = ({ x }: { readonly x: readonly number[] }): number => ofRoundings(x.length + 8)

/**
 * Horner's scheme rounds twice a coefficient, and the points and what they fall short of the step a few times more, each
 * time by a unit of at most 1 + Σ|xⱼ|; the sums over the points then round their terms once each, and the powers in the
 * gradient's terms are products of fewer than m factors.
 */
const llsq = ({ x, n }: { readonly x: readonly number[]; readonly n: number }, want: Json): number => {
  const m = x.length
  const shortfalls = Array.from({ length: n }, (_, i) => {
    const t = -1 + (i * 2) / (n - 1)
    return Math.abs(Math.sign(t) - x.reduceRight((sum, coefficient) => sum * t + coefficient, 0))
  })
  const total = shortfalls.reduce((sum, each) => sum + each, 0)
  const each = (2 * m + 6) * x.reduce((sum, coefficient) => sum + Math.abs(coefficient), 1)
  const size = largestIn(want)
  return typeof want === 'number'
    ? ofRoundings((total * each) / size + n + 6)
    : ofRoundings((n * each + total * (m + n + 6)) / size)
}

/** The determinant's products without signs, of the last rows and the columns of each set, by the bits of the sets. */
const permanents = (rows: Rows): Float64Array => {
  const ell = rows[0]?.length ?? 0
  const found = new Float64Array(2 ** ell)
  found[0] = 1
  for (let set = 1; set < found.length; set++) {
    let count = 0
    for (let bits = set; bits > 0; bits &= bits - 1) count++
    if (count > rows.length) continue
    const row = rows[rows.length - count]
    for (let column = 0; column < ell; column++)
      if ((set >> column) & 1) found[set] += Math.abs(row[column]) * found[set & ~(1 << column)]
  }
  return found
}

/**
 * Each product of ell elements is rounded ell times, its sign and what goes along counted in, and at each size m once for
 * each of the m terms that it is added to, twice where minors give back their slopes; all of that by at most a unit of its
 * size, and these sizes add up to permanents.
 */
const det = ({ A, ell }: { readonly A: readonly number[]; readonly ell: number }, want: Json): number => {
  const rows = Array.from({ length: ell }, (_, row) => A.slice(row * ell, (row + 1) * ell))
  const whole = 2 ** ell - 1
  const sizes = Array.isArray(want)
    ? rows.flatMap((row, i) => {
        const minors = permanents(rows.toSpliced(i, 1))
        return row.map((_, column) => minors[whole & ~(1 << column)])
      })
    : [permanents(rows)[whole]]
  return ofRoundings(((ell * (ell + 1) + 3 * ell) * Math.max(...sizes)) / largestIn(want))
}

interface Mixture {
  readonly d: number
  readonly k: number
  readonly n: number
  readonly x: Rows
  readonly alpha: readonly number[]
  readonly mu: Rows
  readonly q: Rows
  readonly l: Rows
}

/** Of a point, the mean over components, by their probabilities, of ½ (|Q| (|x| + |mu|))²: what exponents are differences of. */
const exponentAt = ({ d, alpha, mu, q, l }: Mixture, x: readonly number[]): number => {
  const each = alpha.map((weight, c) => {
    const sums = new Float64Array(d)
    const sizes = new Float64Array(d)
    let at = 0
    for (let j = 0; j < d; j++) {
      const [difference, size] = [x[j] - mu[c][j], Math.abs(x[j]) + Math.abs(mu[c][j])]
      const diagonal = Math.exp(q[c][j])
      sums[j] += diagonal * difference
      sizes[j] += diagonal * size
      for (let i = j + 1; i < d; i++) {
        sums[i] += l[c][at] * difference
        sizes[i] += Math.abs(l[c][at++]) * size
      }
    }
    const half = (numbers: Float64Array): number => numbers.reduce((sum, one) => sum + one * one, 0) / 2
    return { exponent: weight + q[c].reduce((sum, one) => sum + one, 0) - half(sums), size: half(sizes) }
  })
  const greatest = Math.max(...each.map(({ exponent }) => exponent))
  const shares = each.map(({ exponent }) => Math.exp(exponent - greatest))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return each.reduce((sum, { size }, c) => sum + (shares[c] / total) * size, 0)
}

/**
 * Of an exponent, which is a sum of d squares of sums of d products, some 3 d + 8 roundings; what they make of it is an error
 * of its exponential, and counts by that. Each of n points is rounded once more where it is added, and each of k components.
 */
const gmm = (input: Mixture): number =>
  ofRoundings((input.n + input.k + 3 * input.d + 8) * Math.max(1, ...input.x.map((x) => exponentAt(input, x))))

/**
 * Some 60 roundings from the camera and the point to a residual, each of numbers that are no larger than what comes out;
 * derivatives by the rotation vector divide what is left of its axis by its angle.
 */
const ba = ({ cam: [a, b, c] }: { readonly cam: readonly number[] }): number => {
  const angle = Math.hypot(a, b, c)
  return ofRoundings(60) / (angle === 0 ? 1 : Math.min(1, angle))
}

/**
 * A vertex goes through at most 8 products of 4 by 4 matrices (4 bones' and the rest's, and the whole hand's), of at most
 * 10 roundings each, and a sum of 88 terms; each may grow by what cancels there, which is less than tenfold.
 */
const ht = (): number => ofRoundings(10 * (8 * 10 + 88))

/**
 * A layer rounds some 60 numbers in a step forward and twice as many in a step back. In the gradient each step adds its
 * own part, and of what an earlier one is wrong by hands on less than it got: forget gates are below 1.
 */
const lstm = ({ state, sequence }: { readonly state: Rows; readonly sequence: Rows }): number =>
  ofRoundings(180 * (state.length / 2) * sequence.length)

/**
 * Each of n terms is rounded once where it is added, and each of d squares; their differences and products once more.
 * Directions are means of differences of numbers up to 1, and may be smaller than these; where each point is a centroid,
 * they are zero, exactly.
 */
const kmeans = ({ points, centroids }: { readonly points: Rows; readonly centroids: Rows }, want: Json): number => {
  if (points.length === centroids.length) return 0
  return ofRoundings(points.length + points[0].length + 8) / (Array.isArray(want) ? largestIn(want) : 1)
}

/**
 * A component is a constant times a product of coefficients, so there are no differences of near numbers in it nor in its
 * slopes, and roundings add up: at most 24 in a step forward, and as many in a step back.
 */
const ode = ({ s }: { readonly s: number }): number => ofRoundings(48 * s)

/** A step of a flight rounds some 30 times, and at most 354 steps follow one another. */
const particle = (): number => ofRoundings(354 * 30)

/** Each of the 155 steps of a descent rounds four times, and what it takes off is as wrong as what it starts from. */
const saddle = (): number => ofRoundings(155 * 4 * 2)

/** Small whole numbers are exact. */
const hello = (): number => 0

const bounds: { readonly [module: string]: (input: never, want: Json) => number } = {
  ...{ ba, det, gmm, hello, ht, kmeans, llsq, lse, lstm, ode, particle, saddle },
}

/** The bound of an evaluation for an input and what is to come out. */
export const boundOf = (module: string, input: Json, want: Json): number => bounds[module](input as never, want)
