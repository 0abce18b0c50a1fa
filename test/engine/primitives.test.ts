import { describe, expect, it } from 'vitest'
import { compileGraph } from '../../src/engine/index.js'
import { applyPrimitive, type Primitive, primitives } from '../../src/graph/index.js'
import { fullLike } from '../../src/graph/primitives/arithmetic.js'
import { broadcastTo, transpose } from '../../src/graph/primitives/structural.js'
import { flip, slice } from '../../src/graph/primitives/windows.js'
import {
  type Constant,
  type DType,
  DTypeError,
  dtypes,
  rowMajor,
  type Shape,
  type Tensor,
  type TensorType,
} from '../../src/tensor/index.js'
import {
  constantOf,
  disagreement,
  graphOf,
  graphOfOne,
  holdsGraphs,
  isElementwise,
  randomElement,
  records,
  specialValues,
  uniformNumbers,
} from './agreement.js'

interface Case {
  readonly attributes: unknown
  readonly types: readonly TensorType[]
  /** The values that an operand may have, where not any will do. */
  readonly ranges: readonly (readonly [low: number, high: number] | undefined)[]
}

/** A record's own cases, and the same in all other dtypes that it takes. */
const casesOf = (record: Primitive): readonly Case[] =>
  record.domain().flatMap(({ operands, attributes }) => {
    const types = operands.map(({ type }) => type)
    const ranges = operands.map(({ type, low, high }) => (type.dtype === 'int32' ? ([low, high] as const) : undefined))
    if (holdsGraphs(attributes)) return [{ attributes, types, ranges }]
    const converted = dtypes.map((dtype) => types.map((type) => (type.dtype === 'float64' ? { ...type, dtype } : type)))
    return converted.flatMap((each) => {
      try {
        record.infer(each, attributes)
        return [{ attributes, types: each, ranges }]
      } catch (error) {
        if (error instanceof DTypeError) return []
        throw error
      }
    })
  })

const random = uniformNumbers(20)

const operandOf = (type: TensorType, range: Case['ranges'][number]): Constant =>
  constantOf(type.dtype, type.shape, () =>
    range === undefined
      ? randomElement(type.dtype, random)
      : range[0] + Math.floor(random() * (range[1] - range[0] + 1)),
  )

/** Ways for a tensor to lie in memory: what is given instead, and how the tensor is made of it. */
const layouts: Readonly<
  Record<string, readonly [given: (shape: Shape) => Shape, make: (x: Tensor, shape: Shape) => Tensor]>
> = {
  'as it is': [(shape) => shape, (x) => x],
  transposed: [
    (shape) => shape.toReversed(),
    (x) =>
      transpose(
        x,
        x.shape.map((_, axis) => x.shape.length - 1 - axis),
      ),
  ],
  flipped: [(shape) => shape, (x) => flip(x, [...x.shape.keys()])],
  sliced: [
    (shape) => shape.map((extent) => 2 * extent + 1),
    (x, size) => slice(x, { start: size.map(() => 1), size, step: size.map(() => 2) }),
  ],
  'repeated along the first axis': [
    (shape) => shape.map((extent, axis) => (axis === 0 && extent > 0 ? 1 : extent)),
    (x, shape) => broadcastTo(x, shape),
  ],
  'all one': [() => [], (x, shape) => broadcastTo(x, shape)],
}

describe.each(records.map((record) => [record.name, record] as const))('%s', (_, record) => {
  it.each(Object.keys(layouts))('equals interpretation to the bit on operands %s', (layout) => {
    const [given, make] = layouts[layout]
    for (const { attributes, types, ranges } of casesOf(record)) {
      const inputs = types.map(({ shape, dtype }) => ({ dtype, shape: given(shape) }))
      const graph = graphOf(
        (tensors) =>
          applyPrimitive(
            record,
            attributes,
            tensors.map((tensor, index) => make(tensor, types[index].shape)),
          ),
        ...inputs,
      )
      const points = [0, 1, 2].map(() => inputs.map((type, index) => operandOf(type, ranges[index])))
      expect(disagreement(graph, ...points)).toBeUndefined()
    }
  })

  it('equals interpretation on constants of the program', () => {
    for (const { attributes, types, ranges } of casesOf(record)) {
      const [first, ...rest] = types.map((type, index) => operandOf(type, ranges[index]))
      const views = rest.map((each) => flip(flip(each, [...each.shape.keys()]), [...each.shape.keys()]))
      const graph = graphOf(([x]) => applyPrimitive(record, attributes, [x, ...views]), types[0])
      expect(disagreement(graph, [first])).toBeUndefined()
    }
  })
})

