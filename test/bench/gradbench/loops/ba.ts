/** Bundle adjustment by hand: n cameras of 11 numbers, m points of 3, p observations of a weight and a place each. */
export interface BundleArrays {
  readonly cameras: Float64Array
  readonly points: Float64Array
  readonly weights: Float64Array
  readonly seen: Float64Array
  readonly camera: Int32Array
  readonly point: Int32Array
}

/** One observation: its two residuals at `to` in `errors`, and where `values` is given their 2 x 15 derivatives at `at` there. */
const observe = (
  bundle: BundleArrays,
  index: number,
  errors: Float64Array,
  to: number,
  values?: Float64Array,
  at = 0,
): void => {
  const { cameras: c, points: x } = bundle
  const cam = 11 * bundle.camera[index]
  const pt = 3 * bundle.point[index]
  const w = bundle.weights[index]
  const [r0, r1, r2] = [c[cam], c[cam + 1], c[cam + 2]]
  const y0 = x[pt] - c[cam + 3]
  const y1 = x[pt + 1] - c[cam + 4]
  const y2 = x[pt + 2] - c[cam + 5]
  const focal = c[cam + 6]
  const [k1, k2] = [c[cam + 9], c[cam + 10]]
  const squared = r0 * r0 + r1 * r1 + r2 * r2
  const angle = Math.sqrt(squared)
  const still = squared === 0
  // Rodrigues' formula as a matrix: c I + s [a]x + (1 - c) a a'.
  const [cos, sin] = still ? [1, 0] : [Math.cos(angle), Math.sin(angle)]
  const [a0, a1, a2] = still ? [0, 0, 0] : [r0 / angle, r1 / angle, r2 / angle]
  const rest = 1 - cos
  const along = a0 * y0 + a1 * y1 + a2 * y2
  const [q0, q1, q2] = [a1 * y2 - a2 * y1, a2 * y0 - a0 * y2, a0 * y1 - a1 * y0]
  const z0 = still ? y0 + r1 * y2 - r2 * y1 : y0 * cos + q0 * sin + a0 * along * rest
  const z1 = still ? y1 + r2 * y0 - r0 * y2 : y1 * cos + q1 * sin + a1 * along * rest
  const z2 = still ? y2 + r0 * y1 - r1 * y0 : y2 * cos + q2 * sin + a2 * along * rest
  const [u, v] = [z0 / z2, z1 / z2]
  const rho = u * u + v * v
  const factor = 1 + k1 * rho + k2 * rho * rho
  errors[to] = w * (focal * u * factor + c[cam + 7] - bundle.seen[2 * index])
  errors[to + 1] = w * (focal * v * factor + c[cam + 8] - bundle.seen[2 * index + 1])
  if (values === undefined) return
  const bend = k1 + 2 * k2 * rho
  for (let row = 0; row < 2; row++) {
    const o = at + 15 * row
    const e = row === 0 ? u : v
    // The slope of the row's projection by u and v, and by z.
    const du = w * focal * ((row === 0 ? factor : 0) + e * bend * 2 * u)
    const dv = w * focal * ((row === 1 ? factor : 0) + e * bend * 2 * v)
    const g0 = du / z2
    const g1 = dv / z2
    const g2 = -(du * u + dv * v) / z2
    // By y: g' R, where R y = c y + s a x y + (1 - c) a (a y); or I + [r]x where still.
    let d0: number
    let d1: number
    let d2: number
    if (still) {
      d0 = g0 + r2 * g1 - r1 * g2
      d1 = g1 + r0 * g2 - r2 * g0
      d2 = g2 + r1 * g0 - r0 * g1
      values[o] = y1 * g2 - y2 * g1
      values[o + 1] = y2 * g0 - y0 * g2
      values[o + 2] = y0 * g1 - y1 * g0
    } else {
      const ga = g0 * a0 + g1 * a1 + g2 * a2
      d0 = g0 * cos + (g1 * a2 - g2 * a1) * sin + a0 * ga * rest
      d1 = g1 * cos + (g2 * a0 - g0 * a2) * sin + a1 * ga * rest
      d2 = g2 * cos + (g0 * a1 - g1 * a0) * sin + a2 * ga * rest
      // By the angle, and by the axis, whose slope by r is (I - a a') / angle.
      const gy = g0 * y0 + g1 * y1 + g2 * y2
      const gq = g0 * q0 + g1 * q1 + g2 * q2
      const byAngle = -gy * sin + gq * cos + ga * along * sin
      const h0 = (y1 * g2 - y2 * g1) * sin + (g0 * along + ga * y0) * rest
      const h1 = (y2 * g0 - y0 * g2) * sin + (g1 * along + ga * y1) * rest
      const h2 = (y0 * g1 - y1 * g0) * sin + (g2 * along + ga * y2) * rest
      const ha = h0 * a0 + h1 * a1 + h2 * a2
      values[o] = byAngle * a0 + (h0 - ha * a0) / angle
      values[o + 1] = byAngle * a1 + (h1 - ha * a1) / angle
      values[o + 2] = byAngle * a2 + (h2 - ha * a2) / angle
    }
    values[o + 3] = -d0
    values[o + 4] = -d1
    values[o + 5] = -d2
    values[o + 6] = w * e * factor
    values[o + 7] = row === 0 ? w : 0
    values[o + 8] = row === 1 ? w : 0
    values[o + 9] = w * focal * e * rho
    values[o + 10] = w * focal * e * rho * rho
    values[o + 11] = d0
    values[o + 12] = d1
    values[o + 13] = d2
    values[o + 14] = errors[to + row] / w
  }
}

/** The residuals of all observations [P, 2] and of all weights [P]. */
export const baObjective = (bundle: BundleArrays): readonly [errors: Float64Array, weightErrors: Float64Array] => {
  const count = bundle.weights.length
  const errors = new Float64Array(2 * count)
  const weightErrors = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    observe(bundle, i, errors, 2 * i)
    weightErrors[i] = 1 - bundle.weights[i] * bundle.weights[i]
  }
  return [errors, weightErrors]
}

/** Pointers, columns and values of the compressed rows of all derivatives. */
export const baJacobian = (
  bundle: BundleArrays,
): readonly [pointers: Int32Array, cols: Int32Array, values: Float64Array] => {
  const count = bundle.weights.length
  const ofPoints = bundle.cameras.length
  const ofWeights = ofPoints + bundle.points.length
  const pointers = new Int32Array(3 * count + 1)
  const cols = new Int32Array(31 * count)
  const values = new Float64Array(31 * count)
  const errors = new Float64Array(2)
  for (let i = 0; i < count; i++) {
    observe(bundle, i, errors, 0, values, 30 * i)
    for (let row = 2 * i; row < 2 * i + 2; row++) {
      const o = 15 * row
      pointers[row] = o
      for (let k = 0; k < 11; k++) cols[o + k] = 11 * bundle.camera[i] + k
      for (let k = 0; k < 3; k++) cols[o + 11 + k] = ofPoints + 3 * bundle.point[i] + k
      cols[o + 14] = ofWeights + i
    }
    pointers[2 * count + i] = 30 * count + i
    cols[30 * count + i] = ofWeights + i
    values[30 * count + i] = -2 * bundle.weights[i]
  }
  pointers[3 * count] = 31 * count
  return [pointers, cols, values]
}
