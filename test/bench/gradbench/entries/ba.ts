import type { Entry, Workload } from '../entry.js'
import { type BundleInput, bundleArrays, bundleInput } from '../inputs/bundle.js'
import { baJacobian, baObjective } from '../loops/ba.js'

const ends = (list: Float64Array | Int32Array): readonly number[] => [...list.slice(0, 30), list[list.length - 1]]

/** Cameras, points and observations: as many as the files have that GradBench takes. */
const sizes = [
  [49, 7776, 31_843],
  [21, 11_315, 36_455],
  [161, 48_126, 182_072],
  [372, 47_423, 204_472],
  [257, 65_132, 225_911],
  [539, 65_220, 277_273],
  [93, 61_203, 287_451],
  [88, 64_298, 383_937],
  [810, 88_814, 393_775],
  [1197, 126_327, 563_734],
  [1723, 156_502, 678_718],
  [253, 163_691, 899_155],
  [245, 198_739, 1_091_386],
  [356, 226_730, 1_255_268],
] as const

const defaults = sizes.map(
  ([n, m, p]): Workload => ({
    description: `n = ${n}, m = ${m}, p = ${p}`,
    input: () => ({ ...bundleInput(n, m, p) }),
  }),
)

/** Bundle adjustment: its first three files are timed. */
export const ba: Entry = {
  name: 'ba',
  functions: ['objective', 'jacobian'],
  score: 'sum',
  workloads: defaults.slice(0, 3),
  defaults,
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
