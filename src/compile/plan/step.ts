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

/** The axes along which tensors are done slice by slice; others are there in full. */
export type Axes = ReadonlyMap<Tensor, number>

/** A way to do steps slice by slice: how long the axis is, and which one it is of each tensor that they make. */
export interface Way {
  readonly extent: number
  readonly axes: Axes
}

/** Steps of which one after the other does a slice of an axis, so that what passes between them stays in the cache. */
export interface Chain {
  readonly kind: 'chain'
  readonly links: readonly (Nest | Single)[]
  readonly ways: readonly Way[]
  /** The results that something outside uses, in full. */
  readonly outputs: readonly Result[]
}

/** What is computed at one go. */
export type Step = Nest | Block | Single | Chain

/** The applies of a step, a reduction last. */
export const appliesOf = (step: Step): readonly Apply[] => {
  if (step.kind === 'single') return [step.apply]
  if (step.kind === 'chain') return step.links.flatMap(appliesOf)
  return step.kind === 'nest' && step.reduction !== undefined ? [...step.applies, step.reduction] : step.applies
}

/** What a step stores. */
export const storedBy = (step: Step): readonly Result[] => {
  if (step.kind === 'single') return step.apply.results
  return step.kind === 'nest' && step.reduction !== undefined
    ? [...step.outputs, ...step.reduction.results]
    : step.outputs
}

/** What a step reads. */
export const readBy = (step: Step): readonly Tensor[] => {
  const applies = appliesOf(step)
  const made = new Set<Tensor>(applies.flatMap(({ results }) => results))
  return applies.flatMap(({ operands }) => operands.filter((operand) => !made.has(operand)))
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
