import type { RoutinePrimitive } from '../../graph/index.js'
import { isFloat } from '../../tensor/index.js'
import type { Unmapped } from './meaning.js'
import { evaluateApart } from './moving.js'
import { fromParts, pairsOf } from './precise.js'
import { runRoutine } from './scalar/index.js'

/** An algorithm on arrays, run on pairs from its one definition. */
export const routine: Unmapped<unknown> = {
  form: 'whole',
  evaluate: (application) => {
    const { primitive, operands, attributes, types } = application
    if (!isFloat(operands[0].dtype)) return evaluateApart(application)
    const { routine: algorithm } = primitive as RoutinePrimitive<string, unknown>
    const given = operands.map((operand) => ({ ...pairsOf(operand), type: operand }))
    return runRoutine(algorithm, given, attributes, types).map((made, index) => fromParts(types[index], made))
  },
}
