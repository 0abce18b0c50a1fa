import { isFloat } from '../../tensor/index.js'
import type { Application, Unmapped } from './meaning.js'
import { heldTypes, lowOf, type Precise, preciseOf } from './precise.js'

/** The primitive's own kernel on the high parts and on the low parts: right where elements are copied, or are no floats. */
export const evaluateApart = <A>({ primitive, operands, attributes, types }: Application<A>): readonly Precise[] => {
  const held = heldTypes(types)
  const high = primitive.evaluate(
    operands.map((operand) => operand.high),
    attributes,
    held,
  )
  if (operands.every(({ low }) => low === undefined)) return types.map((type, index) => preciseOf(type, high[index]))
  const low = primitive.evaluate(
    operands.map((operand) => (isFloat(operand.dtype) ? lowOf(operand) : operand.high)),
    attributes,
    held,
  )
  return types.map((type, index) => preciseOf(type, high[index], isFloat(type.dtype) ? low[index] : undefined))
}

/** A primitive whose result elements are copies of its operands'. */
export const moved: Unmapped<unknown> = { form: 'moved', evaluate: evaluateApart }
