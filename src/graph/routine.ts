import { type AnyRoutine, evaluateRoutine, type Tensor } from '../tensor/index.js'
import { applyPrimitive } from './expression.js'
import type { Primitive } from './primitive.js'
import { broadcastTo } from './primitives/structural.js'

/** A primitive whose results are computed by an algorithm on arrays, for every index of their leading axes. */
export interface RoutinePrimitive<N extends string, A> extends Primitive<N, A> {
  readonly routine: AnyRoutine<A>
}

/** What the record of such a primitive is written with: a batch is one more leading axis. */
export type RoutineRule<N extends string, A> = Omit<RoutinePrimitive<N, A>, 'evaluate' | 'batch'>

/** The record of a primitive that is an algorithm on arrays. */
export const routine = <N extends string, A>(rule: RoutineRule<N, A>): RoutinePrimitive<N, A> => {
  const record: RoutinePrimitive<N, A> = {
    ...rule,
    evaluate: (operands, attributes, types) => evaluateRoutine(rule.routine, operands, attributes, types),
    batch: (operands, batched, attributes, size) => {
      const whole = (x: Tensor, index: number): Tensor => (batched[index] ? x : broadcastTo(x, [size, ...x.shape]))
      return applyPrimitive(record, attributes, operands.map(whole))
    },
  }
  return record
}
