import { type Entry, inRows, type Workload } from '../entry.js'
import { type HandInput, handArrays, handInput } from '../inputs/hand.js'
import { htJacobian, htObjective } from '../loops/ht.js'

const defaults = [100, 192, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 100_000].map(
  (points): Workload => ({
    description: `${points} points`,
    input: () => handInput({ vertices: 10_000, triangles: 1084, points, complicated: true }),
  }),
)

/** Hand tracking: the large hand, and points in its triangles as many as its files have, of which the first five are timed. */
export const ht: Entry = {
  name: 'ht',
  functions: ['objective', 'jacobian'],
  score: 'sum',
  workloads: defaults.slice(0, 5),
  defaults,
  loops: {
    objective: (input: HandInput) => {
      const arrays = handArrays(input)
      return () => htObjective(arrays)
    },
    jacobian: (input: HandInput) => {
      const arrays = handArrays(input)
      return () => htJacobian(arrays)
    },
  },
  written: { jacobian: (slopes: Float64Array) => inRows(slopes, 28) },
  torch: false,
  elsewhere: { manual: 71.0, codipack: 515, adolc: 381, finite: 16400 },
}
