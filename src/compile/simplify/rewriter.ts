import {
  type Apply,
  type AttributesOf,
  applyPrimitive,
  expressionOf,
  type Graph,
  type Primitive,
  type PrimitiveName,
  primitives,
  type Result,
  traceBranch,
} from '../../graph/index.js'
import type { Tensor, TensorType } from '../../tensor/index.js'
import { mayFail } from './failing.js'
import { fold, foldEmpty } from './folding.js'
import type { Interning } from './interning.js'
import { Needs } from './needs.js'
import type { Inlining, Rewriting } from './rewriting.js'

/** What the results of an Apply are instead, to the bit; undefined where it stays. */
export type Simplification = (
  apply: Apply,
  rewriting: Rewriting,
  wanted: readonly boolean[],
) => readonly Tensor[] | undefined

/** What the graphs that are made together share. */
interface Workshop {
  readonly interning: Interning
  readonly simplification: Simplification
}

/** Primitives of two operands that give the same bits for them exchanged. */
const commutative: ReadonlySet<string> = new Set<PrimitiveName>([
  ...(['add', 'bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'equal', 'maximum', 'minimum', 'mul'] as const),
])

const isAlone: readonly boolean[] = [true]

/** Makes one graph: whatever is applied in it stands there once, and what may fail stays, used or not. */
export class Rewriter implements Rewriting {
  readonly #workshop: Workshop
  readonly #results = new Map<string, readonly Tensor[]>()
  readonly #kept: Tensor[] = []

  constructor(workshop: Workshop) {
    this.#workshop = workshop
  }

  /** A result of each Apply that may fail. */
  get kept(): readonly Tensor[] {
    return this.#kept
  }

  apply<P extends PrimitiveName>(name: P, attributes: AttributesOf<P>, ...operands: readonly Tensor[]): Tensor {
    return this.#applied(primitives[name], attributes, operands, isAlone)[0]
  }

  inline(graph: Graph, operands: readonly Tensor[], { wanted, bound }: Inlining = {}): readonly Tensor[] {
    const meanings = new Map<Tensor, Tensor>(bound)
    const needs = new Needs(graph, bound)
    graph.outputs.forEach((output, index) => {
      if (wanted?.[index] !== false) needs.add(output)
    })
    graph.inputs.forEach((input, index) => {
      if (!meanings.has(input)) meanings.set(input, operands[index])
    })
    const find = (tensor: Tensor): Tensor => meanings.get(tensor) ?? tensor
    for (const apply of graph.applies) {
      if (!needs.isRun(apply)) continue
      const used = apply.results.length === 1 ? isAlone : apply.results.map((result) => needs.has(result))
      const results = this.#applied(apply.primitive, apply.attributes, apply.operands.map(find), used)
      for (let index = 0; index < results.length; index++) meanings.set(apply.results[index], results[index])
    }
    return graph.outputs.map((output) => this.#workshop.interning.intern(find(output)))
  }

  trace(
    types: readonly TensorType[],
    make: (inside: Rewriting, inputs: readonly Tensor[]) => readonly Tensor[],
  ): Graph {
    return traced(this.#workshop, types, make)
  }

  keep<P extends PrimitiveName>(name: P, attributes: AttributesOf<P>, operands: readonly Tensor[]): readonly Tensor[] {
    const results = applyPrimitive(primitives[name] as Primitive, attributes, operands)
    if (mayFail(applyOf(results))) this.#kept.push(results[0])
    return results
  }

  #applied(
    primitive: Primitive,
    attributes: unknown,
    given: readonly Tensor[],
    wanted: readonly boolean[],
  ): readonly Tensor[] {
    const operands = given.map((operand) => this.#workshop.interning.intern(operand))
    const key = this.#keyOf(primitive, attributes, operands) + (wanted.includes(false) ? wanted.join() : '')
    const known = this.#results.get(key)
    if (known !== undefined) return known
    // Within a branch nothing is evaluated: what is made is an Apply, which is found to be needed, or not, in the end.
    const made = applyPrimitive(primitive, attributes, operands)
    const results = made.length === 0 ? made : this.#simplified(applyOf(made), wanted)
    this.#results.set(key, results)
    return results
  }

  #simplified(apply: Apply, wanted: readonly boolean[]): readonly Tensor[] {
    const { interning, simplification } = this.#workshop
    const failing = mayFail(apply)
    const empty = failing ? undefined : foldEmpty(apply)
    const simpler = empty ?? simplification(apply, this, wanted) ?? (failing ? undefined : fold(apply))
    if (simpler !== undefined) return simpler.map((tensor) => interning.intern(tensor))
    if (failing) this.#kept.push(apply.results[0])
    return apply.results
  }

  #keyOf(primitive: Primitive, attributes: unknown, operands: readonly Tensor[]): string {
    const { interning } = this.#workshop
    const names = operands.map((operand) => interning.nameOf(operand))
    const ordered = commutative.has(primitive.name) ? names.sort() : names
    return `${primitive.name} ${ordered.join(' ')} ${interning.showAttributes(attributes as object)}`
  }
}

const applyOf = ([first]: readonly Tensor[]): Apply => (expressionOf(first) as Result).apply

/** Traces a graph by rewriting: its outputs, all that they need, and all that may fail. */
export const traced = (
  workshop: Workshop,
  types: readonly TensorType[],
  make: (rewriting: Rewriting, inputs: readonly Tensor[]) => readonly Tensor[],
): Graph => {
  let count = 0
  const { graph } = traceBranch(
    'simplify',
    (inputs) => {
      const rewriter = new Rewriter(workshop)
      const outputs = make(rewriter, inputs)
      count = outputs.length
      return [...outputs, ...rewriter.kept]
    },
    types,
  )
  return { ...graph, outputs: graph.outputs.slice(0, count) }
}
