import type { BundleArrays } from '../loops/ba.js'

/** An input of ba: n cameras, m points and p observations, each kind copies of one. */
export interface BundleInput {
  readonly n: number
  readonly m: number
  readonly p: number
  readonly cam: readonly number[]
  readonly x: readonly number[]
  readonly w: number
  readonly feat: readonly number[]
}

/** A camera that looks past a point: rotation, centre, focal length, principal point and distortion of a usual size. */
export const bundleInput = (n: number, m: number, p: number) => ({
  n,
  m,
  p,
  cam: [0.0157, -0.0128, -0.0044, -0.0341, -0.1075, 1.1202, 399.75, 0.25, -0.5, -3.2e-3, 5.9e-4],
  x: [-0.612, 0.5718, -1.8471],
  w: 0.417022,
  feat: [-332.65, 262.09],
})

const copies = (row: readonly number[], count: number): Float64Array =>
  Float64Array.from({ length: count * row.length }, (_, at) => row[at % row.length])

/** The copies, and which camera and which point each observation is of. */
export const bundleArrays = ({ n, m, p, cam, x, w, feat }: BundleInput): BundleArrays => ({
  cameras: copies(cam, n),
  points: copies(x, m),
  weights: copies([w], p),
  seen: copies(feat, p),
  camera: Int32Array.from({ length: p }, (_, i) => i % n),
  point: Int32Array.from({ length: p }, (_, i) => i % m),
})
