import { describe, expect, it } from 'vitest'
import { type PrimitiveName, primitives } from '../../../../src/graph/index.js'
import { rowMajor } from '../../../../src/tensor/index.js'
import { constantOf, graphOfOne } from '../../agreement.js'
import { runInOnnx } from '../run.js'

const least = -(2 ** 31)
const whole = [least, least + 1, -7, -2, -1, 0, 1, 2, 3, 31, 32, 33, 2 ** 31 - 1]
const names: readonly PrimitiveName[] = ['floorDiv', 'remainder', 'shiftLeft', 'shiftRight', 'shiftRightLogical', 'mul']

// A machine ends a process that divides by 0, or the least integer by -1.
describe.each(names)('%s', (name) => {
  it('of all pairs of integers, the least one and 0 among them, is what it is elsewhere', async () => {
    const pairs = whole.flatMap((a) => whole.map((b) => [a, b]))
    const operands = [0, 1].map((which) => constantOf('int32', [pairs.length], (at) => pairs[at][which]))
    const graph = graphOfOne(primitives[name], {}, operands)
    const [found] = await runInOnnx(graph, operands)
    const type = { shape: [pairs.length], dtype: 'int32' } as const
    const [expected] = primitives[name].evaluate(operands, {} as never, [type])
    expect(Array.from(rowMajor(found))).toEqual(Array.from(rowMajor(expected)))
  })
})
