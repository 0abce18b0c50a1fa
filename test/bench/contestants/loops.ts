import type { Workload } from '../workloads/index.js'
import { type Contestant, inProcess } from './contestant.js'

/** Loops as one writes them by hand, with typed arrays. */
export const loops = ({ loops: written }: Workload): Contestant => ({
  name: 'JavaScript loops',
  dtype: 'float64',
  prepare: (problem) => {
    const train = written(problem)
    return inProcess((steps) => () => {
      const params = train(steps)
      return () => params
    })
  },
})
