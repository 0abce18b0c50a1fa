import type { Entry } from '../entry.js'
import { type BundleInput, bundleArrays, bundleInput } from '../inputs/bundle.js'
import { baJacobian, baObjective } from '../loops/ba.js'

const ends = (list: Float64Array | Int32Array): readonly number[] => [...list.slice(0, 30), list[list.length - 1]]

/** Bundle adjustment: cameras, points and observations as many as its first three files have. */
export const ba: Entry = {
  name: 'ba',
  functions: ['objective', 'jacobian'],
  score: 'sum',
  workloads: (
    [
      [49, 7776, 31843],
      [21, 11315, 36455],
      [161, 48126, 182072],
    ] as const
  ).map(([n, m, p]) => ({ description: `n = ${n}, m = ${m}, p = ${p}`, input: () => ({ ...bundleInput(n, m, p) }) })),
  loops: {
    objective: (input: BundleInput) => {
      const arrays = bundleArrays(input)
      return () => {
        const [errors, weightErrors] = baObjective(arrays)
        return {
          reproj_error: { elements: [...errors.slice(0, 2)], repeated: input.p },
          w_err: { element: weightErrors[0], repeated: input.p },
        }
      }
    },
    jacobian: (input: BundleInput) => {
      const arrays = bundleArrays(input)
      return () => {
        const [pointers, cols, values] = baJacobian(arrays)
        return { rows: ends(pointers), cols: ends(cols), vals: ends(values) }
      }
    },
  },
  torch: false,
  elsewhere: { manual: 88.9, codipack: 241, adolc: 1530, finite: 473 },
}
