import {
  allocate,
  type Constant,
  type DType,
  fromRowMajor,
  type RootsOfUnity,
  rootsOfUnity,
  type Shape,
  type Tensor,
} from '../../tensor/index.js'
import { add, div, fullLike, mul, neg } from '../primitives/arithmetic.js'
import { matmul } from '../primitives/contraction.js'
import { broadcastTo, reshape, transpose } from '../primitives/structural.js'
import { concatenate, flip, pad } from '../primitives/windows.js'
import { partOf } from './over.js'

/**
 * The discrete Fourier transform of complex numbers z [2, n, W], real parts and then imaginary ones, along the axis of n:
 *
 *     Z[k] = sum over j of z[j] w_n^(j k),   w_n = e^(-2 pi i / n)
 *
 * For n = r m with j = j1 m + j2 and k = k1 + r k2 (Cooley and Tukey) it is
 *
 *     Z[k1 + r k2] = sum over j2 of w_m^(j2 k2) w_n^(j2 k1) sum over j1 of w_r^(j1 k1) z[j1 m + j2]
 *
 * The inner sums are a product with a real matrix [2r, 2r]; then come the factors between; and the outer sums are a
 * transform of length m, in which k1 has joined W in front of it, so that in the end all are in order (Stockham). Prime
 * factors above some limit are convolutions with chirps (Bluestein).
 */
export const transform = (z: Tensor): Tensor => {
  const [, n, width] = z.shape
  const stages = stagesOf(n)
  const roots = stages.length > 1 ? rootsOf(n) : rootsOf(1)
  let state = z
  for (const [radix, length] of stages) {
    const rest = length / radix
    const columns = (n / length) * width
    const sums = summed(reshape(state, [2, radix, rest * columns]))
    const turned = rest === 1 ? sums : twiddled(reshape(sums, [2, radix * rest, columns]), roots, radix, rest)
    state = reshape(transpose(reshape(turned, [2, radix, rest, columns]), [0, 2, 1, 3]), [2, rest, radix * columns])
  }
  return reshape(state, [2, n, width])
}

/** The conjugate transform, without a factor: real and imaginary parts change places before and after. */
export const inverseTransform = (z: Tensor): Tensor => flip(transform(flip(z, [0])), [0])

/** The largest prime whose sums are taken by a matrix. */
const largestMatrix = 64

/** Stages by their radix and the length that is left before them; fours first, whose matrix has no elements but 0, 1, -1. */
const stagesOf = (n: number): readonly (readonly [radix: number, length: number])[] => {
  const stages: (readonly [number, number])[] = []
  let length = n
  for (let radix = 4; length > 1; radix = radix === 4 ? 2 : radix === 2 ? 3 : radix + 2)
    for (; length % radix === 0; length /= radix) stages.push([radix, length])
  return stages
}

// --- constants

const recent = new Map<number, RootsOfUnity>()

/** The roots of unity of an order; the tables of the last eight orders of moderate size are kept. */
const rootsOf = (n: number): RootsOfUnity => {
  const roots = recent.get(n) ?? rootsOfUnity(n)
  if (n > 2 ** 16) return roots
  recent.delete(n)
  recent.set(n, roots)
  for (const oldest of recent.keys()) if (recent.size > 8) recent.delete(oldest)
  return roots
}

const constant = (dtype: DType, shape: Shape, elementAt: (index: number) => number): Constant => {
  const data = allocate(
    dtype,
    shape.reduce((size, extent) => size * extent, 1),
  )
  for (let index = 0; index < data.length; index++) data[index] = elementAt(index)
  return fromRowMajor(dtype, [...shape], data)
}

// --- complex numbers

/** Real and imaginary parts, each [1, n, W]. */
export const halves = (z: Tensor): readonly [real: Tensor, imaginary: Tensor] => [
  partOf(z, 0, 0, 1),
  partOf(z, 0, 1, 1),
]

/** z times factors whose real parts are `real`, and whose imaginary parts i stand as [-i, i]: (x, y) real + (y, x) [-i, i]. */
const times = (z: Tensor, real: Tensor, imaginary: Tensor): Tensor =>
  add(mul(z, broadcastTo(real, z.shape)), mul(flip(z, [0]), broadcastTo(imaginary, z.shape)))

/** z [2, n, W] times the powers `exponentAt(j)` of w_N for all j, N being the order of the roots; w = cos - i sin. */
const timesRoots = (z: Tensor, { cosines, sines }: RootsOfUnity, exponentAt: (j: number) => number): Tensor => {
  const [, n] = z.shape
  const real = constant(z.dtype, [n, 1], (j) => cosines[exponentAt(j)])
  const imaginary = constant(z.dtype, [2, n, 1], (index) => (index < n ? 1 : -1) * sines[exponentAt(index % n)])
  return times(z, real, imaginary)
}

/** Between two stages: z [2, r m, W] times w_(r m)^(j2 k1), by roots of an order that r m divides. */
const twiddled = (z: Tensor, roots: RootsOfUnity, radix: number, rest: number): Tensor => {
  const step = roots.cosines.length / (radix * rest)
  return timesRoots(z, roots, (index) => Math.floor(index / rest) * (index % rest) * step)
}

/** Transforms of the length of a radix: z [2, r, W]. */
const summed = (z: Tensor): Tensor => {
  const [, radix, width] = z.shape
  if (radix > largestMatrix) return byChirps(z)
  const { cosines, sines } = rootsOf(radix)
  // Rows k and columns j: [[cos, sin], [-sin, cos]].
  const matrix = constant(z.dtype, [2 * radix, 2 * radix], (index) => {
    const [row, column] = [Math.floor(index / (2 * radix)), index % (2 * radix)]
    const exponent = ((row % radix) * (column % radix)) % radix
    const [lower, right] = [row >= radix, column >= radix]
    return lower === right ? cosines[exponent] : lower ? 0 - sines[exponent] : sines[exponent]
  })
  return reshape(matmul(matrix, reshape(z, [2 * radix, width])), [2, radix, width])
}

/**
 * The transform of a prime length p by Bluestein's chirps c_j = w_(2p)^(j^2): as j k = (j^2 + k^2 - (k - j)^2) / 2,
 *
 *     Z[k] = c_k sum over j of (c_j z[j]) conj(c_(k - j))
 *
 * a convolution, which is a product of transforms of a length that is a power of 2.
 */
const byChirps = (z: Tensor): Tensor => {
  const [, prime] = z.shape
  const roots = rootsOf(2 * prime)
  const chirp = (j: number): number => (j * j) % (2 * prime)
  const length = powerOfTwoFrom(2 * prime - 1)
  const conjugates = constant(z.dtype, [2, length, 1], (index) => {
    const distance = Math.min(index % length, length - (index % length))
    if (distance >= prime) return 0
    return index < length ? roots.cosines[chirp(distance)] : roots.sines[chirp(distance)]
  })
  const padding = { low: [0, 0, 0], high: [0, length - prime, 0], interior: [0, 0, 0] }
  const [real, imaginary] = halves(transform(conjugates))
  const product = times(
    transform(pad(timesRoots(z, roots, chirp), padding)),
    real,
    concatenate([neg(imaginary), imaginary], 0),
  )
  const sums = partOf(inverseTransform(product), 1, 0, prime)
  return timesRoots(div(sums, fullLike(sums, length)), roots, chirp)
}

const powerOfTwoFrom = (least: number): number => {
  let power = 1
  while (power < least) power *= 2
  return power
}
