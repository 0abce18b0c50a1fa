import { drawsFrom } from '../../random.js'
import type { Entry } from '../entry.js'
import { loops } from '../loops/det.js'

interface Input {
  readonly A: readonly number[]
  readonly ell: number
}

/** Determinants by expansion along minors. */
export const det: Entry = {
  name: 'det',
  functions: ['primal', 'gradient'],
  score: 'sum',
  workloads: [5, 6, 7, 8, 9].map((ell) => ({
    description: `ell = ${ell}`,
    input: () => ({ A: Array.from({ length: ell * ell }, drawsFrom(ell).uniform), ell }),
  })),
  loops: {
    primal: ({ A, ell }: Input) => {
      const elements = Float64Array.from(A)
      return () => loops.primal(elements, ell)
    },
    gradient: ({ A, ell }: Input) => {
      const elements = Float64Array.from(A)
      return () => loops.gradient(elements, ell)
    },
  },
  torch: false,
  elsewhere: { manual: 33.6, codipack: 13.7, adolc: 35.1, finite: 550 },
}
