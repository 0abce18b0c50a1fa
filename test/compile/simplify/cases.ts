import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/index.js'
import { type DType, filled, type Shape, type Tensor, type TensorType } from '../../../src/tensor/index.js'
import { graphOf } from '../../engine/agreement.js'
import { fault, simplifiedLines, specialPoints } from './agreement.js'

export const floats = ['float64', 'float32'] as const
export const numbers = [...floats, 'int32'] as const
export const all = [...numbers, 'bool'] as const

/** A constant like `x` that repeats one element. */
export const c = ({ shape, dtype }: TensorType, element: number): Tensor => filled(dtype, shape, element)

/** What the graph of a function becomes, for operands of these dtypes and shapes. */
export type Case = readonly [
  title: string,
  dtypes: readonly DType[],
  f: (x: Tensor, y: Tensor) => Tensor,
  lines: readonly string[],
  x?: Shape,
  y?: Shape,
]

/** Expects of each case what its graph becomes, and that it means the same at special values. */
export const describeCases = (cases: Readonly<Record<string, readonly Case[]>>): void =>
  describe.each(Object.keys(cases))('%s', (group) => {
    const rows = cases[group].flatMap(([title, dtypes, f, lines, x = [50], y = x]) =>
      dtypes.map((dtype) => ({ title, dtype, f, lines, x, y })),
    )
    it.each(rows)('$title of $dtype', ({ dtype, f, lines, x, y }) => {
      const graph = graphOf(([a, b]) => [f(a, b)], { shape: x, dtype }, { shape: y, dtype })
      expect(simplifiedLines(graph)).toEqual(lines)
      expect(fault(graph, simplify(graph), ...specialPoints(graph))).toBeUndefined()
    })
  })
