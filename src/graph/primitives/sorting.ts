import { mergeSort, type Order, type Shape, ShapeError, type Tensor } from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { noDerivative } from '../primitive.js'
import { type RoutinePrimitive, routine } from '../routine.js'
import { operandDomain } from '../rules.js'

// --- argsort along the last axis: which element comes at each place of the sorted order

const sortedShapes: readonly Shape[] = [[5], [2, 3], [3, 9], [1], [0], [2, 0]]

export const argsortRecord: RoutinePrimitive<'argsort', Order> = routine({
  name: 'argsort',
  routine: mergeSort,
  infer: ([x]) => {
    if (x.shape.length === 0)
      throw new ShapeError({ operation: 'argsort', operands: [x], problem: 'a scalar has no axis to sort along' })
    return [{ dtype: 'int32', shape: x.shape }]
  },
  jvp: () => [undefined],
  vjp: () => [noDerivative],
  domain: () =>
    [false, true].flatMap((descending) => [
      ...sortedShapes.map((shape) => ({ operands: [operandDomain(shape)], attributes: { descending } })),
      { operands: [operandDomain([7], { low: -2, high: 2 }, 'int32')], attributes: { descending } },
    ]),
})

export const argsort = (x: Tensor, order: Order): Tensor => applyOne(argsortRecord, order, x)
