import type { Entry } from '../entry.js'
import { type HandInput, handArrays, handInput } from '../inputs/hand.js'
import { htJacobian, htObjective } from '../loops/ht.js'

/** Hand tracking: the large hand, and points in its triangles as many as the first five files have. */
export const ht: Entry = {
  name: 'ht',
  functions: ['objective', 'jacobian'],
  score: 'sum',
  workloads: [100, 192, 200, 400, 800].map((points) => ({
    description: `${points} points`,
    input: () => handInput({ vertices: 10_000, triangles: 1084, points, complicated: true }),
  })),
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
  torch: false,
  elsewhere: { manual: 71.0, codipack: 515, adolc: 381, finite: 16400 },
}
