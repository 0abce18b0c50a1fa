import { drawsFrom } from '../../random.js'
import { byProduct, type Entry, inRows, type Workload } from '../entry.js'
import { type KmeansInput, loops } from '../loops/kmeans.js'

interface Input {
  readonly points: readonly (readonly number[])[]
  readonly centroids: readonly (readonly number[])[]
}

const numbersOf = ({ points, centroids }: Input): KmeansInput => ({
  n: points.length,
  k: centroids.length,
  d: centroids[0].length,
  points: Float64Array.from(points.flat()),
  centroids: Float64Array.from(centroids.flat()),
})

/** Points, uniform in [0, 1), of which the last ones are the centroids. */
const drawn = (k: number, n: number, d: number): Input => {
  const { uniform } = drawsFrom(k + n)
  const points = Array.from({ length: n }, () => Array.from({ length: d }, uniform))
  return { points, centroids: points.slice(n - k) }
}

const ks = [10, 100, 1000]
const ns = [1000, 10_000]

const sized = (ds: readonly number[]) => ns.flatMap((n) => ks.flatMap((k) => ds.map((d) => [k, n, d] as const)))

const workload = ([k, n, d]: readonly [number, number, number]): Workload => ({
  description: `k = ${k}, n = ${n}, d = ${d}`,
  input: () => ({ ...drawn(k, n, d) }),
})

/** Newton's direction of k-means: a gradient and the diagonal of a Hessian. */
export const kmeans: Entry = {
  name: 'kmeans',
  functions: ['cost', 'dir'],
  score: 'sum',
  workloads: sized([8]).map(workload),
  defaults: byProduct(sized([8, 16])).map(workload),
  loops: {
    cost: (input: Input) => {
      const numbers = numbersOf(input)
      return () => loops.cost(numbers)
    },
    dir: (input: Input) => {
      const numbers = numbersOf(input)
      return () => loops.dir(numbers)
    },
  },
  written: { dir: (direction: Float64Array, { centroids }: Input) => inRows(direction, centroids[0].length) },
  torch: true,
  elsewhere: { manual: 70.4, codipack: 13_700, adolc: 13_400 },
}
