import type { Tensor } from 'cotangent'
import { runPrecisely, widened } from '../../../src/engine/precise/index.js'
import { type Graph, traceClosed } from '../../../src/graph/index.js'
import { type Constant, CotangentError, equalShapes, rowMajor } from '../../../src/tensor/index.js'
import { handWritten, pointOf, type Written } from './written.js'

/** The gradient of each leaf at some points, to some 31 digits: high parts and low ones. */
export interface Digits {
  readonly high: readonly Float64Array[]
  readonly low: readonly Float64Array[]
}

const seeds = [0, 1, 2, 3] as const

const tracedGradient = (written: Written): Graph => {
  const names = Object.keys(written.leaves)
  const { gradient } = handWritten(written)
  const types = names.map((name) => pointOf(written, 0)[name])
  const ofList = (tensors: readonly Tensor[]): readonly Tensor[] => {
    const found = gradient(Object.fromEntries(names.map((name, index) => [name, tensors[index]])))
    return names.map((name) => found[name])
  }
  return traceClosed('gradient', ofList, types).graph
}

/** Of each leaf what the gradient by hand is at all points; undefined where it is none, of wrong shapes say. */
export const digitsOf = (written: Written): Digits | undefined => {
  try {
    const graph = tracedGradient(written)
    const points = seeds.map((seed) => Object.values(pointOf(written, seed)))
    if (
      !graph.outputs.every(
        ({ shape, dtype }, index) => dtype === 'float64' && equalShapes(shape, points[0][index].shape),
      )
    )
      return undefined
    const all = points.flatMap((leaves) =>
      runPrecisely(
        graph,
        leaves.map((leaf) => widened(leaf as Constant)),
      ),
    )
    return {
      high: all.map(({ high }) => Float64Array.from<number>(rowMajor(high))),
      low: all.map(({ high, low }) =>
        low === undefined ? new Float64Array(rowMajor(high).length) : Float64Array.from<number>(rowMajor(low)),
      ),
    }
  } catch (error) {
    if (error instanceof CotangentError) return undefined
    throw error
  }
}

/** Two gradients that agree to so much, in terms of the larger, are one. */
const agreement = 1e-25

const sizeOf = ({ high }: Digits): number =>
  high.reduce((most, each) => each.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0)

/** Whether two gradients agree at all points: leaf by leaf to 25 digits of the largest entry of all. */
export const areSame = (a: Digits, b: Digits): boolean => {
  const most = agreement * Math.max(sizeOf(a), sizeOf(b))
  return a.high.every((values, which) =>
    values.every((value, index) => {
      const distance = value - b.high[which][index] + (a.low[which][index] - b.low[which][index])
      return Object.is(value, b.high[which][index]) || Math.abs(distance) <= most
    }),
  )
}
