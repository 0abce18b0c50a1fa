import {
  applyPrimitive,
  type Differential,
  environmentOf,
  primitives,
  pullbackIn,
  pushforwardIn,
  traceBound,
} from '../src/graph/index.js'
import { type Constant, filled, isFloat, rowMajor, sizeOf, type Tensor, type TensorType } from '../src/tensor/index.js'

/** A function of floating-point tensors to floating-point tensors, as lists: what the laws of derivatives are about. */
export type TensorMap = (inputs: readonly Tensor[]) => readonly Tensor[]

/** Zeros of a type. */
export const zerosOf = ({ dtype, shape }: TensorType): Constant => filled(dtype, [...shape], 0)

/** Zeros where a differential is an exact zero that nothing was spent on. */
export const explicit = (differential: Differential, of: TensorType): Tensor => differential ?? zerosOf(of)

/**
 * The derivative in forward mode as a map of its own, (x, v) -> J(x) v: points first, then as many tangents.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { tangentMap } from 'cotangent/laws'
 *
 * tangentMap(([x]) => [mul(x, x)])([tensor(3), tensor(1)]) // => [ 6.0 ]
 * ```
 */
export const tangentMap =
  (map: TensorMap): TensorMap =>
  (inputs) => {
    const primals = inputs.slice(0, inputs.length / 2)
    const graph = traceBound('laws', map, primals)
    const environment = environmentOf(graph, primals)
    const tangents = pushforwardIn(graph, environment, inputs.slice(primals.length))
    return graph.outputs.map((output, index) => explicit(tangents[index], environment(output)))
  }

/**
 * The derivative in reverse mode as a map of its own, (x, u) -> J(x)' u: `count` points first, then cotangents.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { cotangentMap } from 'cotangent/laws'
 *
 * cotangentMap(([x, y]) => [mul(x, y)], 2)([tensor(3), tensor(5), tensor(1)]) // => [ 5.0, 3.0 ]
 * ```
 */
export const cotangentMap =
  (map: TensorMap, count: number): TensorMap =>
  (inputs) => {
    const primals = inputs.slice(0, count)
    const graph = traceBound('laws', map, primals)
    const cotangents = pullbackIn(graph, environmentOf(graph, primals), inputs.slice(count))
    return primals.map((primal, index) => explicit(cotangents[index], primal))
  }

/** A map with some operands fixed: what is left are functions of those that `moving` says. */
export const partial =
  (map: TensorMap, operands: readonly Tensor[], moving: readonly boolean[]): TensorMap =>
  (inputs) => {
    let next = 0
    return map(operands.map((operand, index) => (moving[index] ? inputs[next++] : operand)))
  }

/** The items that are flagged. */
export const flagged = <T>(items: readonly T[], flags: readonly boolean[]): readonly T[] =>
  items.filter((_, index) => flags[index])

/** Which of several are of a floating-point dtype. */
export const floats = (types: readonly TensorType[]): readonly boolean[] => types.map(({ dtype }) => isFloat(dtype))

/** The elements of constants, one after another in row-major order. */
export const elementsOf = (tensors: readonly Tensor[]): readonly number[] => {
  const elements: number[] = []
  // By index, as the laws read a great many small arrays, and an iterator takes several times as long.
  for (const tensor of tensors) {
    const data = rowMajor(tensor as Constant)
    for (let i = 0; i < data.length; i++) elements.push(data[i])
  }
  return elements
}

/** How many elements there are in all. */
export const countOf = (types: readonly TensorType[]): number =>
  types.reduce((count, { shape }) => count + sizeOf(shape), 0)

/** The inner product of two lists of constants, and the sum of its terms' magnitudes. */
export const inner = (
  a: readonly Tensor[],
  b: readonly Tensor[],
): { readonly value: number; readonly magnitude: number } => {
  const right = elementsOf(b)
  const terms = elementsOf(a).map((element, index) => element * right[index])
  return {
    value: terms.reduce((sum, term) => sum + term, 0),
    magnitude: terms.reduce((sum, term) => sum + Math.abs(term), 0),
  }
}

const reshaped = (x: Tensor, shape: readonly number[]): Tensor =>
  applyPrimitive(primitives.reshape, { shape: [...shape] }, [x])[0]

/** Tensors of one type as the examples of a batch, along a new axis 0. */
export const stacked = (examples: readonly Tensor[]): Tensor =>
  applyPrimitive(
    primitives.concatenate,
    { axis: 0 },
    examples.map((example) => reshaped(example, [1, ...example.shape])),
  )[0]

/** One example of a batch. */
export const exampleOf = (batch: Tensor, index: number): Tensor =>
  applyPrimitive(primitives.take, { axis: 0, batchAxes: 0 }, [batch, filled('int32', [], index)])[0]
