import { drawsFrom } from '../../random.js'
import { byProduct, type Entry, type Workload } from '../entry.js'
import { loops } from '../loops/ode.js'

interface Input {
  readonly x: readonly number[]
  readonly s: number
}

const sized = (ns: readonly number[]): readonly Workload[] =>
  byProduct(ns.flatMap((n) => [1, 10, 100].map((s) => [n, s] as const))).map(([n, s]) => ({
    description: `n = ${n}, s = ${s}`,
    input: () => ({ x: Array.from({ length: n }, drawsFrom(n).uniform), s }),
  }))

/** The last component of a differential equation's solution. */
export const ode: Entry = {
  name: 'ode',
  functions: ['primal', 'gradient'],
  score: 'sum',
  workloads: sized([1000, 10_000]),
  // The steps of the benchmark do not reach the last component, so that its gradient is zero; in two more it is not.
  defaults: [...sized([8]).slice(1), ...sized([1000, 10_000, 100_000])],
  loops: {
    primal: ({ x, s }: Input) => {
      const numbers = Float64Array.from(x)
      return () => loops.primal(numbers, s)
    },
    gradient: ({ x, s }: Input) => {
      const numbers = Float64Array.from(x)
      return () => loops.gradient(numbers, s)
    },
  },
  torch: false,
  elsewhere: { manual: 2.75, codipack: 33, adolc: 381, finite: 50_900 },
}
