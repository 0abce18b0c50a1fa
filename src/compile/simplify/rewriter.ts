import {
  Apply,
  type AttributesOf,
  type Graph,
  graphsWithin,
  Input,
  noAttributes,
  type Primitive,
  type PrimitiveName,
  primitives,
  type Scope,
  withScope,
} from '../../graph/index.js'
import type { Tensor, TensorType } from '../../tensor/index.js'
import { type Joint, type JointBodies, jointLoops } from './control/joining.js'
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
  readonly bodies: JointBodies
}

/** Primitives of two operands that give the same bits for them exchanged. */
const commutative: ReadonlySet<string> = new Set<PrimitiveName>([
  ...(['add', 'bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'equal', 'maximum', 'minimum', 'mul'] as const),
])

/** Of one result. */
const isWanted: readonly boolean[] = [true]

/** Makes one graph: whatever is applied in it stands there once, and what may fail stays, used or not. */
class Rewriter implements Rewriting {
  readonly #workshop: Workshop
  readonly #scope: Scope
  readonly #results = new Map<string, readonly Tensor[]>()
  readonly #applies: Apply[] = []
  readonly #failing: Apply[] = []

  constructor(workshop: Workshop, scope: Scope) {
    this.#workshop = workshop
    this.#scope = scope
  }

  /** What has been applied and is needed for the outputs, or may fail, in order. */
  neededFor(outputs: readonly Tensor[]): readonly Apply[] {
    const needs = new Needs(this.#failing)
    for (const output of outputs) needs.add(output)
    return this.#applies.filter((apply) => needs.runs(apply))
  }

  apply<P extends PrimitiveName>(name: P, attributes: AttributesOf<P>, ...operands: readonly Tensor[]): Tensor {
    return this.#applied(primitives[name], attributes, this.#interned(operands), isWanted)[0]
  }

  keep<P extends PrimitiveName>(name: P, attributes: AttributesOf<P>, operands: readonly Tensor[]): readonly Tensor[] {
    const apply = this.#made(primitives[name], attributes, this.#interned(operands))
    return this.#kept(apply, mayFail(apply))
  }

  inline(graph: Graph, operands: readonly Tensor[], { wanted, bound }: Inlining = {}): readonly Tensor[] {
    const { interning } = this.#workshop
    const meanings = new Map<Tensor, Tensor>(bound)
    const needs = needsOf(graph, wanted, bound)
    graph.inputs.forEach((input, index) => {
      if (!meanings.has(input)) meanings.set(input, operands[index])
    })
    const find = (tensor: Tensor): Tensor => meanings.get(tensor) ?? interning.intern(tensor)
    const running = needs === undefined ? graph.applies : graph.applies.filter((apply) => needs.runs(apply))
    const joints = jointLoops(running, this.#workshop.bodies, (types, make) => this.trace(types, make))
    const done = new Set<Joint>()
    for (const apply of running) {
      const joint = joints.get(apply)
      if (joint !== undefined) {
        if (!done.has(joint)) this.#join(apply, joint, needs, meanings, find)
        done.add(joint)
        continue
      }
      const used = isSimple(apply) ? isWanted : apply.results.map((result) => needs?.has(result) ?? true)
      const results = this.#applied(apply.primitive, apply.attributes, apply.operands.map(find), used, apply.results)
      for (let index = 0; index < results.length; index++) meanings.set(apply.results[index], results[index])
    }
    return graph.outputs.map(find)
  }

  /** A loop that stands for several, where the first of them stood. */
  #join(
    { primitive, operands }: Apply,
    { attributes, results }: Joint,
    needs: Needs | undefined,
    meanings: Map<Tensor, Tensor>,
    find: (tensor: Tensor) => Tensor,
  ): void {
    const wanted = new Array<boolean>(attributes.body.outputs.length).fill(false)
    for (const [result, index] of results) if (needs?.has(result) ?? true) wanted[index] = true
    const made = this.#applied(primitive, attributes, operands.map(find), wanted)
    for (const [result, index] of results) meanings.set(result, made[index])
  }

  trace(
    types: readonly TensorType[],
    make: (inside: Rewriting, inputs: readonly Tensor[]) => readonly Tensor[],
  ): Graph {
    return traced(this.#workshop, types, make)
  }

  #applied(
    primitive: Primitive,
    attributes: unknown,
    operands: readonly Tensor[],
    wanted: readonly boolean[],
    types?: readonly TensorType[],
  ): readonly Tensor[] {
    const key = this.#keyOf(primitive, attributes, operands, wanted)
    const known = this.#results.get(key)
    if (known !== undefined) return known
    const results = this.#simplified(this.#made(primitive, attributes, operands, types), wanted)
    this.#results.set(key, results)
    return results
  }

  /** An Apply that is not yet part of the graph. */
  #made(primitive: Primitive, attributes: unknown, operands: readonly Tensor[], types?: readonly TensorType[]): Apply {
    return new Apply(primitive, attributes, operands, types ?? primitive.infer(operands, attributes), this.#scope)
  }

  #simplified(apply: Apply, wanted: readonly boolean[]): readonly Tensor[] {
    const failing = mayFail(apply)
    const simpler =
      (failing ? undefined : foldEmpty(apply)) ??
      this.#workshop.simplification(apply, this, wanted) ??
      (failing ? undefined : fold(apply))
    return simpler === undefined ? this.#kept(apply, failing) : this.#interned(simpler)
  }

  #kept(apply: Apply, failing: boolean): readonly Tensor[] {
    this.#applies.push(apply)
    if (failing) this.#failing.push(apply)
    return apply.results
  }

  #interned(tensors: readonly Tensor[]): readonly Tensor[] {
    return tensors.map((tensor) => this.#workshop.interning.intern(tensor))
  }

  #keyOf(primitive: Primitive, attributes: unknown, operands: readonly Tensor[], wanted: readonly boolean[]): string {
    const { interning } = this.#workshop
    const names = operands.map((operand) => interning.nameOf(operand))
    if (commutative.has(primitive.name) && names[1] < names[0]) names.reverse()
    let key = `${primitive.name} ${names.join(' ')}`
    if (attributes !== noAttributes) key += interning.showAttributes(attributes as object)
    return wanted.includes(false) ? `${key} ${wanted.join()}` : key
  }
}

/** Whether all of an Apply is needed where any of it is. */
const isSimple = (apply: Apply): boolean => apply.results.length === 1 && graphsWithin(apply).length === 0

/** What of a graph is needed; undefined for all of it, as where it is for all outputs and each apply is simple. */
const needsOf = (
  { applies, outputs }: Graph,
  wanted: Inlining['wanted'],
  bound: Inlining['bound'],
): Needs | undefined => {
  const isWhole = bound === undefined && !wanted?.includes(false)
  if (isWhole && applies.every(isSimple)) return undefined
  const needs = new Needs(applies.filter(mayFail), bound)
  outputs.forEach((output, index) => {
    if (wanted?.[index] !== false) needs.add(output)
  })
  return needs
}

/** Traces a graph by rewriting. */
export const traced = (
  workshop: Workshop,
  types: readonly TensorType[],
  make: (rewriting: Rewriting, inputs: readonly Tensor[]) => readonly Tensor[],
): Graph =>
  withScope('simplify', (scope) => {
    const inputs = types.map((type) => new Input(scope, type))
    const rewriter = new Rewriter(workshop, scope)
    const outputs = make(rewriter, inputs)
    return { inputs, applies: rewriter.neededFor(outputs), outputs }
  })
