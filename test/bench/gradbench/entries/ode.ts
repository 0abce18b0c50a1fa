import { drawsFrom } from '../../random.js'
import type { Entry } from '../entry.js'
import { loops } from '../loops/ode.js'

interface Input {
  readonly x: readonly number[]
  readonly s: number
}

/** The last component of a differential equation's solution. */
export const ode: Entry = {
  name: 'ode',
  functions: ['primal', 'gradient'],
  score: 'sum',
  workloads: [1000, 10_000].flatMap((n) =>
    [1, 10, 100].map((s) => ({
      description: `n = ${n}, s = ${s}`,
      input: () => ({ x: Array.from({ length: n }, drawsFrom(n).uniform), s }),
    })),
  ),
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
