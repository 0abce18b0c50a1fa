import { ArgumentError, DTypeError, type Tensor } from '../../tensor/index.js'
import { where } from '../primitives/arithmetic.js'
import type { Select, SelectOptions } from '../signatures/index.js'
import { dual } from './dual.js'
import { broadcast, operandOf, operandsOf } from './operands.js'
import { selectNames } from './optionNames.js'

/**
 * The elements of the first choice whose condition (bool) holds, and of `otherwise` (0) where none does; all of them
 * broadcast. What is not taken has derivative 0, and so have the conditions. Throws an ArgumentError where there is not one condition
 * for each choice.
 *
 * @example
 * ```ts
 * import { greater, less, select, tensor } from 'cotangent'
 *
 * const x = tensor([-2, 0.5, 3])
 * select([less(x, 0), greater(x, 1)], [0, 1], { otherwise: x }) // => [0.  0.5 1. ]
 * ```
 */
export const select: Select = dual(
  'select',
  2,
  selectNames,
  (conditions: unknown, choices: unknown, { otherwise = 0 }: SelectOptions = {}): Tensor => {
    const isPair = Array.isArray(conditions) && Array.isArray(choices) && conditions.length === choices.length
    if (!isPair || conditions.length === 0)
      throw new ArgumentError({
        operation: 'select',
        problem: 'it takes two lists of equal length, of at least one condition and choice',
        remedy: 'Give as many choices as conditions',
      })
    const rules = conditions.map((condition: unknown) => operandOf('select', condition))
    const values = operandsOf('select', [...choices, otherwise])
    const foreign = rules.find(({ dtype }) => dtype !== 'bool')
    if (foreign !== undefined)
      throw new DTypeError({
        operation: 'select',
        operands: [...rules, ...values],
        problem: `a condition is ${foreign.dtype}, not bool`,
        remedy: 'Make it by a comparison, or with astype',
      })
    const all = broadcast('select', [...rules, ...values])
    const last = all[all.length - 1]
    return rules.reduceRight((rest, _, index) => where(all[index], all[rules.length + index], rest), last)
  },
)
