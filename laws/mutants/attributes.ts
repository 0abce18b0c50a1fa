import type { AttributesOf, PrimitiveName } from '../../src/graph/index.js'
import type { TensorType } from '../../src/tensor/index.js'
import { type Mutation, seeing } from './mutation.js'

/** The same attributes with a fault; undefined where the fault makes no difference by itself. */
type AttributeChange<P extends PrimitiveName> = (
  attributes: AttributesOf<P>,
  operands: readonly TensorType[],
) => AttributesOf<P> | undefined

const inverse = (permutation: readonly number[]): readonly number[] =>
  permutation.map((_, axis) => permutation.indexOf(axis))

const areEqual = (a: readonly number[], b: readonly number[]): boolean => a.every((item, index) => item === b[index])

/** Every number of a list one less where that is possible; undefined where it is nowhere. */
const oneLess = (counts: readonly number[], possible: readonly boolean[]): readonly number[] | undefined =>
  possible.includes(true) ? counts.map((count, index) => count - Number(possible[index])) : undefined

/** Elements of a window that are less far apart, where there are as many windows as before. */
const nearer = <A extends { readonly stride: number; readonly dilation: number }>(
  attributes: A,
  extent: number,
  size: number,
): A | undefined => {
  const { stride, dilation } = attributes
  const count = (apart: number): number => Math.floor((extent - (size - 1) * apart - 1) / stride)
  return dilation > 1 && count(dilation - 1) === count(dilation) ? { ...attributes, dilation: dilation - 1 } : undefined
}

const changes: { readonly [P in PrimitiveName]?: readonly [name: string, change: AttributeChange<P>] } = {
  cond: ['with the branches exchanged', ({ onTrue, onFalse }) => ({ onTrue: onFalse, onFalse: onTrue })],
  flip: ['with nothing flipped', () => ({ axes: [] })],
  overlapAdd: [
    'with neighbours one place nearer',
    (attributes, [{ shape }]) => nearer(attributes, attributes.extent, shape[shape.length - 1]),
  ],
  pad: [
    'one place earlier',
    ({ low, high, interior }) => {
      const possible = low.map((count) => count > 0)
      const earlier = oneLess(low, possible)
      return earlier && { low: earlier, high: high.map((count, axis) => count + Number(possible[axis])), interior }
    },
  ],
  scan: [
    'with the steps in the opposite order',
    (attributes) => (attributes.length > 1 ? { ...attributes, reverse: !attributes.reverse } : undefined),
  ],
  slice: [
    'one place earlier',
    (attributes) => {
      const possible = attributes.start.map((start, axis) => start > 0 && attributes.size[axis] > 0)
      const start = oneLess(attributes.start, possible)
      return start && { ...attributes, start }
    },
  ],
  transpose: [
    'with the inverse permutation',
    ({ permutation }) =>
      areEqual(permutation, inverse(permutation)) ? undefined : { permutation: inverse(permutation) },
  ],
  whileLoop: [
    'with one step fewer',
    (attributes) =>
      attributes.maxSteps === undefined ? undefined : { ...attributes, maxSteps: attributes.maxSteps - 1 },
  ],
  windows: [
    'with neighbours one place nearer',
    (attributes, [{ shape }]) => nearer(attributes, shape[attributes.axis], attributes.size),
  ],
}

/** What a primitive's rules may get wrong about its attributes. */
export interface Misreading {
  readonly primitive: string
  readonly name: string
  readonly change: (attributes: unknown, operands: readonly TensorType[]) => unknown
}

export const misreadings: readonly Misreading[] = Object.entries(changes).map(([primitive, [name, change]]) => ({
  primitive,
  name,
  change: (attributes, operands) => change(attributes as never, operands),
}))

export const attributeMutations: readonly Mutation[] = misreadings.map(({ primitive, name, change }) =>
  seeing(
    name,
    (place) => place.primitive === primitive && change(place.attributes, place.operands) !== undefined,
    (application) => ({ ...application, attributes: change(application.attributes, application.operands) }),
  ),
)
