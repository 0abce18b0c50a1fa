import { applyPrimitive, type Primitive } from '../../src/graph/index.js'
import { equalShapes, type Tensor, type TensorType } from '../../src/tensor/index.js'
import { misreadings } from './attributes.js'
import { fits, fitted, repeated, rolled, transposed } from './tensors.js'

/** What a batching rule is tried on: the types of one example. */
export interface BatchPlace {
  readonly primitive: string
  readonly operands: readonly TensorType[]
  readonly results: readonly TensorType[]
  readonly attributes: unknown
}

/** One way in which a batching rule may be wrong. */
export interface BatchMutation {
  readonly name: string
  readonly changes: (place: BatchPlace) => boolean
  readonly wrong: (right: Primitive) => Primitive['batch']
}

type Batch = Parameters<Primitive['batch']>

const anywhere = (): boolean => true

/** One item of a list changed. */
const changed = <T>(items: readonly T[], at: number, change: (item: T) => T): readonly T[] =>
  items.map((item, index) => (index === at ? change(item) : item))

const ofResult = (
  index: number,
  name: string,
  changes: BatchMutation['changes'],
  change: (result: Tensor) => Tensor,
): BatchMutation => ({
  name: `result ${index} ${name}`,
  changes: (place) =>
    index < place.results.length && place.results[index].shape.every((extent) => extent > 0) && changes(place),
  wrong:
    (right) =>
    (...batch) =>
      changed(right.batch(...batch), index, change),
})

const ofOperand = (index: number, name: string, change: (operand: Tensor) => Tensor): BatchMutation => ({
  name: `operand ${index} ${name}`,
  changes: ({ operands }) => index < operands.length && operands[index].shape.every((extent) => extent > 0),
  wrong:
    (right) =>
    (operands, batched, ...rest) =>
      right.batch(batched[index] ? changed(operands, index, change) : operands, batched, ...rest),
})

/** What another rule says where that is of the right types, and the right rule elsewhere. */
const where = (
  name: string,
  changes: BatchMutation['changes'],
  other: (right: Primitive, ...batch: Batch) => readonly Tensor[],
): BatchMutation => ({
  name,
  changes,
  wrong: (right) => (operands, batched, attributes, size) => {
    const expected = right.batch(operands, batched, attributes, size)
    const found = other(right, operands, batched, attributes, size)
    return found.every((tensor, index) => fits(tensor, expected[index]))
      ? found.map((tensor, index) => fitted(tensor, expected[index]))
      : expected
  },
})

/** The primitive applied as if to one example. */
const unnoticed: BatchMutation = {
  name: 'the batch axis unnoticed',
  changes: anywhere,
  wrong: (right) => (operands, _, attributes) => applyPrimitive(right, attributes, operands),
}

const exchanged = (one: number, other: number): BatchMutation =>
  where(
    `operands ${one} and ${other} exchanged`,
    ({ operands }) =>
      other < operands.length &&
      operands[one].dtype === operands[other].dtype &&
      equalShapes(operands[one].shape, operands[other].shape),
    (right, operands, batched, ...rest) => {
      const swapped = <T>(items: readonly T[]): readonly T[] =>
        changed(
          changed(items, one, () => items[other]),
          other,
          () => items[one],
        )
      return right.batch(swapped(operands), swapped(batched), ...rest)
    },
  )

const misread: readonly BatchMutation[] = misreadings.map(({ primitive, name, change }) =>
  where(
    name,
    (place) => place.primitive === primitive && change(place.attributes, place.operands) !== undefined,
    (right, operands, batched, attributes, size) =>
      right.batch(operands, batched, change(attributes, operands) ?? attributes, size),
  ),
)

const upTo = (count: number): readonly number[] => [...new Array(count).keys()]

/** Every mutation of the batching rule of primitives whose applications have so many operands, results and axes. */
export const batchMutationsWithin = (extent: {
  readonly operands: number
  readonly results: number
  readonly axes: number
}): readonly BatchMutation[] => [
  ...upTo(extent.results).flatMap((index) => [
    ofResult(index, 'rolled over the examples', anywhere, (result) => rolled(result, 0)),
    ofResult(index, 'of the first example for all', anywhere, (result) => repeated(result, 0)),
    ...upTo(extent.axes).map((axis) =>
      ofResult(
        index,
        `with the batch axis and axis ${axis} transposed`,
        (place) => place.results[index].shape[axis] > 1,
        (result) => transposed(result, 0, axis + 1),
      ),
    ),
  ]),
  ...upTo(extent.operands).flatMap((index) => [
    ofOperand(index, 'rolled over the examples', (operand) => rolled(operand, 0)),
    ofOperand(index, 'of the first example for all', (operand) => repeated(operand, 0)),
    ...upTo(index).map((other) => exchanged(other, index)),
  ]),
  unnoticed,
  ...misread,
]
