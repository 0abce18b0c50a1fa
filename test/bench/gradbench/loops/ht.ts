/** A hand as flat arrays: 22 bones, V vertices, C points seen; `us` is empty where points are of vertices. */
export interface HandArrays {
  readonly theta: Float64Array
  readonly us: Float64Array
  readonly parents: readonly number[]
  readonly mirrored: boolean
  readonly relatives: Float64Array
  readonly inverseAbsolutes: Float64Array
  readonly positions: Float64Array
  readonly weights: Float64Array
  readonly triangles: Int32Array
  readonly correspondences: Int32Array
  readonly points: Float64Array
}

const bones = 22

/** c = a b, of 4 by 4, from places in their arrays. */
const product = (a: Float64Array, i: number, b: Float64Array, j: number, c: Float64Array, k: number): void => {
  for (let row = 0; row < 16; row += 4)
    for (let col = 0; col < 4; col++)
      c[k + row + col] =
        a[i + row] * b[j + col] +
        a[i + row + 1] * b[j + 4 + col] +
        a[i + row + 2] * b[j + 8 + col] +
        a[i + row + 3] * b[j + 12 + col]
}

/** Rz(z) Ry(y) Rx(x) and, by the angle 0 (x) or 1 (z), its slope, for y = 0, at a place of an array. */
const turn = (x: number, z: number, by: number | undefined, to: Float64Array, at: number): void => {
  const [cx, sx] = by === 0 ? [-Math.sin(x), Math.cos(x)] : [Math.cos(x), Math.sin(x)]
  const [cz, sz] = by === 1 ? [-Math.sin(z), Math.cos(z)] : [Math.cos(z), Math.sin(z)]
  const one = by === 0 ? 0 : 1
  const last = by === 1 ? 0 : 1
  to.set([cz * one, -sz * cx, sz * sx, 0, sz * one, cz * cx, -cz * sx, 0, 0, last * sx, last * cx, 0], at)
  to.set([0, 0, 0, by === undefined ? 1 : 0], at + 12)
}

/** The rotation about r, [3, 3]; with its slopes by r after it, each [3, 3]. */
const rotation = (r: Float64Array): Float64Array => {
  const to = new Float64Array(36)
  const angle = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2])
  to[0] = to[4] = to[8] = 1
  if (angle < 1e-4) return to
  const a = r.map((x) => x / angle)
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const cross = (x: ArrayLike<number>) => [0, -x[2], x[1], x[2], 0, -x[0], -x[1], x[0], 0]
  const across = cross(a)
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const at = 3 * i + j
      const same = i === j ? 1 : 0
      to[at] = same * c + across[at] * s + a[i] * a[j] * (1 - c)
      for (let k = 0; k < 3; k++) {
        // The slope of the angle by r[k] is a[k], that of the axis a is (e[k] - a[k] a) / angle.
        const da = [0, 1, 2].map((n) => ((n === k ? 1 : 0) - a[k] * a[n]) / angle)
        to[9 + 9 * k + at] =
          a[k] * (-same * s + across[at] * c + a[i] * a[j] * s) +
          cross(da)[at] * s +
          (da[i] * a[j] + a[i] * da[j]) * (1 - c)
      }
    }
  return to
}

/** What is left of the bones' transforms [22, 4, 4]; and their slopes by the 20 numbers of the fingers, one after another. */
const transforms = (hand: HandArrays, slopes: boolean): Float64Array => {
  const size = 16 * bones
  const to = new Float64Array(slopes ? 21 * size : size)
  const [turned, relative, slope] = [new Float64Array(16), new Float64Array(size), new Float64Array(16)]
  const absolute = new Float64Array(size)
  const angles = new Float64Array(2 * bones)
  for (let finger = 0; finger < 5; finger++) {
    const t = hand.theta.subarray(6 + 4 * finger)
    angles.set([t[0], t[1], t[2], 0, t[3], 0], 2 * (2 + 4 * finger))
  }
  for (let bone = 0; bone < bones; bone++) {
    turn(angles[2 * bone], angles[2 * bone + 1], undefined, turned, 0)
    product(hand.relatives, 16 * bone, turned, 0, relative, 16 * bone)
    const parent = hand.parents[bone]
    if (parent < 0) absolute.set(relative.subarray(16 * bone, 16 * bone + 16), 16 * bone)
    else product(absolute, 16 * parent, relative, 16 * bone, absolute, 16 * bone)
    product(absolute, 16 * bone, hand.inverseAbsolutes, 16 * bone, to, 16 * bone)
  }
  if (!slopes) return to
  const moved = new Float64Array(size)
  for (let which = 0; which < 20; which++) {
    const joint = 2 + 4 * Math.floor(which / 4) + Math.max(0, (which % 4) - 1)
    moved.fill(0)
    turn(angles[2 * joint], angles[2 * joint + 1], which % 4 === 1 ? 1 : 0, turned, 0)
    product(hand.relatives, 16 * joint, turned, 0, slope, 0)
    for (let bone = joint; bone < bones; bone++) {
      const parent = hand.parents[bone]
      if (bone > joint && parent < joint) continue
      if (bone > joint) product(moved, 16 * parent, relative, 16 * bone, moved, 16 * bone)
      else if (parent < 0) moved.set(slope, 16 * bone)
      else product(absolute, 16 * parent, slope, 0, moved, 16 * bone)
      product(moved, 16 * bone, hand.inverseAbsolutes, 16 * bone, to, (1 + which) * size + 16 * bone)
    }
  }
  return to
}

