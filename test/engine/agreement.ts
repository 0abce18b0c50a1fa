import { type CompiledGraph, compileGraph } from '../../src/engine/index.js'
import {
  applyPrimitive,
  type Elementwise,
  type Graph,
  interpret,
  type Primitive,
  primitives,
  traceClosed,
} from '../../src/graph/index.js'
import {
  allocate,
  type Constant,
  CotangentError,
  type DType,
  fromRowMajor,
  identicalConstants,
  type Shape,
  showType,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../src/tensor/index.js'

/** The record of every primitive. */
export const records: readonly Primitive[] = Object.values(primitives)

export const isElementwise = (record: Primitive): record is Elementwise => 'kernel' in record

/** Whether a primitive is applied with graphs, as loops and branches are. */
export const holdsGraphs = (attributes: unknown): boolean =>
  Object.values(attributes as object).some((value) => typeof value === 'object' && 'applies' in value)

/** What running a graph comes to: results, or a typed error. */
export type Outcome = readonly Constant[] | { readonly tag: string; readonly problem: string }

export const outcomeOf = (run: () => readonly Constant[]): Outcome => {
  try {
    return run()
  } catch (error) {
    if (error instanceof CotangentError) return { tag: error._tag, problem: error.problem }
    throw error
  }
}

export const show = (outcome: Outcome): string =>
  'problem' in outcome
    ? `${outcome.tag}: ${outcome.problem}`
    : outcome.map((constant) => `${showType(constant)} ${constant}`).join('\n')

export const areEqual = (a: Outcome, b: Outcome): boolean =>
  'problem' in a || 'problem' in b
    ? show(a) === show(b)
    : a.length === b.length && a.every((constant, index) => identicalConstants(constant, b[index]))

const expectedOf = (graph: Graph, points: readonly (readonly Constant[])[]): readonly Outcome[] =>
  points.map((operands) => outcomeOf(() => interpret(graph, operands) as readonly Constant[]))

const disagreementWith = (
  expected: readonly Outcome[],
  compiled: CompiledGraph,
  points: readonly (readonly Constant[])[],
): string | undefined => {
  for (const [index, operands] of points.entries()) {
    const found = outcomeOf(() => compiled(operands))
    if (!areEqual(expected[index], found))
      return `on\n${show(operands)}\ninterpretation gives\n${show(expected[index])}\nand WebAssembly\n${show(found)}`
  }
  return undefined
}

/** How what a graph was compiled to differs from interpretation, at operands; undefined where it does not, to the bit. */
export const disagreementOf = (
  compiled: CompiledGraph,
  graph: Graph,
  points: readonly (readonly Constant[])[],
): string | undefined => disagreementWith(expectedOf(graph, points), compiled, points)

/** The same of a graph that is compiled as it is, and again with loops for what has few elements. */
export const disagreement = (graph: Graph, ...points: readonly (readonly Constant[])[]): string | undefined => {
  const expected = expectedOf(graph, points)
  return (
    disagreementWith(expected, compileGraph(graph), points) ??
    disagreementWith(expected, compileGraph(graph, { loopsOnly: true }), points)
  )
}

/** The graph of a function of tensors, with nothing captured. */
export const graphOf = (f: (inputs: readonly Tensor[]) => readonly Tensor[], ...types: readonly TensorType[]): Graph =>
  traceClosed('test', f, types).graph

/** The graph of one primitive. */
export const graphOfOne = (primitive: Primitive, attributes: unknown, types: readonly TensorType[]): Graph =>
  graphOf((inputs) => applyPrimitive(primitive, attributes, inputs), ...types)

/** A constant whose elements are made by index. */
export const constantOf = (dtype: DType, shape: Shape, element: (index: number) => number): Constant => {
  const data = allocate(dtype, sizeOf(shape))
  for (let index = 0; index < data.length; index++) data[index] = element(index)
  return fromRowMajor(dtype, shape, data)
}

export const float64 = (...shape: readonly number[]): TensorType => ({ shape, dtype: 'float64' })
export const int32 = (...shape: readonly number[]): TensorType => ({ shape, dtype: 'int32' })
export const bool = (...shape: readonly number[]): TensorType => ({ shape, dtype: 'bool' })

/** Numbers from 0 to 1, the same ones for the same seed. */
export const uniformNumbers = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const specials: Readonly<Record<DType, readonly number[]>> = {
  float64: [
    ...[0, 1, 0.5, 2, 3, Math.PI, 1.5, 2 ** 31, 2 ** 52 + 1, 709.9, 745.2, 1e-320, 5e-324, 2 ** -1022, 1e300],
    ...[0.1, 1e-17, Number.MAX_VALUE, Number.POSITIVE_INFINITY],
  ]
    .flatMap((value) => [value, -value])
    .concat(Number.NaN),
  float32: [
    ...[0, 1, 0.5, 2, 3, Math.PI, 1.5, 2 ** 31, 88.8, 103.9, 1e-40, 2 ** -149, 2 ** -126, 3e38, 1e-9],
    ...[Number.POSITIVE_INFINITY],
  ]
    .flatMap((value) => [Math.fround(value), -Math.fround(value)])
    .concat(Number.NaN),
  int32: [0, 1, -1, 2, 3, -5, 31, 32, 33, 65536, 2 ** 31 - 1, -(2 ** 31), 1 - 2 ** 31],
  bool: [0, 1],
}

/** The values at which operations are at their strangest. */
export const specialValues = (dtype: DType): readonly number[] => specials[dtype]

/** An element of a dtype: one in three is special. */
export const randomElement = (dtype: DType, random: () => number): number => {
  const special = specialValues(dtype)
  if (random() < 1 / 3) return special[Math.floor(random() * special.length)]
  if (dtype === 'bool') return random() < 0.5 ? 0 : 1
  if (dtype === 'int32') return Math.floor(random() * 2 ** (1 + random() * 31)) - 2 ** 30
  return (random() - 0.5) * 2 ** (random() * 16 - 6)
}
