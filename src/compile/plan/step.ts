import type { Apply, Graph, Result } from '../../graph/index.js'
import type { Shape, Tensor } from '../../tensor/index.js'

/** Applies that one loop nest computes: element by element over `shape`, and a reduction of one of these values, if any. */
export interface Nest {
  readonly kind: 'nest'
  readonly shape: Shape
  readonly applies: readonly Apply[]
  readonly reduction: Apply | undefined
  /** The element-by-element results that something outside uses. */
  readonly outputs: readonly Result[]
}

/** Applies on so few elements that they become code without loops, their values in variables. */
export interface Block {
  readonly kind: 'block'
  readonly applies: readonly Apply[]
  /** The results that something outside uses. */
  readonly outputs: readonly Result[]
}

/** An Apply that becomes code of its own. */
export interface Single {
  readonly kind: 'single'
  readonly apply: Apply
}

/** A matrix product, and the nest that reads each part of it while that lies in the cache. */
export interface FusedProduct {
  readonly kind: 'product'
  readonly apply: Apply
  readonly epilogue: Nest
  /** Whether something beside the nest uses the product. */
  readonly isStored: boolean
}

/** What is computed at one go. */
export type Step = Nest | Block | Single | FusedProduct

/** The applies of a step, a reduction last. */
export const appliesOf = (step: Step): readonly Apply[] => {
  if (step.kind === 'single') return [step.apply]
  if (step.kind === 'product') return [step.apply, ...appliesOf(step.epilogue)]
  return step.kind === 'nest' && step.reduction !== undefined ? [...step.applies, step.reduction] : step.applies
}

/** What a step stores. */
export const storedBy = (step: Step): readonly Result[] => {
  if (step.kind === 'single') return step.apply.results
  if (step.kind === 'product') return [...(step.isStored ? step.apply.results : []), ...storedBy(step.epilogue)]
  return step.kind === 'nest' && step.reduction !== undefined
    ? [...step.outputs, ...step.reduction.results]
    : step.outputs
}

/** How an Apply is computed: element by element, as a reduction of what is so computed, or by code of its own. */
export type Form = 'mapped' | 'reduced' | 'own'

/** The applies of a graph that use each of its expressions, and the outputs as uses of their own. */
export const usesIn = ({ applies, outputs }: Graph): ReadonlyMap<Tensor, readonly (Apply | 'output')[]> => {
  const uses = new Map<Tensor, (Apply | 'output')[]>()
  const add = (tensor: Tensor, user: Apply | 'output'): void => {
    const known = uses.get(tensor)
    if (known === undefined) uses.set(tensor, [user])
    else known.push(user)
  }
  for (const apply of applies) {
    const { operands } = apply
    for (let index = 0; index < operands.length; index++) add(operands[index], apply)
  }
  for (const output of outputs) add(output, 'output')
  return uses
}
