import type { PrimitiveName } from '../../graph/index.js'
import type { ArithmeticName } from '../latitude.js'
import { controls } from './control/index.js'
import { isElementwise } from './matching.js'
import type { Simplification } from './rewriter.js'
import type { ControlRule, Rule } from './rewriting.js'
import { beforeBroadcast } from './rules/broadcasts.js'
import { rules } from './rules/index.js'
import { byReciprocal } from './rules/reciprocals.js'

// Each row is for its own primitive, which it is looked up by.
const ruleOf = rules as { readonly [name: string]: Rule<PrimitiveName> | undefined }
const controlOf = controls as { readonly [name: string]: ControlRule<PrimitiveName> | undefined }

/** What the rules that are exact make of an Apply. */
export const simplification: Simplification = (apply, rewriting, wanted) => {
  const { name } = apply.primitive
  const control = controlOf[name]
  if (control !== undefined) return control(apply as never, rewriting, wanted)
  const result =
    ruleOf[name]?.(apply as never, rewriting) ??
    (isElementwise(apply.primitive) ? beforeBroadcast(apply as never, rewriting) : undefined)
  return result && [result]
}

/** What the rules make of an Apply, in either arithmetic. */
export const simplifications: Readonly<Record<ArithmeticName, Simplification>> = {
  exact: simplification,
  fast: (apply, rewriting, wanted) => {
    const exact = simplification(apply, rewriting, wanted)
    if (exact !== undefined || apply.primitive.name !== 'div') return exact
    const product = byReciprocal(apply as never, rewriting)
    return product && [product]
  },
}