/** All vertices [V, 3] as one set of transforms blends them, before the hand as a whole is moved. */
const blended = (hand: HandArrays, by: Float64Array, at: number): Float64Array => {
  const { positions, weights } = hand
  const count = positions.length / 4
  const to = new Float64Array(3 * count)
  const flipped = hand.mirrored ? -1 : 1
  for (let v = 0; v < count; v++) {
    let [x, y, z] = [0, 0, 0]
    const [p0, p1, p2, p3] = [positions[4 * v], positions[4 * v + 1], positions[4 * v + 2], positions[4 * v + 3]]
    for (let bone = 0; bone < bones; bone++) {
      const w = weights[bones * v + bone]
      const t = at + 16 * bone
      x += w * (by[t] * p0 + by[t + 1] * p1 + by[t + 2] * p2 + by[t + 3] * p3)
      y += w * (by[t + 4] * p0 + by[t + 5] * p1 + by[t + 6] * p2 + by[t + 7] * p3)
      z += w * (by[t + 8] * p0 + by[t + 9] * p1 + by[t + 10] * p2 + by[t + 11] * p3)
    }
    to[3 * v] = flipped * x
    to[3 * v + 1] = y
    to[3 * v + 2] = z
  }
  return to
}

/** Vertices times a matrix [3, 3], added to a shift. */
const moved = (vertices: Float64Array, matrix: Float64Array, shift: ArrayLike<number>): Float64Array => {
  const to = new Float64Array(vertices.length)
  for (let v = 0; v < vertices.length; v += 3)
    for (let i = 0; i < 3; i++)
      to[v + i] =
        matrix[3 * i] * vertices[v] +
        matrix[3 * i + 1] * vertices[v + 1] +
        matrix[3 * i + 2] * vertices[v + 2] +
        shift[i]
  return to
}

/** Coordinate i of the point that belongs to correspondence k, as all vertices are. */
const pointOf = (
  { us, triangles, correspondences }: HandArrays,
  vertices: Float64Array,
  k: number,
  i: number,
): number => {
  const at = correspondences[k]
  if (us.length === 0) return vertices[3 * at + i]
  const [u, v] = [us[2 * k], us[2 * k + 1]]
  const [a, b, c] = [triangles[3 * at], triangles[3 * at + 1], triangles[3 * at + 2]]
  return u * vertices[3 * a + i] + v * vertices[3 * b + i] + (1 - u - v) * vertices[3 * c + i]
}

/** The residuals [3 C]. */
export const htObjective = (hand: HandArrays): Float64Array => {
  const turned = rotation(hand.theta.subarray(0, 3))
  const vertices = moved(blended(hand, transforms(hand, false), 0), turned, hand.theta.subarray(3, 6))
  return hand.points.map((point, at) => point - pointOf(hand, vertices, Math.floor(at / 3), at % 3))
}

/** Their slopes [3 C, 26] by theta, or [3 C, 28] with those by their own u and v first. */
export const htJacobian = (hand: HandArrays): Float64Array => {
  const { theta, us, triangles, correspondences } = hand
  const none = [0, 0, 0]
  const first = us.length === 0 ? 0 : 2
  const columns = 26 + first
  const to = new Float64Array(hand.points.length * columns)
  const turned = rotation(theta.subarray(0, 3))
  const by = transforms(hand, true)
  const atRest = blended(hand, by, 0)
  const fill = (column: number, vertices: Float64Array): void => {
    for (let at = 0; at < hand.points.length; at++)
      to[at * columns + column] = -pointOf(hand, vertices, Math.floor(at / 3), at % 3)
  }
  if (first > 0) {
    const vertices = moved(atRest, turned, none)
    for (let k = 0; k < correspondences.length; k++)
      for (let i = 0; i < 3; i++) {
        const [a, b, c] = [0, 1, 2].map((n) => vertices[3 * triangles[3 * correspondences[k] + n] + i])
        to[(3 * k + i) * columns] = c - a
        to[(3 * k + i) * columns + 1] = c - b
      }
  }
  for (let k = 0; k < 3; k++) fill(first + k, moved(atRest, turned.subarray(9 + 9 * k, 18 + 9 * k), none))
  for (let k = 0; k < 3; k++) for (let at = k; at < hand.points.length; at += 3) to[at * columns + first + 3 + k] = -1
  for (let which = 0; which < 20; which++)
    fill(first + 6 + which, moved(blended(hand, by, 16 * bones * (1 + which)), turned, none))
  return to
}
