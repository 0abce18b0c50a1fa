import fc from 'fast-check'
import { applyPrimitive } from '../../src/graph/expression.js'
import type { DomainCase, OperandDomain, Primitive } from '../../src/graph/primitive.js'
import { primitives } from '../../src/graph/primitives/index.js'
import { type Graph, traceClosed } from '../../src/graph/trace.js'
import { allocate, type Constant, fromRowMajor, isFloat, sizeOf, type TensorType } from '../../src/tensor/index.js'

/** One case of one primitive, as a graph of one application. */
export interface Sample {
  readonly title: string
  readonly primitive: Primitive
  readonly domain: DomainCase<unknown>
  readonly graph: Graph
}

const sampleOf = (primitive: Primitive, domain: DomainCase<unknown>, title: string): Sample => ({
  title: `${title}: ${domain.operands.map(({ type }) => `[${type.shape}]`).join(' ')}`,
  primitive,
  domain,
  graph: traceClosed(
    primitive.name,
    (inputs) => applyPrimitive(primitive, domain.attributes, inputs),
    domain.operands.map(({ type }) => type),
  ).graph,
})

const table: readonly Primitive[] = Object.values(primitives as Record<string, Primitive>)

/** Every case of every primitive. */
export const samples: readonly Sample[] = table.flatMap((primitive) =>
  primitive.domain().map((domain, index) => sampleOf(primitive, domain, `${primitive.name} ${index}`)),
)

/** Primitives whose attributes fix dtypes. */
const typed: ReadonlySet<string> = new Set(['call', 'cond', 'convert', 'customJvp', 'customVjp', 'scan', 'whileLoop'])

const narrowed = (operand: OperandDomain): OperandDomain =>
  operand.type.dtype === 'float64' ? { ...operand, type: { ...operand.type, dtype: 'float32' } } : operand

/** The same in float32. */
export const narrowSamples: readonly Sample[] = table
  .filter(({ name }) => !typed.has(name))
  .flatMap((primitive) =>
    primitive.domain().map((domain, index) => {
      const operands = domain.operands.map(narrowed)
      return sampleOf(primitive, { ...domain, operands }, `${primitive.name} ${index} in float32`)
    }),
  )

const constantsOf = ({ shape, dtype }: TensorType, element: fc.Arbitrary<number>): fc.Arbitrary<Constant> =>
  fc.array(element, { minLength: sizeOf(shape), maxLength: sizeOf(shape) }).map((elements) => {
    const data = allocate(dtype, elements.length)
    data.set(elements)
    return fromRowMajor(dtype, shape, data)
  })

/** Numbers from a grid: uniform draws of doubles would mostly be tiny. */
const gridOf = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1000 }).map((index) => low + ((high - low) * index) / 1000)

/** Values of one operand. */
export const pointsOf = ({ type, low, high, arranged = (drawn) => drawn }: OperandDomain): fc.Arbitrary<Constant> =>
  constantsOf(type, isFloat(type.dtype) ? gridOf(low, high) : fc.integer({ min: low, max: high })).map(arranged)

/** Tangents or cotangents of tensors of these types, between -1 and 1; undefined for those that are no floats. */
export const differentialsOf = (types: readonly TensorType[]): fc.Arbitrary<readonly (Constant | undefined)[]> =>
  fc.tuple(...types.map((type) => (isFloat(type.dtype) ? constantsOf(type, gridOf(-1, 1)) : fc.constant(undefined))))

/** Operands, and differentials of operands and of results; at a distance from kinks. */
export const drawsOf = ({ domain, graph }: Sample, distance: number) =>
  fc
    .record({
      primals: fc.tuple(...domain.operands.map(pointsOf)),
      tangents: differentialsOf(graph.inputs),
      cotangents: differentialsOf(graph.outputs),
    })
    .filter(({ primals }) => (domain.kinkDistance?.(primals) ?? Number.POSITIVE_INFINITY) > distance)
