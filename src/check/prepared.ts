import { type Precise, runPrecisely } from '../engine/index.js'
import type { Graph } from '../graph/index.js'
import { fromRowMajor, rowMajor } from '../tensor/index.js'

/** A graph at a point. */
export interface Prepared {
  readonly outputs: readonly Precise[]
  /** The outputs where one element of one input is another number. */
  readonly changed: (
    input: number,
    offset: number,
    value: { readonly high: number; readonly low: number },
  ) => readonly Precise[]
}

export const prepare = (graph: Graph, operands: readonly Precise[]): Prepared => ({
  outputs: runPrecisely(graph, operands),
  changed: (input, offset, { high, low }) => {
    const x = operands[input]
    const [a, b] = [Float64Array.from(rowMajor(x.high)), new Float64Array(rowMajor(x.high).length)]
    if (x.low !== undefined) b.set(rowMajor(x.low))
    a[offset] = high
    b[offset] = low
    const part = (data: Float64Array) => fromRowMajor('float64', x.shape, data)
    return runPrecisely(graph, operands.with(input, { shape: x.shape, dtype: x.dtype, high: part(a), low: part(b) }))
  },
})
