import { describe, expect, it } from 'vitest'
import { roundingCount } from '../../../laws/roundings.js'
import type { ModelProto } from '../../../src/engine/onnx/proto/index.js'
import { applyPrimitive, type OperandDomain, type Primitive, primitives } from '../../../src/graph/index.js'
import { type Constant, type DType, DTypeError, dtypes, isFloat, type TensorType } from '../../../src/tensor/index.js'
import {
  constantOf,
  graphOfOne,
  holdsGraphs,
  isElementwise,
  randomElement,
  records,
  specialValues,
  uniformNumbers,
} from '../agreement.js'
import { deviation, deviationOfGraph, onnx } from './deviation.js'
import { modelFor, runModel } from './run.js'
import { modelFaults } from './validate.js'

interface Case {
  readonly attributes: unknown
  readonly types: readonly TensorType[]
  readonly domains: readonly OperandDomain[]
}

const accepts = (record: Primitive, types: readonly TensorType[], attributes: unknown): boolean => {
  try {
    record.infer(types, attributes)
    return true
  } catch (error) {
    if (error instanceof DTypeError) return false
    throw error
  }
}

/** A record's own cases, and the same in all other dtypes that it takes. */
const casesOf = (record: Primitive): readonly Case[] =>
  record.domain().flatMap(({ operands: domains, attributes }) => {
    const own = domains.map(({ type }) => type)
    if (holdsGraphs(attributes)) return [{ attributes, types: own, domains }]
    return dtypes
      .map((dtype) => own.map((type) => (type.dtype === 'float64' ? { ...type, dtype } : type)))
      .filter(
        (types, index, all) =>
          accepts(record, types, attributes) &&
          index ===
            all.findIndex((each) => `${each.map(({ dtype }) => dtype)}` === `${types.map(({ dtype }) => dtype)}`),
      )
      .map((types) => ({ attributes, types, domains }))
  })

const random = uniformNumbers(8)

const between = (low: number, high: number): number => low + (high - low) * random()

/** An operand of a domain, in the dtype of a case: integers of all sizes where the domain speaks of floats. */
const ordinary = (
  { type: { shape, dtype } }: { readonly type: TensorType },
  { type, low, high, arranged }: OperandDomain,
): Constant => {
  if (!isFloat(type.dtype)) return constantOf(dtype, shape, () => Math.round(between(low, high)))
  if (!isFloat(dtype)) return constantOf(dtype, shape, () => randomElement(dtype, random))
  const drawn = constantOf(type.dtype, shape, () => between(low, high))
  const made = arranged === undefined ? drawn : arranged(drawn)
  return applyPrimitive(primitives.convert, { dtype }, [made])[0] as Constant
}

/** The same with any floats, special ones among them. */
const wild = ({ type: { shape, dtype } }: { readonly type: TensorType }, domain: OperandDomain): Constant =>
  isFloat(dtype)
    ? constantOf(dtype, shape, () => randomElement(dtype, random))
    : ordinary({ type: { shape, dtype } }, domain)

/** Whether a case rounds nothing: any floats come out as they went in, or as integers that say all of them. */
const movesOnly = (record: Primitive, { attributes, types }: Case): boolean =>
  !holdsGraphs(attributes) &&
  record.infer(types, attributes).every((result) => roundingCount({ primitive: record }, types, result, onnx) === 0)

/**
 * Operators that in ONNX Runtime lose the sign of a zero: it makes a choice of two by adding what is chosen to zeros, and
 * to the extrema both zeros are alike.
 */
const loseSigns: ReadonlySet<string> = new Set(['Where', 'Min', 'Max', 'Relu', 'Sign'])

const keepsSigns = ({ graph }: ModelProto): boolean =>
  graph?.node.every(({ opType = '' }) => !loseSigns.has(opType)) ?? true

describe.each(records.map((record) => [record.name, record] as const))('%s', (_, record) => {
  it('is in ONNX what its record says, on its domain in all dtypes', async () => {
    for (const each of casesOf(record)) {
      const { attributes, types, domains } = each
      const exact = movesOnly(record, each)
      const graph = graphOfOne(record, attributes, types)
      const model = modelFor(graph)
      expect(modelFaults(model)).toEqual([])
      const drawn = (draw: typeof ordinary) => domains.map((domain, index) => draw({ type: types[index] }, domain))
      const draws = exact ? [ordinary, wild, wild] : [ordinary, ordinary]
      const points = draws.map(drawn)
      const found = await runModel(model, points)
      for (const [index, operands] of points.entries()) {
        const fault = holdsGraphs(attributes)
          ? deviationOfGraph(graph, operands, found[index])
          : deviation({ primitive: record, attributes }, operands, found[index], { signs: exact && keepsSigns(model) })
        expect(fault && `${JSON.stringify(attributes)} ${types.map(({ dtype }) => dtype)} ${fault}`).toBeUndefined()
      }
    }
  })
})

describe.each(records.filter(isElementwise).map((record) => [record.name, record] as const))('%s', (_, record) => {
  const [{ operands: drawn }] = record.domain()
  const dtypesOf = (dtype: DType): readonly DType[] => drawn.map(({ type }) => (type.dtype === 'bool' ? 'bool' : dtype))
  const accepted = dtypes.filter((dtype) =>
    accepts(
      record,
      dtypesOf(dtype).map((each) => ({ shape: [], dtype: each })),
      {},
    ),
  )

  it.each(accepted)(
    'is in ONNX what its record says on all tuples of special %s, and on many of all sizes',
    async (dtype) => {
      const values = dtypesOf(dtype).map(specialValues)
      const count = values.reduce((product, { length }) => product * length, 1)
      const special = values.map((choices, which) => {
        const period = values.slice(0, which).reduce((product, { length }) => product * length, 1)
        const element = (index: number): number => choices[Math.floor(index / period) % choices.length]
        return constantOf(dtypesOf(dtype)[which], [count], element)
      })
      const many = dtypesOf(dtype).map((each) => constantOf(each, [count], () => randomElement(each, random)))
      const points = [special, many]
      const model = modelFor(graphOfOne(record, {}, special))
      expect(modelFaults(model)).toEqual([])
      const found = await runModel(model, points)
      points.forEach((operands, index) => {
        const fault = deviation({ primitive: record, attributes: {} }, operands, found[index], {
          signs: keepsSigns(model),
        })
        expect(fault).toBeUndefined()
      })
    },
  )
})

describe('convert', () => {
  const pairs = dtypes.flatMap((from) => dtypes.map((to) => [from, to] as const))

  it.each(pairs)('%s to %s is in ONNX what its record says on special values', async (from, to) => {
    const extra = [2147483647.5, -2147483648.5, -2147483649, 4294967296, 0.999, -0.999, 1e20]
    const values = [...specialValues(from), ...(from.startsWith('float') ? extra : [])]
    const operand = constantOf(from, [values.length], (index) => values[index])
    const [found] = await runModel(modelFor(graphOfOne(primitives.convert, { dtype: to }, [operand])), [[operand]])
    expect(deviation({ primitive: primitives.convert, attributes: { dtype: to } }, [operand], found)).toBeUndefined()
  })
})
