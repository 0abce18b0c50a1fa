/** Points [N, D] and centroids [K, D], row by row. */
export interface KmeansInput {
  readonly n: number
  readonly k: number
  readonly d: number
  readonly points: Float64Array
  readonly centroids: Float64Array
}

/** Calls `visit` with each point, the centroid that is nearest to it, and the square of their distance. */
const eachNearest = (
  { n, k, d, points, centroids }: KmeansInput,
  visit: (point: number, centroid: number, distance: number) => void,
): void => {
  for (let i = 0; i < n; i++) {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY]
    for (let j = 0; j < k; j++) {
      let distance = 0
      for (let l = 0; l < d; l++) {
        const difference = centroids[j * d + l] - points[i * d + l]
        distance += difference * difference
      }
      if (distance < least) {
        least = distance
        nearest = j
      }
    }
    visit(i, nearest, least)
  }
}

/** Σᵢ minⱼ |Cⱼ - Pᵢ|². */
const cost = (input: KmeansInput): number => {
  let sum = 0
  eachNearest(input, (_, __, distance) => {
    sum += distance
  })
  return sum
}

/** The gradient by the diagonal of the Hessian: sums of 2 (Cⱼ - Pᵢ), and of 2, over the points nearest to each. */
const dir = (input: KmeansInput): Float64Array => {
  const { k, d, points, centroids } = input
  const slopes = new Float64Array(k * d)
  const curvatures = new Float64Array(k)
  eachNearest(input, (i, j) => {
    curvatures[j] += 2
    for (let l = 0; l < d; l++) slopes[j * d + l] += 2 * (centroids[j * d + l] - points[i * d + l])
  })
  for (let j = 0; j < k; j++) for (let l = 0; l < d; l++) slopes[j * d + l] /= curvatures[j]
  return slopes
}

/** The cost of centroids, and Newton's direction, by hand. */
export const loops = { cost, dir } as const
