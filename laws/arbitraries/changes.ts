import fc from 'fast-check'
import { type Graph, traceBranch } from '../../src/graph/index.js'
import { isFloat, sizeOf, type Tensor } from '../../src/tensor/index.js'
import type { TensorMap } from '../maps.js'
import { type Change, changeOf } from '../precise.js'

/** Inputs of a graph, and numbers for one element of one of them, which is a float. */
const changesAt = (graph: Graph, operands: readonly Tensor[]): fc.Arbitrary<Change> => {
  const places = operands.flatMap(({ dtype, shape }, input) =>
    isFloat(dtype) ? Array.from({ length: sizeOf(shape) }, (_, offset) => ({ input, offset })) : [],
  )
  return fc
    .record({
      place: fc.constantFrom(...places),
      high: fc.integer({ min: -3000, max: 3000 }).map((thousandths) => thousandths / 1024),
      low: fc.constantFrom(0, 2 ** -70, -(2 ** -70)),
    })
    .map(({ place, high, low }) => changeOf(graph, operands, { ...place, high, low: high === 0 ? 0 : low }))
}

/** Changes of a map at a point that has a float element at least. */
export const changesOf = (map: TensorMap, point: readonly Tensor[]): fc.Arbitrary<Change> =>
  changesAt(traceBranch('laws', map, point).graph, point)
