import { drawsFrom } from '../../random.js'
import { byProduct, type Entry, inRows, type Workload } from '../entry.js'
import { type GmmGradient, type GmmInput, loops } from '../loops/gmm.js'

type Rows = readonly (readonly number[])[]

interface Input {
  readonly d: number
  readonly k: number
  readonly n: number
  readonly m: number
  readonly gamma: number
  readonly x: Rows
  readonly alpha: readonly number[]
  readonly mu: Rows
  readonly q: Rows
  readonly l: Rows
}

const numbersOf = ({ x, alpha, mu, q, l, ...rest }: Input): GmmInput => ({
  ...rest,
  x: Float64Array.from(x.flat()),
  alpha: Float64Array.from(alpha),
  mu: Float64Array.from(mu.flat()),
  q: Float64Array.from(q.flat()),
  l: Float64Array.from(l.flat()),
})

/** As the benchmark draws them: means uniform in [0, 1), all else normal. */
const drawn = (d: number, k: number, n: number): Input => {
  const { uniform, normal } = drawsFrom(100 * d + k)
  const rows = (count: number, length: number, draw: () => number): Rows =>
    Array.from({ length: count }, () => Array.from({ length }, draw))
  return {
    ...{ d, k, n, m: 0, gamma: 1 },
    x: rows(n, d, normal),
    alpha: Array.from({ length: k }, normal),
    mu: rows(k, d, uniform),
    q: rows(k, d, normal),
    l: rows(k, (d * (d - 1)) / 2, normal),
  }
}

const sized = (ds: readonly number[], ks: readonly number[]): readonly Workload[] =>
  byProduct(ds.flatMap((d) => ks.map((k) => [d, k] as const))).map(([d, k]) => ({
    description: `d = ${d}, k = ${k}`,
    input: () => ({ ...drawn(d, k, 1000) }),
  }))

/** The posterior of a mixture of normal distributions. */
export const gmm: Entry = {
  name: 'gmm',
  functions: ['objective', 'jacobian'],
  score: 'sum',
  workloads: sized([2, 10, 32, 64], [5, 25]),
  defaults: sized([2, 10, 20, 32, 64], [5, 10, 25, 50, 100]),
  loops: {
    objective: (input: Input) => {
      const numbers = numbersOf(input)
      return () => loops.objective(numbers)
    },
    jacobian: (input: Input) => {
      const numbers = numbersOf(input)
      return () => {
        const gradient: GmmGradient = loops.jacobian(numbers)
        return { ...gradient }
      }
    },
  },
  written: {
    jacobian: ({ alpha, mu, q, l }: GmmGradient, { d }: Input) => ({
      alpha: [...alpha],
      mu: inRows(mu, d),
      q: inRows(q, d),
      l: inRows(l, (d * (d - 1)) / 2),
    }),
  },
  torch: true,
  elsewhere: { manual: 131, codipack: 6720, adolc: 3130 },
}
