import { noAttributes, type PrimitiveName } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import type { Rewriting, Rule } from '../rewriting.js'

/** The primitives of one or two operands that have no attributes. */
export type Plain = Extract<
  PrimitiveName,
  | (
      | 'abs'
      | 'add'
      | 'bitwiseAnd'
      | 'bitwiseOr'
      | 'bitwiseXor'
      | 'ceil'
      | 'div'
      | 'equal'
      | 'floor'
      | 'floorDiv'
      | 'less'
    )
  | ('lessEqual' | 'maximum' | 'minimum' | 'mul' | 'neg' | 'power' | 'round' | 'shiftLeft' | 'shiftRight')
  | ('shiftRightLogical' | 'sub' | 'trunc' | 'where')
>

/** What stands for a primitive of these operands; undefined where a rule has nothing to say. */
export type Rewrite = (rewriting: Rewriting, ...operands: readonly Tensor[]) => Tensor | undefined

/** The first of some rewrites that has something to say. */
export const firstOf =
  (...rewrites: readonly Rewrite[]): Rule<Plain> =>
  ({ operands }, rewriting) => {
    for (let index = 0; index < rewrites.length; index++) {
      const found = rewrites[index](rewriting, ...operands)
      if (found !== undefined) return found
    }
    return undefined
  }

/** A rewrite that holds with the two operands exchanged as well. */
export const eitherWay =
  (rewrite: Rewrite): Rewrite =>
  (rewriting, a, b) =>
    rewrite(rewriting, a, b) ?? rewrite(rewriting, b, a)

/** A rewrite that holds for int32 alone. */
export const ofIntegers =
  (rewrite: Rewrite): Rewrite =>
  (rewriting, ...operands) =>
    operands[0].dtype === 'int32' ? rewrite(rewriting, ...operands) : undefined

export const plain = (rewriting: Rewriting, name: Plain, ...operands: readonly Tensor[]): Tensor =>
  rewriting.apply(name, noAttributes, ...operands)
