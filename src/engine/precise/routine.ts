import type { Unmapped } from './meaning.js'
import { heldTypes, preciseOf } from './precise.js'

/** An algorithm on arrays. */
export const routine: Unmapped<unknown> = {
  form: 'whole',
  evaluate: ({ primitive, operands, attributes, types }) => {
    const results = primitive.evaluate(
      operands.map(({ high }) => high),
      attributes,
      heldTypes(types),
    )
    return types.map((type, index) => preciseOf(type, results[index]))
  },
}