describe.each(records.filter(isElementwise).map((record) => [record.name, record] as const))('%s', (_, record) => {
  const [{ operands: drawn }] = record.domain()
  const dtypesOf = (dtype: DType): readonly DType[] => drawn.map(({ type }) => (type.dtype === 'bool' ? 'bool' : dtype))
  const accepted = dtypes.filter((dtype) => {
    try {
      record.infer(
        dtypesOf(dtype).map((each) => ({ shape: [], dtype: each })),
        {},
      )
      return true
    } catch (error) {
      if (error instanceof DTypeError) return false
      throw error
    }
  })

  it.each(accepted)('equals interpretation on all tuples of special %s', (dtype) => {
    const values = dtypesOf(dtype).map(specialValues)
    const count = values.reduce((product, { length }) => product * length, 1)
    const operands = values.map((choices, which) => {
      const period = values.slice(0, which).reduce((product, { length }) => product * length, 1)
      return constantOf(
        dtypesOf(dtype)[which],
        [count],
        (index) => choices[Math.floor(index / period) % choices.length],
      )
    })
    expect(disagreement(graphOfOne(record, {}, operands), operands)).toBeUndefined()
  })

  it.each(accepted)('equals interpretation on many %s of all sizes', (dtype) => {
    const operands = dtypesOf(dtype).map((each) => constantOf(each, [5000], () => randomElement(each, random)))
    expect(disagreement(graphOfOne(record, {}, operands), operands)).toBeUndefined()
  })
})

describe('convert', () => {
  const pairs = dtypes.flatMap((from) => dtypes.map((to) => [from, to] as const))

  it.each(pairs)('%s to %s equals interpretation on special values', (from, to) => {
    const extra = [2147483647.5, -2147483648.5, -2147483649, 4294967296, 0.999, -0.999, 1e20]
    const values = [...specialValues(from), ...(from.startsWith('float') ? extra : [])]
    const operand = constantOf(from, [values.length], (index) => values[index])
    expect(disagreement(graphOfOne(primitives.convert, { dtype: to }, [operand]), [operand])).toBeUndefined()
  })
})

describe('sumTo', () => {
  const lengths = [1, 2, 7, 8, 9, 15, 16, 17, 1023, 1024, 1025, 1031, 2048, 3000, 5000]

  // Truth values have no sum of their own dtype: the primitive refuses them.
  const summed = dtypes.filter((dtype) => dtype !== 'bool')

  it.each(summed.flatMap((dtype) => lengths.map((length) => [dtype, length] as const)))(
    '%s: %d elements in the one order',
    (dtype, length) => {
      const row = constantOf(dtype, [length], () =>
        dtype.startsWith('float') ? random() - 0.3 : randomElement(dtype, random),
      )
      expect(disagreement(graphOfOne(primitives.sumTo, { shape: [] }, [row]), [row])).toBeUndefined()
      const table = constantOf(dtype, [3, length], (index) => rowMajor(row)[index % length] * ((index % 5) % 2))
      for (const shape of [[3, 1], [length], [1, length], []])
        expect(disagreement(graphOfOne(primitives.sumTo, { shape }, [table]), [table])).toBeUndefined()
      const flipped = graphOf(([x]) => applyPrimitive(primitives.sumTo, { shape: [3, 1] }, [flip(x, [1])]), table)
      expect(disagreement(flipped, [table])).toBeUndefined()
    },
  )

  it('keeps the order over axes that are apart', () => {
    const block = constantOf('float32', [13, 5, 97], () => random() - 0.3)
    for (const shape of [
      [1, 5, 1],
      [5, 97],
      [13, 1, 1],
      [5, 1],
    ])
      expect(disagreement(graphOfOne(primitives.sumTo, { shape }, [block]), [block])).toBeUndefined()
  })
})

describe('cumulativeSum', () => {
  it.each(['float64', 'float32', 'int32'] as const)('%s: adds up one after another, from either end', (dtype) => {
    const element = (): number => (dtype === 'int32' ? randomElement(dtype, random) : random() - 0.4)
    const block = constantOf(dtype, [3, 50, 4], element)
    for (const axis of [0, 1, 2])
      for (const reverse of [false, true])
        expect(disagreement(graphOfOne(primitives.cumulativeSum, { axis, reverse }, [block]), [block])).toBeUndefined()
  })
})

describe('matmul', () => {
  it.each(['float64', 'float32', 'int32'] as const)('%s: adds up from first to last', (dtype) => {
    const element = (): number => (dtype === 'int32' ? randomElement(dtype, random) : random() - 0.4)
    const [a, b] = [constantOf(dtype, [3, 4, 129], element), constantOf(dtype, [3, 129, 5], element)]
    expect(disagreement(graphOfOne(primitives.matmul, {}, [a, b]), [a, b])).toBeUndefined()
    const turned = graphOf(
      ([x, y]) => applyPrimitive(primitives.matmul, {}, [transpose(y, [0, 2, 1]), transpose(x, [0, 2, 1])]),
      a,
      b,
    )
    expect(disagreement(turned, [a, b])).toBeUndefined()
  })
})

describe('outputs', () => {
  const x = constantOf('float64', [2, 3], (index) => index)

  it('may be operands, constants, views, repeated and the same twice', () => {
    const graph = graphOf(([a]) => {
      const turned = transpose(a, [1, 0])
      const spread = broadcastTo(slice(a, { start: [1, 1], size: [1, 1], step: [1, 1] }), [100, 100])
      const corner = slice(a, { start: [0, 0], size: [2, 1], step: [1, 1] })
      return [a, turned, turned, fullLike(a, 7), x, spread, corner, flip(a, [0, 1])]
    }, x)
    expect(disagreement(graph, [x])).toBeUndefined()
  })

  it('stay as they are when the program runs again', () => {
    const run = compileGraph(graphOfOne(primitives.neg, {}, [x]))
    const [first] = run([x])
    const before = [...rowMajor(first)]
    run([constantOf('float64', [2, 3], () => 9)])
    expect([...rowMajor(first)]).toEqual(before)
  })
})
